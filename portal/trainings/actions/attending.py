"""Saying who was there: by who trains, by the code on the screen, from the list on paper."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from portal.kernel import audit, clock
from portal.kernel.db import reach, take_turns
from portal.kernel.errors import Invalid, NotAllowed, NotFound
from portal.kernel.i18n import N_
from portal.organisations.scope import Actor
from portal.trainings import half_days, policy
from portal.trainings.attend_codes import Code
from portal.trainings.enums import AttendanceState, MarkedBy, RegistrationState, SessionState
from portal.trainings.errors import (
    CodeOver,
    MarkedOtherwise,
    NoPlaceAnyMore,
    NotYet,
    SessionCalledOff,
    SessionMovedOn,
)
from portal.trainings.half_days import HalfDay
from portal.trainings.models import Attendance, Internship, Registration, TrainingSession
from portal.trainings.queries import attending as queries
from portal.trainings.queries import registrations, sessions

_TURNS = 45
_MOST_WEEKS, _MOST_HOURS = 260, 5000
# A phone that found no network for so long has no more to say of that day.
_LATEST = timedelta(days=60)


@dataclass(frozen=True)
class Mark:
    """What is said of somebody. `seen`: what the page showed when it was said, so that nobody
    overwrites a colleague unawares; None where it does not matter. `at`: when, where it waited.
    """

    state: AttendanceState
    seen: str | None = None
    at: datetime | None = None
    how: MarkedBy = MarkedBy.TRAINER
    words: str = ""


def get_for_marking(session: Session, actor: Actor, session_id: UUID) -> TrainingSession:
    """A session whose list the actor keeps. NotFound where they have no part in it, NotAllowed
    where they have another.
    """
    dates = sessions.get_session(session, actor, session_id)
    roles = sessions.roles_in(session, actor, session_id)
    if not policy.can_mark(actor, dates, roles):
        raise NotAllowed if policy.can_see_list(actor, dates, roles) else NotFound
    return dates


def mark(
    session: Session,
    actor: Actor,
    dates: TrainingSession,
    registration_id: UUID,
    slot: HalfDay,
    said: Mark,
) -> Attendance:
    """Note it. Said again, nothing changes. Raises MarkedOtherwise, NotYet, NotFound,
    SessionCalledOff, NoPlaceAnyMore.
    """
    if slot.day > clock.today():
        raise NotYet
    registration = registrations.get_received(session, actor, registration_id)
    if registration.session_id != dates.id:
        raise NotFound
    gone = dates.called_off_on and slot.day > dates.called_off_on
    if dates.is_cancelled and (gone or not queries.has_begun(session, dates)):
        raise SessionCalledOff
    if registration.state != RegistrationState.CONFIRMED:
        raise SessionCalledOff if dates.is_cancelled else NoPlaceAnyMore
    return _write(session, registration, slot, said, actor)


def mark_by_code(session: Session, actor: Actor, registration_id: UUID, code: Code) -> Attendance:
    """« I am here », by whoever holds the registration and reads the screen of the room. Who trains
    sees the room: where they noted somebody absent, the code changes nothing.

    Raises CodeOver, NotFound, SessionMovedOn, MarkedOtherwise.
    """
    if code.is_over:
        raise CodeOver
    registration = registrations.get_mine(session, actor, registration_id)
    dates = sessions.get_public(session, code.session_id)
    slot = half_days.find(dates, code.day, code.half)
    if registration.session_id != dates.id or slot is None:
        raise NotFound
    if dates.state == SessionState.CANCELLED:
        raise SessionCalledOff
    if registration.state != RegistrationState.CONFIRMED:
        raise SessionMovedOn
    reach(session, attend=f"{dates.id}:{slot.code}")
    here = Mark(AttendanceState.PRESENT, seen="", how=MarkedBy.CODE)
    return _write(session, registration, slot, here, actor)


def _write(
    session: Session, registration: Registration, slot: HalfDay, said: Mark, actor: Actor
) -> Attendance:
    take_turns(session, _TURNS, f"{registration.id}:{slot.code}")
    found = queries.find_mark(session, registration, slot.day, slot.half)
    if found and (found.state, found.words) == (said.state, said.words or found.words):
        return found
    before = found.state.value if found else ""
    if said.seen is not None and before not in (said.seen, said.state.value):
        raise MarkedOtherwise(
            who=found.marked_name if found else "",
            said=found.state.label if found else "",
            now=before,
        )
    if found is None:
        found = Attendance(
            organisation_id=registration.organisation_id,
            session_id=registration.session_id,
            registration_id=registration.id,
            day=slot.day,
            half=slot.half,
        )
        session.add(found)
    by_trainer = said.how != MarkedBy.CODE
    found.state, found.words, found.marked_how = said.state, said.words, said.how
    found.marked_by = actor.person_id if by_trainer else None
    found.marked_name = actor.name if by_trainer else registration.name
    found.marked_at = _when(said.at)
    session.flush()
    return found


def _when(at: datetime | None) -> datetime:
    """When a phone says it was; not later than now, nor long ago."""
    now = clock.now()
    return min(max(at, now - _LATEST), now) if at else now


def state_internship(
    session: Session,
    actor: Actor,
    dates: TrainingSession,
    registration_id: UUID,
    *,
    weeks: int,
    hours: int,
) -> None:
    """How much practice somebody did; nothing of both takes it away. Raises Invalid, NotFound."""
    if not policy.can_plan(actor, dates):
        raise NotAllowed
    registration = registrations.get_received(session, actor, registration_id)
    if registration.session_id != dates.id:
        raise NotFound
    message = str(N_("Ce nombre n’est pas possible ici."))
    wrong = {
        name: message
        for name, number, most in (("weeks", weeks, _MOST_WEEKS), ("hours", hours, _MOST_HOURS))
        if not 0 <= number <= most
    }
    if wrong:
        raise Invalid(wrong)
    found = queries.find_internship(session, registration)
    if not (weeks or hours):
        if found:
            session.delete(found)
        session.flush()
        return
    if found is None:
        found = Internship(
            registration_id=registration.id,
            organisation_id=registration.organisation_id,
            session_id=registration.session_id,
        )
        session.add(found)
    found.weeks, found.hours = weeks, hours
    found.stated_at, found.stated_name = clock.now(), actor.name
    session.flush()
    audit.record(
        session,
        "training_session.internship",
        organisation_id=dates.organisation_id,
        person_id=actor.person_id,
        subject=str(registration.id),
    )
