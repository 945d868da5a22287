"""Who is near, among those who let themselves be seen, and the words the portal carried."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.events.models import NearbyCard, NearbyMessage
from portal.kernel import clock
from portal.kernel.errors import NotFound
from portal.organisations.queries import places
from portal.organisations.scope import Actor


def find_card(session: Session, actor: Actor) -> NearbyCard | None:
    """One's own card, if it still holds."""
    found = session.scalars(
        select(NearbyCard).where(NearbyCard.person_id == actor.person_id)
    ).one_or_none()
    return found if found and found.until >= clock.today() else None


def list_near(session: Session, actor: Actor) -> Sequence[NearbyCard]:
    """Who else appears around: nobody for whoever does not appear, and nobody one works with. By
    place, then by name.
    """
    mine = find_card(session, actor)
    if mine is None:
        return []
    refused = select(NearbyMessage.from_id).where(
        NearbyMessage.to_id == actor.person_id, NearbyMessage.refused_at.is_not(None)
    )
    refused_me = select(NearbyMessage.to_id).where(
        NearbyMessage.from_id == actor.person_id, NearbyMessage.refused_at.is_not(None)
    )
    colleagues = {one.person_id for one in places.list_colleagues(session)}
    return session.scalars(
        select(NearbyCard)
        .where(
            NearbyCard.department.in_(mine.near),
            NearbyCard.person_id != actor.person_id,
            NearbyCard.until >= clock.today(),
            NearbyCard.person_id.not_in(refused),
            NearbyCard.person_id.not_in(refused_me),
            NearbyCard.person_id.not_in(colleagues),
        )
        .order_by(NearbyCard.department, NearbyCard.city, NearbyCard.shown_name)
        .limit(200)
    ).all()


__all__ = [
    "Conversation",
    "NearbyCard",
    "find_card",
    "get_conversation",
    "list_conversations",
    "list_near",
]


@dataclass(frozen=True)
class Conversation:
    """What two people wrote to each other. Without a card nothing more can be written."""

    person_id: UUID
    name: str
    card: NearbyCard | None
    messages: Sequence[NearbyMessage]

    @property
    def has_written(self) -> bool:
        """Whether the other one wrote, so that one may want nothing more from them."""
        return any(message.from_id == self.person_id for message in self.messages)


def list_conversations(session: Session, actor: Actor) -> list[Conversation]:
    """With whom words went to and fro, the newest first."""
    found: dict[UUID, list[NearbyMessage]] = {}
    for message in session.scalars(
        select(NearbyMessage)
        .where(
            (NearbyMessage.from_id == actor.person_id) | (NearbyMessage.to_id == actor.person_id),
            NearbyMessage.refused_at.is_(None),
        )
        .order_by(NearbyMessage.written_at.desc())
        .limit(400)
    ):
        other = message.to_id if message.from_id == actor.person_id else message.from_id
        found.setdefault(other, []).append(message)
    cards = {card.person_id: card for card in list_near(session, actor)}
    return [
        Conversation(person, _name(person, said[0]), cards.get(person), said[::-1])
        for person, said in found.items()
    ]


def _name(person_id: UUID, message: NearbyMessage) -> str:
    return message.from_name if message.from_id == person_id else message.to_name


def get_conversation(session: Session, actor: Actor, person_id: UUID) -> Conversation:
    """With one person, begun or not. Raises NotFound where neither words nor a card are."""
    for conversation in list_conversations(session, actor):
        if conversation.person_id == person_id:
            return conversation
    for card in list_near(session, actor):
        if card.person_id == person_id:
            return Conversation(person_id, card.shown_name, card, [])
    raise NotFound
