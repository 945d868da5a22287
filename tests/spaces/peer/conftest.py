"""Somebody with a phone and a record to write; groups, and people who might enter them."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.events.enums import Audience
from portal.events.models import PracticeGroup
from portal.people.models import Person
from tests.factories.groups import make_group, take_part
from tests.factories.people import make_person
from tests.spaces.conftest import Region
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


@dataclass
class Groups:
    """`peers` has Idris in it; `hosted` is run by Idris; Noor is in none."""

    peers: PracticeGroup
    hosted: PracticeGroup
    noor: Person
    idris: Person


@pytest.fixture
def groups(region: Region, backstage: Session, settings: Settings) -> Groups:
    noor = make_person(backstage, settings, "Noor Safi", "06 39 98 12 01", locale="fa-AF")
    idris = make_person(backstage, settings, "Idris", "06 39 98 12 02")
    peers = make_group(
        backstage,
        "Analyse de pratique",
        federation_id=region.federation.id,
        audience=Audience.PEERS,
    )
    hosted = make_group(backstage, "Café du mois")
    take_part(backstage, peers, idris.id, "Idris")
    take_part(backstage, hosted, idris.id, "Idris", host=True)
    backstage.commit()
    return Groups(peers, hosted, noor, idris)
