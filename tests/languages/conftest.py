"""A federation with two officers, and somebody who only translates for it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from portal.kernel.db import Database
from portal.organisations.enums import Role
from portal.organisations.scope import Actor
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


@pytest.fixture
def translator(desk: Desk) -> Actor:
    """Somebody who only translates: no officer."""
    place = desk.writer.place
    assert place is not None
    return replace(
        desk.writer,
        person_id=desk.house.candidate.id,
        name="Zarghuna A.",
        place=replace(place, role=Role.TRANSLATOR),
    )
