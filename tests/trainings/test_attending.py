"""Who was there: marks, two trainers, the code on the screen, practice."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.kernel import clock, messages
from portal.kernel.db import Database, reach
from portal.kernel.errors import Invalid, NotAllowed, NotFound
from portal.organisations.enums import Role
from portal.trainings import attend_codes, half_days, phrases
from portal.trainings.actions import attending, registrations, selection, sessions
from portal.trainings.actions.attending import Mark
from portal.trainings.enums import AttendanceState, Half, MarkedBy, SessionRole, SessionState
from portal.trainings.errors import (
    CodeOver,
    MarkedOtherwise,
    NoPlaceAnyMore,
    NotYet,
    SessionCalledOff,
    SessionMovedOn,
)
from portal.trainings.half_days import HalfDay
from portal.trainings.models import Attendance, TrainingSession
from portal.trainings.queries import attending as queries
from portal.trainings.queries import sessions as dates_queries
from tests.factories.attending import came, held_dates
from tests.factories.desks import Desk
from tests.factories.joining import Asker
from tests.factories.trainings import officer_of, open_session
from tests.support.outbox import Outbox
from tests.support.published import put_online

PRESENT, ABSENT = AttendanceState.PRESENT, AttendanceState.ABSENT


@pytest.fixture
def dates(desk: Desk, database: Database, backstage: Session) -> TrainingSession:
    assert desk.house.trainings
    put_online(backstage, desk.house.trainings.online)
    return held_dates(database, desk.writer, desk.house.trainings.online)


@pytest.fixture
def asker(database: Database, settings: Settings, dates: TrainingSession) -> Asker:
    return came(database, settings, dates)


@pytest.fixture
def slot(dates: TrainingSession) -> HalfDay:
    return half_days.of_session(dates)[0]


@pytest.fixture
def room(inside: Session, dates: TrainingSession) -> Session:
    """The federation's own session, once there are dates."""
    return inside


def test_the_half_days_are_those_of_the_session_or_each_weekday(dates: TrainingSession) -> None:
    assert [one.half for one in half_days.of_session(dates)] == [Half.AM, Half.PM]
    assert half_days.of_session(dates)[0].hours == 3.5
    bare = TrainingSession(starts_on=date(2027, 3, 5), ends_on=date(2027, 3, 8), half_days=[])
    days = [one.day for one in half_days.of_session(bare)]
    assert days == [date(2027, 3, 5)] * 2 + [date(2027, 3, 8)] * 2


def test_said_twice_it_is_noted_once(
    desk: Desk, room: Session, dates: TrainingSession, asker: Asker, slot: HalfDay
) -> None:
    first = attending.mark(room, desk.writer, dates, asker.registration_id, slot, Mark(PRESENT, ""))
    again = attending.mark(room, desk.writer, dates, asker.registration_id, slot, Mark(PRESENT, ""))
    assert (first.id, first.marked_at) == (again.id, again.marked_at)
    assert len(room.scalars(select(Attendance).where(Attendance.session_id == dates.id)).all()) == 1


def test_a_colleague_is_not_overwritten_unawares(
    desk: Desk, room: Session, dates: TrainingSession, asker: Asker, slot: HalfDay
) -> None:
    attending.mark(room, desk.reader, dates, asker.registration_id, slot, Mark(ABSENT, ""))
    late = Mark(PRESENT, "")  # of a page that was read before
    with pytest.raises(MarkedOtherwise) as told:
        attending.mark(room, desk.writer, dates, asker.registration_id, slot, late)
    assert told.value.values == {"who": desk.reader.name, "said": "Pas là", "now": "absent"}
    known = Mark(PRESENT, "absent")
    found = attending.mark(room, desk.writer, dates, asker.registration_id, slot, known)
    assert (found.state, found.marked_name) == (PRESENT, desk.writer.name)


def test_what_a_phone_says_it_was_is_kept_within_reason(
    desk: Desk, room: Session, dates: TrainingSession, asker: Asker, slot: HalfDay
) -> None:
    now = clock.now()
    for at, kept in (
        (now - timedelta(hours=2), now - timedelta(hours=2)),
        (now + timedelta(days=3), now),
    ):
        with time_machine.travel(now, tick=False):
            said = Mark(PRESENT if at < now else ABSENT, at=at)
            found = attending.mark(room, desk.writer, dates, asker.registration_id, slot, said)
        assert found.marked_at == kept


def test_tomorrow_is_not_marked_today(
    desk: Desk, room: Session, dates: TrainingSession, asker: Asker
) -> None:
    tomorrow = HalfDay(clock.today() + timedelta(days=1), Half.AM)
    with pytest.raises(NotYet):
        attending.mark(room, desk.writer, dates, asker.registration_id, tomorrow, Mark(PRESENT))


