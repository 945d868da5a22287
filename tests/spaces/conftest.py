"""People and houses several spaces need."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.kernel.db import Database
from portal.organisations.enums import OrganisationKind, Role
from portal.organisations.models import Organisation
from portal.people.models import Person
from tests.factories.interviews import Team, build_team
from tests.factories.people import (
    enter,
    make_organisation,
    make_person,
)
from tests.support.htmx import HtmxVisitor


@pytest.fixture
def signed_in(
    new_visitor: Callable[..., HtmxVisitor], backstage: Session
) -> Callable[[Person], HtmxVisitor]:
    """A new browser in which somebody is signed in."""

    def make(person: Person) -> HtmxVisitor:
        visitor = new_visitor()
        enter(visitor, backstage, person)
        return visitor

    return make


@dataclass
class Region:
    """A federation and its officers, a structure and its team."""

    federation: Organisation
    officer: Person
    assistant: Person
    structure: Organisation
    director: Person
    recruiter: Person
    writer: Person


@pytest.fixture
def region(backstage: Session, settings: Settings) -> Region:
    """Île-de-France: one federation, one structure it admitted."""
    officer = make_person(backstage, settings, "Claire", "claire@example.org")
    assistant = make_person(backstage, settings, "Yves", "yves@example.org")
    director = make_person(backstage, settings, "Nadia", "nadia@example.org")
    recruiter = make_person(backstage, settings, "Thomas", "thomas@example.org")
    writer = make_person(backstage, settings, "Inès", "06 39 98 02 02")
    federation = make_organisation(
        backstage,
        OrganisationKind.FEDERATION,
        "FAS Test",
        members=[(officer, Role.ADMINISTRATOR), (assistant, Role.WRITER)],
    )
    structure = make_organisation(
        backstage,
        OrganisationKind.STRUCTURE,
        "La Halte",
        federation=federation,
        members=[
            (director, Role.ADMINISTRATOR),
            (recruiter, Role.RECRUITER),
            (writer, Role.WRITER),
        ],
    )
    return Region(federation, officer, assistant, structure, director, recruiter, writer)


@pytest.fixture
def team(backstage: Session, settings: Settings, database: Database) -> Team:
    """Karim works in a structure where Nadia manages: the team of the interviews."""
    return build_team(backstage, settings, database)
