"""The link of the warning that an offer ends soon: it keeps that offer on line, and does no more.

Signed, for one member, one offer and the end the message spoke of: once that end has moved or come,
the link is worth nothing. The database keeps nothing of it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from portal.config import Settings
from portal.kernel import tokens

_PURPOSE = "renew-offer"


@dataclass(frozen=True)
class Ticket:
    """What a link says. `ends_at` is to the second."""

    organisation_id: UUID
    offer_id: UUID
    person_id: UUID
    ends_at: datetime


def token(settings: Settings, ticket: Ticket) -> str:
    ids = (ticket.organisation_id, ticket.offer_id, ticket.person_id)
    end = int(ticket.ends_at.timestamp()).to_bytes(8, "big")
    return tokens.sealed(settings.key(_PURPOSE), b"".join(one.bytes for one in ids) + end)


def address(settings: Settings, ticket: Ticket) -> str:
    """The whole link, as a message carries it."""
    return f"{settings.base_url}/renew/{token(settings, ticket)}"


def read(settings: Settings, token: str) -> Ticket | None:
    """What the link says, None if it is not ours."""
    content = tokens.unsealed(settings.key(_PURPOSE), token)
    if content is None or len(content) != 56:
        return None
    organisation, offer, person = (UUID(bytes=content[at : at + 16]) for at in (0, 16, 32))
    end = datetime.fromtimestamp(int.from_bytes(content[48:], "big"), UTC)
    return Ticket(organisation, offer, person, end)
