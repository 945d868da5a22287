"""People of these stories."""

import pytest
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.people.models import Person
from tests.factories.people import make_person


@pytest.fixture
def awa(backstage: Session, settings: Settings) -> Person:
    """Somebody with a phone and an e-mail address."""
    return make_person(backstage, settings, "Awa", "06 39 98 01 01", "awa@example.org")
