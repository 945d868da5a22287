"""Sessions: as anybody sees those of a training, and as their federation runs them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select, text, true
from sqlalchemy.orm import Session

from portal.kernel import clock
from portal.kernel.errors import NotFound
from portal.organisations.models import Membership
from portal.organisations.queries import members
from portal.organisations.scope import Actor
from portal.people.models import Person
from portal.trainings import policy, transitions
from portal.trainings.enums import RegistrationState, SessionRole, SessionState
from portal.trainings.models import (
    PublishedTraining,
    Registration,
    SessionStaff,
    Training,
    TrainingRoom,
    TrainingSession,
)
from portal.trainings.queries.conditions import announced

__all__ = ["SessionStaff", "TrainingRoom", "TrainingSession"]

# A training repeated each week for a year still fits.
_MOST = 60
# A night the worker slept through is made up for.
_A_WEEK = timedelta(days=7)


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


def list_coming(session: Session, training_id: UUID) -> list[Dates]:
    """What anybody may still come to, and what was called off lately: the next one first."""
    return list_coming_of(session, [training_id]).get(training_id, [])


def list_coming_of(session: Session, training_ids: Collection[UUID]) -> dict[UUID, list[Dates]]:
    """The same of each of these trainings that has some."""
    asked = func.door_session_places(TrainingSession.id)
    counted = asked.table_valued("taken", "waiting").lateral("counted")
    rows = session.execute(
        select(TrainingSession, counted.c.taken, counted.c.waiting)
        .select_from(TrainingSession)
        .join(counted, true())
        .where(
            TrainingSession.training_id.in_(training_ids),
            TrainingSession.state != SessionState.PLANNED,
            TrainingSession.ends_on >= clock.today(),
        )
        .order_by(TrainingSession.starts_on, TrainingSession.id)
        .limit(_MOST * max(1, len(training_ids)))
    )
    found: dict[UUID, list[Dates]] = {}
    for one, taken, waiting in rows:
        dates = Dates(one, Places(one.places, taken, waiting))
        found.setdefault(one.training_id, []).append(dates)
    return found


def list_dates(
    session: Session, training_ids: Collection[UUID]
) -> dict[UUID, list[TrainingSession]]:
    """What anybody may read of the sessions to come of these trainings, called off ones too."""
    rows = session.scalars(
        select(TrainingSession)
        .where(
            TrainingSession.training_id.in_(training_ids),
            TrainingSession.state != SessionState.PLANNED,
            TrainingSession.ends_on >= clock.today(),
        )
        .order_by(TrainingSession.starts_on, TrainingSession.id)
        .limit(_MOST * max(1, len(training_ids)))
    )
    found: dict[UUID, list[TrainingSession]] = {}
    for one in rows:
        found.setdefault(one.training_id, []).append(one)
    return found


def list_followed(session: Session) -> list[tuple[UUID, UUID]]:
    """(federation, training) whose announced sessions are to come, or were over lately: anybody may
    read them.
    """
    rows = session.execute(
        select(TrainingSession.organisation_id, TrainingSession.training_id)
        .where(announced(), TrainingSession.ends_on >= clock.today() - _A_WEEK)
        .distinct()
        .order_by(TrainingSession.organisation_id, TrainingSession.training_id)
    )
    return [(federation_id, training_id) for federation_id, training_id in rows]


@dataclass(frozen=True)
class DeskLine:
    """A session in a list of its federation: its training, how full it is, what nobody opened."""

    session: TrainingSession
    title: str
    places: Places
    unseen: int


def list_at_desk(
    session: Session,
    actor: Actor,
    *,
    past: bool = False,
    training_id: UUID | None = None,
    staffed: bool = False,
) -> list[DeskLine]:
    """The federation's sessions to come, the next one first; or the past ones, the last one first.
    Of one training if asked; `staffed`: only those the actor trains or welcomes in.
    """
    counted = (
        func.door_session_places(TrainingSession.id).table_valued("taken", "waiting").lateral()
    )
    unseen = (
        select(func.count())
        .where(
            Registration.session_id == TrainingSession.id,
            Registration.organisation_id == actor.organisation_id,
            Registration.submitted_at.is_not(None),
            Registration.seen_at.is_(None),
            Registration.state.in_(transitions.TOLD),
        )
        .scalar_subquery()
    )
    today, day = clock.today(), TrainingSession.starts_on
    rules = [
        TrainingSession.organisation_id == actor.organisation_id,
        TrainingSession.ends_on < today if past else TrainingSession.ends_on >= today,
    ]
    if training_id is not None:
        rules.append(TrainingSession.training_id == training_id)
    if staffed:
        rules.append(TrainingSession.id.in_(_staffed_by(actor)))
    rows = session.execute(
        select(TrainingSession, Training.title, counted.c.taken, counted.c.waiting, unseen)
        .join(Training, Training.id == TrainingSession.training_id)
        .join(counted, text("true"))
        .where(*rules)
        .order_by(day.desc() if past else day, TrainingSession.id)
        .limit(_MOST)
    )
    return [
        DeskLine(one, title, Places(one.places, taken, waiting), new)
        for one, title, taken, waiting, new in rows
    ]


@dataclass(frozen=True)
class Counted:
    """How many asked to come to a session; those who erased themselves are not among them."""

    session: TrainingSession
    title: str
    asked: int
    placed: int
    waiting: int


def count_between(session: Session, actor: Actor, first: date, last: date) -> list[Counted]:
    """The federation's public sessions that ended between two days, the last one first."""
    sent = and_(Registration.submitted_at.is_not(None), Registration.name != "")
    rows = session.execute(
        select(
            TrainingSession,
            Training.title,
            func.count().filter(sent),
            func.count().filter(Registration.state.in_(transitions.TAKEN)),
            func.count().filter(Registration.state == RegistrationState.WAITING),
        )
        .join(Training, Training.id == TrainingSession.training_id)
        .outerjoin(
            Registration,
            and_(
                Registration.session_id == TrainingSession.id,
                Registration.organisation_id == TrainingSession.organisation_id,
            ),
        )
        .where(*_ended_between(actor, first, last))
        .group_by(TrainingSession.id, Training.id)
        .order_by(TrainingSession.starts_on.desc(), TrainingSession.id)
        .limit(_MOST)
    )
    return [Counted(*row) for row in rows]


