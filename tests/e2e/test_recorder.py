"""The recorder: levels in words, five minutes, a full phone, starting again without losing."""

import re

import pytest
from playwright.sync_api import expect

from tests.support.phone import Phone

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("apply")]

_BROKEN = """(name) => {
  navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("no", name));
}"""
_FULL = """() => {
  IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError"); };
}"""


def record(phone: Phone, milliseconds: int) -> None:
    phone.record(milliseconds)
    phone.page.click("[data-recorder=main]")
    phone.state.to_have_attribute("data-state", "recorded")


def test_it_stops_by_itself_at_the_limit(phone: Phone) -> None:
    phone.begin("fr", "voice")
    recorder = phone.page.locator("[data-portal-recorder]")
    recorder.evaluate("(element) => (element.dataset.maxSeconds = 2)")
    phone.record(0)
    phone.state.to_have_attribute("data-state", "recorded", timeout=6000)
    expect(phone.page.locator("[data-recorder=time]")).to_have_text("0:02")


@pytest.mark.parametrize(("language", "words"), [("fr", r"[23]\ssecondes"), ("ps", "0:0[23]")])
def test_the_length_is_said_in_no_other_language(phone: Phone, language: str, words: str) -> None:
    phone.begin(language, "voice")
    record(phone, 2500)
    # This browser does not know Pashto, and would have said it in English.
    expect(phone.page.locator("[data-recorder=said]")).to_have_text(re.compile(f"^{words}$"))


def test_the_level_is_said_in_words(phone: Phone) -> None:
    phone.begin("fr", "voice")
    phone.record(0)
    level = phone.page.locator("[data-recorder=level]")
    expect(level).to_have_text(re.compile("On vous entend bien|Parlez un peu plus fort"))
    silence = """() => {
      AnalyserNode.prototype.getFloatTimeDomainData = (samples) => samples.fill(0);
    }"""
    phone.page.evaluate(silence)
    expect(level).to_have_text("Parlez un peu plus fort.")
    phone.page.evaluate(silence.replace("fill(0)", "fill(0.9)"))
    expect(level).to_have_text("Éloignez un peu le téléphone.")


def test_a_full_phone_says_so_and_the_message_leaves_all_the_same(phone: Phone) -> None:
    phone.begin("fr", "voice")
    phone.state.to_have_attribute("data-state", "idle")
    phone.page.evaluate(_FULL)
    record(phone, 2500)
    expect(phone.page.get_by_text("Il n’y a plus de place sur cet appareil")).to_be_visible()
    expect(phone.page.locator("[data-recorder=time]")).to_have_text(re.compile("0:0[23]"))
    phone.go()
    phone.at("question-1")
    phone.page.goto(f"{phone.root}/voice")
    expect(phone.page.locator(".given-file")).to_have_count(1)


def test_a_phone_that_fills_up_keeps_what_was_said_before(phone: Phone) -> None:
    phone.begin("fr", "voice")
    phone.record(2200)
    phone.page.evaluate(_FULL)
    phone.page.wait_for_timeout(2000)
    phone.page.click("[data-recorder=main]")
    phone.state.to_have_attribute("data-state", "recorded")
    audio = phone.page.locator(".recorder-preview audio")
    length = """(audio) => new Promise((resolve) => {
      audio.addEventListener("seeked", () => resolve(audio.currentTime), { once: true });
      audio.currentTime = 1e6;
    })"""
    assert audio.evaluate(length) > 3.4


def test_a_busy_microphone_does_not_cost_the_first_message(phone: Phone) -> None:
    phone.begin("fr", "voice")
    record(phone, 2200)
    phone.page.evaluate(_BROKEN, "NotReadableError")
    phone.page.click("[data-recorder=again]")
    expect(phone.page.get_by_text("Ce que vous aviez enregistré est toujours là.")).to_be_visible()
    phone.state.to_have_attribute("data-state", "recorded")
    phone.page.reload()
    phone.state.to_have_attribute("data-state", "recorded")
    expect(phone.page.locator("[data-recorder=time]")).to_have_text("0:02")


def test_starting_again_by_mistake_is_undone(phone: Phone) -> None:
    phone.begin("fr", "voice")
    record(phone, 3300)
    undo = phone.page.locator("[data-recorder=undo]")
    expect(undo).to_be_hidden()
    phone.page.click("[data-recorder=again]")
    phone.state.to_have_attribute("data-state", "recording")
    phone.page.wait_for_timeout(1200)
    phone.page.reload()  # even after the page went away
    phone.state.to_have_attribute("data-state", "recorded")
    undo.click()
    expect(phone.page.locator("[data-recorder=time]")).to_have_text("0:03")
    expect(undo).to_be_hidden()
    phone.go()
    phone.at("question-1")


def test_going_back_sends_what_was_recorded(phone: Phone) -> None:
    phone.begin("fr", "voice")
    record(phone, 1500)
    phone.page.click("[name=back]")
    phone.at("ways")
    phone.page.goto(f"{phone.root}/voice")
    expect(phone.page.locator(".given-file")).to_have_count(1)


def test_the_last_page_warns_of_a_recording_left_behind(phone: Phone) -> None:
    phone.begin("fr", "voice")
    record(phone, 1500)
    phone.page.goto(f"{phone.root}/check")  # as by a step's link
    warning = phone.page.locator("[data-portal-unsent]").first
    expect(warning).to_be_visible()
    warning.get_by_role("link").click()
    phone.at("voice")
    phone.state.to_have_attribute("data-state", "recorded")
    phone.go()
    phone.at("question-1")  # the next one that waits
    phone.page.goto(f"{phone.root}/check")
    expect(phone.page.locator("h1")).to_contain_text("Relisez")
    expect(warning).to_be_hidden()
