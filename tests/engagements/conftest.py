"""A structure, somebody who manages its welcomes, somebody who arrives."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.kernel.db import Database, Reach
from portal.organisations.enums import OrganisationKind, Role, Standing
from portal.organisations.models import Organisation
from portal.organisations.scope import Actor, Place
from portal.people.models import Person
from tests.factories.people import make_organisation, make_person

ARRIVAL = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@dataclass
class Here:
    """Who does what; `place` is theirs."""

    structure: Organisation
    manager: Person
    newcomer: Person
    colleague: Person

    def actor(self, person: Person, role: Role) -> Actor:
        place = Place(
            id=self.structure.id,
            kind=OrganisationKind.STRUCTURE,
            slug=self.structure.slug,
            name=self.structure.name,
            standing=Standing.ADMITTED,
            role=role,
        )
        return Actor(person_id=person.id, name=person.display_name, place=place)

    @property
    def boss(self) -> Actor:
        return self.actor(self.manager, Role.MANAGER)

    def reach(self, person_id: UUID | None = None) -> Reach:
        return Reach(person_id or self.manager.id, self.structure.id, "structure")


@pytest.fixture
def here(backstage: Session, settings: Settings) -> Here:
    manager = make_person(backstage, settings, "Awa", "awa@example.org")
    newcomer = make_person(backstage, settings, "Léo", "leo@example.org")
    colleague = make_person(backstage, settings, "Inès", "ines@example.org")
    structure = make_organisation(
        backstage,
        OrganisationKind.STRUCTURE,
        "La Halte",
        members=[
            (manager, Role.MANAGER),
            (newcomer, Role.MEMBER),
            (colleague, Role.MEMBER),
        ],
    )
    return Here(structure, manager, newcomer, colleague)


@pytest.fixture
def inside(database: Database, here: Here) -> Iterator[Session]:
    """The manager's transaction, on the day of the arrival."""
    with time_machine.travel(ARRIVAL, tick=False), database.session(here.reach()) as session:
        yield session


def on(day: int) -> datetime:
    """So many days after the arrival."""
    return ARRIVAL + timedelta(days=day)
