"""Sessions: as anybody sees those of a training, and as their federation runs them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, text, true
from sqlalchemy.orm import Session

from portal.kernel import clock
from portal.kernel.errors import NotFound
from portal.organisations.scope import Actor
from portal.trainings.enums import RegistrationState, SessionRole, SessionState
from portal.trainings.models import (
    PublishedTraining,
    Registration,
    SessionStaff,
    TrainingRoom,
    TrainingSession,
)

__all__ = ["SessionStaff", "TrainingRoom", "TrainingSession"]

# A training repeated each week for a year still fits.
_MOST = 60


@dataclass(frozen=True)
class Places:
    """How full a session is. `taken` counts what is offered too."""

    total: int
    taken: int
    waiting: int

    @property
    def left(self) -> int:
        """What may be had at once: nothing while somebody waits."""
        return 0 if self.waiting else max(0, self.total - self.taken)


@dataclass(frozen=True)
class Dates:
    """A session in a list, with how full it is."""

    session: TrainingSession
    places: Places


def places_of(session: Session, dates: TrainingSession) -> Places:
    """How full it is, for whoever asks: through a door that tells two numbers."""
    row = session.execute(
        text("SELECT taken, waiting FROM door_session_places(:id)"), {"id": dates.id}
    ).one()
    return Places(dates.places, row.taken, row.waiting)


def _counted(session: Session, *where: ColumnElement[bool]) -> list[Dates]:
    asked = func.door_session_places(TrainingSession.id)
    counted = asked.table_valued("taken", "waiting").lateral("counted")
    rows = session.execute(
        select(TrainingSession, counted.c.taken, counted.c.waiting)
        .select_from(TrainingSession)
        .join(counted, true())
        .where(*where)
        .order_by(TrainingSession.starts_on, TrainingSession.id)
        .limit(_MOST)
    )
    return [Dates(one, Places(one.places, taken, waiting)) for one, taken, waiting in rows]


def list_coming(session: Session, training_id: UUID) -> list[Dates]:
    """What anybody may still come to, and what was called off lately: the next one first."""
    return _counted(
        session,
        TrainingSession.training_id == training_id,
        TrainingSession.state != SessionState.PLANNED,
        TrainingSession.ends_on >= clock.today(),
    )


def next_days(session: Session, slugs: Collection[str]) -> dict[str, date]:
    """The next first day of each of these trainings that one may still ask to come to."""
    rows = session.execute(
        select(PublishedTraining.slug, func.min(TrainingSession.starts_on).label("first"))
        .select_from(PublishedTraining)
        .join(TrainingSession, TrainingSession.training_id == PublishedTraining.training_id)
        .where(
            PublishedTraining.slug.in_(slugs),
            TrainingSession.state == SessionState.OPEN,
            TrainingSession.register_until >= clock.today(),
        )
        .group_by(PublishedTraining.slug)
    )
    return {row.slug: row.first for row in rows}


def list_of_training(session: Session, actor: Actor, training_id: UUID) -> list[Dates]:
    """All of them, as their federation sees them."""
    return _counted(
        session,
        TrainingSession.training_id == training_id,
        TrainingSession.organisation_id == actor.organisation_id,
    )


def list_staffed(session: Session, actor: Actor) -> list[Dates]:
    """Those the actor trains or welcomes in."""
    mine = select(SessionStaff.session_id).where(
        SessionStaff.organisation_id == actor.organisation_id,
        SessionStaff.person_id == actor.person_id,
    )
    return _counted(
        session,
        TrainingSession.organisation_id == actor.organisation_id,
        TrainingSession.id.in_(mine),
    )


def get_session(
    session: Session, actor: Actor, session_id: UUID, *, lock: bool = False
) -> TrainingSession:
    """One of the federation's. NotFound outside the actor's walls."""
    query = select(TrainingSession).where(
        TrainingSession.id == session_id,
        TrainingSession.organisation_id == actor.organisation_id,
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFound
    return found


def get_public(session: Session, session_id: UUID) -> TrainingSession:
    """One anybody may read. NotFound while it is planned."""
    found = session.scalars(
        select(TrainingSession).where(
            TrainingSession.id == session_id, TrainingSession.state != SessionState.PLANNED
        )
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def find_published(session: Session, training_id: UUID) -> PublishedTraining | None:
    """The public copy of its training, while it is online."""
    return session.scalars(
        select(PublishedTraining).where(
            PublishedTraining.training_id == training_id, PublishedTraining.state == "published"
        )
    ).one_or_none()


def roles_in(session: Session, actor: Actor, session_id: UUID) -> frozenset[SessionRole]:
    """What the actor does in this session."""
    return frozenset(
        session.scalars(
            select(SessionStaff.role).where(
                SessionStaff.session_id == session_id,
                SessionStaff.organisation_id == actor.organisation_id,
                SessionStaff.person_id == actor.person_id,
            )
        )
    )


def find_room(session: Session, dates: TrainingSession) -> TrainingRoom | None:
    """The video link, for whoever the walls let see it."""
    return session.get(TrainingRoom, dates.id)


def is_over(dates: TrainingSession, today: date) -> bool:
    return dates.ends_on < today


def next_waiting(session: Session, dates: TrainingSession) -> Registration | None:
    """Who waits longest, held until the end of the transaction."""
    return session.scalars(
        select(Registration)
        .where(
            Registration.organisation_id == dates.organisation_id,
            Registration.session_id == dates.id,
            Registration.state == RegistrationState.WAITING,
        )
        .order_by(Registration.waiting_since, Registration.id)
        .limit(1)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
