"""Whom somebody knows beyond their work: those of their groups, those near who appear as they do.

Each is called by the name they chose there, and found again by what they are there, never by who
they are: one person under two names stays two.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from portal.events.queries import groups, nearby
from portal.organisations.scope import Actor


@dataclass(frozen=True)
class Acquaintance:
    """`code` names the place one is known from; `group` is the title of a group, empty for near."""

    code: str
    name: str
    person_id: UUID
    group: str = ""


def list_acquaintances(session: Session, actor: Actor) -> Iterator[Acquaintance]:
    """By group then name, then those near. What the walls of groups and cards hide is not there."""
    for title, member in groups.list_companions(session, actor):
        yield Acquaintance(f"g:{member.id}", member.shown_name, member.person_id, title)
    for card in nearby.list_near(session, actor):
        yield Acquaintance(f"n:{card.id}", card.shown_name, card.person_id)
