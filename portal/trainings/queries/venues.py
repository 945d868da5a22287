"""The places of a federation, and the sessions held there."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from portal.kernel import clock
from portal.kernel.errors import NotFound
from portal.organisations.scope import Actor
from portal.trainings.enums import SessionState
from portal.trainings.models import TrainingSession, TrainingVenue

__all__ = ["TrainingVenue"]


@dataclass(frozen=True)
class Used:
    """A place in a list: how many sessions ever chose it, how many of them are to come."""

    venue: TrainingVenue
    sessions: int
    coming: int


def list_venues(session: Session, actor: Actor, *, archived: bool = False) -> list[Used]:
    """Those one may choose, or the archived ones, by name."""
    coming = func.count().filter(is_to_come())
    rows = session.execute(
        select(TrainingVenue, func.count(TrainingSession.id), coming)
        .outerjoin(
            TrainingSession,
            (TrainingSession.organisation_id == TrainingVenue.organisation_id)
            & (TrainingSession.venue_id == TrainingVenue.id),
        )
        .where(
            TrainingVenue.organisation_id == actor.organisation_id,
            TrainingVenue.archived_at.is_not(None)
            if archived
            else TrainingVenue.archived_at.is_(None),
        )
        .group_by(TrainingVenue.id)
        .order_by(TrainingVenue.name, TrainingVenue.id)
    )
    return [Used(*row) for row in rows]


def count_archived(session: Session, actor: Actor) -> int:
    return (
        session.scalar(
            select(func.count()).where(
                TrainingVenue.organisation_id == actor.organisation_id,
                TrainingVenue.archived_at.is_not(None),
            )
        )
        or 0
    )


def list_choices(session: Session, actor: Actor, kept: UUID | None) -> Sequence[TrainingVenue]:
    """Those a session may choose: none that is archived, unless it is the one it has (`kept`)."""
    return session.scalars(
        select(TrainingVenue)
        .where(
            TrainingVenue.organisation_id == actor.organisation_id,
            or_(TrainingVenue.archived_at.is_(None), TrainingVenue.id == kept),
        )
        .order_by(TrainingVenue.name, TrainingVenue.id)
    ).all()


def get_venue(
    session: Session, actor: Actor, venue_id: UUID, *, lock: bool = False
) -> TrainingVenue:
    """One of the federation's; `lock` to change it. NotFound outside the actor's walls."""
    query = _one(actor, venue_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFound
    return found


def hold_venue(session: Session, actor: Actor, venue_id: UUID) -> TrainingVenue | None:
    """One of the federation's, standing still while it is copied: held before the session, as
    whoever changes a place does.
    """
    query = _one(actor, venue_id).with_for_update(read=True)
    return session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def find_venue(session: Session, actor: Actor, venue_id: UUID) -> TrainingVenue | None:
    return session.scalars(_one(actor, venue_id)).one_or_none()


def _one(actor: Actor, venue_id: UUID) -> Select[TrainingVenue]:
    return select(TrainingVenue).where(
        TrainingVenue.id == venue_id, TrainingVenue.organisation_id == actor.organisation_id
    )


def list_coming(session: Session, actor: Actor, venue_id: UUID) -> Sequence[TrainingSession]:
    """The sessions to come that are held there, the next one first."""
    return session.scalars(_coming_there(actor, venue_id)).all()


def lock_coming(session: Session, actor: Actor, venue_id: UUID) -> Sequence[TrainingSession]:
    """The same, to change them."""
    query = _coming_there(actor, venue_id).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).all()


def _coming_there(actor: Actor, venue_id: UUID) -> Select[TrainingSession]:
    return (
        select(TrainingSession)
        .where(
            TrainingSession.organisation_id == actor.organisation_id,
            TrainingSession.venue_id == venue_id,
            is_to_come(),
        )
        .order_by(TrainingSession.starts_on, TrainingSession.id)
    )


def is_to_come() -> ColumnElement[bool]:
    """It takes place, and is not over."""
    return (TrainingSession.ends_on >= clock.today()) & (
        TrainingSession.state != SessionState.CANCELLED
    )


def is_used(session: Session, actor: Actor, venue_id: UUID) -> bool:
    """Whether any session ever chose it."""
    found = select(TrainingSession.id).where(
        TrainingSession.organisation_id == actor.organisation_id,
        TrainingSession.venue_id == venue_id,
    )
    return session.scalar(found.limit(1)) is not None
