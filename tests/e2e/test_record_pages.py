"""The pages of a record in a real browser: aligned on a wide screen, and on paper."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from portal.app import create_app
from portal.config import Settings
from portal.kernel.db import Database
from portal.people.models import Person
from portal.skills.models import FrameworkAction, PathEntry, ProfileVersion
from tests.e2e.test_offers import FRENCH_VOICE
from tests.factories.documents_of_records import whole_document
from tests.factories.people import enter, make_person
from tests.factories.records import NOW
from tests.support.client import Visitor

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("record")]

WIDE = 1280
VOICES = FRENCH_VOICE.replace("[{ lang", '[{ lang: "fa-AF", name: "Laila" }, { lang')
# What one presses or fills in has no place on a sheet of paper.
PRESSABLE = """() => [...document.querySelectorAll("button, input, select, .button")]
  .filter((e) => e.checkVisibility()).map((e) => e.outerHTML.slice(0, 80))"""
# A table or a drawing wider than the page loses its end.
WIDEST = "() => document.documentElement.scrollWidth"
BOTTOMS = """() => [...document.querySelectorAll("form.cluster select, form.cluster button")]
  .map((e) => Math.round(e.getBoundingClientRect().bottom))"""


@pytest.fixture
def karim(backstage: Session, settings: Settings) -> Person:
    """A peer worker with two versions."""
    person = make_person(backstage, settings, "Karim", "06 39 98 03 03")
    backstage.add(PathEntry(person_id=person.id, kind="post", title="Accueil", changed_at=NOW))
    for number in (1, 2):
        backstage.add(
            ProfileVersion(
                person_id=person.id, number=number, document=whole_document(), taken_at=NOW
            )
        )
    backstage.commit()
    return person


@pytest.fixture
def page(
    browser: Browser, settings: Settings, database: Database, backstage: Session, karim: Person
) -> Iterator[Page]:
    """Karim's browser, signed in."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    here = replace(settings, base_url=f"http://127.0.0.1:{port}")
    app = create_app(here, database)
    visitor = Visitor(app, here.base_url)
    enter(visitor, backstage, karim)
    cookie = visitor.client.get_cookie(app.config["SESSION_COOKIE_NAME"], "127.0.0.1")
    assert cookie
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    context = browser.new_context(viewport={"width": WIDE, "height": 900}, base_url=here.base_url)
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": here.base_url}])
    yield context.new_page()
    context.close()
    server.shutdown()
    thread.join()


def test_the_fields_of_a_comparison_stand_on_one_line(page: Page) -> None:
    page.goto("/my/versions/compare?older=1&newer=2")
    bottoms = page.evaluate(BOTTOMS)
    assert len(bottoms) == 3
    assert len(set(bottoms)) == 1


@pytest.mark.parametrize("language", ["fr", "fa-AF"])
@pytest.mark.parametrize(
    "path",
    [
        "/my/versions/1",
        "/my/versions/compare?older=1&newer=2",
        "/my/versions/1/charts",
        "/my/versions/1/map",
        "/my/grid",
    ],
)
def test_on_paper_there_is_nothing_to_press_and_nothing_is_cut(
    page: Page, path: str, language: str
) -> None:
    page.set_viewport_size({"width": 718, "height": 1000})  # A4 between its margins
    page.goto(f"/?lang={language}")
    page.goto(path)
    page.emulate_media(media="print")
    assert page.evaluate(PRESSABLE) == []
    assert page.evaluate(WIDEST) <= 718


def test_the_answers_are_read_aloud_after_the_question(page: Page, backstage: Session) -> None:
    """In the page's language, one after the other: what is written beside in French is not."""
    line = backstage.scalars(
        select(FrameworkAction.id).where(FrameworkAction.code == "link-trust")
    ).one()
    for language, words in (
        ("fr", ["Faire en sorte que", "Est-ce que vous le faites", "Oui", "5/5"]),
        ("fa-AF", ["بلی", "5/5"]),
    ):
        page.add_init_script(VOICES)
        page.goto(f"/my/grid/{line}?lang={language}")
        page.goto(f"/my/grid/{line}")
        page.locator("[data-portal-speak] button").first.click()
        said = [one.strip() for one in page.evaluate("window.said") if one.strip()]
        told = " | ".join(said)
        for one in words:
            assert one in told
        assert told.index(words[-1]) > told.index(words[0])
        # Mastery and interest: six marks each, and « I don't know ».
        assert sum("/5" in one for one in said) == 12
        assert ("Dans le guide" in told) is False
