"""An arrival: the list, its dates, the check-ins, the letter, reminders, the end."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from portal.engagements import tasks
from portal.engagements.actions import check_ins, job_sheets, missions, welcomes
from portal.engagements.actions.check_ins import Words
from portal.engagements.enums import EngagementKind, StepState
from portal.engagements.errors import EngagementOver, NotAMission, WordsGiven
from portal.engagements.models import CheckIn, CheckInWords, Engagement, WelcomeItem
from portal.engagements.queries import rules, scheme
from portal.engagements.queries import welcomes as queries
from portal.kernel.db import Base, Database
from portal.kernel.errors import Invalid, NotAllowed, NotFound
from portal.kernel.models import OutgoingMessage
from portal.organisations.enums import Role
from portal.organisations.models import Membership
from tests.engagements.conftest import ARRIVAL, Here, on

DAY = ARRIVAL.date()


def begin(session: Session, here: Here, kind: EngagementKind = EngagementKind.POST) -> Engagement:
    told = welcomes.Arrival(kind=kind, began=DAY, person_id=here.newcomer.id, title="Accueil")
    return welcomes.start(session, here.boss, told)


@pytest.mark.parametrize("kind", list(EngagementKind))
def test_the_same_list_for_whoever_arrives(
    inside: Session, here: Here, kind: EngagementKind
) -> None:
    engagement = begin(inside, here, kind)
    labels = [item.label for item in queries.list_items(inside, engagement)]
    assert labels == [entry.french for entry in rules.welcome_list(inside, DAY)]
    assert len(labels) == 21


def test_dates_count_from_the_arrival_and_follow_it(inside: Session, here: Here) -> None:
    engagement = begin(inside, here)
    items = queries.list_items(inside, engagement)
    first = min(item.due_on for item in items if item.due_on)
    assert first == DAY - timedelta(days=14)
    days = [(one.due_on - DAY).days for one in queries.list_check_ins(inside, engagement)]
    assert days == [15, 30, 60, 90, 120, 150, 180]
    later = DAY + timedelta(days=7)
    told = welcomes.Arrival(EngagementKind.POST, later, here.newcomer.id)
    welcomes.amend(inside, here.boss, engagement.id, told)
    assert queries.list_check_ins(inside, engagement)[0].due_on == later + timedelta(days=15)


def test_check_ins_count_from_the_hire_when_it_is_said(inside: Session, here: Here) -> None:
    engagement = begin(inside, here)
    hired = DAY - timedelta(days=10)

    def first_days(hired_on: date | None, began: date = DAY) -> int:
        told = welcomes.Arrival(EngagementKind.POST, began, here.newcomer.id, hired_on=hired_on)
        welcomes.amend(inside, here.boss, engagement.id, told)
        return (queries.list_check_ins(inside, engagement)[0].due_on - DAY).days

    assert first_days(hired) == 5
    # The list is what is done around the arrival: it stays where it was.
    assert min(one.due_on for one in queries.list_items(inside, engagement) if one.due_on) == (
        DAY - timedelta(days=14)
    )
    assert first_days(hired, began=DAY + timedelta(days=3)) == 5
    assert first_days(None) == 15
    # Hired for long, they only change work.
    assert first_days(DAY - timedelta(days=180)) == 15
    told = welcomes.Arrival(EngagementKind.POST, DAY, name="Mina", hired_on=hired)
    begun = welcomes.start(inside, here.boss, told)
    assert queries.list_check_ins(inside, begun)[0].due_on == DAY + timedelta(days=5)


def test_somebody_without_an_account_is_welcomed_too(inside: Session, here: Here) -> None:
    told = welcomes.Arrival(EngagementKind.VOLUNTEERING, DAY, name="Mina")
    assert welcomes.start(inside, here.boss, told).name == "Mina"
    for wrong in (
        welcomes.Arrival(EngagementKind.POST, DAY),
        welcomes.Arrival(EngagementKind.POST, DAY, person_id=uuid4()),
    ):
        with pytest.raises(Invalid):
            welcomes.start(inside, here.boss, wrong)


def test_a_member_ticks_and_manages_nothing(inside: Session, here: Here) -> None:
    engagement = begin(inside, here)
    member = here.actor(here.colleague, Role.MEMBER)
    item = queries.list_items(inside, engagement)[0]
    welcomes.mark_item(inside, member, engagement, item.id, done=True)
    assert item.done_by == "Inès"
    welcomes.mark_item(inside, member, engagement, item.id, done=False)
    assert (item.done_at, item.done_by) == (None, "")
    for refused in (
        lambda: welcomes.start(inside, member, welcomes.Arrival(EngagementKind.POST, DAY)),
        lambda: welcomes.end(inside, member, engagement.id, DAY),
        lambda: welcomes.add_item(inside, member, engagement.id, "x", None),
        lambda: missions.follow_step(inside, member, "train", StepState.DONE),
        lambda: check_ins.say_as_structure(
            inside, member, engagement.id, uuid4(), Words(), give=False
        ),
    ):
        with pytest.raises(NotAllowed):
            refused()


def test_each_side_gives_its_own_words(inside: Session, here: Here) -> None:
    engagement = begin(inside, here)
    check_in = queries.list_check_ins(inside, engagement)[0]
    said = Words(missions="Claires")
    check_ins.say_as_structure(inside, here.boss, engagement.id, check_in.id, said, give=False)
    check_ins.say_as_structure(inside, here.boss, engagement.id, check_in.id, said, give=True)
    with pytest.raises(WordsGiven):
        check_ins.say_as_structure(inside, here.boss, engagement.id, check_in.id, said, give=False)
    with pytest.raises(NotFound):
        check_ins.say_as_newcomer(inside, here.boss, engagement.id, check_in.id, said, give=True)


def test_nobody_holds_both_sides(inside: Session, here: Here) -> None:
    engagement = begin(inside, here)
    check_in = queries.list_check_ins(inside, engagement)[0]
    promoted = here.actor(here.newcomer, Role.MANAGER)
    with pytest.raises(NotAllowed):
        check_ins.say_as_structure(inside, promoted, engagement.id, check_in.id, Words(), give=True)


def test_a_letter_is_for_a_mission_beside_another_post(inside: Session, here: Here) -> None:
    letter = missions.Letter("Jardinier", "20 %, le mardi", "Écouter des collègues")
    with pytest.raises(NotAMission):
        missions.write_letter(inside, here.boss, begin(inside, here).id, letter)
    mission = begin(inside, here, EngagementKind.MISSION)
    missions.write_letter(inside, here.boss, mission.id, letter)
    found = queries.find_letter(inside, mission)
    assert found is not None
    assert found.mission_time == "20 %, le mardi"


def test_the_six_steps_are_followed(inside: Session, here: Here) -> None:
    missions.follow_step(inside, here.boss, "train", StepState.UNDER_WAY, "Deux agents")
    steps = scheme.list_steps(inside, here.boss)
    assert len(steps) == 6
    assert [step.said.state for step in steps if step.said] == [StepState.UNDER_WAY]
    with pytest.raises(NotFound):
        missions.follow_step(inside, here.boss, "other", StepState.DONE)


def test_an_engagement_over_does_not_change(inside: Session, here: Here) -> None:
    engagement = begin(inside, here)
    with pytest.raises(Invalid):
        welcomes.end(inside, here.boss, engagement.id, DAY - timedelta(days=1))
    welcomes.end(inside, here.boss, engagement.id, DAY)
    with pytest.raises(EngagementOver):
        welcomes.add_item(inside, here.boss, engagement.id, "x", None)


def test_no_table_has_a_place_for_health() -> None:
    """ST-17, and LG-05: nothing about the person but their name and what they do here."""
    allowed = {
        "id", "organisation_id", "person_id", "name", "kind", "title", "time", "began",
        "hired_on", "ended_on", "sheet_reviewed_on", "created_at",
    }  # fmt: skip
    assert set(Base.metadata.tables["engagement"].c.keys()) == allowed


# ── What the calendar brings ─────────────────────────────────────────────────────────────────────


def told(backstage: Session) -> list[tuple[str, str]]:
    backstage.expire_all()
    rows = backstage.execute(select(OutgoingMessage.address, OutgoingMessage.template))
    return sorted((row.address, row.template.removeprefix("engagements.")) for row in rows)


def tend(day: int) -> None:
    """Twice: run again, nothing more happens."""
    with time_machine.travel(on(day), tick=False):
        tasks.tend_all()
        tasks.tend_all()


@pytest.fixture
def engagement(inside: Session, here: Here) -> Engagement:
    found = begin(inside, here)
    inside.commit()
    return found


@pytest.mark.usefixtures("run_jobs")
def test_reminders_reach_owners_and_both_sides(
    inside: Session, here: Here, engagement: Engagement, backstage: Session
) -> None:
    items = queries.list_items(inside, engagement)
    backstage.execute(delete(WelcomeItem).where(WelcomeItem.id != items[9].id))
    backstage.commit()
    welcomes.plan_item(
        inside, here.boss, engagement.id, items[9].id, DAY + timedelta(days=7), here.colleague.id
    )
    inside.commit()
    tend(3)
    assert told(backstage) == []
    tend(5)
    assert told(backstage) == [("ines@example.org", "items")]
    tend(13)
    assert told(backstage)[0] == ("awa@example.org", "check_in")
    assert ("leo@example.org", "check_in") in told(backstage)


@pytest.mark.usefixtures("run_jobs")
def test_the_job_sheet_is_read_again_once_a_year(
    inside: Session, here: Here, engagement: Engagement, backstage: Session
) -> None:
    backstage.execute(delete(WelcomeItem))
    backstage.execute(delete(CheckIn))
    backstage.commit()
    tend(364)
    assert told(backstage) == []
    tend(365)
    assert told(backstage) == [("awa@example.org", "sheet"), ("leo@example.org", "sheet")]
    with time_machine.travel(on(370), tick=False):
        job_sheets.review_sheet(inside, here.boss, engagement.id, "Une maraude de plus")
        inside.commit()
    tend(500)
    assert len(told(backstage)) == 2
    tend(740)
    assert len(told(backstage)) == 4


@pytest.mark.usefixtures("run_jobs")  # says which database the jobs look at
def test_check_ins_go_on_every_three_months(
    inside: Session, engagement: Engagement, backstage: Session
) -> None:
    def days() -> list[int]:
        inside.expire_all()
        found = queries.list_check_ins(inside, engagement)
        return [(one.due_on - DAY).days for one in found]

    inside.expire_all()
    tend(170)
    assert days()[-1] == 180
    tend(178)
    assert days()[-2:] == [180, 270]
    tend(269)
    assert days()[-2:] == [270, 360]
    # Nobody looked for long: what is past is not planned after the fact.
    tend(900)
    assert days()[-2:] == [360, 990]
    assert sorted(told(backstage)).count(("leo@example.org", "check_in")) == 9


def test_a_check_in_is_added_on_a_day_one_chooses(inside: Session, here: Here) -> None:
    engagement = begin(inside, here)
    day = DAY + timedelta(days=20)
    added = welcomes.add_check_in(inside, here.boss, engagement.id, day)
    assert welcomes.add_check_in(inside, here.boss, engagement.id, day).id == added.id
    assert day in [one.due_on for one in queries.list_check_ins(inside, engagement)]
    with pytest.raises(Invalid):
        welcomes.add_check_in(inside, here.boss, engagement.id, DAY - timedelta(days=1))
    with pytest.raises(NotAllowed):
        welcomes.add_check_in(inside, here.actor(here.colleague, Role.MEMBER), engagement.id, day)


@pytest.mark.usefixtures("run_jobs")
def test_leaving_the_structure_ends_it_and_the_rule_erases_it(
    here: Here, engagement: Engagement, backstage: Session
) -> None:
    backstage.execute(delete(Membership).where(Membership.person_id == here.newcomer.id))
    backstage.commit()
    tend(40)
    backstage.expire_all()
    assert backstage.scalars(select(Engagement.ended_on)).one() == on(40).date()
    tend(40 + 183)
    assert backstage.scalar(select(func.count(Engagement.id))) == 1
    tend(40 + 184)
    for table in (Engagement, WelcomeItem, CheckIn, CheckInWords):
        assert backstage.scalar(select(func.count()).select_from(table)) == 0


def test_a_structure_sees_its_own_only(
    inside: Session, database: Database, engagement: Engagement
) -> None:
    with database.session() as session:
        assert session.scalar(select(func.count(Engagement.id))) == 0
    assert isinstance(engagement.began, date)
