"""Offers in a real browser: the list that refreshes, the page that is heard and passed on, the
writing that saves itself.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from threading import Thread

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize, expect
from sqlalchemy import text
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from portal.app import create_app
from portal.config import Settings
from portal.jobs.models import Offer, PublishedOffer
from portal.jobs.queries import published
from portal.kernel.db import Database
from tests.factories.house import House, build_house
from tests.factories.offers import actor_of, open_session, publish
from tests.factories.published import copy_published
from tests.support.htmx import HtmxVisitor

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("offers")]

PHONE = ViewportSize(width=360, height=740)
# A phone with a French voice and no other, that writes down what it is asked to say.
FRENCH_VOICE = """
  window.said = [];
  window.SpeechSynthesisUtterance = class extends EventTarget {
    constructor(text) { super(); this.text = text; }
  };
  Object.defineProperty(window, "speechSynthesis", { value: {
    getVoices: () => [{ lang: "fr-FR", name: "Claire" }],
    cancel() {},
    speak(sentence) { said.push(sentence.text); },
  } });
"""
SHARING = "navigator.share = async (what) => { window.shared = what; };"


@pytest.fixture
def house(backstage: Session) -> Iterator[House]:
    built = build_house(backstage, "seen")
    backstage.execute(text("DELETE FROM published_offer"))
    backstage.commit()
    published.many.clear()
    yield built
    published.many.clear()


@pytest.fixture
def offer(database: Database, house: House) -> PublishedOffer:
    actor = actor_of(house)
    with open_session(database, actor) as session:
        found = session.get_one(PublishedOffer, publish(session, actor))
        session.commit()
    return found


@pytest.fixture
def site(settings: Settings, database: Database, house: House) -> Iterator[str]:
    """The portal, served: its address."""
    here = replace(settings, base_url="http://127.0.0.1")
    server = make_server("127.0.0.1", 0, create_app(here, database), threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=PHONE)
    yield context
    context.close()


@pytest.fixture
def page(phone: BrowserContext) -> Iterator[Page]:
    """A page whose browser must have nothing to complain of."""
    complaints: list[str] = []
    opened = phone.new_page()
    opened.on("pageerror", lambda error: complaints.append(str(error)))

    def hear(said: ConsoleMessage) -> None:
        if said.type == "error":
            complaints.append(said.text)

    opened.on("console", hear)
    yield opened
    assert complaints == []


def _mark(page: Page) -> None:
    """A page that is loaded anew forgets the mark."""
    page.evaluate("window.stays = true")


def _stayed(page: Page) -> bool:
    return bool(page.evaluate("window.stays === true"))


def test_the_list_narrows_without_a_new_page(
    page: Page, site: str, offer: PublishedOffer, database: Database, house: House
) -> None:
    actor = actor_of(house)
    with open_session(database, actor) as session:
        publish(session, actor, title="Médiation à Lille", contract="cdd")
        session.commit()
    page.goto(f"{site}/offers?lang=fr")
    expect(page.locator(".card-title")).to_have_count(2)
    _mark(page)
    page.locator("#filters summary").first.click()
    page.locator("#filters details details summary", has_text="Contrat").click()
    page.get_by_label("CDD", exact=True).check()
    expect(page.locator(".card-title")).to_have_text(["Médiation à Lille"])
    expect(page.locator("#offers-count")).to_have_text("1 offre")
    expect(page).to_have_url(re.compile(r"/offers\?contract=cdd$"))
    assert _stayed(page)
    page.reload()
    expect(page.locator(".card-title")).to_have_text(["Médiation à Lille"])


def test_the_pages_turn_without_a_new_page(
    page: Page, site: str, offer: PublishedOffer, backstage: Session
) -> None:
    copy_published(backstage, offer.offer_id, 44)
    backstage.commit()
    page.goto(f"{site}/offers?lang=fr")
    _mark(page)
    page.locator("#q").focus()  # htmx comes with the first touch
    page.wait_for_function("document.querySelector('meta[name=htmx-config]') !== null")
    page.wait_for_load_state("networkidle")
    page.get_by_role("link", name="Suivante").click()
    expect(page.locator("#offers-count")).to_have_text("45 offres – Page 2 sur 3")
    expect(page).to_have_url(re.compile(r"/offers\?page=2$"))
    expect(page.locator("#results")).to_be_focused()
    assert _stayed(page)
    top = page.locator("#results").evaluate("(e) => e.getBoundingClientRect().top")
    assert 0 <= top < PHONE["height"]
    page.go_back()
    expect(page.locator("#offers-count")).to_have_text("45 offres")


def test_the_pages_turn_without_javascript(
    browser: Browser, site: str, offer: PublishedOffer, backstage: Session
) -> None:
    copy_published(backstage, offer.offer_id, 44)
    backstage.commit()
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/offers?lang=fr")
    page.get_by_role("link", name="Suivante").click()
    expect(page.locator("#offers-count")).to_have_text("45 offres – Page 2 sur 3")
    context.close()


def test_an_offer_in_french_is_heard_in_french(
    phone: BrowserContext, page: Page, site: str, offer: PublishedOffer
) -> None:
    phone.add_init_script(FRENCH_VOICE)
    page.goto(f"{site}/offers/{offer.slug}?lang=fa")
    button = page.locator("[data-portal-speak] button")
    expect(button).to_be_visible()
    button.click()
    said = " ".join(page.evaluate("window.said"))
    assert "Vous accueillez et vous accompagnez" in said
    assert not re.search("[\u0600-\u06ff]", said), "a French voice reads no Persian"
    page.goto(f"{site}/offers/{offer.slug}?lang=fr")
    page.locator("[data-portal-speak] button").click()
    assert "Écouter sans juger" in " ".join(page.evaluate("window.said"))


@pytest.mark.parametrize("script", [True, False])
def test_the_page_of_an_offer_prints_where_a_script_can(
    browser: Browser, site: str, offer: PublishedOffer, *, script: bool
) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=script)
    context.add_init_script("window.print = () => { document.title = 'printed'; };")
    page = context.new_page()
    page.goto(f"{site}/offers/{offer.slug}?lang=fr")
    button = page.get_by_role("button", name="Imprimer")
    if script:
        button.click()
        expect(page).to_have_title("printed")
    else:
        expect(button).to_have_count(0)
    context.close()


# How many lines a label takes, and how many words it has.
BROKEN = """() => [...document.querySelectorAll(".facts-large dt")].map((label) => {
  const range = document.createRange();
  range.selectNodeContents(label.lastChild);
  const lines = new Set([...range.getClientRects()].map((box) => box.top)).size;
  return [label.innerText, lines > label.innerText.trim().split(/\\s+/).length];
}).filter(([, broken]) => broken).map(([said]) => said)"""


def test_no_word_of_the_facts_is_cut_in_large_letters(
    page: Page, site: str, offer: PublishedOffer
) -> None:
    page.goto(f"{site}/offers/{offer.slug}")
    assert page.locator(".facts-large dt").count() > 1
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate(BROKEN) == []


def test_an_offer_is_shared_by_the_phone(
    phone: BrowserContext, page: Page, site: str, offer: PublishedOffer
) -> None:
    phone.add_init_script(SHARING)
    page.goto(f"{site}/offers/{offer.slug}?lang=fr")
    page.get_by_role("button", name="Partager").click()
    shared = page.evaluate("window.shared")
    assert shared["title"] == "Travailleuse paire ou travailleur pair"
    assert shared["url"].endswith(f"/offers/{offer.slug}")


def test_an_offer_is_printed_without_what_paper_cannot_do(
    page: Page, site: str, offer: PublishedOffer
) -> None:
    page.goto(f"{site}/offers/{offer.slug}?lang=fr")
    page.emulate_media(media="print")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("#offer-read")).to_contain_text("Écouter")
    offer_breaks = page.locator(".offer").evaluate("(one) => getComputedStyle(one).breakInside")
    assert offer_breaks == "auto", "else the first sheet holds the title alone"
    for screen_only in (".site-header nav", ".offer-sticky", ".offer-listen", ".share"):
        for element in page.locator(screen_only).all():
            expect(element).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.fixture
def recruiter(phone: BrowserContext, page: Page, site: str, house: House, app: Flask) -> Page:
    """The page of somebody signed in: the applications share their secret, not their names."""
    member = HtmxVisitor(app, "https://portail.example.org")
    member.sign_in(house.tokens[house.recruiter.id])
    cookie = member.client.get_cookie(app.config["SESSION_COOKIE_NAME"], "portail.example.org")
    assert cookie is not None
    phone.add_cookies([{"name": "portal", "value": cookie.value, "url": site}])
    return page


def test_the_menu_of_a_structure_takes_one_line_on_a_phone(
    recruiter: Page, site: str, house: House
) -> None:
    recruiter.goto(f"{site}/employer/{house.slug}?lang=fr")
    menu = recruiter.locator(".site-place")
    offers = menu.get_by_role("link", name="Offres")
    expect(offers).to_be_hidden()
    assert menu.evaluate("(e) => e.getBoundingClientRect().height") < 110
    menu.locator("summary").click()
    expect(offers).to_be_visible()
    recruiter.keyboard.press("Escape")
    expect(offers).to_be_hidden()
    menu.locator("summary").click()
    offers.click()
    expect(recruiter).to_have_url(re.compile("/offers$"))
    recruiter.set_viewport_size({"width": 1280, "height": 800})
    expect(menu.locator("summary")).to_be_hidden()
    expect(offers).to_be_visible()


def test_the_writing_saves_itself(
    recruiter: Page, site: str, house: House, database: Database
) -> None:
    page = recruiter
    step = f"{site}/employer/{house.slug}/offers/{house.draft_offer.id}/steps/job?lang=fr"
    page.goto(step)
    _mark(page)
    page.locator("#title").fill("Accueil de nuit, pair ou paire")
    page.locator("#summary").fill("Vous ouvrez la porte.")
    page.locator("#summary").blur()
    with page.expect_response(lambda answer: answer.request.method == "POST") as saved:
        pass
    assert saved.value.ok
    expect(page.locator("#saved")).to_contain_text("Enregistré à")
    assert _stayed(page)
    page.goto(step)
    expect(page.locator("#title")).to_have_value("Accueil de nuit, pair ou paire")
    expect(page.locator("#summary")).to_have_value("Vous ouvrez la porte.")
    with open_session(database, actor_of(house)) as session:
        assert session.get_one(Offer, house.draft_offer.id).summary == "Vous ouvrez la porte."
