"""The places of work of a structure: added, changed, removed unless an offer names them."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.kernel.db import Database
from portal.kernel.errors import NotFound
from portal.organisations.actions import cards
from portal.organisations.enums import Role
from portal.organisations.errors import EstablishmentInUse
from portal.organisations.models import Establishment
from tests.factories.house import House, build_house
from tests.factories.offers import actor_of, open_session
from tests.support.htmx import HtmxVisitor


@pytest.fixture
def house(backstage: Session) -> House:
    built = build_house(backstage, "places")
    backstage.commit()
    return built


@pytest.fixture
def places(house: House) -> str:
    return f"/employer/{house.slug}/settings/places"


@pytest.fixture
def administrator(new_visitor: Callable[..., HtmxVisitor], house: House) -> HtmxVisitor:
    visitor = new_visitor()
    visitor.sign_in(house.tokens[house.administrator.id])
    return visitor


def _place(backstage: Session, house: House) -> Establishment:
    backstage.rollback()
    return backstage.scalars(
        select(Establishment)
        .where(Establishment.organisation_id == house.structure.id)
        .execution_options(populate_existing=True)
    ).one()


def test_a_place_is_changed(
    administrator: HtmxVisitor, places: str, house: House, backstage: Session
) -> None:
    address = f"{places}/{_place(backstage, house).id}"
    form = administrator.get(address).form(address)
    administrator.submit(form, name="La Maison", postcode="59000", city="Lille", department="59")
    place = _place(backstage, house)
    assert (place.name, place.city, place.region) == ("La Maison", "Lille", "32")


def test_a_place_no_offer_names_is_removed(
    administrator: HtmxVisitor, places: str, house: House, backstage: Session
) -> None:
    place_id = _place(backstage, house).id
    address = f"{places}/{place_id}"
    page = administrator.get(address)
    administrator.submit(page.form(f"{address}/remove"))
    backstage.rollback()
    left = backstage.scalars(select(Establishment.id))
    assert place_id not in set(left)


def test_a_place_an_offer_names_stays(
    administrator: HtmxVisitor, places: str, house: House, backstage: Session
) -> None:
    place = _place(backstage, house)
    house.draft_offer.establishment_id = place.id
    backstage.commit()
    address = f"{places}/{place.id}"
    page = administrator.get(address)
    refused = administrator.submit(page.form(f"{address}/remove"), expect=409)
    assert "Des offres citent ce lieu" in refused.text
    assert _place(backstage, house).id == place.id


def test_the_action_names_what_is_in_the_way(
    house: House, database: Database, backstage: Session
) -> None:
    place = _place(backstage, house)
    house.draft_offer.establishment_id = place.id
    backstage.commit()
    actor = actor_of(house, Role.ADMINISTRATOR)
    with open_session(database, actor) as session:
        with pytest.raises(EstablishmentInUse):
            cards.remove_establishment(session, actor, place.id)
        with pytest.raises(NotFound):
            cards.remove_establishment(session, actor, house.offer.id)


def test_an_offer_cannot_name_the_place_of_another(house: House, backstage: Session) -> None:
    other = build_house(backstage, "elsewhere")
    backstage.flush()
    theirs = backstage.scalars(
        select(Establishment.id).where(Establishment.organisation_id == other.structure.id)
    ).one()
    house.draft_offer.establishment_id = theirs
    with pytest.raises(IntegrityError):
        backstage.flush()
    backstage.rollback()
