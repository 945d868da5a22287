"""The team of the interviews."""

import pytest
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.kernel.db import Database
from tests.factories.interviews import Team, build_team


@pytest.fixture
def team(backstage: Session, settings: Settings, database: Database) -> Team:
    return build_team(backstage, settings, database)