def test_a_trainer_keeps_the_list_of_their_session_only(
    desk: Desk, room: Session, dates: TrainingSession, backstage: Session
) -> None:
    member = officer_of(desk.house.federation, desk.house.federal_writer, Role.MEMBER)
    with pytest.raises(NotFound):  # nothing tells them that it is there
        attending.get_for_marking(room, member, dates.id)
    assert member.person_id
    sessions.set_staff(room, desk.reader, dates.id, [(member.person_id, SessionRole.ARRANGER)])
    with pytest.raises(NotAllowed):
        attending.get_for_marking(room, member, dates.id)
    sessions.set_staff(room, desk.reader, dates.id, [(member.person_id, SessionRole.TRAINER)])
    assert attending.get_for_marking(room, member, dates.id).id == dates.id
    listed = [one.id for one, _title in queries.list_held(room, member, clock.today())]
    assert dates.id in listed


def test_somebody_of_another_session_is_not_on_the_list(
    desk: Desk, database: Database, settings: Settings, room: Session, dates: TrainingSession
) -> None:
    assert desk.house.trainings
    other = held_dates(database, desk.writer, desk.house.trainings.online)
    elsewhere = came(database, settings, other)
    slot = half_days.of_session(dates)[0]
    with pytest.raises(NotFound):
        attending.mark(room, desk.writer, dates, elsewhere.registration_id, slot, Mark(PRESENT))


def test_the_code_says_which_half_day_and_lives_some_minutes(
    settings: Settings, dates: TrainingSession, slot: HalfDay
) -> None:
    with time_machine.travel(clock.now(), tick=False) as moment:
        token = attend_codes.make(settings, dates.id, slot)
        code = attend_codes.read(settings, token)
        assert code is not None
        assert (code.session_id, code.day, code.half, code.is_over) == (
            dates.id,
            slot.day,
            slot.half,
            False,
        )
        moment.shift(timedelta(minutes=7))
        later = attend_codes.read(settings, token)
        assert later is not None
        assert later.is_over
    assert attend_codes.read(settings, token[:-1] + ("A" if token[-1] != "A" else "B")) is None


def test_who_holds_the_link_and_scans_is_there(
    database: Database,
    settings: Settings,
    desk: Desk,
    dates: TrainingSession,
    asker: Asker,
    slot: HalfDay,
) -> None:
    code = attend_codes.read(settings, attend_codes.make(settings, dates.id, slot))
    assert code
    with asker.reach(database) as session:
        attending.mark_by_code(session, asker.actor, asker.registration_id, code)
        session.commit()
    with open_session(database, desk.writer) as session:
        found = queries.marks_at(session, desk.writer, dates.id, slot)[asker.registration_id]
    assert (found.state, found.marked_how, found.marked_name) == (PRESENT, MarkedBy.CODE, "Zahra")


def test_an_old_code_marks_nobody(
    database: Database, settings: Settings, dates: TrainingSession, asker: Asker, slot: HalfDay
) -> None:
    token = attend_codes.make(settings, dates.id, slot)
    with time_machine.travel(clock.now() + timedelta(minutes=10)):
        code = attend_codes.read(settings, token)
        assert code
        with asker.reach(database) as session, pytest.raises(CodeOver):
            attending.mark_by_code(session, asker.actor, asker.registration_id, code)


@pytest.mark.parametrize(
    ("door", "state"),
    [(False, "present"), (True, "absent")],
    ids=["without a code", "as absent"],
)
def test_the_ground_takes_no_mark_of_ones_own_but_by_the_code(
    database: Database,
    dates: TrainingSession,
    asker: Asker,
    slot: HalfDay,
    *,
    door: bool,
    state: str,
) -> None:
    """Whatever the code of the pages says: `person_scans`."""
    with asker.reach(database) as session:
        if door:
            reach(session, attend=f"{dates.id}:{slot.code}")
        statement = text(
            "INSERT INTO attendance (id, organisation_id, session_id, registration_id, day, half,"
            " state, words, marked_how, marked_name, marked_at) VALUES (gen_random_uuid(), :owner,"
            " :session, :one, :day, 'am', :state, '', 'code', '', now())"
        )
        with pytest.raises(DBAPIError, match="row-level security"):
            session.execute(
                statement,
                {
                    "owner": dates.organisation_id,
                    "session": dates.id,
                    "one": asker.registration_id,
                    "day": slot.day,
                    "state": state,
                },
            )


