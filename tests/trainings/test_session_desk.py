"""Sessions as their organiser runs them: what is told, what is refused, what lists ask."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.kernel import clock
from portal.kernel.db import Database
from portal.kernel.errors import Invalid, NotAllowed, NotFound
from portal.organisations.enums import Role
from portal.people.models import ContactPoint
from portal.trainings import usual_days
from portal.trainings.actions import registrations, selection, sessions
from portal.trainings.enums import RegistrationState, SessionRole, SessionState
from portal.trainings.errors import SessionMovedOn
from portal.trainings.models import TrainingSession
from portal.trainings.queries import registrations as asked
from portal.trainings.queries import sessions as queries
from tests.factories.desks import Desk
from tests.factories.joining import Asker, ask, dates_of, open_dates
from tests.factories.trainings import officer_of, open_session
from tests.support.outbox import Outbox
from tests.support.published import put_online

CONFIRMED = (RegistrationState.CONFIRMED,)
Letters = Callable[[], list[tuple[str, str]]]


@pytest.fixture
def dates(desk: Desk, database: Database, backstage: Session) -> TrainingSession:
    """Two places, in three weeks."""
    assert desk.house.trainings
    put_online(backstage, desk.house.trainings.online)
    with open_session(database, desk.writer) as session:
        found = open_dates(session, desk.writer, desk.house.trainings.online)
        session.commit()
    return found


@pytest.fixture
def told(run_jobs: Callable[[], None], outbox: Outbox) -> Callable[[Asker], int]:
    def count(asker: Asker) -> int:
        run_jobs()
        found = [message for message in outbox.messages if asker.token in message.text]
        outbox.empty()
        return len(found)

    return count


def test_a_new_video_link_is_told_and_the_same_one_is_not(
    desk: Desk,
    database: Database,
    settings: Settings,
    inside: Session,
    dates: TrainingSession,
    told: Callable[[Asker], int],
) -> None:
    asker = ask(database, settings, dates.id)
    told(asker)
    values = {"video_link": "https://visio.example.org/une"}
    for version, expected in ((dates.version, 1), (dates.version + 1, 0)):
        sessions.change_session(inside, desk.writer, dates.id, values, version=version)
        inside.commit()
        assert told(asker) == expected


@pytest.fixture
def letters(run_jobs: Callable[[], None], outbox: Outbox) -> Letters:
    """To whom what was written since it was last asked."""

    def found() -> list[tuple[str, str]]:
        run_jobs()
        sent = [(one.to, one.text) for one in outbox.messages]
        outbox.empty()
        return sent

    return found


def test_who_trains_hears_that_it_changed_and_whoever_changed_it_does_not(
    desk: Desk,
    inside: Session,
    dates: TrainingSession,
    letters: Letters,
    backstage: Session,
) -> None:
    house = desk.house
    address = select(ContactPoint.value).where(ContactPoint.kind == "email")
    writes, reads = (
        backstage.scalars(address.where(ContactPoint.person_id == one.id)).one()
        for one in (house.federal_writer, house.federal_officer)
    )
    people = [
        (one.id, SessionRole.TRAINER) for one in (house.federal_writer, house.federal_officer)
    ]
    sessions.set_staff(inside, desk.writer, dates.id, people)
    inside.commit()
    letters()
    values = {"city": "Roubaix"}
    sessions.change_session(inside, desk.writer, dates.id, values, version=dates.version)
    inside.commit()
    ((to, said),) = letters()
    assert to == reads
    assert f"/trainings/sessions/{dates.id}" in said
    sessions.cancel_session(inside, desk.reader, dates.id, "La salle a brûlé")
    inside.commit()
    assert [to for to, _said in letters()] == [writes]


def test_the_employer_who_was_asked_hears_of_other_dates_and_of_none(
    desk: Desk,
    database: Database,
    settings: Settings,
    inside: Session,
    dates: TrainingSession,
    letters: Letters,
) -> None:
    def told(values: dict[str, object]) -> list[str]:
        inside.expire_all()
        letters()
        found = queries.get_session(inside, desk.writer, dates.id)
        sessions.change_session(inside, desk.writer, dates.id, values, version=found.version)
        inside.commit()
        sent = letters()
        assert all(to for to, _said in sent)
        return [said for to, said in sent if to == "chef@example.org"]

    told({"asks_employer": True})
    ask(database, settings, dates.id, employer_email="chef@example.org")
    gone = ask(database, settings, dates.id, "Gone", employer_email="chef@example.org")
    with gone.reach(database) as session:
        registrations.withdraw(session, gone.actor, gone.registration_id)
        session.commit()
    proposed = ask(database, settings, dates.id, "Proposed")  # by a structure, without an address
    inside.execute(
        text("UPDATE registration SET agreement = 'given', agreement_digest = :d WHERE id = :id"),
        {"d": "e" * 64, "id": proposed.registration_id},
    )
    inside.commit()
    assert told({"city": "Roubaix"}) == []  # where it is does not concern them
    first = clock.today() + timedelta(days=30)
    (said,) = told(dates_of(first, asks_employer=True, city="Roubaix"))
    assert "/registrations/agreement/" in said
    assert "Roubaix" not in said
    sessions.cancel_session(inside, desk.writer, dates.id, "La salle a brûlé")
    inside.commit()
    (said,) = [said for to, said in letters() if to == "chef@example.org"]
    assert "brûlé" not in said


def test_what_is_over_tells_nobody(
    desk: Desk,
    database: Database,
    settings: Settings,
    inside: Session,
    dates: TrainingSession,
    told: Callable[[Asker], int],
) -> None:
    asker = ask(database, settings, dates.id)
    told(asker)
    over = {"day": clock.today() - timedelta(days=9), "id": dates.id}
    inside.execute(
        text("UPDATE training_session SET starts_on = :day, ends_on = :day WHERE id = :id"), over
    )
    inside.commit()
    with pytest.raises(SessionMovedOn):
        sessions.cancel_session(inside, desk.writer, dates.id, "Trop tard.")
    again = dates_of(clock.today() + timedelta(days=9))
    with pytest.raises(SessionMovedOn):
        sessions.change_session(inside, desk.writer, dates.id, again, version=dates.version)
    assert told(asker) == 0


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("starts_on", dates_of(clock.today() - timedelta(days=9))),
        ("starts_on", {"starts_on": clock.today() - timedelta(days=1), "half_days": []}),
    ],
)
def test_what_is_announced_is_not_moved_to_days_that_are_past(
    desk: Desk,
    database: Database,
    settings: Settings,
    inside: Session,
    dates: TrainingSession,
    told: Callable[[Asker], int],
    *,
    field: str,
    wrong: dict[str, object],
) -> None:
    asker = ask(database, settings, dates.id)
    told(asker)
    with pytest.raises(Invalid) as refused:
        sessions.change_session(inside, desk.writer, dates.id, wrong, version=dates.version)
    assert list(refused.value.fields) == [field]
    assert "Ce jour est passé" in refused.value.fields[field]
    inside.commit()
    assert told(asker) == 0


def test_what_has_begun_goes_on_without_new_days_that_are_past(
    desk: Desk, inside: Session, dates: TrainingSession
) -> None:
    """A first day that is past stays, and what comes after it may move."""
    with time_machine.travel(clock.now() + timedelta(days=22)):
        later = {"ends_on": dates.ends_on + timedelta(days=3)}
        sessions.change_session(inside, desk.writer, dates.id, later, version=dates.version)
        short = {"ends_on": clock.today() - timedelta(days=1)}
        found = queries.get_session(inside, desk.writer, dates.id)
        with pytest.raises(Invalid) as refused:
            sessions.change_session(inside, desk.writer, dates.id, short, version=found.version)
        assert list(refused.value.fields) == ["ends_on"]


def test_what_is_refused_leaves_nothing_behind(
    desk: Desk, inside: Session, dates: TrainingSession
) -> None:
    wrong = dates_of(dates.starts_on, city="Arras", ends_on=dates.starts_on - timedelta(days=1))
    with pytest.raises(Invalid):
        sessions.change_session(inside, desk.writer, dates.id, wrong, version=dates.version)
    assert not inside.dirty
    assert queries.get_session(inside, desk.writer, dates.id).city == "Lille"


def test_a_public_session_is_called_off_with_words(
    desk: Desk, inside: Session, dates: TrainingSession
) -> None:
    with pytest.raises(Invalid) as refused:
        sessions.cancel_session(inside, desk.writer, dates.id, "  ")
    assert list(refused.value.fields) == ["because"]
    assert dates.state == SessionState.OPEN


def test_anybody_reads_what_is_to_come_with_its_places(
    database: Database, settings: Settings, dates: TrainingSession
) -> None:
    ask(database, settings, dates.id)
    with database.session() as anybody:
        [first] = queries.list_coming(anybody, dates.training_id)
        places = first.places
        assert (places.total, places.taken, places.left) == (2, 1, 1)


def test_the_desk_lists_what_is_to_come_and_what_is_new(
    desk: Desk, database: Database, settings: Settings, inside: Session, dates: TrainingSession
) -> None:
    asker = ask(database, settings, dates.id)

    def listed(*, past: bool = False, staffed: bool = False) -> list[tuple[int, int]]:
        lines = queries.list_at_desk(inside, desk.writer, past=past, staffed=staffed)
        return [(line.places.taken, line.unseen) for line in lines if line.session.id == dates.id]

    assert listed() == [(1, 1)]
    assert listed(past=True) == []
    assert listed(staffed=True) == []
    selection.mark_seen(inside, desk.writer, asker.registration_id)
    assert desk.writer.person_id
    part = [(desk.writer.person_id, SessionRole.TRAINER)]
    sessions.set_staff(inside, desk.writer, dates.id, part)
    assert listed(staffed=True) == [(1, 0)]


def test_who_only_sees_writes_to_nobody_and_marks_nothing(
    desk: Desk, database: Database, settings: Settings, dates: TrainingSession
) -> None:
    asker = ask(database, settings, dates.id)
    member = officer_of(desk.house.federation, desk.house.federal_writer, Role.MEMBER)
    with open_session(database, member) as session:
        with pytest.raises(NotAllowed):
            selection.write_to_all(session, member, dates.id, "x", CONFIRMED, once=uuid4())
        with pytest.raises(NotAllowed):
            selection.mark_seen(session, member, asker.registration_id)
        with pytest.raises(NotAllowed):
            selection.record_withdrawal(session, member, asker.registration_id, "")
        with pytest.raises(NotFound):
            queries.get_listed(session, member, dates.id)
        with pytest.raises(NotFound):
            queries.get_arranged(session, member, dates.id)


def test_names_are_in_their_order_whatever_their_marks(
    desk: Desk, database: Database, settings: Settings, inside: Session, dates: TrainingSession
) -> None:
    for name in ("Zoé", "Élodie"):
        ask(database, settings, dates.id, name)
    people = asked.list_in(inside, desk.writer, dates.id, CONFIRMED)
    assert [one.name for one in people] == ["Élodie", "Zoé"]


def test_usual_half_days_leave_the_end_of_the_week_out() -> None:
    monday = clock.today() - timedelta(days=clock.today().weekday())
    saturday = monday + timedelta(days=5)
    week = usual_days.between(monday, monday + timedelta(days=6))
    assert len({slot["on"] for slot in week}) == 5
    assert [slot["half"] for slot in usual_days.between(saturday, saturday)] == ["am", "pm"]
    assert usual_days.problem(week, monday, saturday) == ""
    assert usual_days.problem(week, monday, monday) != ""


def test_who_erased_everything_is_in_no_list(
    desk: Desk, database: Database, settings: Settings, inside: Session, dates: TrainingSession
) -> None:
    asker = ask(database, settings, dates.id)
    with asker.reach(database) as session:
        registrations.withdraw(session, asker.actor, asker.registration_id)
        found = asked.get_mine(session, asker.actor, asker.registration_id)
        found.name = found.contact_phone = ""
        session.commit()
    assert asked.list_received(inside, desk.writer, dates.id) == ([], 1)
    assert asked.count_received(inside, desk.writer, dates.id) == ({}, 0)
    long_ago, in_a_year = (clock.today() + timedelta(days=n) for n in (-1, 365))
    counted = queries.count_between(inside, desk.writer, long_ago, in_a_year)
    assert [one.asked for one in counted if one.session.id == dates.id] == [0]
