"""The offers of a region, and passing them on."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.jobs.models import OfferRelay, PublishedOffer
from portal.organisations.models import Organisation
from portal.people.models import Person
from tests.factories.house import House, build_house
from tests.spaces.conftest import Region
from tests.support.htmx import HtmxVisitor
from tests.support.outbox import Outbox

Browsers = Callable[[Person], HtmxVisitor]
OFFERS = "/federation/fas-test/offers"


@pytest.fixture
def house(backstage: Session) -> House:
    """A structure of the region, with one published offer already relayed by its own federation."""
    found = build_house(backstage, "voisine", "VOISINE")
    public = backstage.get_one(PublishedOffer, found.offer.id)
    public.card = {"title": "Médiation", "structure": "La Voisine", "city": "Paris"}
    backstage.commit()
    return found


def test_an_offer_is_relayed_with_a_word_and_stopped(
    signed_in: Browsers, region: Region, house: House, backstage: Session
) -> None:
    officer = signed_in(region.officer)
    assert "Médiation" in officer.get(OFFERS).text
    page = officer.get(f"{OFFERS}/{house.offer.id}")
    officer.submit(page.form(f"{OFFERS}/{house.offer.id}"), note="Une équipe qui accueille bien.")
    relay = backstage.scalars(
        select(OfferRelay).where(OfferRelay.federation_id == region.federation.id)
    ).one()
    assert relay.note == "Une équipe qui accueille bien."
    assert "Médiation" in officer.get(f"{OFFERS}?show=relayed").text
    assert "Médiation" not in officer.get(f"{OFFERS}?show=others").text
    page = officer.get(f"{OFFERS}/{house.offer.id}")
    officer.submit(page.form(f"{OFFERS}/{house.offer.id}/stop"))
    own = select(func.count()).where(OfferRelay.federation_id == region.federation.id)
    assert backstage.scalar(own) == 0
    everybody = select(func.count()).select_from(OfferRelay)
    assert backstage.scalar(everybody) == 1


def test_each_federation_that_relays_is_told_of(
    signed_in: Browsers,
    region: Region,
    house: House,
    backstage: Session,
    run_jobs: Callable[[], None],
    outbox: Outbox,
) -> None:
    """Names that begin alike, and long, are two federations still."""
    name = "Fédération des acteurs de la solidarité " + "d’une très longue région " * 3
    own, other = region.federation, house.federation
    for number, known in enumerate((own, other)):
        backstage.get_one(Organisation, known.id).name = f"{name}{number}"[:160]
    backstage.get_one(PublishedOffer, house.offer.id).slug = "poste-" * 18 + "x"
    for relay in backstage.scalars(select(OfferRelay)):
        backstage.delete(relay)
    backstage.commit()
    address = f"{OFFERS}/{house.offer.id}"
    officer = signed_in(region.officer)
    officer.submit(officer.get(address).form(address), note="")
    theirs = f"/federation/{other.slug}/offers/{house.offer.id}"
    officer = signed_in(house.federal_officer)
    officer.submit(officer.get(theirs).form(theirs), note="")
    run_jobs()
    told = [one for one in outbox.messages if "relay" in one.subject]
    assert len({one.text for one in told}) == 2


def test_an_offer_of_another_region_is_nothing_here(
    signed_in: Browsers, region: Region, house: House, backstage: Session
) -> None:
    backstage.get_one(PublishedOffer, house.offer.id).region = "84"
    backstage.commit()
    officer = signed_in(region.officer)
    officer.get(f"{OFFERS}/{house.offer.id}", expect=404)
    assert "Médiation" not in officer.get(OFFERS).text


def test_a_draft_is_nothing_here(signed_in: Browsers, region: Region, house: House) -> None:
    signed_in(region.officer).get(f"{OFFERS}/{house.draft_offer.id}", expect=404)


def test_pages_follow_each_other(signed_in: Browsers, region: Region, backstage: Session) -> None:
    for number in range(21):
        build_house(backstage, f"n{number}", "OURS")
    backstage.commit()
    officer = signed_in(region.officer)
    first = officer.get(OFFERS)
    second = officer.click(first, "Suivante")
    assert second.url == f"{OFFERS}?page=2"
    assert len(second.find("article")) == 1
