"""A filter or an autosave that gets no answer says it, and keeps what was typed."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from portal.config import Settings
from portal.jobs.queries.applications import OfferToAnswer
from tests.factories.house import House
from tests.support.phone import Phone

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("apply")]


def test_a_filter_without_a_network(phone: Phone, site: Settings, offer: OfferToAnswer) -> None:
    page = phone.page
    page.goto(f"{site.base_url}/offers?lang=fr")
    page.click("#q")
    page.wait_for_function("() => document.querySelector('meta[name=htmx-config]')")
    page.wait_for_load_state("networkidle")
    trouble = page.get_by_role("alert")
    expect(trouble).to_be_hidden()
    phone.context.set_offline(True)
    page.fill("#q", "médiation")
    expect(trouble).to_contain_text("Le réseau ne répond pas")
    phone.context.set_offline(False)
    page.fill("#q", "médiatrice")
    expect(trouble).to_be_hidden()
    expect(page.locator("#q")).to_have_value("médiatrice")
    phone.complaints.clear()  # htmx writes its failed requests in the console


@pytest.mark.parametrize(
    ("status", "words"), [(400, "ouverte depuis trop longtemps"), (503, "n’a pas pu répondre")]
)
def test_an_autosave_that_is_refused(
    office: Callable[[House], Page], house: House, status: int, words: str
) -> None:
    page = office(house)
    page.goto(f"{page.url}/offers/{house.draft_offer.id}/steps/job")
    field = page.locator("form[hx-post] input[type=text], form[hx-post] textarea").first
    field.click()
    page.wait_for_load_state("networkidle")
    page.route("**/steps/job", lambda route: route.fulfill(status=status, body="<h1>Non</h1>"))
    field.fill("Un mot")
    field.blur()
    expect(page.locator("[data-htmx-trouble]")).to_contain_text(words)
    expect(field).to_have_value("Un mot")
