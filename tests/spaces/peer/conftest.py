"""Somebody with a phone, a browser of theirs, and a record to write."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.people.models import Person
from tests.factories.people import make_person
from tests.support.htmx import HtmxVisitor


@pytest.fixture
def karim(backstage: Session, settings: Settings) -> Person:
    """A peer worker, without any e-mail address."""
    return make_person(backstage, settings, "Karim", "06 39 98 03 03")


@pytest.fixture
def worker(signed_in: Callable[[Person], HtmxVisitor], karim: Person) -> HtmxVisitor:
    """Karim's phone."""
    return signed_in(karim)


@pytest.fixture
def nadia(backstage: Session, settings: Settings) -> Person:
    """Somebody else, who may use the same phone."""
    return make_person(backstage, settings, "Nadia", "nadia@example.org")
