"""A record is its owner's: not the employer's, not the federation's, not the host's (SE-05)."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Table, text, update
from sqlalchemy.orm import Session

from portal.kernel.db import Base, Database, Reach
from portal.people.models import Share
from tests.factories.house import House, build_whole_house
from tests.factories.records import NOW

# Every table of somebody's own things; what is shared of them is in the share, a copy. A team
# reads its board too: tests/walls/test_team_board.py.
OWN = ("grid_answer", "evidence", "knowledge_line", "path_entry", "career_project", "project_step")
RECORD = (*OWN, "profile_version", "framework_choice", "cv_choice", "board_line", "stated_hire")
# Held by two: who else sees nothing is in test_interviews.py.
INTERVIEWS = (
    "interview",
    "interview_act",
    "interview_agreement",
    "interview_entry",
    "interview_preparation",
    "interview_record",
)
SHARED = ("share", "share_file", "share_look")


@pytest.fixture
def house(backstage: Session) -> House:
    built = build_whole_house(backstage, "ours", "OURS")
    backstage.commit()
    return built


def reaches(house: House) -> dict[str, Reach]:
    structure, federation = house.structure.id, house.federation.id
    return {
        "administrator": Reach(house.administrator.id, structure, "structure"),
        "colleague": Reach(house.writer.id, structure, "structure"),
        "federation": Reach(house.federal_officer.id, federation, "federation"),
        "operator": Reach(organisation_kind="operator"),
        "holder": Reach(doors={"holder": house.application.holder_digest}),
    }


@pytest.fixture(params=["administrator", "colleague", "federation", "operator", "holder"])
def other(request: pytest.FixtureRequest, house: House, database: Database) -> Iterator[Session]:
    with database.session(reaches(house)[request.param]) as session:
        yield session


@pytest.mark.parametrize("table", [*RECORD, *SHARED])
def test_nobody_else_reaches_a_record(other: Session, table: str) -> None:
    assert other.scalar(text(f"SELECT count(*) FROM {table}")) == 0


def test_nobody_else_hears_what_shows_it(other: Session, house: House) -> None:
    heard = text("SELECT count(*) FROM stored_file WHERE purpose = 'evidence'")
    assert other.scalar(heard) == 0


@pytest.mark.parametrize("table", RECORD)
def test_the_owner_does(house: House, database: Database, table: str) -> None:
    with database.session(Reach(house.recruiter.id)) as session:
        assert session.scalar(text(f"SELECT count(*) FROM {table}")) == 1


def test_every_table_of_the_context_is_here() -> None:
    """A new table of the record must say who never sees it."""
    frameworks = {
        "framework",
        "framework_heading",
        "framework_action",
        "framework_recording",
    }
    known = {*RECORD, *frameworks, *INTERVIEWS}
    assert {
        str(mapper.local_table.name)
        for mapper in Base.registry.mappers
        if isinstance(mapper.local_table, Table)
        and mapper.class_.__module__.startswith("portal.skills.")
    } <= known


def reader(house: House, database: Database) -> Session:
    return database.session(Reach(house.candidate.id))


@pytest.mark.parametrize("table", [*SHARED, "stored_file"])
def test_the_reader_sees_the_copy_and_nothing_else(
    house: House, database: Database, table: str
) -> None:
    with reader(house, database) as session:
        assert session.scalar(text(f"SELECT count(*) FROM {table} WHERE {_OF_SHARE[table]}")) == 1
        for hidden in RECORD:
            assert session.scalar(text(f"SELECT count(*) FROM {hidden}")) == 0


_OF_SHARE = {
    "share": "true",
    "share_file": "true",
    "share_look": "true",
    "stored_file": "purpose = 'evidence'",
}


@pytest.mark.parametrize(
    "end",
    [{"revoked_at": NOW}, {"until": NOW + timedelta(seconds=1)}],
    ids=["revoked", "over"],
)
def test_a_dead_share_is_dead_at_once(
    house: House, database: Database, backstage: Session, end: dict[str, object]
) -> None:
    backstage.execute(update(Share).values(**end))
    backstage.commit()
    with reader(house, database) as session:
        for table in SHARED:
            assert session.scalar(text(f"SELECT count(*) FROM {table}")) == 0
        heard = text("SELECT count(*) FROM stored_file WHERE purpose = 'evidence'")
        assert session.scalar(heard) == 0
    with database.session(Reach(house.recruiter.id)) as session:
        assert session.scalar(text("SELECT count(*) FROM share")) == 1


def test_a_reader_cannot_write_a_look_in_another_s_name(house: House, database: Database) -> None:
    assert house.share is not None
    with reader(house, database) as session, pytest.raises(Exception, match="row-level security"):
        session.execute(
            text(
                "INSERT INTO share_look (id, share_id, person_id, looker_id, looker_name,"
                " place_name, at) VALUES (gen_random_uuid(), :share, :owner, :other, 'x', '',"
                " now())"
            ),
            {
                "share": house.share.id,
                "owner": house.recruiter.id,
                "other": house.administrator.id,
            },
        )
