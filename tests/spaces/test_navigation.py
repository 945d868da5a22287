"""The menu of a space says in which of its main parts the page is."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.people.models import Person
from tests.factories.people import make_person
from tests.spaces.conftest import Region
from tests.support.client import Answer
from tests.support.htmx import HtmxVisitor
from tests.support.page import words

SPACES = ("peer", "employer", "federation", "operator")
# They answer no page of their own.
WITHOUT_PAGES = {"uploads", "files"}


def current(page: Answer) -> list[str]:
    return [
        (link.text or "").strip() for link in page.find("a") if link.get("aria-current") == "page"
    ]


@pytest.mark.parametrize(
    "path",
    ["record", "grid", "grid/pocket", "knowledge", "path", "versions", "proofs", "shares"],
)
def test_a_part_of_the_record_is_marked_as_the_record(
    path: str,
    backstage: Session,
    settings: Settings,
    region: Region,
    signed_in: Callable[[Person], HtmxVisitor],
) -> None:
    karim = make_person(backstage, settings, "Karim", "06 39 98 03 03")
    backstage.commit()
    assert "Mes compétences" in current(signed_in(karim).get(f"/my/{path}"))


def test_a_team_is_marked_as_the_team(
    region: Region, signed_in: Callable[[Person], HtmxVisitor]
) -> None:
    page = signed_in(region.director).get("/employer/la-halte/teams")
    assert current(page) == ["Équipe"]


@pytest.mark.parametrize("space", SPACES)
def test_every_page_of_a_space_belongs_to_a_part_of_its_menu(space: str, app: Flask) -> None:
    with app.test_request_context():
        nav, under = app.extensions["portal.nav"][space], app.extensions["portal.under"][space]
    named = {endpoint.split(".")[1] for _label, endpoint, *_roles in nav}
    rules = [one for one in app.url_map.iter_rules() if one.endpoint.startswith(f"{space}.")]
    inside = {rule.endpoint.split(".")[1] for rule in rules} - WITHOUT_PAGES - named - set(under)
    # The others lie under the address of one of them: « moves » under the applications.
    addresses = {
        rule.rule
        for rule in rules
        if rule.endpoint in {endpoint for _label, endpoint, *_roles in nav}
        and rule.endpoint.split(".")[1] != "home"
    }
    lost = {
        feature
        for feature in inside
        for rule in rules
        if rule.endpoint.split(".")[1] == feature
        and not any(rule.rule.startswith(f"{address}/") for address in addresses)
    }
    assert lost == set()
    assert set(under.values()) <= {endpoint for _label, endpoint, *_roles in nav}


def own_space(page: Answer) -> list[str]:
    """What the links to one's own space say, on a page."""
    return [words(link) for link in page.find("a") if link.get("href") == "/my"]


@pytest.mark.parametrize("path", ["/", "/offers", "/account", "/employer/la-halte", "/my/record"])
def test_ones_own_space_is_in_the_menu_wherever_one_is(
    path: str, region: Region, signed_in: Callable[[Person], HtmxVisitor]
) -> None:
    """The same link for everybody signed in: it marks nobody."""
    for person in (region.director, region.writer, region.officer):
        if path.startswith("/employer") and person is region.officer:
            continue
        page = signed_in(person).get(path)
        menu = [
            words(link)
            for nav in page.find("nav")
            for link in nav.iter("a")
            if link.get("href") == "/my"
        ]
        assert menu == ["Mon espace"]


def test_a_federation_too_finds_its_own_space(
    region: Region, signed_in: Callable[[Person], HtmxVisitor]
) -> None:
    assert own_space(signed_in(region.officer).get("/federation/fas-test")) == ["Mon espace"]


def test_whoever_is_not_signed_in_is_shown_no_space(visitor: HtmxVisitor) -> None:
    assert own_space(visitor.get("/")) == []


def test_the_account_lists_ones_own_space_first(
    region: Region, signed_in: Callable[[Person], HtmxVisitor]
) -> None:
    page = signed_in(region.director).get("/account")
    [places] = [part for part in page.find("section") if part.get("aria-labelledby") == "places"]
    links = [(words(link), link.get("href")) for link in places.iter("a")]
    assert links == [("Mon espace", "/my"), ("La Halte", "/employer/la-halte")]
