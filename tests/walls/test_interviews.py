"""An interview is between two people: a colleague, another house, the federation, the host, a
former manager and a former employer reach nothing of what is prepared, written or signed.
"""

from uuid import UUID

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from portal.kernel.db import Database, Reach
from portal.organisations.models import Membership
from tests.factories.house import House, build_whole_house
from tests.walls.test_records import INTERVIEWS

PRIVATE = ("interview_act", "interview_agreement", "interview_entry", "interview_preparation")


@pytest.fixture
def house(backstage: Session) -> House:
    """The recruiter's interviews, held by the administrator: one goes on, one is signed."""
    built = build_whole_house(backstage, "ours", "OURS")
    backstage.commit()
    return built


def count(session: Session, table: str) -> int:
    return int(session.scalar(text(f"SELECT count(*) FROM {table}")) or 0)


def inside(house: House, person_id: UUID) -> Reach:
    return Reach(person_id, house.structure.id, "structure")


@pytest.mark.parametrize("who", ["colleague", "other house", "federation", "operator", "holder"])
@pytest.mark.parametrize("table", INTERVIEWS)
def test_others_reach_nothing(
    house: House, backstage: Session, database: Database, who: str, table: str
) -> None:
    theirs = build_whole_house(backstage, "theirs", "THEIRS") if who == "other house" else house
    backstage.commit()
    reach = {
        "colleague": inside(house, house.writer.id),
        "other house": inside(theirs, theirs.writer.id),
        "federation": Reach(house.federal_officer.id, house.federation.id, "federation"),
        "operator": Reach(organisation_kind="operator"),
        "holder": Reach(doors={"holder": house.application.holder_digest}),
    }[who]
    with database.session(reach) as session:
        assert count(session, table) == 0


def test_an_administrator_of_another_house_sees_theirs_only(
    house: House, backstage: Session, database: Database
) -> None:
    theirs = build_whole_house(backstage, "theirs", "THEIRS")
    backstage.commit()
    with database.session(inside(theirs, theirs.administrator.id)) as session:
        for table in INTERVIEWS:
            found = text(f"SELECT count(*) FROM {table} t WHERE to_jsonb(t)::text LIKE '%OURS%'")
            assert session.scalar(found) == 0, table
            assert count(session, table) > 0, table


@pytest.mark.parametrize("table", INTERVIEWS)
def test_the_two_reach_it(house: House, database: Database, table: str) -> None:
    """Without this the rest would prove nothing."""
    for reach in (Reach(house.recruiter.id), inside(house, house.administrator.id)):
        with database.session(reach) as session:
            assert count(session, table) > 0


def test_the_preparation_of_the_other_is_not_there(house: House, database: Database) -> None:
    for reach, person in (
        (Reach(house.recruiter.id), house.recruiter),
        (inside(house, house.administrator.id), house.administrator),
    ):
        with database.session(reach) as session:
            found = session.scalars(text("SELECT person_id FROM interview_preparation")).all()
            assert found == [person.id]


def test_a_manager_reaches_nothing_from_their_own_space(house: House, database: Database) -> None:
    """The organisation is in the address or nowhere."""
    with database.session(Reach(house.administrator.id)) as session:
        for table in INTERVIEWS:
            assert count(session, table) == 0, table


@pytest.mark.parametrize("role", ["writer", "member", "recruiter", None])
def test_a_former_manager_reaches_nothing(
    house: House, backstage: Session, database: Database, role: str | None
) -> None:
    mine = Membership.person_id == house.administrator.id
    if role is None:
        backstage.execute(delete(Membership).where(mine))
    else:
        backstage.execute(update(Membership).where(mine).values(role=role))
    backstage.commit()
    with database.session(inside(house, house.administrator.id)) as session:
        for table in INTERVIEWS:
            assert count(session, table) == 0, table


def test_a_former_employer_keeps_the_signed_record(
    house: House, backstage: Session, database: Database
) -> None:
    backstage.execute(delete(Membership).where(Membership.person_id == house.recruiter.id))
    backstage.commit()
    with database.session(inside(house, house.administrator.id)) as session:
        assert count(session, "interview_record") == 1
        for table in ("interview", *PRIVATE):
            assert count(session, table) == 0, table
    with database.session(Reach(house.recruiter.id)) as session:
        for table in INTERVIEWS:
            assert count(session, table) > 0, table


@pytest.mark.parametrize("table", PRIVATE)
def test_nobody_writes_in_another_s_name(house: House, database: Database, table: str) -> None:
    """The person's rows cannot be changed by whoever holds the interview, nor the other way."""
    change = {
        "interview_act": "DELETE FROM interview_act WHERE person_id = :other",
        "interview_agreement": "UPDATE interview_agreement SET what = 'x' WHERE id = :other",
        "interview_entry": "UPDATE interview_entry SET words = 'x' WHERE person_id = :other",
        "interview_preparation": "DELETE FROM interview_preparation WHERE person_id = :other",
    }[table]
    for reach, other in (
        (Reach(house.recruiter.id), house.administrator),
        (inside(house, house.administrator.id), house.recruiter),
        (inside(house, house.writer.id), house.recruiter),
    ):
        with database.session(reach) as session:
            assert session.execute(text(f"{change} RETURNING 1"), {"other": other.id}).all() == []


def test_a_person_does_not_convene_in_a_manager_s_name(house: House, database: Database) -> None:
    invite = text(
        "INSERT INTO interview (id, organisation_id, person_id, manager_id, organisation_name,"
        " person_name, manager_name, kind, created_at) VALUES (gen_random_uuid(), :house, :worker,"
        " :manager, 'x', 'x', 'x', 'yearly', now())"
    )
    for reach, manager in (
        (Reach(house.recruiter.id), house.administrator),
        (inside(house, house.writer.id), house.writer),
        (inside(house, house.administrator.id), house.writer),
    ):
        with database.session(reach) as session, pytest.raises(DBAPIError, match="row-level"):
            session.execute(
                invite,
                {
                    "house": house.structure.id,
                    "worker": house.recruiter.id,
                    "manager": manager.id,
                },
            )
