"""Two houses, and a visitor for each kind of person who might try a door."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, has_request_context, request
from sqlalchemy import Engine, Executable, Result, ScalarResult, event, select, text, true
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.elements import BinaryExpression, BindParameter, ClauseElement
from sqlalchemy.sql.functions import Function
from sqlalchemy.sql.visitors import ExternallyTraversible

from portal.app import create_app
from portal.config import Settings
from portal.jobs import publication
from portal.kernel.db import Database
from portal.kernel.vault import Vault
from portal.people.models import Person
from portal.trainings.models import TrainingRelay
from tests.factories.host import build_host
from tests.factories.house import NOW, House, build_whole_house
from tests.factories.interviews import build_opened
from tests.factories.stored import seal_objects
from tests.support import cluster
from tests.support.snapshot import Snapshot
from tests.walls.tries import Town, town_of

# Columns that say whose a row is, or (of a published offer) which federation relays it.
_OWNERS = {
    "organisation_id",
    "federation_id",
    "region",
    "person_id",
    "holder_digest",
    "kind",
    # Whom a share is for, who holds an interview, between whom words went.
    "recipient_person_id",
    "recipient_organisation_id",
    "manager_id",
    "from_id",
    "to_id",
}


def build_pair(session: Session) -> tuple[House, House]:
    """In two regions: a federation sees what its own structures publish, and nothing else. What is
    public of them is what publishing makes of an offer, so that it is seen to leave the rest out.
    Each federation relays what the other has online, and is given nothing else by that.
    """
    pair = (
        build_whole_house(session, "ours", "OURS"),
        build_whole_house(session, "theirs", region="27"),
    )
    for house in pair:
        people = house.recruiter, house.administrator
        house.opened = build_opened(session, house.structure, *people, house.word)
        session.refresh(house.offer, ["questions", "recordings"])
        publication.publish(session, house.offer, house.structure, (), NOW)
    for relaying, owner in (pair, pair[::-1]):
        assert owner.trainings is not None
        session.add(
            TrainingRelay(
                federation_id=relaying.federation.id,
                training_id=owner.trainings.online.id,
                announced_at=NOW,
                relayed_at=NOW,
            )
        )
    session.flush()
    return pair


@pytest.fixture(scope="session")
def _pair(
    admin_engine: Engine, admin_url: str, _sweeper: cluster.Sweeper
) -> Iterator[Snapshot[tuple[House, House]]]:
    with cluster.connect(admin_url) as connection:
        with Session(admin_engine, expire_on_commit=False) as session:
            assert session.scalars(select(Person.id)).first() is None, "a copy of this, and no more"
            built = build_pair(session)
            session.commit()
        snapshot = Snapshot(connection, _sweeper.touched(), built)
        _sweeper.sweep()
        yield snapshot


@pytest.fixture
def houses(_pair: Snapshot[tuple[House, House]], backstage: Session) -> tuple[House, House]:
    """Two organisations that must never meet."""
    return _pair.put(backstage)


@pytest.fixture(scope="module")
def town(
    admin_engine: Engine, _opened: Database, _sweeper: cluster.Sweeper, _vault: Vault
) -> Iterator[Town]:
    """What the matrix and the canary walk through: built once a module, because they change
    nothing and are many.
    """
    with Session(admin_engine, expire_on_commit=False) as session:
        houses = build_pair(session)
        host = build_host(session)
        built = town_of(session, houses, host)
        seal_objects(session)
        session.commit()
    yield built
    _sweeper.sweep()
    for object_id in list(_vault.list_ids()):
        _vault.delete(object_id)


@pytest.fixture(scope="session")
def walled_app(settings: Settings, _opened: Database) -> Flask:
    """The application without CSRF, so that a refusal is the wall's and not the form's."""
    app = create_app(settings, _opened)
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture
def small_town(houses: tuple[House, House], backstage: Session) -> Town:
    """Built for one test: what gets through a wall that is down changes things."""
    built = town_of(backstage, houses, build_host(backstage))
    backstage.commit()
    return built


@pytest.fixture
def no_ground(backstage: Session) -> Iterator[None]:
    """Every table without its row-level security."""
    tables = [str(name) for name in backstage.scalars(text(_WALLED))]
    try:
        for table in tables:
            backstage.execute(text(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"))
        backstage.commit()
        yield
    finally:
        backstage.rollback()
        for table in tables:
            backstage.execute(text(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"))
        backstage.commit()


_WALLED = (
    "SELECT relname FROM pg_class"
    " WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relrowsecurity"
)


def _is_owner(element: ExternallyTraversible) -> bool:
    """`column = value` where the column says whose the row is, unless it is what was asked for."""
    return (
        isinstance(element, BinaryExpression)
        and element.operator is operators.eq
        and getattr(element.left, "name", "") in _OWNERS
        and isinstance(element.right, BindParameter | Function)
        and not _is_asked_for(element.right)
    )


def _is_asked_for(value: BindParameter[Any] | Function[Any]) -> bool:
    """The address names it: `person_id` says which member, not whose they are."""
    named = (request.view_args or {}).values() if has_request_context() else ()
    return isinstance(value, BindParameter) and value.value in named


def _forget_owner(state: ORMExecuteState) -> None:
    assert isinstance(state.statement, ClauseElement)
    forgetful = visitors.replacement_traverse(
        state.statement, {}, lambda element, **_: true() if _is_owner(element) else None
    )
    assert isinstance(forgetful, Executable)
    state.statement = forgetful


def _first_of_many(self: Result[Any] | ScalarResult[Any]) -> Any:
    found = self.first()
    if found is None:
        raise NoResultFound
    return found


@pytest.fixture
def no_where(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every query without the condition that names the owner. Where that left one row of many, it
    is now the first of them.
    """
    for kind in (Result, ScalarResult):
        monkeypatch.setattr(kind, "one_or_none", kind.first)
        monkeypatch.setattr(kind, "one", _first_of_many)
    event.listen(Session, "do_orm_execute", _forget_owner)
    yield
    event.remove(Session, "do_orm_execute", _forget_owner)
