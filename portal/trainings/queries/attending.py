"""Half-days and who was there: for who runs a session, and one's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session

from portal.organisations import holding
from portal.organisations.scope import Actor
from portal.trainings import half_days, policy
from portal.trainings.enums import AttendanceState, Half, RegistrationState, SessionState
from portal.trainings.half_days import HalfDay
from portal.trainings.models import (
    Attendance,
    Internship,
    Registration,
    SessionStaff,
    Training,
    TrainingSession,
)

__all__ = ["Attendance", "Internship"]

_MOST = 60
_TRAINING = and_(
    Training.id == TrainingSession.training_id,
    Training.organisation_id == TrainingSession.organisation_id,
)


@dataclass(frozen=True)
class Presence:
    """What somebody was there for: half-days, hours, days, and their practice."""

    half_days: int
    out_of: int
    hours: float
    days: tuple[date, ...]
    weeks: int
    practice_hours: int

    def facts(self) -> dict[str, Any]:
        """As a certificate keeps them, and `phrases.presence` says them."""
        return {
            "half_days": self.half_days,
            "out_of": self.out_of,
            "hours": self.hours,
            "days": [day.isoformat() for day in self.days],
            "weeks": self.weeks,
            "practice_hours": self.practice_hours,
        }


def list_held(session: Session, actor: Actor, today: date) -> list[tuple[TrainingSession, str]]:
    """Sessions that have begun with the training's title, the last one first: all of them for who
    plans, those they train in for a trainer. One that was called off is among them where somebody
    had come: who had a place keeps it.
    """
    came = exists().where(
        Registration.session_id == TrainingSession.id,
        Registration.organisation_id == TrainingSession.organisation_id,
        Registration.state == RegistrationState.CONFIRMED,
    )
    query = (
        select(TrainingSession, Training.title)
        .join(Training, _TRAINING)
        .where(
            TrainingSession.organisation_id == actor.organisation_id,
            or_(
                TrainingSession.state.in_((SessionState.OPEN, SessionState.CLOSED)),
                and_(TrainingSession.state == SessionState.CANCELLED, came),
            ),
            TrainingSession.starts_on <= today,
        )
    )
    if not policy.can_write_trainings(actor):
        mine = select(SessionStaff.session_id).where(
            SessionStaff.organisation_id == actor.organisation_id,
            SessionStaff.person_id == actor.person_id,
            SessionStaff.role == "trainer",
        )
        query = query.where(TrainingSession.id.in_(mine))
    ordered = query.order_by(TrainingSession.starts_on.desc(), TrainingSession.id).limit(_MOST)
    return [(dates, title) for dates, title in session.execute(ordered)]


def has_begun(session: Session, dates: TrainingSession) -> bool:
    """Whether something of a session that is called off took place: a day before, or a mark."""
    if dates.called_off_on and dates.starts_on < dates.called_off_on:
        return True
    marked = exists().where(
        Attendance.organisation_id == dates.organisation_id, Attendance.session_id == dates.id
    )
    return bool(session.scalar(select(marked)))


def get_training(session: Session, actor: Actor, dates: TrainingSession) -> Training:
    """What the session is of, for its federation."""
    return session.scalars(
        select(Training).where(
            Training.id == dates.training_id, Training.organisation_id == actor.organisation_id
        )
    ).one()


def list_people(session: Session, actor: Actor, session_id: UUID) -> Sequence[Registration]:
    """Those who have a place, by name."""
    return session.scalars(
        select(Registration)
        .where(
            Registration.organisation_id == actor.organisation_id,
            Registration.session_id == session_id,
            Registration.state == RegistrationState.CONFIRMED,
        )
        .order_by(func.lower(Registration.name), Registration.id)
    ).all()


def marks_of(session: Session, actor: Actor, session_id: UUID) -> list[Attendance]:
    """Every mark of a session."""
    return list(
        session.scalars(
            select(Attendance).where(
                Attendance.organisation_id == actor.organisation_id,
                Attendance.session_id == session_id,
            )
        )
    )


def marks_at(
    session: Session, actor: Actor, session_id: UUID, slot: HalfDay
) -> dict[UUID, Attendance]:
    """The marks of one half-day, by registration."""
    found = session.scalars(
        select(Attendance).where(
            Attendance.organisation_id == actor.organisation_id,
            Attendance.session_id == session_id,
            Attendance.day == slot.day,
            Attendance.half == slot.half,
        )
    )
    return {one.registration_id: one for one in found}


def find_mark(
    session: Session, registration: Registration, day: date, half: Half
) -> Attendance | None:
    """What is said of somebody and a half-day, as it is now."""
    return session.scalars(
        select(Attendance)
        .where(
            Attendance.organisation_id == registration.organisation_id,
            Attendance.registration_id == registration.id,
            Attendance.day == day,
            Attendance.half == half,
        )
        .execution_options(populate_existing=True)
    ).one_or_none()


def list_mine(session: Session, actor: Actor, registration: Registration) -> Sequence[Attendance]:
    """One's own marks, in the order of the days."""
    holding.hold(session, actor)
    return session.scalars(
        select(Attendance)
        .where(
            Attendance.organisation_id == registration.organisation_id,
            Attendance.registration_id == registration.id,
        )
        .order_by(Attendance.day, Attendance.half)
    ).all()


def internships_of(session: Session, actor: Actor, session_id: UUID) -> dict[UUID, Internship]:
    """The practice of each, by registration."""
    found = session.scalars(
        select(Internship).where(
            Internship.organisation_id == actor.organisation_id,
            Internship.session_id == session_id,
        )
    )
    return {one.registration_id: one for one in found}


def find_internship(session: Session, registration: Registration) -> Internship | None:
    return session.get(Internship, registration.id)


def presence(
    dates: TrainingSession, marks: Sequence[Attendance], practice: Internship | None
) -> Presence:
    """What somebody's marks and practice amount to."""
    slots = half_days.of_session(dates)
    there = {(one.day, one.half) for one in marks if one.state == AttendanceState.PRESENT}
    came = [slot for slot in slots if (slot.day, slot.half) in there]
    return Presence(
        half_days=len(came),
        out_of=len(slots),
        hours=sum(slot.hours for slot in came),
        days=tuple(sorted({slot.day for slot in came})),
        weeks=practice.weeks if practice else 0,
        practice_hours=practice.hours if practice else 0,
    )
