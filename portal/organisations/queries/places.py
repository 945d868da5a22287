"""The door of the organisation in the address, and the places somebody may enter."""

from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from portal.kernel.errors import NotFound
from portal.organisations.enums import OrganisationKind, Role, Standing
from portal.organisations.models import Membership, Organisation
from portal.organisations.scope import Actor, Place

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
