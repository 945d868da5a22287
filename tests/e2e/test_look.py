"""The components in a real browser: standards, small screens, large letters, no script."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect
from werkzeug.serving import make_server

from portal.app import create_app
from portal.config import Settings
from portal.kernel.db import Database

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("look")]

AXE = Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE = ViewportSize(width=360, height=740)
TINY = ViewportSize(width=320, height=256)  # 1280 × 1024 enlarged four times
# WCAG 1.4.12, then letters twice as large (1.4.4) on the smallest phone.
SPACED = "*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}"
LARGE = "html{font-size:200%!important}"
SMALL_TARGETS = """() => [...document.querySelectorAll("button, input, select, summary, nav a")]
  .filter((e) => e.checkVisibility() && !e.closest(".choice, .filter-group-item, .player-wave"))
  .filter((e) => e.getBoundingClientRect().height < 44)
  .map((e) => e.outerHTML.slice(0, 80))"""


@pytest.fixture(scope="module")
def address(settings: Settings, _opened: Database) -> Iterator[str]:
    """The gallery, served by the demo."""
    demo = replace(settings, demo=True, base_url="http://127.0.0.1")
    server = make_server("127.0.0.1", 0, create_app(demo, _opened), threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}/gallery"
    server.shutdown()
    thread.join()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(("language", "scheme"), [("fr", "light"), ("ps", "dark")])
def test_components_follow_the_standards(
    browser: Browser, address: str, language: str, scheme: Any
) -> None:
    context = browser.new_context(viewport=PHONE, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto(f"{address}?lang={language}")
    page.add_script_tag(path=AXE)
    found = page.evaluate("(tags) => axe.run(document, {runOnly: tags})", STANDARDS)
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found["violations"]] == []
    assert page.evaluate(SMALL_TARGETS) == []
    context.close()


@pytest.mark.parametrize("language", ["fr", "ps"])
def test_nothing_pushes_the_page_sideways(browser: Browser, address: str, language: str) -> None:
    context = browser.new_context(viewport=TINY, bypass_csp=True)
    page = context.new_page()
    page.goto(f"{address}?lang={language}")
    for style in ("html{}", SPACED, LARGE):
        page.add_style_tag(content=style)
        too_wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert too_wide <= 0, style
    context.close()


def test_the_player_plays_and_obeys_the_keyboard(phone: Page, address: str) -> None:
    complaints: list[str] = []
    phone.on("console", lambda message: complaints.append(message.text))
    phone.on("pageerror", lambda error: complaints.append(str(error)))
    phone.goto(f"{address}?lang=fr")
    player = phone.locator("#player .player")
    player.get_by_role("button", name="Écouter").click()
    expect(player).to_have_attribute("data-state", "playing")
    player.get_by_role("button", name="Pause").click()
    place = player.get_by_role("slider")
    place.focus()
    phone.keyboard.press("End")
    expect(place).to_have_attribute("aria-valuetext", "0:06 sur 0:06")
    player.get_by_role("combobox").select_option("2")
    assert player.locator("audio").evaluate("(audio) => audio.playbackRate") == 2
    assert complaints == [], "the content security policy must have nothing to say"


def test_the_time_of_the_player_stays_on_its_line_in_large_letters(
    phone: Page, address: str
) -> None:
    phone.goto(f"{address}?lang=fr")
    phone.evaluate("document.documentElement.style.fontSize = '200%'")
    height = "(one) => one.getClientRects().length"
    assert phone.locator("#player .player-time output").first.evaluate(height) == 1


def test_buttons_keep_an_edge_in_forced_colours(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=PHONE, forced_colors="active")
    page = context.new_page()
    page.goto(f"{address}?lang=fr")
    for button in ("#player .player-play", "#recorder .recorder-main"):
        edge = page.locator(button).first.evaluate("(one) => getComputedStyle(one).borderTopWidth")
        assert edge == "2px", button
    context.close()


def test_nothing_is_folded_on_paper(phone: Page, address: str) -> None:
    """Not the answers to « why? », nor the code that leads back to an application."""
    phone.goto(f"{address}?lang=fr")
    folded = phone.locator("#disclosure .disclosure:not([open]) .disclosure-body").first
    expect(folded).to_be_hidden()
    phone.emulate_media(media="print")
    expect(folded).to_be_visible()


def test_the_languages_close_with_escape(phone: Page, address: str) -> None:
    phone.goto(f"{address}?lang=fr")
    switcher = phone.locator(".site-header .language-switcher")
    switcher.locator("summary").click()
    phone.keyboard.press("Tab")
    phone.keyboard.press("Escape")
    expect(switcher).not_to_have_attribute("open", "")
    expect(switcher.locator("summary")).to_be_focused()


def test_everything_is_there_without_javascript(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}?lang=fr")
    expect(page.locator("#player audio")).to_be_visible()
    page.locator(".site-header .language-switcher summary").click()
    page.locator(".site-header").get_by_role("link", name="پښتو").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    context.close()
