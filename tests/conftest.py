"""Fixtures everybody uses. What only some tests need lives beside them."""

import gc
import os
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from flask import Flask
from hypothesis import settings as hypothesis_settings
from sqlalchemy import Engine, NullPool, create_engine
from sqlalchemy.orm import Session

from portal import tasks
from portal.app import create_app
from portal.config import Settings, load
from portal.kernel import i18n, jobs, provision, vault
from portal.kernel.db import Database
from portal.kernel.vault import Vault
from tests.support import cluster, kept, shadowed
from tests.support.htmx import HtmxVisitor
from tests.support.outbox import Outbox

BASE_URL = "https://portail.example.org"

hypothesis_settings.register_profile(
    "portal",
    deadline=None,
    derandomize="CI" in os.environ,  # a gate does not change its mind between two runs
    print_blob=True,
)
hypothesis_settings.load_profile("portal")


def pytest_collection_finish() -> None:
    """What was loaded for good is no longer searched for garbage: reading a page takes a fifth less
    time, and pages are what most tests wait for.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where everything has to run, a test that could not has failed."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and "CI" in os.environ:
        report.outcome = "failed"
    return report


@pytest.fixture(scope="session", autouse=True)
def _no_stale_piece() -> Iterator[None]:
    with kept.proved():
        yield


@pytest.fixture(scope="session", autouse=True)
def _no_shadowed_name() -> Iterator[None]:
    with shadowed.refused():
        yield


@pytest.fixture(autouse=True)
def _in_french() -> Iterator[None]:
    """A request speaks the language of whoever asked, and the next test hears nothing of it."""
    with i18n.use(i18n.DEFAULT):
        yield


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """As in production: behind HTTPS and not a demo, but with messages kept in a folder."""
    data = tmp_path_factory.mktemp("data")
    known = load({"PORTAL_DEMO": "1", "PORTAL_DATA": str(data), "PORTAL_BASE_URL": BASE_URL})
    return replace(known, demo=False)


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
def _sweeper(admin_url: str) -> Iterator[cluster.Sweeper]:
    with cluster.connect(admin_url) as connection:
        yield cluster.Sweeper(connection)


@pytest.fixture(scope="session")
def _vault(settings: Settings) -> Iterator[Vault]:
    """Like the database of the tests, it waits for no disk."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _handle: None)
        vault.keep_in(settings.files_url, settings.vault_keys)
        yield vault.current()


@pytest.fixture
def database(
    _opened: Database, settings: Settings, _sweeper: cluster.Sweeper, _vault: Vault
) -> Iterator[Database]:
    """The database as the portal has it, for jobs too, whatever an earlier test gave them. What the
    test commits or stores is removed after it.
    """
    jobs.surround(_opened, settings)
    yield _opened
    _sweeper.sweep()
    for object_id in list(_vault.list_ids()):
        _vault.delete(object_id)


@pytest.fixture(scope="session")
def app(settings: Settings, _opened: Database) -> Flask:
    """The application, made once: it keeps nothing between requests."""
    app = create_app(settings, _opened)
    app.testing = True
    return app


@pytest.fixture
def new_visitor(app: Flask, database: Database) -> Callable[..., HtmxVisitor]:
    """Makes a visitor, each with a browser of their own: `new_visitor("ps")`."""

    def make(language: str = "fr") -> HtmxVisitor:
        return HtmxVisitor(app, BASE_URL, language)

    return make


@pytest.fixture
def visitor(new_visitor: Callable[..., HtmxVisitor]) -> HtmxVisitor:
    """Somebody who reads French and is not signed in."""
    return new_visitor()


@pytest.fixture
def run_jobs(app_url: str, database: Database, settings: Settings) -> Callable[[], None]:
    """Runs every job that is due, as a worker would."""
    jobs.surround(database, settings)
    assert tasks.MODULES

    def run() -> None:
        # In a thread of its own: a browser of an earlier test keeps its loop in this one.
        with ThreadPoolExecutor(1) as pool:
            pool.submit(jobs.run_waiting, provision.plain_url(app_url)).result()

    return run


@pytest.fixture
def outbox(settings: Settings) -> Iterator[Outbox]:
    """What left, once `run_jobs()` was called."""
    found = Outbox(settings.data / "outbox")
    found.empty()  # what a test before left without looking
    yield found
    found.empty()


@pytest.fixture(scope="session")
def admin_engine(admin_url: str) -> Engine:
    """No wall applies. One for the run: it remembers the statements it has already written."""
    return create_engine(admin_url, poolclass=NullPool)


@pytest.fixture
def backstage(database: Database, admin_engine: Engine) -> Iterator[Session]:
    """A session no wall stops, to arrange what a test needs and to look at what it left.

    Commit what you arrange: the portal's own sessions see nothing else.
    """
    with Session(admin_engine, expire_on_commit=False) as session:
        yield session
