"""Meeting people before a session: moments, who is invited, who takes which, who sees whom."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from icalendar import Calendar
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.kernel import clock
from portal.kernel.db import Database
from portal.kernel.errors import Invalid, NotFound
from portal.kernel.i18n import show_time
from portal.organisations.enums import Role
from portal.trainings import everything
from portal.trainings.actions import meetings, registrations, selection, sessions
from portal.trainings.calendar import write_meeting
from portal.trainings.enums import MeetingAnswer, MeetingWay
from portal.trainings.errors import MomentTaken, NoMomentLeft, SessionMovedOn
from portal.trainings.models import SelectionInvitation, SelectionSlot, TrainingSession
from portal.trainings.queries import meetings as queries
from portal.trainings.queries import registrations as asked
from portal.trainings.tasks import meetings as tasks
from tests.factories.desks import Desk
from tests.factories.joining import Asker, ask, open_dates
from tests.factories.trainings import officer_of, open_session
from tests.support.outbox import Outbox
from tests.support.published import put_online


@pytest.fixture(autouse=True)
def _online(desk: Desk, backstage: Session) -> None:
    assert desk.house.trainings
    put_online(backstage, desk.house.trainings.online)


@pytest.fixture
def dates(desk: Desk, database: Database) -> TrainingSession:
    """A session whose organiser meets people first, in three weeks."""
    assert desk.house.trainings
    with open_session(database, desk.writer) as session:
        found = open_dates(
            session, desk.writer, desk.house.trainings.online, places=3, chooses=True
        )
        session.commit()
    return found


def a_row(**values: Any) -> meetings.Row:
    """Two half-hours tomorrow, at a place, with a name."""
    at = (clock.now() + timedelta(days=1)).replace(minute=0, second=0, microsecond=0)
    return meetings.Row(
        **{
            "first": at,
            "how_many": 2,
            "minutes": 30,
            "way": MeetingWay.PLACE,
            "place": "8 rue des Tanneurs",
            "names": ("Malika Benali",),
            **values,
        }
    )


def opened(desk: Desk, database: Database, dates: TrainingSession, **values: Any) -> list[UUID]:
    with open_session(database, desk.writer) as session:
        made = meetings.open_moments(session, desk.writer, dates.id, a_row(**values), uuid4())
        session.commit()
        return [one.id for one in made]


def invited(desk: Desk, database: Database, dates: TrainingSession, *askers: Asker) -> None:
    with open_session(database, desk.writer) as session:
        meetings.invite(session, desk.writer, dates.id, [one.registration_id for one in askers])
        session.commit()


def choose(database: Database, asker: Asker, slot_id: UUID) -> None:
    with asker.reach(database) as session:
        meetings.choose(session, asker.actor, asker.registration_id, slot_id)
        session.commit()


def free(database: Database, asker: Asker) -> list[UUID]:
    """What somebody may choose."""
    with asker.reach(database) as session:
        mine = asked.get_mine(session, asker.actor, asker.registration_id)
        return [one.slot.id for one in queries.list_open(session, mine)]


def chosen(database: Database, asker: Asker) -> queries.Moment | None:
    with asker.reach(database) as session:
        mine = asked.get_mine(session, asker.actor, asker.registration_id)
        invitation = queries.find_invitation(session, mine)
        return queries.find_chosen(session, invitation) if invitation else None


def test_somebody_invited_chooses_changes_and_asks_to_be_called(
    desk: Desk,
    database: Database,
    settings: Settings,
    dates: TrainingSession,
    run_jobs: Callable[[], None],
    outbox: Outbox,
) -> None:
    asker = ask(database, settings, dates.id)
    first, second = opened(desk, database, dates)
    assert free(database, asker) == []
    invited(desk, database, dates, asker)
    run_jobs()
    outbox.empty()
    assert free(database, asker) == [first, second]
    for slot_id in (first, first, second):
        choose(database, asker, slot_id)
    run_jobs()
    # In Pashto, with the day and the link; pressed twice it is told once.
    told = [one.text for one in outbox.messages if asker.token in one.text]
    assert len(told) == 2
    assert "Portail :" not in told[0]
    outbox.empty()
    with asker.reach(database) as session:
        meetings.ask_to_be_called(session, asker.actor, asker.registration_id, "Le soir")
        session.commit()
    run_jobs()
    assert chosen(database, asker) is None
    assert free(database, asker) == [first, second]
    # Who organises hears that somebody is to be called, and nobody's name.
    (mail,) = {one.text for one in outbox.messages}
    assert "/interviews" in mail
    assert "Zahra" not in mail


def test_a_moment_is_taken_once(
    desk: Desk,
    database: Database,
    settings: Settings,
    backstage: Session,
    dates: TrainingSession,
) -> None:
    askers = [ask(database, settings, dates.id, f"N{n}") for n in range(8)]
    (slot_id,) = opened(desk, database, dates, how_many=1)
    invited(desk, database, dates, *askers)

    def take(asker: Asker) -> bool:
        try:
            choose(database, asker, slot_id)
        except MomentTaken:
            return False
        return True

    with ThreadPoolExecutor(6) as people:
        assert sum(people.map(take, askers)) == 1
    left = backstage.query(SelectionInvitation).filter_by(slot_id=None).all()
    with pytest.raises(IntegrityError, match="uq_selection_invitation"):
        backstage.execute(
            text(
                "UPDATE selection_invitation SET slot_id = :slot, answer = 'chosen'"
                " WHERE registration_id = :id"
            ),
            {"slot": slot_id, "id": left[0].registration_id},
        )
    backstage.rollback()


def test_a_moment_of_another_session_or_gone_by_is_not_taken(
    desk: Desk, database: Database, settings: Settings, dates: TrainingSession
) -> None:
    assert desk.house.trainings
    with open_session(database, desk.writer) as session:
        other = open_dates(session, desk.writer, desk.house.trainings.online, chooses=True)
        session.commit()
    (elsewhere, _other) = opened(desk, database, other)
    (first, _second) = opened(desk, database, dates)
    asker = ask(database, settings, dates.id)
    invited(desk, database, dates, asker)
    with pytest.raises(MomentTaken):
        choose(database, asker, elsewhere)
    with time_machine.travel(clock.now() + timedelta(days=2)):
        with pytest.raises(MomentTaken):
            choose(database, asker, first)
        assert free(database, asker) == []


def test_what_began_is_not_changed_any_more(
    desk: Desk, database: Database, settings: Settings, dates: TrainingSession
) -> None:
    first, _second = opened(desk, database, dates)
    asker = ask(database, settings, dates.id)
    invited(desk, database, dates, asker)
    choose(database, asker, first)
    later = opened(desk, database, dates, first=clock.now() + timedelta(days=5))[0]
    with time_machine.travel(clock.now() + timedelta(days=2)), pytest.raises(SessionMovedOn):
        choose(database, asker, later)


def test_whoever_does_not_come_frees_their_moment(
    desk: Desk, database: Database, settings: Settings, dates: TrainingSession
) -> None:
    gone, refused, next_one = (ask(database, settings, dates.id, n) for n in ("A", "B", "C"))
    first, second = opened(desk, database, dates)
    invited(desk, database, dates, gone, refused, next_one)
    choose(database, gone, first)
    choose(database, refused, second)
    assert free(database, next_one) == []
    with gone.reach(database) as session:
        registrations.withdraw(session, gone.actor, gone.registration_id)
        session.commit()
    assert free(database, next_one) == [first]
    with open_session(database, desk.writer) as session:
        selection.decline(session, desk.writer, refused.registration_id, "Le groupe est complet.")
        session.commit()
    assert free(database, next_one) == [first, second]
    # Nobody chooses any more who got an answer.
    with open_session(database, desk.writer) as session:
        selection.offer_place(session, desk.writer, next_one.registration_id, "")
        session.commit()
    with pytest.raises(SessionMovedOn):
        choose(database, next_one, first)


def test_erased_by_the_person_no_meeting_is_left(
    desk: Desk,
    database: Database,
    settings: Settings,
    backstage: Session,
    dates: TrainingSession,
) -> None:
    asker = ask(database, settings, dates.id)
    first, _second = opened(desk, database, dates)
    invited(desk, database, dates, asker)
    choose(database, asker, first)
    with asker.reach(database) as session:
        registrations.erase(session, asker.actor, asker.registration_id)
        session.commit()
    assert backstage.query(SelectionInvitation).filter_by(session_id=dates.id).all() == []


def test_a_moment_taken_away_is_told_and_another_is_chosen(
    desk: Desk,
    database: Database,
    settings: Settings,
    dates: TrainingSession,
    run_jobs: Callable[[], None],
    outbox: Outbox,
) -> None:
    asker = ask(database, settings, dates.id)
    first, second = opened(desk, database, dates)
    invited(desk, database, dates, asker)
    choose(database, asker, first)
    run_jobs()
    outbox.empty()
    with open_session(database, desk.writer) as session:
        meetings.remove_moment(session, desk.writer, first)
        meetings.remove_moment(session, desk.writer, second)
        session.commit()
    run_jobs()
    assert len([one for one in outbox.messages if asker.token in one.text]) == 1
    with asker.reach(database) as session:
        mine = asked.get_mine(session, asker.actor, asker.registration_id)
        invitation = queries.find_invitation(session, mine)
    assert invitation
    assert (invitation.answer, invitation.slot_id) == (MeetingAnswer.NONE, None)


def test_invited_once_and_only_where_there_is_a_moment(
    desk: Desk,
    database: Database,
    settings: Settings,
    dates: TrainingSession,
    run_jobs: Callable[[], None],
    outbox: Outbox,
) -> None:
    asker = ask(database, settings, dates.id)
    with pytest.raises(NoMomentLeft):
        invited(desk, database, dates, asker)
    with pytest.raises(Invalid):
        invited(desk, database, dates)
    opened(desk, database, dates)
    run_jobs()
    outbox.empty()
    invited(desk, database, dates, asker)
    invited(desk, database, dates, asker)
    run_jobs()
    assert len([one for one in outbox.messages if asker.token in one.text]) == 1


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("day", {"first": datetime(2020, 1, 6, 9, tzinfo=clock.PARIS)}),
        ("day", {"first": datetime(2199, 1, 6, 9, tzinfo=clock.PARIS)}),
        ("place", {"place": ""}),
        ("names", {"names": ()}),
        ("video_link", {"way": MeetingWay.VIDEO, "video_link": "visio"}),
    ],
)
def test_moments_that_cannot_be_are_refused(
    desk: Desk, inside: Session, dates: TrainingSession, field: str, wrong: dict[str, Any]
) -> None:
    with pytest.raises(Invalid) as refused:
        meetings.open_moments(inside, desk.writer, dates.id, a_row(**wrong), uuid4())
    assert list(refused.value.fields) == [field]


def test_sent_twice_they_are_opened_once(
    desk: Desk, inside: Session, dates: TrainingSession
) -> None:
    once = uuid4()
    for expected in (2, 0):
        made = meetings.open_moments(inside, desk.writer, dates.id, a_row(), once)
        assert len(made) == expected


def test_the_video_link_is_for_who_chose_it(
    desk: Desk, database: Database, settings: Settings, dates: TrainingSession
) -> None:
    link = "https://visio.example.org/entretien"
    first, second = opened(desk, database, dates, way=MeetingWay.VIDEO, video_link=link)
    mine, other = (ask(database, settings, dates.id, n) for n in ("A", "B"))
    invited(desk, database, dates, mine, other)
    choose(database, mine, first)
    found = chosen(database, mine)
    assert found
    assert (found.video_link, found.names) == (link, ["Malika Benali"])
    with other.reach(database) as session:
        assert session.execute(text("SELECT count(*) FROM selection_link")).scalar_one() == 0
        # Nor who has it: what is taken is not there, and nobody is named.
        assert session.query(SelectionInvitation).count() == 1
    assert free(database, other) == [second]


def test_who_sits_sees_whom_they_meet_and_nobody_else(
    desk: Desk, database: Database, settings: Settings, dates: TrainingSession
) -> None:
    assert desk.reader.person_id
    translator = officer_of(desk.house.federation, desk.house.federal_officer, Role.TRANSLATOR)
    mine, other = (ask(database, settings, dates.id, n) for n in ("Zahra", "Abel"))
    with_me = opened(desk, database, dates, how_many=1, colleagues=(desk.reader.person_id,))[0]
    without = opened(desk, database, dates, how_many=1)[0]
    invited(desk, database, dates, mine, other)
    choose(database, mine, with_me)
    choose(database, other, without)
    with open_session(database, translator) as session:
        assert queries.get_met(session, translator, dates.id).id == dates.id
        found = queries.list_met(session, translator, dates.id)
        assert [one.person_name for one in found] == ["Zahra"]
        (panel,) = queries.list_panels(session, translator)
        assert (panel.dates.id, panel.next_at) == (dates.id, found[0].slot.starts_at)
    nobody = officer_of(desk.house.federation, desk.house.federal_writer, Role.TRANSLATOR)
    with open_session(database, nobody) as session:
        assert queries.list_met(session, nobody, dates.id) == []
        with pytest.raises(NotFound):
            queries.get_met(session, nobody, dates.id)


def test_a_choice_said_on_the_telephone_is_written_down(
    desk: Desk, database: Database, settings: Settings, dates: TrainingSession
) -> None:
    asker = ask(database, settings, dates.id)
    first, _second = opened(desk, database, dates, way=MeetingWay.PHONE, place="")
    invited(desk, database, dates, asker)
    with open_session(database, desk.writer) as session:
        meetings.note_choice(session, desk.writer, asker.registration_id, first)
        session.commit()
    found = chosen(database, asker)
    assert found
    assert found.slot.id == first
    with asker.reach(database) as session:
        mine = asked.get_mine(session, asker.actor, asker.registration_id)
        kinds = [one.kind for one in asked.list_events(session, mine)]
    assert kinds[-2:] == ["invited", "met"]


def test_a_session_called_off_meets_nobody(
    desk: Desk, database: Database, inside: Session, dates: TrainingSession
) -> None:
    opened(desk, database, dates)
    sessions.cancel_session(inside, desk.writer, dates.id, "La salle est fermée.")
    with pytest.raises(SessionMovedOn):
        meetings.open_moments(inside, desk.writer, dates.id, a_row(), uuid4())


def test_the_calendar_says_when_and_where_and_nothing_else(
    desk: Desk, database: Database, settings: Settings, dates: TrainingSession
) -> None:
    asker = ask(database, settings, dates.id)
    first, _second = opened(desk, database, dates)
    invited(desk, database, dates, asker)
    choose(database, asker, first)
    found = chosen(database, asker)
    assert found
    with asker.reach(database) as session:
        mine = asked.get_mine(session, asker.actor, asker.registration_id)
        invitation = queries.find_invitation(session, mine)
        assert invitation
        written = write_meeting(invitation, session.get_one(SelectionSlot, first))
    (event,) = Calendar.from_ical(written).walk("VEVENT")
    assert event["LOCATION"] == "8 rue des Tanneurs"
    assert event.decoded("DTSTART") == found.slot.starts_at
    assert event.decoded("DTEND") == found.slot.starts_at + timedelta(minutes=30)
    assert b"formation" not in written.replace(b"trainings", b"")


def test_it_is_in_what_a_person_takes_away(
    desk: Desk, database: Database, settings: Settings, dates: TrainingSession
) -> None:
    asker = ask(database, settings, dates.id)
    first, _second = opened(desk, database, dates)
    invited(desk, database, dates, asker)
    choose(database, asker, first)
    with asker.reach(database) as session:
        mine = asked.get_mine(session, asker.actor, asker.registration_id)
        said = everything.meeting(session, mine)
    assert said
    assert (said["place"], said["with"]) == ("8 rue des Tanneurs", ["Malika Benali"])


def test_who_comes_and_who_is_there_are_reminded_the_day_before_once(
    desk: Desk,
    database: Database,
    settings: Settings,
    backstage: Session,
    dates: TrainingSession,
    *,
    run_jobs: Callable[[], None],
    outbox: Outbox,
) -> None:
    """Not before, not twice; who will be there hears of their first one, and nobody's name."""
    assert desk.reader.person_id
    first = (clock.now() + timedelta(days=4)).replace(hour=9, minute=0, second=0, microsecond=0)
    slots = opened(
        desk, database, dates, first=first, colleagues=(desk.reader.person_id,), names=()
    )
    early, late, hesitant = (ask(database, settings, dates.id, n) for n in ("A", "B", "C"))
    invited(desk, database, dates, early, late, hesitant)
    choose(database, early, slots[0])
    choose(database, late, slots[1])
    run_jobs()

    def told_at(moment: datetime) -> list[str]:
        outbox.empty()
        with time_machine.travel(moment):
            tasks.remind_meetings(0)
            run_jobs()
        return [one.text for one in outbox.messages]

    assert told_at(first - timedelta(hours=24, minutes=1)) == []
    person, panel = told_at(first - timedelta(hours=23, minutes=50))
    assert early.token in person
    assert "Portail :" not in person  # in Pashto
    assert show_time(first) in person
    assert f"/trainings/sessions/{dates.id}/panel" in panel
    assert early.token not in panel
    assert show_time(first) in panel
    # Half an hour later comes the next one; who is there knows already when it begins.
    (other,) = told_at(first - timedelta(hours=23, minutes=20))
    assert late.token in other
    assert told_at(first - timedelta(hours=20)) == []
    assert told_at(first + timedelta(hours=1)) == []
    reminded = backstage.query(SelectionInvitation).filter_by(registration_id=early.registration_id)
    assert reminded.one().reminded_at is not None