def languages_between(session: Session, actor: Actor, first: date, last: date) -> dict[str, int]:
    """In which languages people asked to come to these sessions."""
    rows = session.execute(
        select(Registration.locale, func.count())
        .join(TrainingSession, TrainingSession.id == Registration.session_id)
        .where(
            Registration.submitted_at.is_not(None),
            Registration.name != "",
            *_ended_between(actor, first, last),
        )
        .group_by(Registration.locale)
    )
    return {row[0]: row[1] for row in rows}


def _ended_between(actor: Actor, first: date, last: date) -> tuple[ColumnElement[bool], ...]:
    return (
        TrainingSession.organisation_id == actor.organisation_id,
        TrainingSession.ends_on.between(first, last),
        TrainingSession.state != SessionState.PLANNED,
    )


def _staffed_by(actor: Actor) -> Select[UUID]:
    return select(SessionStaff.session_id).where(
        SessionStaff.organisation_id == actor.organisation_id,
        SessionStaff.person_id == actor.person_id,
    )


@dataclass(frozen=True)
class Colleague:
    """Somebody of the federation, and what they do in a session."""

    person_id: UUID
    name: str
    role: SessionRole


def list_colleagues(session: Session, actor: Actor) -> list[members.Member]:
    """Those of the federation to whom a part in a session may be given."""
    return [one for one in members.list_members(session, actor) if one.role in policy.STAFF]


def list_staff(session: Session, actor: Actor, session_id: UUID) -> list[Colleague]:
    """Who trains and who welcomes in a session; whoever left the federation does no more."""
    rows = session.execute(
        select(SessionStaff.person_id, Person.display_name, SessionStaff.role)
        .join(Person, Person.id == SessionStaff.person_id)
        .join(
            Membership,
            and_(
                Membership.person_id == SessionStaff.person_id,
                Membership.organisation_id == SessionStaff.organisation_id,
            ),
        )
        .where(
            SessionStaff.session_id == session_id,
            SessionStaff.organisation_id == actor.organisation_id,
        )
        .order_by(Person.display_name, SessionStaff.id)
    )
    return [Colleague(person_id, name, role) for person_id, name, role in rows]


def find_session(session: Session, actor: Actor, session_id: UUID) -> TrainingSession | None:
    return session.scalars(
        select(TrainingSession).where(
            TrainingSession.id == session_id,
            TrainingSession.organisation_id == actor.organisation_id,
        )
    ).one_or_none()


def get_listed(session: Session, actor: Actor, session_id: UUID) -> TrainingSession:
    """One the actor runs, trains or welcomes in. NotFound to anybody else of the federation."""
    found = get_session(session, actor, session_id)
    if not policy.can_see_list(actor, found, roles_in(session, actor, session_id)):
        raise NotFound
    return found


def get_arranged(session: Session, actor: Actor, session_id: UUID) -> TrainingSession:
    """One the actor welcomes in: they read what people need. NotFound to anybody else, whatever
    their role in the federation.
    """
    found = get_session(session, actor, session_id)
    if not policy.can_see_needs(actor, found, roles_in(session, actor, session_id)):
        raise NotFound
    return found


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
