"""A federation with two officers who write, and nothing public but what a test publishes."""

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from portal.kernel.db import Database
from portal.trainings.queries import published
from tests.factories.desks import Desk, make_desk
from tests.factories.trainings import open_session


@pytest.fixture
def desk(backstage: Session) -> Desk:
    return make_desk(backstage)


@pytest.fixture
def inside(database: Database, desk: Desk) -> Iterator[Session]:
    """The federation's own session."""
    with open_session(database, desk.writer) as opened:
        yield opened


@pytest.fixture(autouse=True)
def _no_memory() -> Iterator[None]:
    published.many.clear()
    published.counts.clear()
    yield
    published.many.clear()
    published.counts.clear()
