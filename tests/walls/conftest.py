"""Two houses, and a visitor for each kind of person who might try a door."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.app import create_app
from portal.config import Settings
from portal.kernel.db import Database
from portal.people.models import Person
from tests.factories.host import Host, build_host
from tests.factories.house import House, build_house


@pytest.fixture
def houses(backstage: Session) -> tuple[House, House]:
    """Two organisations that must never meet."""
    pair = build_house(backstage, "ours", "OURS"), build_house(backstage, "theirs")
    backstage.commit()
    return pair


@pytest.fixture
def host(backstage: Session) -> Host:
    """The association that keeps the portal running: it sees nobody's content."""
    found = build_host(backstage)
    backstage.commit()
    return found


@pytest.fixture
def walled_app(settings: Settings, database: Database) -> Flask:
    """The application without CSRF, so that a refusal is the wall's and not the form's."""
    app = create_app(settings, database)
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
