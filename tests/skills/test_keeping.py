"""How long a record is kept, and what stays of one that was erased: nothing."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from uuid import UUID

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.orm import Session

from portal.files.models import StoredFile
from portal.kernel import clock
from portal.kernel.db import Base, Database, Reach
from portal.kernel.errors import Conflict
from portal.kernel.models import OutgoingMessage
from portal.kernel.one_by_one import SomeFailed
from portal.organisations.models import Membership
from portal.organisations.scope import Actor
from portal.people import queries as people
from portal.people.models import ContactPoint, Person
from portal.skills import retention, tasks
from portal.skills.actions import interviews
from portal.skills.actions.erasing import erase_record
from portal.skills.actions.grid import take_back
from portal.skills.interview_enums import InterviewKind, Topic
from portal.skills.models import Interview, InterviewPreparation, InterviewRecord, StatedHire
from portal.skills.queries import interviews as queries
from tests.factories.house import House, build_whole_house
from tests.factories.interviews import Team, build_opened
from tests.factories.recordings import recording

RECORD = (
    "grid_answer",
    "evidence",
    "knowledge_line",
    "path_entry",
    "career_project",
    "project_step",
    "profile_version",
    "framework_choice",
    "cv_choice",
    "stated_hire",
    "share",
    "share_file",
    "share_look",
)
# Not theirs alone: what was said with an employer has its own periods (test_interview_periods), and
# a line of a team's board goes with the member.
SHARED = {
    "interview",
    "interview_act",
    "interview_entry",
    "interview_preparation",
    "interview_record",
    "board_line",
}


@pytest.fixture
def house(backstage: Session) -> House:
    built = build_whole_house(backstage, "ours", "OURS")
    backstage.commit()
    return built


def left(backstage: Session, person_id: UUID) -> dict[str, int]:
    """The rows of somebody's record that are still there."""
    backstage.rollback()
    counted = {
        table: backstage.scalar(
            text(f"SELECT count(*) FROM {table} WHERE person_id = :person"),
            {"person": person_id},
        )
        for table in (*RECORD, "framework")
    }
    counted["stored_file"] = backstage.scalar(
        text("SELECT count(*) FROM stored_file WHERE person_id = :person AND purpose = 'evidence'"),
        {"person": person_id},
    )
    return {table: count for table, count in counted.items() if count}


def idle(backstage: Session, person: Person, days: int) -> None:
    backstage.execute(
        update(Person)
        .where(Person.id == person.id)
        .values(last_seen_on=clock.today() - timedelta(days=days))
    )
    backstage.commit()


def notices(backstage: Session) -> list[str]:
    backstage.rollback()
    return list(
        backstage.scalars(
            select(OutgoingMessage.template).where(OutgoingMessage.template == "skills.record_ends")
        )
    )


@pytest.fixture
def owner(house: House, backstage: Session) -> Person:
    """Whose record fills every table, with a way to be reached."""
    person = house.recruiter
    known = select(ContactPoint.id).where(ContactPoint.person_id == person.id)
    if backstage.scalars(known).first() is None:
        backstage.add(
            ContactPoint(
                person_id=person.id,
                kind="email",
                value="record@example.org",
                digest="record",
                verified_at=clock.now(),
            )
        )
    backstage.commit()
    return person


def test_every_table_of_a_record_is_erased(
    owner: Person, database: Database, backstage: Session
) -> None:
    assert set(RECORD) <= set(left(backstage, owner.id))
    with database.session(Reach(owner.id)) as session:
        erase_record(session, Actor(person_id=owner.id))
        session.commit()
    assert left(backstage, owner.id) == {}


def test_who_leaves_a_structure_leaves_the_day_they_said_they_were_hired(
    house: House, backstage: Session
) -> None:
    said = select(StatedHire.person_id).where(StatedHire.organisation_id == house.structure.id)
    assert set(backstage.scalars(said)) == {house.recruiter.id, house.member.id}
    backstage.execute(delete(Membership).where(Membership.person_id == house.member.id))
    backstage.commit()
    assert backstage.scalars(said).all() == [house.recruiter.id]