def test_another_moment_is_reminded_anew_and_one_that_is_freed_is_not(
    desk: Desk,
    database: Database,
    settings: Settings,
    dates: TrainingSession,
    run_jobs: Callable[[], None],
    outbox: Outbox,
) -> None:
    """Moved, it is told again; who does not come any more hears nothing."""
    first = (clock.now() + timedelta(days=4)).replace(minute=0, second=0, microsecond=0)
    slots = opened(desk, database, dates, first=first, how_many=3)
    moves, leaves, calls = (ask(database, settings, dates.id, n) for n in ("A", "B", "C"))
    invited(desk, database, dates, moves, leaves, calls)
    for asker, slot_id in zip((moves, leaves, calls), slots, strict=True):
        choose(database, asker, slot_id)
    later = opened(desk, database, dates, first=first + timedelta(days=2))[0]
    with time_machine.travel(first - timedelta(hours=23)):
        tasks.remind_meetings(0)
        run_jobs()
        assert moves.token in "".join(one.text for one in outbox.messages)
        choose(database, moves, later)
        with leaves.reach(database) as session:
            registrations.withdraw(session, leaves.actor, leaves.registration_id)
            session.commit()
        with calls.reach(database) as session:
            meetings.ask_to_be_called(session, calls.actor, calls.registration_id, "")
            session.commit()
        run_jobs()
        outbox.empty()
        tasks.remind_meetings(0)
        run_jobs()
        assert outbox.messages == []
    with time_machine.travel(first + timedelta(days=1, hours=1)):
        tasks.remind_meetings(0)
        tasks.remind_meetings(0)
        run_jobs()
    (again,) = outbox.messages
    assert moves.token in again.text


def test_nobody_is_reminded_of_a_session_that_is_called_off(
    desk: Desk,
    database: Database,
    settings: Settings,
    dates: TrainingSession,
    run_jobs: Callable[[], None],
    outbox: Outbox,
) -> None:
    asker = ask(database, settings, dates.id)
    slots = opened(desk, database, dates)
    invited(desk, database, dates, asker)
    choose(database, asker, slots[0])
    run_jobs()
    with open_session(database, desk.writer) as session:
        sessions.cancel_session(session, desk.writer, dates.id, "La salle est fermée.")
        session.commit()
    outbox.empty()
    # Before the job that tells everybody, and after it.
    for _turn in range(2):
        with time_machine.travel(clock.now() + timedelta(hours=2)):
            tasks.remind_meetings(0)
        run_jobs()
    assert not [one for one in outbox.messages if one.subject.startswith("Vous avez des")]
    assert len([one for one in outbox.messages if asker.token in one.text]) == 1
