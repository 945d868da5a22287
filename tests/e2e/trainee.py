"""Those of a training, each with their own browser: who asks to come, who trains, who organises."""

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from portal.kernel import clock
from tests.e2e.somebody import Somebody

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules/axe-core/axe.min.js"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CONTINUE = ".form-buttons .button-primary"


class Days:
    """The portal's clock: it goes on from whatever moment it was brought to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._now, self._later = clock.now, timedelta()
        monkeypatch.setattr(clock, "now", lambda: self._now() + self._later)

    def go_to(self, moment: datetime) -> None:
        self._later = moment - self._now()


class Trainee(Somebody):
    """Somebody who wants to come, with a small phone. Each page they meet is examined."""

    def examine(self) -> None:
        """Nothing wrong for who listens to it, nothing wider than the phone."""
        self.page.add_script_tag(path=AXE)
        found = self.page.evaluate("(tags) => axe.run(document, {runOnly: tags})", STANDARDS)
        faults = [(rule["id"], rule["nodes"][0]["html"]) for rule in found["violations"]]
        assert faults == [], self.page.url
        width = (self.page.viewport_size or {"width": 0})["width"]
        assert self.page.evaluate("document.documentElement.scrollWidth") <= width, self.page.url

    def find(self, language: str, **wanted: str) -> None:
        """Tick these filters, one after the other; open the one training they leave."""
        self.visit(f"/trainings?lang={language}")
        expect(self.page.locator("html")).to_have_attribute("lang", language)
        for name, value in wanted.items():
            box = self.page.locator(f"#filters [name={name}][value={value}]")
            self.unfold(box)
            box.check()
            expect(self.page).to_have_url(re.compile(f"{name}={value}"))
        expect(self.page.locator(".card-title")).to_have_count(1)
        self.examine()
        self.press(".card-title a")
        self.examine()

    def begin(self) -> None:
        self.press("a[href*='/join/']")
        self.press(CONTINUE)

    def answer(self, step: str, **said: str) -> None:
        """What a page asks, then on to the next one."""
        self.page.wait_for_url(re.compile(f"/{step}$"))
        self.examine()
        for name, value in said.items():
            self.fill(name, value)
        self.press(CONTINUE)

    def say(self) -> None:
        """Record one's voice in the page, until the phone counted a second of it."""
        recorder = expect(self.page.locator("[data-portal-recorder]"))
        recorder.to_have_attribute("data-state", "idle")
        main = self.page.locator("[data-recorder=main]")
        self.unfold(main)
        main.click()
        recorder.to_have_attribute("data-state", "recording")
        expect(self.page.locator("[data-recorder=time]")).to_have_text(re.compile("0:0[1-9]"))
        main.click()
        recorder.to_have_attribute("data-state", "recorded")

    def give_opinion(self, said: str) -> None:
        """Of the session: one answer, the rest aloud, on a network that is away at first."""
        self.press("a[href$='/evaluation']")
        self.examine()
        self.fill("pace", said)
        self.say()
        self.page.route("**/uploads/**", lambda route: route.abort(), times=1)
        self.press(CONTINUE)

    def receipt(self) -> str:
        """The link of what was sent."""
        self.page.wait_for_url(re.compile("/sent$"))
        self.examine()
        return self.page.get_attribute(".follow-link a", "href") or ""

    def read(self, link: str) -> None:
        self.visit(link)
        self.examine()

    def leave_place(self, link: str) -> None:
        self.visit(link)
        self.press("form[action$=withdraw] button")

    def take_place(self) -> None:
        self.press("form[action$=take] button")
        self.examine()

    def download(self, selector: str) -> tuple[str, bytes]:
        """The name and the content of what a link of the page gives."""
        with self.page.expect_download() as given:
            self.page.locator(selector).first.click()
        return given.value.suggested_filename, Path(given.value.path()).read_bytes()


class Colleague(Somebody):
    """Who trains, on a phone, or who organises: they come to the session from its list."""

    def find_session(self, home: str) -> None:
        self.visit(f"{home}/trainings/held?lang=fr")
        self.press(".card-title a")

    def note(self, name: str, said: str) -> None:
        """Of somebody and the first half-day, by one of the large buttons."""
        self.press("section[aria-labelledby=halves] a")
        line = self.page.locator(".attend", has_text=name)
        with self.page.expect_response(lambda answer: answer.request.method == "POST"):
            line.get_by_role("button", name=said, exact=True).click()
        pressed = line.locator("button[value=present]")
        expect(pressed).to_have_attribute("aria-pressed", "true")

    def issue(self) -> None:
        """Certificates and badges, to everybody who came."""
        self.press("a[href$='/certificates']")
        self.press("main form button")
        expect(self.page.locator(".tag-ok")).to_have_count(2)
