"""Fixtures everybody uses. What only some tests need lives beside them."""

import os
from collections.abc import Iterator
from dataclasses import replace

import psycopg
import pytest
from hypothesis import settings as hypothesis_settings
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from portal.config import Settings, load
from portal.kernel import provision
from portal.kernel.db import Database
from tests.support import cluster

hypothesis_settings.register_profile(
    "portal",
    deadline=None,
    derandomize="CI" in os.environ,  # a gate does not change its mind between two runs
    print_blob=True,
)
hypothesis_settings.load_profile("portal")


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """As in production: behind HTTPS and not a demo, but with messages kept in a folder."""
    data = tmp_path_factory.mktemp("data")
    known = load({"PORTAL_DEMO": "1", "PORTAL_DATA": str(data), "PORTAL_BASE_URL": BASE_URL})
    return replace(known, demo=False)


BASE_URL = "https://portail.example.org"


@pytest.fixture(scope="session")
def admin_url(settings: Settings) -> Iterator[str]:
    """This worker's database, for the administrator: no wall applies."""
    with cluster.worker_database(settings.secret) as url:
        yield url


@pytest.fixture(scope="session")
def app_url(settings: Settings, admin_url: str) -> str:
    """This worker's database, for the role the portal runs as."""
    return provision.app_url(admin_url, settings.secret)


@pytest.fixture(scope="session")
def _opened(app_url: str) -> Iterator[Database]:
    opened = Database(app_url)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def _sweeper(admin_url: str) -> Iterator[tuple[psycopg.Connection, frozenset[str]]]:
    with cluster.connect(admin_url) as connection:
        yield connection, cluster.seeded_tables(admin_url)


@pytest.fixture
def database(
    _opened: Database, _sweeper: tuple[psycopg.Connection, frozenset[str]]
) -> Iterator[Database]:
    """The database as the portal has it. What the test commits is removed after it."""
    yield _opened
    cluster.remove_rows(*_sweeper)


@pytest.fixture
def backstage(database: Database, admin_url: str) -> Iterator[Session]:
    """A session no wall stops, to arrange what a test needs and to look at what it left.

    Commit what you arrange: the portal's own sessions see nothing else.
    """
    engine = create_engine(admin_url)
    with Session(engine, expire_on_commit=False) as session:
        yield session
    engine.dispose()