def test_nobody_reads_the_marks_of_somebody_else(
    database: Database,
    settings: Settings,
    desk: Desk,
    room: Session,
    dates: TrainingSession,
    asker: Asker,
) -> None:
    slot = half_days.of_session(dates)[0]
    other = came(database, settings, dates, "Awa")
    for one in (asker, other):
        attending.mark(room, desk.writer, dates, one.registration_id, slot, Mark(PRESENT))
    room.commit()
    with asker.reach(database) as session:
        seen = session.scalars(select(Attendance.registration_id)).all()
    assert seen == [asker.registration_id]


def test_practice_is_stated_changed_and_taken_away(
    desk: Desk, room: Session, dates: TrainingSession, asker: Asker, slot: HalfDay
) -> None:
    def state(weeks: int, hours: int) -> None:
        attending.state_internship(
            room, desk.writer, dates, asker.registration_id, weeks=weeks, hours=hours
        )

    state(2, 70)
    attending.mark(room, desk.writer, dates, asker.registration_id, slot, Mark(PRESENT))
    practice = queries.internships_of(room, desk.writer, dates.id)[asker.registration_id]
    marks = queries.marks_of(room, desk.writer, dates.id)
    said = phrases.presence(queries.presence(dates, marks, practice).facts())
    assert said == "1 demi-journée sur 2, 3,5 heures, stage : 2 semaines, 70 heures"
    state(0, 0)
    assert queries.internships_of(room, desk.writer, dates.id) == {}
    with pytest.raises(Invalid) as refused:
        state(-1, 0)
    assert list(refused.value.fields) == ["weeks"]


def test_of_what_does_not_take_place_nothing_is_noted(
    desk: Desk, room: Session, dates: TrainingSession, asker: Asker, slot: HalfDay
) -> None:
    """Nor of whoever does not come any more; each is told why."""
    held = dates_queries.get_session(room, desk.writer, dates.id, lock=True)
    held.state = SessionState.CANCELLED
    room.flush()
    with pytest.raises(SessionCalledOff):
        attending.mark(room, desk.reader, held, asker.registration_id, slot, Mark(PRESENT, ""))
    held.state = SessionState.OPEN
    room.flush()
    selection.record_withdrawal(room, desk.writer, asker.registration_id, "")
    with pytest.raises(NoPlaceAnyMore):
        attending.mark(room, desk.reader, held, asker.registration_id, slot, Mark(PRESENT, ""))


def test_what_took_place_keeps_its_lists_when_the_rest_is_called_off(
    desk: Desk,
    room: Session,
    dates: TrainingSession,
    asker: Asker,
    slot: HalfDay,
    *,
    run_jobs: Callable[[], None],
    outbox: Outbox,
    database: Database,
) -> None:
    """After its first day: who had a place keeps it, is told, and the list may still be mended."""
    attending.mark(room, desk.writer, dates, asker.registration_id, slot, Mark(PRESENT))
    room.commit()
    run_jobs()
    outbox.empty()
    with time_machine.travel(clock.now() + timedelta(days=1)):
        sessions.cancel_session(room, desk.writer, dates.id, "La salle est fermée.")
        room.commit()
        run_jobs()
        room.expire_all()
        assert len([one for one in outbox.messages if asker.token in one.text]) == 1
        assert [one.id for one in queries.list_people(room, desk.writer, dates.id)] == [
            asker.registration_id
        ]
        held = [one.id for one, _title in queries.list_held(room, desk.writer, clock.today())]
        assert dates.id in held
        off = dates_queries.get_session(room, desk.writer, dates.id)
        attending.mark(room, desk.writer, off, asker.registration_id, slot, Mark(ABSENT))
        with asker.reach(database) as session, pytest.raises(SessionMovedOn):
            registrations.withdraw(session, asker.actor, asker.registration_id)
    with time_machine.travel(clock.now() + timedelta(days=3)):
        after = HalfDay(clock.today() - timedelta(days=1), Half.AM)
        with pytest.raises(SessionCalledOff):
            attending.mark(room, desk.writer, off, asker.registration_id, after, Mark(PRESENT))
    data = {"words": "La salle est fermée.", "has_begun": True, "version": 1}
    data["registration_id"] = str(asker.registration_id)
    letter = messages.compose("trainings.session_called_off", "fr", data, "mail")
    assert "La session s’arrête." in letter.text


def test_called_off_before_anybody_came_nothing_is_kept(
    desk: Desk, room: Session, dates: TrainingSession, asker: Asker, run_jobs: Callable[[], None]
) -> None:
    """In the morning of the first day: no mark, no list."""
    sessions.cancel_session(room, desk.writer, dates.id, "La salle est fermée.")
    room.commit()
    run_jobs()
    room.expire_all()
    assert list(queries.list_people(room, desk.writer, dates.id)) == []
    held = [one.id for one, _title in queries.list_held(room, desk.writer, clock.today())]
    assert dates.id not in held
