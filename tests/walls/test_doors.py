"""The doors that open walls open them to the right one, however the planner looks for the row."""

from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.kernel import tokens
from portal.kernel.db import Database, Reach
from tests.factories.house import NOW, House

# Ways to look: as it likes, through whole tables, by hashing them, by sorting them.
PLANS = (
    (),
    ("enable_indexscan", "enable_bitmapscan", "enable_indexonlyscan"),
    ("enable_indexscan", "enable_bitmapscan", "enable_nestloop"),
    ("enable_indexscan", "enable_bitmapscan", "enable_nestloop", "enable_hashjoin"),
)


def _plan(session: Session, off: tuple[str, ...]) -> None:
    for setting in off:
        session.execute(text(f"SET LOCAL {setting} = off"))


@pytest.mark.parametrize("off", PLANS, ids=str)
@pytest.mark.parametrize("who", ["administrator", "recruiter", "writer", "candidate"])
def test_a_session_opens_the_rows_of_its_person(
    houses: tuple[House, House], database: Database, off: tuple[str, ...], who: str
) -> None:
    ours, _ = houses
    person = getattr(ours, who)
    with database.session() as session:
        _plan(session, off)
        found = session.execute(
            text("SELECT person_id FROM door_session(:digest, :at, :at)"),
            {"digest": tokens.digest(ours.tokens[person.id]), "at": NOW},
        ).scalar_one()
        assert found == person.id
        assert session.scalar(text("SELECT portal_person()")) == person.id


@pytest.mark.parametrize("off", PLANS, ids=str)
def test_a_wrong_session_opens_nothing(
    houses: tuple[House, House], database: Database, off: tuple[str, ...]
) -> None:
    with database.session() as session:
        _plan(session, off)
        found = session.execute(
            text("SELECT 1 FROM door_session(:digest, :at, :at)"), {"digest": "0" * 64, "at": NOW}
        )
        assert found.all() == []
        assert session.scalar(text("SELECT portal_person()")) is None


@pytest.mark.parametrize("off", PLANS, ids=str)
def test_a_stranger_at_the_door_of_an_organisation_opens_nothing(
    houses: tuple[House, House], database: Database, off: tuple[str, ...]
) -> None:
    ours, theirs = houses
    with database.session() as session:
        _plan(session, off)
        session.execute(
            text("SELECT set_config('portal.person', :person, true)"),
            {"person": str(ours.recruiter.id)},
        )
        enter = text("SELECT id FROM door_organisation('structure', :slug)")
        assert session.execute(enter, {"slug": theirs.slug}).all() == []
        assert session.scalar(text("SELECT portal_organisation()")) is None
        assert session.execute(enter, {"slug": ours.slug}).scalar_one() == ours.structure.id
        assert session.scalar(text("SELECT portal_organisation()")) == ours.structure.id


def test_the_members_of_a_team_are_told_to_who_may_write_to_them(
    houses: tuple[House, House], database: Database
) -> None:
    ours, theirs = houses
    asked = text("SELECT DISTINCT person_id FROM door_members(:organisation, :roles)")

    def told(reaching: Reach, organisation_id: UUID) -> bool:
        with database.session(reaching) as session:
            values = {"organisation": organisation_id, "roles": ["administrator", "recruiter"]}
            return bool(session.execute(asked, values).all())

    structure = Reach(organisation_id=ours.structure.id, organisation_kind="structure")
    federation = Reach(organisation_id=ours.federation.id, organisation_kind="federation")
    neighbour = Reach(organisation_id=theirs.structure.id, organisation_kind="structure")
    assert told(structure, ours.structure.id)
    assert told(federation, ours.structure.id)
    assert not told(Reach(), ours.structure.id)
    assert not told(Reach(person_id=ours.candidate.id), ours.structure.id)
    assert not told(neighbour, ours.structure.id)
    assert not told(federation, theirs.structure.id)
