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
