"""A federation, its group, people of several houses."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.events.models import PracticeGroup
from portal.kernel import clock
from portal.kernel.db import Database, Reach
from portal.organisations.enums import OrganisationKind, Role, Standing
from portal.organisations.models import Organisation
from portal.organisations.scope import Actor, Place
from portal.people.models import Person
from tests.factories.groups import make_group, take_part
from tests.factories.people import make_organisation, make_person

NAMES = ("Noor", "Idris", "Lina", "Sami", "Awa", "Yana")


@dataclass
class Circle:
    """A federation's group between peers, which nobody of these people has entered yet."""

    federation: Organisation
    other_federation: Organisation
    officer: Actor
    other_officer: Actor
    group: PracticeGroup
    people: dict[str, Person] = field(default_factory=dict)

    def actor(self, name: str) -> Actor:
        person = self.people[name]
        return Actor(person_id=person.id, name=person.display_name)


def place_of(organisation: Organisation) -> Place:
    return Place(
        organisation.id,
        OrganisationKind(organisation.kind),
        organisation.slug,
        organisation.name,
        Standing.ADMITTED,
        Role.ADMINISTRATOR,
    )


@pytest.fixture
def circle(backstage: Session, settings: Settings) -> Circle:
    federation = make_organisation(backstage, OrganisationKind.FEDERATION, "FAS Une")
    other = make_organisation(backstage, OrganisationKind.FEDERATION, "FAS Autre")
    people = {
        name: make_person(backstage, settings, name, f"06 39 98 11 0{number}", locale="fa-AF")
        for number, name in enumerate(NAMES)
    }
    group = make_group(backstage, federation_id=federation.id)
    backstage.commit()
    officer, stranger = (Actor(name="Claire", place=place_of(one)) for one in (federation, other))
    return Circle(federation, other, officer, stranger, group, people)


@pytest.fixture
def acting(database: Database) -> Callable[[Actor], object]:
    """A session that reaches what somebody does, committed at the end."""

    @contextmanager
    def act(actor: Actor) -> Iterator[Session]:
        place = actor.place
        reaching = Reach(
            person_id=actor.person_id,
            organisation_id=place.id if place else None,
            organisation_kind=place.kind if place else "",
        )
        with database.session(reaching) as session:
            yield session
            session.commit()

    return act


def enter_all(session: Session, circle: Circle, *names: str) -> None:
    """These people take part."""
    for name in names:
        take_part(session, circle.group, circle.people[name].id, name)
    session.commit()


def in_hours(hours: float) -> datetime:
    return clock.now() + timedelta(hours=hours)
