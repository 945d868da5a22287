"""Organisations as whoever vouches for them sees them, or whoever asks to be vouched for."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from portal.kernel.errors import NotFound
from portal.organisations.enums import OrganisationKind, Standing
from portal.organisations.models import Organisation
from portal.organisations.scope import Actor

PAGE = 25


def list_admitted_federations(session: Session) -> Sequence[Organisation]:
    """Public: the federations a structure may ask to be validated by."""
    return session.scalars(
        select(Organisation)
        .where(
            Organisation.kind == OrganisationKind.FEDERATION,
            Organisation.standing == Standing.ADMITTED,
        )
        .order_by(Organisation.name)
    ).all()


def list_supervised(
    session: Session, actor: Actor, *, standing: Standing | None = None, page: int = 1
) -> tuple[Sequence[Organisation], int]:
    """The federations of an operator or the structures of a federation, and how many pages.

    Those waiting first come first; the others by name.
    """
    wanted = _supervised(actor)
    if standing is not None:
        wanted = (*wanted, Organisation.standing == standing)
    count = session.scalar(select(func.count()).select_from(Organisation).where(*wanted)) or 0
    order = Organisation.created_at if standing == Standing.PENDING else Organisation.name
    rows = session.scalars(
        select(Organisation)
        .where(*wanted)
        .order_by(order, Organisation.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    return rows, max(1, -(-count // PAGE))


def count_by_standing(session: Session, actor: Actor) -> dict[Standing, int]:
    """How many organisations somebody supervises, by standing."""
    rows = session.execute(
        select(Organisation.standing, func.count())
        .where(*_supervised(actor))
        .group_by(Organisation.standing)
    )
    found = {Standing(standing): count for standing, count in rows}
    return {standing: found.get(standing, 0) for standing in Standing}


def get_supervised(session: Session, actor: Actor, organisation_id: UUID) -> Organisation:
    """One of them. Raises NotFound for anything else."""
    found = session.scalars(
        select(Organisation).where(Organisation.id == organisation_id, *_supervised(actor))
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def same_siret(session: Session, actor: Actor, organisation: Organisation) -> list[Organisation]:
    """The other organisations one supervises that bear this number: one of them may be false."""
    if not organisation.siret:
        return []
    return list(
        session.scalars(
            select(Organisation).where(
                Organisation.siret == organisation.siret,
                Organisation.id != organisation.id,
                *_supervised(actor),
            )
        )
    )


def _supervised(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    if actor.place is None:
        raise NotFound
    if actor.place.kind == OrganisationKind.OPERATOR:
        return (Organisation.kind == OrganisationKind.FEDERATION,)
    if actor.place.kind == OrganisationKind.FEDERATION:
        return (
            Organisation.kind == OrganisationKind.STRUCTURE,
            Organisation.federation_id == actor.organisation_id,
        )
    raise NotFound
