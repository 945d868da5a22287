"""Entering a group and choosing a date in a real browser: a small phone, in Dari, and no script."""

import re
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from portal.app import create_app
from portal.config import Settings
from portal.events.enums import Audience
from portal.events.models import GroupMeeting, PracticeGroup
from portal.kernel import clock, tokens
from portal.kernel.db import Database
from portal.people.models import Person, SignIn
from portal.people.queries import ABSOLUTE
from tests.factories.groups import LINK, make_group, make_meeting, take_part
from tests.factories.people import make_person, plant_nomenclatures

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("groups")]

AXE = Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE: ViewportSize = {"width": 360, "height": 740}


@pytest.fixture
def site(settings: Settings, database: Database) -> Iterator[Settings]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    here = replace(settings, base_url=f"http://127.0.0.1:{port}", demo=True)
    server = make_server("127.0.0.1", port, create_app(here, database), threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield here
    server.shutdown()
    thread.join()


@pytest.fixture
def group(backstage: Session, settings: Settings) -> PracticeGroup:
    """Idris is in it; a date comes in three days."""
    plant_nomenclatures(backstage)
    idris = make_person(backstage, settings, "Idris", "06 39 98 14 02")
    found = make_group(backstage, "Analyse de pratique", audience=Audience.PEERS)
    take_part(backstage, found, idris.id, "Idris", host=True)
    make_meeting(backstage, found, clock.now() + timedelta(days=3), idris.id)
    backstage.commit()
    return found


@pytest.fixture
def noor(backstage: Session, settings: Settings) -> Person:
    return make_person(backstage, settings, "Noor Safi", "06 39 98 14 01", locale="fa-AF")


def sign_in(
    context: BrowserContext, site: Settings, database: Database, session: Session, person: Person
) -> Page:
    """The cookie of somebody who typed their code."""
    token, now = tokens.new_token(), clock.now()
    session.add(
        SignIn(
            person_id=person.id,
            token_digest=tokens.digest(token),
            device="Firefox · Android",
            created_at=now,
            last_seen_at=now,
            expires_at=now + ABSOLUTE,
        )
    )
    session.commit()
    app = create_app(site, database)
    client = app.test_client()
    with client.session_transaction(base_url=site.base_url) as cookie:
        cookie["_user_id"], cookie["_fresh"] = token, True
    name = app.config["SESSION_COOKIE_NAME"]
    found = client.get_cookie(name, domain="127.0.0.1")
    assert found
    context.add_cookies([{"name": name, "value": found.value, "url": site.base_url}])
    return context.new_page()


def sound(page: Page) -> None:
    """Nothing overflows the phone and nobody is left out (WCAG)."""
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.add_script_tag(path=AXE)
    found = page.evaluate("(tags) => axe.run(document, {runOnly: tags})", STANDARDS)
    assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found["violations"]] == []


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_peer_enters_a_group_and_comes_on_a_date_in_dari(
    browser: Browser,
    site: Settings,
    database: Database,
    group: PracticeGroup,
    noor: Person,
    backstage: Session,
    *,
    script: bool,
) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=script, bypass_csp=True)
    page = sign_in(context, site, database, backstage, noor)
    page.goto(f"{site.base_url}/my/groups?lang=fa-AF")
    assert page.get_attribute("html", "dir") == "rtl"
    page.get_by_role("link", name="Analyse de pratique").click()
    if script:
        sound(page)
    page.click("label[for=as_peer]")
    page.click(".form-buttons .button-primary")
    page.wait_for_url(re.compile(f"/my/groups/{group.id}$"))
    card = page.locator("section.panel").first
    expect(card.get_by_role("link")).to_have_count(0)
    if script:  # htmx comes with the first touch; until then a form is sent as ever
        with page.expect_response(re.compile("htmx")):
            page.locator("h1").click()
        page.wait_for_load_state("networkidle")
    card.get_by_role("button").click()
    card = page.locator("section.panel").first
    expect(card.get_by_role("link", name="پیوستن با ویدیو")).to_have_attribute("href", LINK)
    if script:
        assert page.url.endswith(str(group.id)), "the page stayed where it was"
        assert card.get_by_role("button").evaluate("(b) => b === document.activeElement")
        sound(page)
    backstage.expire_all()
    assert backstage.query(GroupMeeting).count() == 1
    page.reload()
    card = page.locator("section.panel").first
    card.get_by_role("button").click()
    expect(card.get_by_role("link")).to_have_count(0)
    context.close()
