"""Reminders and changes: in the person's language, once, and neutral on a phone others see."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.events import calendar, tasks
from portal.events.actions import groups
from portal.events.actions import meetings as dates
from portal.events.models import GroupMeeting, MeetingSignUp
from portal.events.queries import meetings
from portal.kernel import clock, i18n
from portal.kernel.models import OutgoingMessage
from portal.organisations.scope import Actor
from portal.people import addresses
from portal.people.models import ContactPoint
from tests.events.conftest import Circle, enter_all, in_hours
from tests.factories.groups import LINK, make_meeting
from tests.support.outbox import Outbox

Acting = Callable[[Actor], AbstractContextManager[Session]]
NUMBER = "+33639981100"


@pytest.fixture
def meeting(
    circle: Circle, backstage: Session, run_jobs: Callable[[], None], outbox: Outbox
) -> GroupMeeting:
    """Noor comes, in three days; Idris does not."""
    enter_all(backstage, circle, "Noor", "Idris")
    found = make_meeting(backstage, circle.group, in_hours(72), circle.people["Noor"].id)
    backstage.commit()
    return found


def facts_of(meeting: GroupMeeting, **changed: object) -> dates.MeetingFacts:
    starts = meeting.starts_at.astimezone(clock.PARIS)
    known = dates.MeetingFacts(
        starts.date(),
        time(9, 0),
        time(11, 0),
        about=meeting.about,
        place="Salle",
        video_link=LINK,
    )
    return replace(known, **changed)  # type: ignore[arg-type]  # one of each kind


def test_a_reminder_leaves_the_day_before_once_in_the_person_s_language(
    circle: Circle, meeting: GroupMeeting, run_jobs: Callable[[], None], outbox: Outbox
) -> None:
    tasks.remind(0)
    run_jobs()
    assert outbox.messages == []
    with clock.pretending(meeting.starts_at - timedelta(hours=20)):
        tasks.remind(0)
        tasks.remind(0)
        run_jobs()
    sent = outbox.messages
    assert [(one.to, one.channel, one.language) for one in sent] == [(NUMBER, "sms", "fa-AF")]
    with i18n.use(i18n.LOCALES["fa-AF"]):
        assert i18n.show_date(meeting.starts_at, weekday=True) in sent[0].text
    assert f"/my/groups/{circle.group.id}" in sent[0].link


def test_no_message_names_the_group_or_says_there_is_one(
    circle: Circle,
    meeting: GroupMeeting,
    run_jobs: Callable[[], None],
    outbox: Outbox,
    acting: Acting,
    backstage: Session,
) -> None:
    for person in circle.people.values():
        person.locale = "fr"
        backstage.merge(person)
    backstage.commit()
    with clock.pretending(meeting.starts_at - timedelta(hours=20)):
        tasks.remind(0)
        run_jobs()
    with acting(circle.officer) as session:
        dates.change_meeting(session, circle.officer, meeting.id, facts_of(meeting))
    with acting(circle.officer) as session:
        dates.cancel_meeting(session, circle.officer, meeting.id)
    run_jobs()
    said = [one.text for one in outbox.messages]
    assert len(said) == 3
    for text in said:
        before_link = text.split("http")[0]
        for word in (circle.group.title, "groupe", "pair", "Salle", LINK, "FAS"):
            assert word.lower() not in before_link.lower().replace("portail", ""), text


def test_whoever_comes_hears_of_a_change_and_is_reminded_anew(
    circle: Circle,
    meeting: GroupMeeting,
    acting: Acting,
    run_jobs: Callable[[], None],
    outbox: Outbox,
    backstage: Session,
) -> None:
    with clock.pretending(meeting.starts_at - timedelta(hours=20)):
        tasks.remind(0)
        run_jobs()
    outbox.empty()
    later = meeting.starts_at.astimezone(clock.PARIS).date() + timedelta(days=7)
    with acting(circle.officer) as session:
        moved = dates.change_meeting(
            session, circle.officer, meeting.id, facts_of(meeting, day=later)
        )
    assert moved.revision == 1
    run_jobs()
    assert [one.to for one in outbox.messages] == [NUMBER]
    backstage.expire_all()
    assert backstage.scalars(select(MeetingSignUp.reminded_at)).one() is None
    with clock.pretending(moved.starts_at - timedelta(hours=20)):
        tasks.remind(0)
        run_jobs()
    assert len(outbox.messages) == 2


def test_a_new_subject_alone_disturbs_nobody(
    circle: Circle,
    meeting: GroupMeeting,
    acting: Acting,
    run_jobs: Callable[[], None],
    outbox: Outbox,
    backstage: Session,
) -> None:
    starts = datetime.combine(in_hours(72).date(), time(9), tzinfo=clock.PARIS)
    known = backstage.get_one(GroupMeeting, meeting.id)
    known.starts_at, known.ends_at = starts, starts + timedelta(hours=2)
    backstage.commit()
    with acting(circle.officer) as session:
        changed = dates.change_meeting(
            session, circle.officer, meeting.id, facts_of(known, about="Poser ses limites")
        )
    run_jobs()
    assert (changed.about, changed.revision, outbox.messages) == ("Poser ses limites", 0, [])


def test_an_address_is_preferred_to_a_number_and_nothing_ties_it_to_the_group(
    circle: Circle,
    meeting: GroupMeeting,
    run_jobs: Callable[[], None],
    outbox: Outbox,
    backstage: Session,
    settings: Settings,
) -> None:
    address = addresses.read("noor@example.org")
    backstage.add(
        ContactPoint(
            person_id=circle.people["Noor"].id,
            kind=address.kind,
            value=address.value,
            digest=address.digest(settings.key(addresses.KEY)),
            verified_at=clock.now(),
        )
    )
    backstage.commit()
    with clock.pretending(meeting.starts_at - timedelta(hours=20)):
        tasks.remind(0)
        run_jobs()
    assert [one.to for one in outbox.messages] == ["noor@example.org"]
    row = backstage.scalars(select(OutgoingMessage)).one()
    assert (row.about_id, row.organisation_id, row.data) == (None, None, {})
    for known in (circle.group.id, meeting.id, circle.people["Noor"].id):
        assert str(known) not in (row.once_key or "")


def test_a_cancelled_date_is_not_reminded(
    circle: Circle,
    meeting: GroupMeeting,
    acting: Acting,
    run_jobs: Callable[[], None],
    outbox: Outbox,
) -> None:
    with acting(circle.officer) as session:
        dates.cancel_meeting(session, circle.officer, meeting.id)
    run_jobs()
    outbox.empty()
    with clock.pretending(meeting.starts_at - timedelta(hours=20)):
        tasks.remind(0)
        run_jobs()
    assert outbox.messages == []


def test_closing_a_group_calls_its_dates_off_and_says_so(
    circle: Circle,
    meeting: GroupMeeting,
    acting: Acting,
    run_jobs: Callable[[], None],
    outbox: Outbox,
    backstage: Session,
) -> None:
    with acting(circle.officer) as session:
        groups.close_group(session, circle.officer, circle.group.id)
    run_jobs()
    assert [one.to for one in outbox.messages] == [NUMBER]
    backstage.expire_all()
    assert backstage.get_one(GroupMeeting, meeting.id).cancelled_at is not None


def test_signing_up_on_the_eve_needs_no_reminder(
    circle: Circle,
    acting: Acting,
    backstage: Session,
    run_jobs: Callable[[], None],
    outbox: Outbox,
) -> None:
    enter_all(backstage, circle, "Noor")
    soon = make_meeting(backstage, circle.group, in_hours(5))
    backstage.commit()
    noor = circle.actor("Noor")
    with acting(noor) as session:
        dates.sign_up(session, noor, soon.id)
    tasks.remind(0)
    run_jobs()
    assert outbox.messages == []


def test_a_calendar_carries_the_place_under_a_neutral_title(
    circle: Circle, meeting: GroupMeeting, acting: Acting
) -> None:
    noor = circle.actor("Noor")
    with acting(noor) as session:
        mine = meetings.list_my_dates(session, noor)
    [event] = Calendar.from_ical(
        calendar.write_calendar(mine, "https://portail.example.org")
    ).events
    assert str(event["summary"]) == "Rendez-vous"
    assert (str(event["location"]), str(event["description"])) == ("Salle", LINK)
    assert event.start == meeting.starts_at.replace(microsecond=0)
    assert event["sequence"] == 0
    assert circle.group.title not in calendar.write_calendar(mine, "https://x.example.org").decode()
