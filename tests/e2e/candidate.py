"""Who answers an offer with a small phone, then follows what becomes of the answer."""

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Route, expect

from tests.e2e.somebody import Somebody

PHONE = {"width": 360, "height": 740}
CONTINUE = ".form-buttons .button-primary"
# So that some seconds of speech leave in several pieces, as minutes do.
_SMALL_PIECES = """() => {
  const slice = Blob.prototype.slice;
  Blob.prototype.slice = function (from, to, type) {
    return slice.call(this, from, Math.min(to, from + 4096), type);
  };
}"""


class Network:
    """Goes away when the second piece of a file leaves, until `back()`."""

    def __init__(self, context: BrowserContext) -> None:
        self._context = context
        self.offsets: list[int] = []
        self._cut = False
        context.route("**/uploads/**", self._pass)

    def _pass(self, route: Route) -> None:
        request = route.request
        if request.method == "PATCH":
            self.offsets.append(int(request.headers["upload-offset"]))
            if len(self.offsets) == 2:
                self._cut = True
                self._context.set_offline(True)
        return route.abort() if self._cut else route.continue_()

    def back(self) -> None:
        self._cut = False
        self._context.set_offline(False)


class Candidate(Somebody):
    def find(self, language: str, words: str) -> None:
        """Look for words in the list, in one's language, and open the first offer found."""
        self.visit(f"/offers?lang={language}")
        self.page.fill("#q", words)
        self.page.press("#q", "Enter")
        self.page.wait_for_url("**/offers?q=*")
        self.press("#results .card-title a")

    def listen(self) -> bytes:
        """The offer, read by somebody of the structure."""
        player = self.page.locator(".offer-listen .player").first
        if player.locator("button").is_visible():
            player.locator("[data-player=toggle]").click()
            expect(player).to_have_attribute("data-state", "playing")
        return self.fetch(player.locator("audio").get_attribute("src") or "")

    def fetch(self, address: str) -> bytes:
        return self.context.request.get(self.base + address).body()

    def begin(self) -> None:
        """Answer by voice only."""
        self.press("a[href$='/apply']:visible")
        self.page.check("input[value=voice]", force=True)
        self.press(CONTINUE)
        self.at("voice")

    def at(self, step: str) -> None:
        self.page.wait_for_url(re.compile(f"/apply/{step}$"))

    def speak_through_a_cut(self, seconds: float) -> Network:
        """Speak into the microphone; the network goes away in the middle of the sending."""
        recorder = expect(self.page.locator("[data-portal-recorder]"))
        recorder.to_have_attribute("data-state", "idle")
        self.page.click("[data-recorder=main]")
        recorder.to_have_attribute("data-state", "recording")
        self.page.wait_for_timeout(seconds * 1000)
        self.page.click("[data-recorder=main]")
        recorder.to_have_attribute("data-state", "recorded")
        self.page.evaluate(_SMALL_PIECES)
        network = Network(self.context)
        self.page.click(CONTINUE)
        progress = self.page.locator("[data-portal-upload-progress]")
        expect(progress).to_have_attribute("data-state", "cut")
        expect(progress.locator("[data-when=cut]").first).to_be_visible()
        network.back()
        self.at("question-1")
        return network

    def give_recording(self, file: Path) -> None:
        """Without a script: the recording of the phone, with the form."""
        self.page.set_input_files("#voice", file)
        self.press(CONTINUE)
        self.at("question-1")

    def send(self, name: str, number: str) -> str:
        """From the first question of the offer to the receipt; the link to follow."""
        for step in ("question-1", "time"):
            self.at(step)
            self.press("[name=skip]")
        self.fill("name", name)
        self.press(CONTINUE)
        self.fill("phone", number)
        self.press(CONTINUE)
        for step in ("adjustment", "help"):
            self.at(step)
            self.press("[name=skip]")
        self.at("check")
        self.press(CONTINUE)
        self.page.wait_for_url("**/sent")
        return self.page.get_attribute(".follow-link a", "href") or ""

    def reply(self, words: str) -> None:
        self.press("a[href$=reply]")
        self.fill("body", words)
        self.press(CONTINUE)

    def withdraw(self) -> None:
        self.press("form[action$=withdraw] button")

    def accept(self) -> None:
        self.press("form[action$=accept] button")


def phone(**options: Any) -> dict[str, Any]:
    """How a browser context is a small phone."""
    return {"viewport": PHONE, "has_touch": True, "locale": "fr"} | options
