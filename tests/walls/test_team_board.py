"""« Ce tableau il est entre nous »: a board is its team's, and nobody else's (ST-15)."""

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from portal.engagements.models import CheckInWords
from portal.kernel.db import Database, Reach
from portal.organisations.models import Membership, TeamMember
from portal.people.models import Person
from portal.skills.models import BoardLine
from tests.factories.arrivals import NOW
from tests.factories.house import House, build_whole_house

COUNT = text("SELECT count(*) FROM board_line")


@pytest.fixture
def house(backstage: Session) -> House:
    built = build_whole_house(backstage, "ours", "OURS")
    backstage.commit()
    return built


def inside(house: House, person: Person) -> Reach:
    return Reach(person.id, house.structure.id, "structure")


def test_the_team_reads_it(house: House, database: Database) -> None:
    with database.session(inside(house, house.member)) as session:
        assert session.scalar(COUNT) == 1


def test_a_colleague_s_line_is_theirs(house: House, database: Database) -> None:
    with database.session(inside(house, house.member)) as session:
        for statement in (update(BoardLine).values(knows="x"), delete(BoardLine)):
            assert session.execute(statement.returning(BoardLine.id)).all() == []


def test_nobody_writes_in_another_s_name(house: House, database: Database) -> None:
    assert house.team is not None
    line = BoardLine(
        organisation_id=house.structure.id,
        team_id=house.team.id,
        person_id=house.recruiter.id,
        knows="x",
        search="",
        changed_at=NOW,
    )
    with database.session(inside(house, house.member)) as session:
        session.add(line)
        with pytest.raises(DBAPIError):
            session.flush()


@pytest.mark.parametrize("who", ["administrator", "manager", "writer"])
def test_a_role_opens_no_board(house: House, database: Database, who: str) -> None:
    with database.session(inside(house, getattr(house, who))) as session:
        assert session.scalar(COUNT) == 0


@pytest.mark.parametrize("leaves", [TeamMember, Membership])
def test_the_lines_go_with_the_member(
    house: House, database: Database, backstage: Session, leaves: type[TeamMember | Membership]
) -> None:
    """Done as the portal does it, through the walls: the cascade is the database's."""
    with database.session(inside(house, house.administrator)) as session:
        session.execute(delete(leaves).where(leaves.person_id == house.recruiter.id))
        session.commit()
    assert backstage.scalars(select(BoardLine)).all() == []


def words_seen(session: Session) -> set[str]:
    return {words.side for words in session.scalars(select(CheckInWords))}


def test_words_of_a_check_in_are_read_by_the_other_side_once_given(
    house: House, database: Database, backstage: Session
) -> None:
    newcomer, manager = Reach(house.member.id), inside(house, house.manager)
    with database.session(newcomer) as session:
        assert words_seen(session) == {"newcomer"}
    with database.session(manager) as session:
        assert words_seen(session) == {"structure"}
    backstage.execute(update(CheckInWords).values(given_at=NOW))
    backstage.commit()
    for reach in (newcomer, manager):
        with database.session(reach) as session:
            assert words_seen(session) == {"newcomer", "structure"}


def test_neither_side_changes_the_other_s(
    house: House, database: Database, backstage: Session
) -> None:
    backstage.execute(update(CheckInWords).values(given_at=NOW))
    backstage.commit()
    for reach, own in (
        (Reach(house.member.id), "newcomer"),
        (inside(house, house.manager), "structure"),
    ):
        with database.session(reach) as session:
            changed = session.execute(
                update(CheckInWords).values(good="x").returning(CheckInWords.side)
            )
            assert [row.side for row in changed] == [own]
