"""Without a network: what was read is still there, says that it is a copy, and can be erased."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from portal.config import Settings
from portal.jobs.queries.applications import OfferToAnswer
from tests.support.phone import Phone

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("apply")]

_COPY = "Le réseau ne répond pas : cette page est une copie"


def read(phone: Phone, site: Settings, path: str) -> Page:
    """Read a page until the phone keeps it."""
    phone.page.goto(f"{site.base_url}/help?lang=fr")
    phone.page.wait_for_function("() => navigator.serviceWorker.controller")
    phone.page.goto(f"{site.base_url}{path}")
    phone.page.wait_for_function("async (path) => Boolean(await caches.match(path))", arg=path)
    return phone.page


def test_a_page_already_read_stays_readable(
    phone: Phone, site: Settings, offer: OfferToAnswer
) -> None:
    path = f"/offers/{offer.slug}"
    page = read(phone, site, path)
    heading = page.locator("h1").inner_text()
    expect(page.get_by_text(_COPY)).to_be_hidden()
    phone.context.set_offline(True)
    page.reload()
    expect(page.locator("h1")).to_have_text(heading)
    expect(page.get_by_text(_COPY)).to_be_visible()
    assert page.locator("h1").evaluate("(h1) => getComputedStyle(h1).fontWeight") == "650"
    page.goto(f"{site.base_url}/offers/never-read")
    expect(page.locator("h1")).to_have_text("Pas de réseau")
    phone.context.set_offline(False)
    page.goto(f"{site.base_url}{path}")
    expect(page.get_by_text(_COPY)).to_be_hidden()


def test_an_answer_that_comes_too_late_is_there_the_next_time(
    phone: Phone, site: Settings, offer: OfferToAnswer, delays: dict[str, float]
) -> None:
    path = f"/offers/{offer.slug}"
    page = read(phone, site, path)
    age = """async (path) => {
      const [name] = await caches.keys();
      const cache = await caches.open(name);
      const old = await (await cache.match(path)).text();
      const headers = { "Content-Type": "text/html" };
      await cache.put(path, new Response(old.replace(/<h1[^>]*>/, "$&Avant : "), { headers }));
    }"""
    page.evaluate(age, path)
    delays[path] = 8
    page.goto(f"{site.base_url}{path}", wait_until="domcontentloaded")
    expect(page.locator("h1")).to_contain_text("Avant :")
    expect(page.get_by_text(_COPY)).to_be_visible()
    fresh = "async (path) => !(await (await caches.match(path)).text()).includes('Avant :')"
    page.wait_for_function(fresh, arg=path)


def test_leaving_erases_the_pages_too(phone: Phone, site: Settings, offer: OfferToAnswer) -> None:
    read(phone, site, f"/offers/{offer.slug}")
    phone.page.goto(f"{phone.root}/left")
    phone.page.wait_for_function("async () => (await caches.keys()).length === 0")
    # Reading again keeps again, the page for no network included.
    page = read(phone, site, "/offers")
    page.wait_for_function("async () => Boolean(await caches.match('/offline'))")


def test_the_portal_can_be_installed(phone: Phone, site: Settings, offer: OfferToAnswer) -> None:
    page = read(phone, site, "/offers")
    cdp: Any = phone.context.new_cdp_session(page)
    manifest = cdp.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert manifest["url"] == f"{site.base_url}/manifest.webmanifest"
    # A window that leaves no trace installs nothing; that is the only objection.
    found = [
        error["errorId"]
        for error in cdp.send("Page.getInstallabilityErrors")["installabilityErrors"]
    ]
    assert set(found) <= {"in-incognito"}