def test_every_table_of_the_context_is_counted() -> None:
    own = {
        str(mapper.local_table)
        for mapper in Base.registry.mappers
        if mapper.class_.__module__.startswith("portal.skills.")
        and "person_id" in mapper.local_table.columns
    }
    assert own <= {*RECORD, *SHARED, "framework"}


def test_nobody_else_s_record_is_touched(
    owner: Person, house: House, database: Database, backstage: Session
) -> None:
    before = left(backstage, owner.id)
    with database.session(Reach(house.writer.id)) as session:
        erase_record(session, Actor(person_id=house.writer.id))
        session.commit()
    assert left(backstage, owner.id) == before


def prepare(team: Team, kind: InterviewKind, *, opened: bool) -> UUID:
    """Karim says one topic aloud and writes another; Nadia writes."""
    interview_id = team.propose(kind, agreed=True)
    with team.acting(team.karim) as session:
        actor, sound = team.karim, BytesIO(recording("iphone.m4a"))
        interviews.say(
            session, actor, interview_id, Topic.TRAINING, "moi.m4a", sound, language="fr"
        )
        interviews.prepare(session, actor, interview_id, Topic.PROJECT, "Un atelier.")
    with team.acting(team.nadia) as session:
        interviews.prepare(session, team.nadia, interview_id, Topic.PROJECT, "En juin.")
    if opened:
        team.open_both(interview_id)
    return interview_id


def prepared(backstage: Session, person: Person) -> list[tuple[UUID, str, bool]]:
    """(interview, topic, whether there is a recording) of all somebody has prepared."""
    backstage.rollback()
    rows = backstage.scalars(
        select(InterviewPreparation)
        .where(InterviewPreparation.person_id == person.id)
        .order_by(InterviewPreparation.topic)
    )
    return [(row.interview_id, row.topic.value, row.file_id is not None) for row in rows]


def files_of(backstage: Session, person: Person) -> int:
    backstage.rollback()
    return len(backstage.scalars(select(StoredFile).where(StoredFile.person_id == person.id)).all())


def test_what_was_prepared_and_never_opened_goes_with_the_record(
    team: Team, backstage: Session
) -> None:
    sealed = prepare(team, InterviewKind.PATH, opened=False)
    assert len(prepared(backstage, team.worker)) == 2
    with team.acting(team.karim) as session:
        erase_record(session, team.karim)
    assert prepared(backstage, team.worker) == []
    assert files_of(backstage, team.worker) == 0
    # The interview still stands, with what the other prepared.
    assert prepared(backstage, team.manager) == [(sealed, "project", False)]
    assert backstage.get(Interview, sealed) is not None


def test_what_a_manager_prepared_and_never_opened_goes_with_theirs(
    team: Team, backstage: Session
) -> None:
    """From their own space, where nothing else of these interviews is reached."""
    sealed = prepare(team, InterviewKind.PATH, opened=False)
    opened = prepare(team, InterviewKind.PUBLIC, opened=True)
    team.signed(InterviewKind.YEARLY)
    mine = Actor(team.manager.id, team.manager.display_name)
    with team.acting(mine) as session:
        held = queries.list_held_preparations(session)
        assert [(one.topic, one.words) for one in held] == [(Topic.PROJECT, "En juin.")] * 2
        assert {one.organisation for one in held} == {team.structure.name}
        erase_record(session, mine)
    assert prepared(backstage, team.manager) == [(opened, "project", False)]
    # What the other prepared stays sealed, and what both signed stays.
    assert (sealed, "project", False) in prepared(backstage, team.worker)
    assert len(backstage.scalars(select(InterviewRecord)).all()) == 1


