"""The door of the organisation in the address, and the places somebody may enter."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from portal.kernel import clock
from portal.kernel.errors import NotFound
from portal.organisations.enums import OrganisationKind, Role, Standing
from portal.organisations.models import Membership, Organisation
from portal.organisations.scope import Actor, Place

# Two letters find half of the country.
SHORTEST_SEARCH = 3
_ENTER = text("SELECT * FROM door_organisation(:kind, :slug)")


def enter(session: Session, kind: OrganisationKind, slug: str) -> Place:
    """Pass the door of the organisation in the address, and reach its rows from then on.

    Raises NotFound to strangers, whether or not the organisation exists.
    """
    row = session.execute(
        _ENTER,
        {"kind": kind.value, "slug": slug},
    ).one_or_none()
    if row is None:
        raise NotFound
    return _place(row)


def list_places(session: Session, person_id: UUID) -> list[Place]:
    """The organisations somebody belongs to, by name."""
    rows = session.execute(
        select(
            Organisation.id,
            Organisation.kind,
            Organisation.slug,
            Organisation.name,
            Organisation.standing,
            Membership.role,
        )
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(Membership.person_id == person_id)
        .order_by(Organisation.name)
    )
    return [_place(row) for row in rows]


def _place(row: Any) -> Place:
    return Place(
        id=row.id,
        kind=OrganisationKind(row.kind),
        slug=row.slug,
        name=row.name,
        standing=Standing(row.standing),
        role=Role(row.role),
    )


def get_own(session: Session, actor: Actor) -> Organisation:
    """The organisation whose door was passed."""
    return session.scalars(
        select(Organisation).where(Organisation.id == actor.organisation_id)
    ).one()


@dataclass(frozen=True)
class Workplace:
    """A structure somebody works in. `since`: the day they joined its team on the portal."""

    id: UUID
    name: str
    structure_type: str
    since: date


def list_workplaces(session: Session, person_id: UUID) -> list[Workplace]:
    """Where somebody works, by name."""
    rows = session.execute(
        select(
            Organisation.id, Organisation.name, Organisation.structure_type, Membership.created_at
        )
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(Membership.person_id == person_id, Organisation.kind == OrganisationKind.STRUCTURE)
        .order_by(Organisation.name, Organisation.id)
    )
    return [Workplace(*row[:3], row[3].astimezone(clock.PARIS).date()) for row in rows]


def get_workplace(session: Session, person_id: UUID, organisation_id: UUID) -> Workplace:
    """One of them. Raises NotFound where somebody does not work."""
    for one in list_workplaces(session, person_id):
        if one.id == organisation_id:
            return one
    raise NotFound


@dataclass(frozen=True)
class Colleague:
    """Somebody who works where one works."""

    person_id: UUID
    name: str
    organisation_id: UUID
    organisation: str


def list_colleagues(session: Session) -> list[Colleague]:
    """Whom the person of this transaction works with, by place then name."""
    return [Colleague(*row) for row in session.execute(text("SELECT * FROM door_colleagues()"))]


def search_organisations(session: Session, words: str, most: int = 10) -> list[Organisation]:
    """Admitted structures and federations whose name contains these words, by name."""
    pattern = words.strip().replace("\\", "").replace("%", "").replace("_", "")
    if len(pattern) < SHORTEST_SEARCH:
        return []
    return list(
        session.scalars(
            select(Organisation)
            .where(
                Organisation.standing == Standing.ADMITTED,
                Organisation.kind != OrganisationKind.OPERATOR,
                Organisation.name.ilike(f"%{pattern}%"),
            )
            .order_by(Organisation.name, Organisation.id)
            .limit(most)
        )
    )


def find_admitted(session: Session, organisation_id: UUID) -> Organisation:
    """A structure or a federation the portal vouches for. Raises NotFound."""
    found = session.scalars(
        select(Organisation).where(
            Organisation.id == organisation_id,
            Organisation.standing == Standing.ADMITTED,
            Organisation.kind != OrganisationKind.OPERATOR,
        )
    ).one_or_none()
    if found is None:
        raise NotFound
    return found
