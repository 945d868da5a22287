"""Teams and arrivals on a phone: the standards, with and without script."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ViewportSize, expect
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from portal.app import create_app
from portal.config import Settings
from portal.kernel.db import Database
from portal.people.models import Person
from tests.factories.house import House, build_whole_house

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("together")]

AXE = Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE = ViewportSize(width=360, height=740)


@pytest.fixture
def served(settings: Settings, database: Database) -> Iterator[tuple[Flask, str]]:
    app = create_app(replace(settings, base_url="http://127.0.0.1"), database)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield app, f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()


@pytest.fixture
def house(backstage: Session) -> House:
    built = build_whole_house(backstage, "ours", "OURS")
    backstage.commit()
    return built


def enter(
    browser: Browser, served: tuple[Flask, str], house: House, who: Person, *, script: bool
) -> BrowserContext:
    """A phone in which somebody is signed in."""
    app, address = served
    client = app.test_client()
    with client.session_transaction(base_url=address) as cookie:
        cookie["_user_id"] = house.tokens[who.id]
        cookie["_fresh"] = True
    name = app.config["SESSION_COOKIE_NAME"]
    found = client.get_cookie(name, domain="127.0.0.1")
    assert found is not None
    context = browser.new_context(viewport=PHONE, bypass_csp=True, java_script_enabled=script)
    context.add_cookies([{"name": name, "value": found.value, "url": address}])
    return context


@pytest.mark.parametrize("language", ["fr", "ps"])
def test_pages_follow_the_standards_on_a_phone(
    browser: Browser, served: tuple[Flask, str], house: House, language: str
) -> None:
    assert house.team is not None
    assert house.engagement is not None
    space = f"/employer/{house.slug}"
    visits = {
        house.recruiter: [f"{space}/teams/{house.team.id}/board", f"{space}/team/roles"],
        house.manager: [f"{space}/welcome/{house.engagement.id}", f"{space}/welcome/scheme"],
        house.member: [f"/my/welcome/{house.engagement.id}", space],
    }
    for who, paths in visits.items():
        context = enter(browser, served, house, who, script=True)
        page = context.new_page()
        for path in paths:
            page.goto(f"{served[1]}{path}?lang={language}")
            assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
            page.add_script_tag(path=AXE)
            found = page.evaluate("(tags) => axe.run(document, {runOnly: tags})", STANDARDS)
            said = [(rule["id"], rule["nodes"][0]["html"]) for rule in found["violations"]]
            assert said == [], path
        context.close()


@pytest.mark.parametrize("script", [True, False])
def test_a_newcomer_ticks_and_a_colleague_asks_the_board(
    browser: Browser, served: tuple[Flask, str], house: House, script: bool
) -> None:
    assert house.team is not None
    assert house.engagement is not None
    context = enter(browser, served, house, house.member, script=script)
    page = context.new_page()
    page.goto(f"{served[1]}/my/welcome/{house.engagement.id}?lang=fr")
    page.get_by_role("button", name="Marquer comme fait").click()
    expect(page.get_by_text("1 chose faite")).to_be_visible()
    page.goto(f"{served[1]}/employer/{house.slug}/teams/{house.team.id}/board")
    page.get_by_role("searchbox").fill("oûrs")
    page.get_by_role("button", name="Chercher").click()
    expect(page.get_by_role("heading", name="ours-recruiter")).to_be_visible()
    expect(page.get_by_role("heading", name="ours-member")).to_have_count(0)
    context.close()
