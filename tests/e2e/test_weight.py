"""What a first view costs a phone on a slow network, counted by the browser itself."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from portal.config import Settings
from portal.jobs.queries.applications import OfferToAnswer
from portal.kernel.db import Database
from tests.factories.applications import begin, send
from tests.support.phone import SCREEN

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("apply")]

REQUESTS = 6
FIRST_VIEW = 50 * 1024
STEPS = ("ways", "voice", "call-back", "cv", "letter", "question-1", "contact", "check")


def cost(page: Page, address: str) -> tuple[int, int]:
    """How many requests, how many bytes, with an empty cache."""
    network: Any = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.setCacheDisabled", {"cacheDisabled": True})
    done: list[int] = []
    network.on("Network.loadingFinished", lambda event: done.append(event["encodedDataLength"]))
    page.goto(address, wait_until="networkidle")
    network.detach()
    return len(done), sum(done)


@pytest.mark.parametrize("language", ["fr", "ps"])
def test_no_page_of_a_candidate_is_heavy(
    browser: Browser, site: Settings, offer: OfferToAnswer, database: Database, language: str
) -> None:
    with database.session() as session:
        draft = begin(session, site, offer, ("voice", "callback", "cv", "letter"), language)
        sent = send(session, site, offer, locale=language)
        session.commit()
    context = browser.new_context(viewport=SCREEN, service_workers="block")  # type: ignore[arg-type]  # its TypedDict is private
    page = context.new_page()
    page.goto(f"{site.base_url}/follow/{draft.token}?lang={language}")
    root, follow = f"/offers/{offer.slug}", f"/follow/{sent.token}"
    addresses = ["/", "/offers", root, *(f"{root}/apply/{step}" for step in STEPS)]
    addresses += [follow, f"{follow}/reply", f"{follow}/add", f"{follow}/reach"]
    found = {address: cost(page, site.base_url + address) for address in addresses}
    context.close()
    assert max(requests for requests, _bytes in found.values()) <= REQUESTS, found
    assert max(size for _requests, size in found.values()) <= FIRST_VIEW, found
