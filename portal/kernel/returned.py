"""Mail that comes back: a report that an address is dead reaches the message it is about.

A mail server accepts a letter, then learns that nobody lives there and returns it to the envelope's
sender with a report (RFC 3464). Anybody may write such a report: it is believed only if the letter
it returns bears a reference we signed. Whoever received a letter can say that this one letter did
not arrive, and nothing else.
"""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from typing import BinaryIO
from uuid import UUID

import structlog
from sqlalchemy import select

from portal.config import Settings
from portal.kernel import tokens
from portal.kernel.db import Database, Reach
from portal.kernel.messages import MAIL
from portal.kernel.models import OutgoingMessage

log = structlog.get_logger()

# In bytes. Our letters carry no file: a report that holds one whole is far smaller, and reading the
# parts of what anybody sends costs little.
MOST = 200_000
_PURPOSE = "mail-reference"
_FOR_GOOD = re.compile(r"\s*5\.\d{1,3}\.\d{1,3}\b")
_RETURNED = frozenset({"message/rfc822", "text/rfc822-headers"})


def sign(settings: Settings, message_id: UUID) -> str:
    """How a letter names its message to the outside: always in the same way, so that a letter
    handed over twice is known; and signed, so that the number of a row is not enough.
    """
    return tokens.sealed(settings.key(_PURPOSE), message_id.bytes)


def take(database: Database, settings: Settings, stream: BinaryIO) -> None:
    """Read one returned mail; if it says that a letter of ours will never arrive, its message is
    dead, as if the server had refused it at once. Whatever else it is changes nothing.
    """
    message_id, ignored = _read(settings, stream)
    template = _bury(database, message_id) if message_id else None
    if template is None:
        log.info("returned_mail", ignored=ignored or "no message waits for it")
    else:
        log.info("message", state="dead", channel=MAIL, template=template)


def _read(settings: Settings, stream: BinaryIO) -> tuple[UUID | None, str]:
    """The message a report gives up, or why it is none of our business."""
    raw = stream.read(MOST + 1)
    if len(raw) > MOST:
        while stream.read(65_536):
            pass  # whoever pipes it expects to be read to the end
        return None, "too long"
    try:
        parts = list(_parts(message_from_bytes(raw)))
    except RecursionError:
        return None, "nested without end"
    if not any(_gives_up(recipient) for part in parts for recipient in _recipients(part)):
        return None, "no final failure"
    known = (_known(settings, _message_id(part)) for part in parts)
    found = next((message_id for message_id in known if message_id), None)
    return found, "" if found else "not one of ours"


def _parts(mail: Message) -> Iterator[Message]:
    """The parts of a report of delivery; none of anything else."""
    is_report = mail.get_content_type() == "multipart/report"
    if is_report and str(mail.get_param("report-type")).lower() == "delivery-status":
        yield from _inside(mail)


def _inside(part: Message) -> list[Message]:
    found = part.get_payload()
    return [one for one in found if isinstance(one, Message)] if isinstance(found, list) else []


def _recipients(part: Message) -> list[Message]:
    """What the report says of each recipient: a group of fields, the first being of the letter."""
    return _inside(part) if part.get_content_type() == "message/delivery-status" else []


def _gives_up(recipient: Message) -> bool:
    action = str(recipient.get("Action", "")).strip().lower()
    return action == "failed" and _FOR_GOOD.match(str(recipient.get("Status", ""))) is not None


def _message_id(part: Message) -> str:
    """The Message-ID of the letter that comes back, whole or as its header only."""
    if part.get_content_type() not in _RETURNED:
        return ""
    letters = _inside(part) or [message_from_bytes(_bytes(part))]
    return str(letters[0].get("Message-ID", "")).strip()


def _bytes(part: Message) -> bytes:
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _known(settings: Settings, written: str) -> UUID | None:
    """The message this Message-ID names, if we wrote it."""
    reference, _, domain = written.removeprefix("<").removesuffix(">").partition("@")
    if domain.lower() != settings.mail_domain.lower():
        return None
    content = tokens.unsealed(settings.key(_PURPOSE), reference)
    return UUID(bytes=content) if content and len(content) == 16 else None


def _bury(database: Database, message_id: UUID) -> str | None:
    """Give the message up; None if it is dead already, or erased. Its template."""
    with database.session(Reach(doors={"message": str(message_id)})) as session, session.begin():
        message = session.scalars(
            select(OutgoingMessage)
            .where(
                OutgoingMessage.id == message_id,
                OutgoingMessage.channel == MAIL,
                OutgoingMessage.state != "dead",
            )
            .with_for_update()
        ).one_or_none()
        if message is None:
            return None
        message.state, message.error, message.data = "dead", "refused", {}
        return message.template