def test_what_was_opened_and_signed_stays_with_the_interview(
    team: Team, backstage: Session
) -> None:
    signed = team.signed(InterviewKind.YEARLY)
    opened = prepare(team, InterviewKind.PATH, opened=True)
    prepare(team, InterviewKind.PUBLIC, opened=False)
    with team.acting(team.karim) as session:
        erase_record(session, team.karim)
    kept = [(opened, "project", False), (opened, "training", True)]
    assert prepared(backstage, team.worker) == kept
    assert files_of(backstage, team.worker) == 1
    assert backstage.get(InterviewRecord, signed) is not None
    with team.acting(team.nadia) as session:
        meeting = queries.get_meeting(session, team.nadia, opened)
        heard = queries.find_voice(session, team.nadia, meeting, Topic.TRAINING)
        assert session.get(StoredFile, heard) is not None


def test_whoever_leaves_for_good_leaves_no_recording(team: Team, backstage: Session) -> None:
    """The interviews go with the account: nobody could hear what was opened any more."""
    prepare(team, InterviewKind.PATH, opened=True)
    prepare(team, InterviewKind.PUBLIC, opened=False)
    with team.acting(team.karim) as session:
        erase_record(session, team.karim, leaving=True)
    assert prepared(backstage, team.worker) == []
    assert files_of(backstage, team.worker) == 0
    assert len(prepared(backstage, team.manager)) == 2


def test_what_serves_somewhere_is_not_taken_back(
    house: House, database: Database, backstage: Session
) -> None:
    """A recording beside a line, and two said to prepare interviews."""
    owner = house.recruiter.id
    build_opened(backstage, house.structure, house.recruiter, house.administrator, "OURS")
    backstage.commit()
    given = select(StoredFile.id).where(StoredFile.person_id == owner)
    files = backstage.scalars(given).all()
    assert len(files) == 3
    for file_id in files:
        with database.session(Reach(owner)) as session, pytest.raises(Conflict):
            take_back(session, Actor(person_id=owner), file_id)


@pytest.fixture
def night(run_jobs: Callable[[], None]) -> Callable[[], None]:
    return lambda: tasks.tend_records(0)


def test_two_years_without_a_visit_then_a_month_of_notice(
    owner: Person, backstage: Session, night: Callable[[], None]
) -> None:
    idle(backstage, owner, 699)
    night()
    assert notices(backstage) == []
    idle(backstage, owner, 700)
    night()
    night()
    assert notices(backstage) == ["skills.record_ends"]
    assert left(backstage, owner.id) != {}
    backstage.execute(
        update(Person)
        .where(Person.id == owner.id)
        .values(record_warned_at=clock.now() - timedelta(days=30))
    )
    backstage.commit()
    night()
    assert left(backstage, owner.id) == {}
    # The account stays.
    assert backstage.get(Person, owner.id) is not None


def test_a_record_that_cannot_be_erased_holds_back_no_other(
    owner: Person,
    house: House,
    backstage: Session,
    night: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    warned = clock.now() - timedelta(days=31)
    for person, days in ((house.writer, 900), (owner, 800)):
        idle(backstage, person, days)
        backstage.execute(
            update(Person).where(Person.id == person.id).values(record_warned_at=warned)
        )
    backstage.commit()
    erase = retention.erase

    def fail_once(session: Session, person_id: UUID) -> None:
        if person_id == house.writer.id:
            raise RuntimeError
        erase(session, person_id)

    monkeypatch.setattr(retention, "erase", fail_once)
    with pytest.raises(SomeFailed):
        night()
    assert left(backstage, owner.id) == {}


def test_who_comes_back_keeps_everything(
    owner: Person, backstage: Session, database: Database, night: Callable[[], None]
) -> None:
    idle(backstage, owner, 720)
    night()
    with database.session(Reach(owner.id)) as session:
        people.came(session, owner.id)
        session.commit()
    night()
    assert left(backstage, owner.id) != {}
    with database.session() as session:
        assert owner.id not in dict(retention.list_idle(session))


def test_who_has_no_record_is_not_written_to(
    house: House, backstage: Session, night: Callable[[], None]
) -> None:
    idle(backstage, house.writer, 800)
    night()
    assert notices(backstage) == []
