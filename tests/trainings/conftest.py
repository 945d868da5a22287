"""A federation with two officers who write, and nothing public but what a test publishes."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.kernel.db import Database
from portal.organisations.enums import Role
from portal.organisations.scope import Actor
from portal.trainings.queries import published
from tests.factories.house import House, build_house
from tests.factories.trainings import officer_of, open_session


@dataclass(frozen=True)
class Desk:
    house: House
    writer: Actor
    reader: Actor


@pytest.fixture
def desk(backstage: Session) -> Desk:
    house = build_house(backstage, "formations")
    backstage.execute(text("DELETE FROM published_training"))
    backstage.commit()
    federation = house.federation
    return Desk(
        house,
        officer_of(federation, house.federal_writer, Role.WRITER),
        officer_of(federation, house.federal_officer),
    )


@pytest.fixture
def inside(database: Database, desk: Desk) -> Iterator[Session]:
    """The federation's own session."""
    with open_session(database, desk.writer) as opened:
        yield opened


@pytest.fixture(autouse=True)
def _no_memory() -> Iterator[None]:
    published.many.clear()
    yield
    published.many.clear()
