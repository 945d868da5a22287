"""Somebody answering an offer with a small phone, in a real browser."""

import re
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, expect

from portal.config import Settings
from portal.jobs.queries.applications import OfferToAnswer

SCREEN = {"width": 360, "height": 740}
NUMBER = "06 39 98 12 34"
CONTINUE = ".form-buttons .button-primary"


class Phone:
    """Somebody answering with a small phone; the browser must have nothing to complain of."""

    def __init__(self, context: BrowserContext, site: Settings, offer: OfferToAnswer) -> None:
        self.context, self.site = context, site
        self.root = f"{site.base_url}/offers/{offer.slug}/apply"
        self.complaints: list[str] = []
        self.page = self.open()

    def open(self) -> Page:
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: self._hear(said.type, said.text))
        self.page = page
        return page

    def _hear(self, kind: str, text: str) -> None:
        if kind == "error" and "Failed to load resource" not in text:
            self.complaints.append(text)

    def go(self) -> None:
        self.page.click(CONTINUE)

    def begin(self, language: str, *ways: str) -> None:
        self.page.goto(f"{self.root}?lang={language}")
        for way in ways:
            self.page.check(f"input[value={way}]", force=True)
        self.go()
        # Whole: a route set while the page arrives may let pass what it asks for.
        self.at("")

    def at(self, step: str) -> None:
        self.page.wait_for_url(re.compile(f"/apply/{step}"))

    @property
    def state(self) -> Any:
        return expect(self.page.locator("[data-portal-recorder]"))

    def record(self, milliseconds: int) -> None:
        self.state.to_have_attribute("data-state", "idle")
        self.page.click("[data-recorder=main]")
        self.state.to_have_attribute("data-state", "recording")
        self.page.wait_for_timeout(milliseconds)

    def finish(self) -> str:
        """From the first question of the offer to the receipt; the link to follow."""
        self.at("question-1")
        for step in ("question-1", "time", "name"):
            self.at(step)
            self.page.click("[name=skip]")
        self.at("contact")
        self.page.fill("#phone", NUMBER)
        self.go()
        for step in ("adjustment", "help"):
            self.at(step)
            self.page.click("[name=skip]")
        self.at("check")
        self.go()
        self.page.wait_for_url("**/sent")
        link = self.page.get_attribute(".follow-link a", "href")
        assert link
        return link


def take_phone(browser: Browser, site: Settings, offer: OfferToAnswer, **options: Any) -> Phone:
    context = browser.new_context(**({"viewport": SCREEN} | options))
    context.set_default_timeout(15_000)
    return Phone(context, site, offer)
