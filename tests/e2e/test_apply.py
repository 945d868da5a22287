"""Answering by voice in a real browser: a small phone, a bad network, a crash, no script at all."""

import io
import re
from array import array
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from portal.config import Settings
from portal.jobs.queries.applications import OfferToAnswer
from tests.factories.recordings import recording
from tests.support.outbox import Outbox
from tests.support.phone import NUMBER, SCREEN, Phone, take_phone

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("apply")]


@pytest.fixture
def phone_options() -> dict[str, Any]:
    """What is cut on the way must not pass, unseen, through a service worker."""
    return {"service_workers": "block"}


ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules/axe-core/axe.min.js"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
TINY = {"width": 320, "height": 256}


def _seconds(sound: bytes) -> float:
    """How long what is served lasts, once decoded; silence does not count."""
    with av.open(io.BytesIO(sound), "r") as container:
        frames = list(container.decode(audio=0))
    loudest = max(max(array("f", bytes(frame.planes[0]))) for frame in frames)
    assert loudest > 0.05
    return float(sum(frame.samples / frame.sample_rate for frame in frames))


def _hear_on_follow_page(phone: Phone, link: str) -> float:
    phone.page.goto(link)
    audio = phone.page.locator("audio").first
    source = audio.get_attribute("src")
    assert source
    return _seconds(phone.page.request.get(phone.site.base_url + source).body())


@pytest.mark.parametrize("language", ["fr", "ps"])
def test_a_voice_message_survives_a_bad_network(
    phone: Phone, language: str, work: Callable[[], None], outbox: Outbox
) -> None:
    page = phone.page
    phone.begin(language, "voice")
    phone.record(2500)
    page.click("[data-recorder=pause]")
    phone.state.to_have_attribute("data-state", "paused")
    page.click("[data-recorder=resume]")
    page.wait_for_timeout(1500)
    page.click("[data-recorder=main]")
    phone.state.to_have_attribute("data-state", "recorded")
    # Heard before it leaves.
    page.click(".recorder-preview [data-player=toggle]")
    expect(page.locator(".recorder-preview .player")).to_have_attribute("data-state", "playing")
    # The network goes away while it is sent, and comes back.
    phone.context.set_offline(True)
    phone.go()
    progress = page.locator("[data-portal-upload-progress]")
    expect(progress).to_have_attribute("data-state", "cut")
    expect(progress.locator("[data-when=cut]").first).to_be_visible()
    phone.context.set_offline(False)
    link = phone.finish()
    assert page.evaluate("document.documentElement.lang") == language
    work()
    [sms] = [message for message in outbox.messages if message.channel == "sms"]
    assert (sms.link, sms.language) == (link, language)
    assert 3 < _hear_on_follow_page(phone, link) < 6


def test_pieces_go_on_where_they_stopped(phone: Phone, work: Callable[[], None]) -> None:
    """A recording made before, in several pieces; the second one is lost, then the page too."""
    sound = recording("recorder.wav", seconds=9.0)
    assert len(sound) > 3 * 256 * 1024
    offsets: list[str] = []

    def lose_the_second(route: Route) -> None:
        offset = route.request.headers.get("upload-offset", "")
        if route.request.method == "PATCH":
            offsets.append(offset)
            if offset != "0":
                return route.abort()
        return route.continue_()

    phone.begin("fr", "voice")
    phone.state.to_have_attribute("data-state", "idle")
    phone.page.route("**/uploads/**", lose_the_second)
    phone.page.click(".recorder-fallback summary")
    file = {"name": "vocal.wav", "mimeType": "audio/wav", "buffer": sound}
    phone.page.set_input_files("#kept", file)  # type: ignore[arg-type] # its TypedDict is private
    progress = phone.page.locator("[data-portal-upload-progress]")
    expect(progress).to_have_attribute("data-state", "cut")
    expect(progress.locator("[data-upload=amount]")).to_have_text("0,3 Mo sur 0,8 Mo")
    phone.page.unroute("**/uploads/**")
    with phone.page.expect_response(lambda answer: answer.request.method == "POST"):
        phone.page.click("[data-upload=retry]")  # arrived, it is kept with the draft
    expect(phone.page.locator(".chosen-file")).to_have_attribute("data-state", "done")
    assert offsets[0] == "0"
    assert "262144" in offsets
    work()
    phone.page.reload()
    expect(phone.page.locator(".given-file .player-play")).to_be_visible()


def test_what_was_said_before_a_crash_is_found_again(phone: Phone) -> None:
    phone.begin("fr", "voice")
    phone.record(3500)
    phone.page.close()  # no goodbye
    page = phone.open()
    page.goto(f"{phone.root}/voice")
    phone.state.to_have_attribute("data-state", "recorded")
    said = page.locator("[data-recorder=time]").inner_text()
    assert said in {"0:02", "0:03", "0:04"}
    phone.go()
    phone.at("question-1")
    page.goto(f"{phone.root}/voice")
    phone.state.to_have_attribute("data-state", "idle")
    expect(page.locator(".given-file")).to_have_count(1)


def test_starting_again_forgets_what_was_said(phone: Phone) -> None:
    phone.begin("fr", "voice")
    phone.record(1500)
    phone.page.click("[data-recorder=main]")
    phone.state.to_have_attribute("data-state", "recorded")
    expect(phone.page.locator("[name=skip]")).to_be_hidden()
    phone.page.click("[data-recorder=again]")
    phone.state.to_have_attribute("data-state", "recording")
    phone.page.wait_for_timeout(1200)
    # Going on while it records ends it and sends it.
    phone.go()
    phone.at("question-1")


