"""An offer somebody may answer."""

import pytest
from sqlalchemy.orm import Session

from portal.jobs.queries.applications import OfferToAnswer
from portal.kernel.db import Database
from tests.factories.applications import open_offer
from tests.factories.house import House, build_house
from tests.factories.people import plant_nomenclatures


@pytest.fixture
def house(backstage: Session) -> House:
    plant_nomenclatures(backstage)
    built = build_house(backstage, "answered")
    backstage.commit()
    return built


@pytest.fixture
def offer(database: Database, house: House) -> OfferToAnswer:
    """Takes every way, asks one question."""
    return open_offer(database, house)
