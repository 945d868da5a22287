"""Two houses, and a visitor for each kind of person who might try a door."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from portal.app import create_app
from portal.config import Settings
from portal.kernel.db import Database
from portal.people.models import Person
from tests.factories.host import Host, build_host
from tests.factories.house import House, build_house
from tests.support import cluster


@pytest.fixture
def houses(backstage: Session) -> tuple[House, House]:
    """Two organisations that must never meet."""
    pair = build_house(backstage, "ours", "OURS"), build_house(backstage, "theirs")
    backstage.commit()
    return pair


@dataclass(frozen=True)
class Town:
    """What the matrix and the canary walk through: built once a module, because they change
    nothing and are many.
    """

    houses: tuple[House, House]
    host: Host


@pytest.fixture(scope="module")
def town(admin_url: str, _opened: Database, _sweeper: cluster.Sweeper) -> Iterator[Town]:
    engine = create_engine(admin_url)
    with Session(engine, expire_on_commit=False) as session:
        houses = build_house(session, "ours", "OURS"), build_house(session, "theirs")
        host = build_host(session)
        session.commit()
    engine.dispose()
    yield Town(houses, host)
    _sweeper.sweep()


@pytest.fixture(scope="session")
def walled_app(settings: Settings, _opened: Database) -> Flask:
    """The application without CSRF, so that a refusal is the wall's and not the form's."""
    app = create_app(settings, _opened)
    app.config["WTF_CSRF_ENABLED"] = False
    return app


def enter_as(app: Flask, house: House | Host, person: Person | None) -> FlaskClient:
    """A browser in which this person is signed in; nobody if None."""
    client = app.test_client()
    if person is not None:
        with client.session_transaction(base_url="https://portail.example.org") as cookie:
            cookie["_user_id"] = house.tokens[person.id]
            cookie["_fresh"] = True
    return client
