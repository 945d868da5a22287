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
_STATUS = re.compile(r"\s*([45])\.\d{1,3}\.\d{1,3}\b")
# What the message keeps of it: an address nobody answers to, or a server that did not answer while
# whoever relayed the letter went on trying: « failed » is final, whatever the status (RFC 3464).
_WHY = {"5": "refused", "4": "expired"}
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
    message_id, why = _read(settings, stream)
    template = _bury(database, message_id, why) if message_id else None
    if template is None:
        log.info("returned_mail", ignored="no message waits for it" if message_id else why)
    else:
        log.info("message", state="dead", channel=MAIL, template=template)


def _read(settings: Settings, stream: BinaryIO) -> tuple[UUID | None, str]:
    """The message a report gives up, and why it does or why it is none of our business."""
    raw = stream.read(MOST + 1)
    if len(raw) > MOST:
        while stream.read(65_536):
            pass  # whoever pipes it expects to be read to the end
        return None, "too long"
    try:
        parts = list(_parts(message_from_bytes(raw)))
    except RecursionError:
        return None, "nested without end"
    given_up = [_given_up(recipient) for part in parts for recipient in _recipients(part)]
    why = next((one for one in given_up if one), None)
    if why is None:
        return None, "no final failure"
    known = (_known(settings, _message_id(part)) for part in parts)
    found = next((message_id for message_id in known if message_id), None)
    return found, why if found else "not one of ours"


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


def _given_up(recipient: Message) -> str | None:
    """Why nothing more will be tried for this recipient; None while something is."""
    status = _STATUS.match(str(recipient.get("Status", "")))
    is_final = str(recipient.get("Action", "")).strip().lower() == "failed"
    return _WHY[status[1]] if is_final and status else None


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


def _bury(database: Database, message_id: UUID, why: str) -> str | None:
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
        message.state, message.error, message.data = "dead", why, {}
        return message.template