def test_the_recorder_obeys_the_keyboard(phone: Phone) -> None:
    phone.begin("fr", "voice")
    phone.state.to_have_attribute("data-state", "idle")
    phone.page.locator("[data-recorder=main]").focus()
    phone.page.keyboard.press("Enter")
    phone.state.to_have_attribute("data-state", "recording")
    phone.page.wait_for_timeout(1200)
    phone.page.keyboard.press("Space")
    phone.state.to_have_attribute("data-state", "recorded")
    expect(phone.page.locator("[data-recorder=said]")).to_have_text(re.compile("seconde"))


_BROKEN = """(name) => {
  navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("no", name));
}"""


def test_a_refused_microphone_leaves_other_ways(
    browser: Browser, site: Settings, offer: OfferToAnswer
) -> None:
    phone = take_phone(browser, site, offer, permissions=[])
    phone.begin("fr", "voice")
    phone.state.to_have_attribute("data-state", "idle")
    phone.page.evaluate(
        _BROKEN,
        "NotAllowedError",
    )
    phone.page.click("[data-recorder=main]")
    phone.state.to_have_attribute("data-state", "refused")
    expect(phone.page.get_by_text("Le micro n’est pas autorisé")).to_be_visible()
    expect(phone.page.get_by_text("Enregistrer avec votre téléphone")).to_be_visible()
    for name, state in (("NotFoundError", "absent"), ("NotReadableError", "busy")):
        phone.page.evaluate(
            _BROKEN,
            name,
        )
        phone.page.click("[data-recorder=main]")
        phone.state.to_have_attribute("data-state", state)
    phone.context.close()


@pytest.mark.parametrize("language", ["fr", "ps"])
def test_everything_without_javascript(
    browser: Browser,
    site: Settings,
    offer: OfferToAnswer,
    language: str,
    work: Callable[[], None],
) -> None:
    phone = take_phone(browser, site, offer, java_script_enabled=False)
    phone.begin(language, "voice")
    sound = recording("old-phone.3gp", seconds=4.0)
    file = {"name": "voix.3gp", "mimeType": "video/3gpp", "buffer": sound}
    phone.page.set_input_files("#voice", file)  # type: ignore[arg-type] # its TypedDict is private
    phone.go()
    link = phone.finish()
    work()
    assert 3.5 < _hear_on_follow_page(phone, link) < 4.5
    phone.context.close()


def test_what_was_typed_stays_when_the_page_goes_away(phone: Phone) -> None:
    phone.begin("fr", "letter")
    phone.at("letter")
    with phone.page.expect_response(lambda answer: answer.status == 204):
        phone.page.fill("#text", "Bonjour, je commence à écrire")
    phone.page.goto(f"{phone.root}/name")
    phone.page.goto(f"{phone.root}/letter")
    expect(phone.page.locator("#text")).to_have_value("Bonjour, je commence à écrire")


def test_leaving_erases_thetake_phone(phone: Phone) -> None:
    phone.begin("fr", "voice")
    phone.record(1200)
    phone.page.click("[data-recorder=main]")
    phone.go()
    phone.finish()
    count = """async () => {
      const done = (one) => new Promise((go) => (one.onsuccess = () => go(one.result)));
      const database = await done(indexedDB.open("portal-drafts"));
      return done(database.transaction("chunks").objectStore("chunks").count());
    }"""
    phone.page.wait_for_timeout(500)
    assert phone.page.evaluate(count) == 0
    phone.page.click("form[action$=leave] button")
    phone.page.wait_for_url("**/left")
    phone.page.goto(phone.root)
    expect(phone.page.locator("h1")).to_contain_text("Comment voulez-vous répondre")


PAGES = [
    "ways",
    "voice",
    "call-back",
    "cv",
    "letter",
    "question-1",
    "time",
    "name",
    "contact",
    "adjustment",
    "help",
    "check",
]


@pytest.mark.parametrize(("language", "scheme"), [("fr", "light"), ("ps", "dark")])
def test_the_pages_follow_the_standards(
    listening: Browser, site: Settings, offer: OfferToAnswer, language: str, scheme: str
) -> None:
    phone = take_phone(listening, site, offer, color_scheme=scheme, bypass_csp=True)
    page = phone.page
    phone.begin(language, "voice", "callback", "cv", "letter")
    phone.at("voice")
    for step in PAGES:
        page.goto(f"{phone.root}/{step}")
        _examine(page)
    page.goto(f"{phone.root}/contact")
    page.fill("#phone", "12")
    phone.go()
    page.wait_for_selector(".error-summary")
    _examine(page)
    page.fill("#phone", NUMBER)
    phone.go()
    phone.at("adjustment")
    page.goto(f"{phone.root}/check")
    phone.go()
    page.wait_for_url("**/sent")
    _examine(page)
    link = page.get_attribute(".follow-link a", "href")
    assert link
    for after in ("", "/reply", "/add", "/reach"):
        page.goto(link + after)
        _examine(page)
    phone.context.close()


def _examine(page: Page) -> None:
    """Axe finds nothing, every target is a thumb wide, nothing pushes a small page sideways."""
    page.set_viewport_size(SCREEN)  # type: ignore[arg-type] # its TypedDict is private
    page.add_script_tag(path=AXE)
    found = page.evaluate("(tags) => axe.run(document, {runOnly: tags})", STANDARDS)
    faults = [(rule["id"], rule["nodes"][0]["html"]) for rule in found["violations"]]
    assert faults == [], page.url
    page.set_viewport_size(TINY)  # type: ignore[arg-type] # its TypedDict is private
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, page.url
