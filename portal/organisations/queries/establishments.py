"""The places of work of a structure."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.errors import NotFound
from portal.organisations.models import Establishment
from portal.organisations.scope import Actor


def list_establishments(session: Session, actor: Actor) -> Sequence[Establishment]:
    return session.scalars(
        select(Establishment)
        .where(Establishment.organisation_id == actor.organisation_id)
        .order_by(Establishment.name, Establishment.id)
    ).all()


def get_establishment(session: Session, actor: Actor, establishment_id: UUID) -> Establishment:
    found = session.scalars(
        select(Establishment).where(
            Establishment.organisation_id == actor.organisation_id,
            Establishment.id == establishment_id,
        )
    ).one_or_none()
    if found is None:
        raise NotFound
    return found
