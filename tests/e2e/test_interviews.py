"""The person's side of an interview in a real browser: a small phone, in Dari, to the signature."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect
from sqlalchemy import text
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from portal.app import create_app
from portal.config import Settings
from portal.kernel.db import Database
from portal.skills.actions import interviews as actions
from portal.skills.interview_enums import Topic
from tests.factories.interviews import Team, build_team

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("interviews")]

AXE = Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE = ViewportSize(width=360, height=740)
WORDS = "می‌خواهم یک کارگاه را اداره کنم."


@pytest.fixture
def team(backstage: Session, settings: Settings, database: Database) -> Team:
    return build_team(backstage, settings, database)


@pytest.fixture
def address(settings: Settings, database: Database) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    here = replace(settings, demo=True, base_url=f"http://127.0.0.1:{port}")
    server = make_server("127.0.0.1", port, create_app(here, database), threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield here.base_url
    server.shutdown()
    thread.join()


def review(page: Page, *, scripts: bool) -> None:
    """Nothing pushes the page sideways, and what a screen reader wants is there."""
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    if not scripts:
        return
    page.add_script_tag(path=AXE)
    found = page.evaluate("(tags) => axe.run(document, {runOnly: tags})", STANDARDS)
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found["violations"]] == []


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def scripts(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def phone(browser: Browser, address: str, team: Team, scripts: bool) -> Iterator[Page]:
    """Karim's: the account of the demo has his number."""
    context = browser.new_context(viewport=PHONE, java_script_enabled=scripts, bypass_csp=True)
    context.set_default_timeout(15_000)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{address}/?lang=fa-AF")
    page.locator("form[action$='/demo/sign-in/travail-pair'] button").click()
    page.wait_for_url("**/my/**")
    yield page
    context.close()
    assert complaints == []


def test_from_the_date_to_the_signature_in_dari(
    phone: Page, scripts: bool, address: str, team: Team, backstage: Session
) -> None:
    interview_id = team.propose(within=timedelta(days=5))
    here = f"{address}/my/interviews/{interview_id}"
    phone.goto(f"{address}/my/interviews?lang=fa-AF")
    review(phone, scripts=scripts)
    phone.locator(".card-title a").click()
    review(phone, scripts=scripts)
    phone.locator("form[action$='/date/accept'] button").click()
    expect(phone.locator(".tag-ok")).to_be_visible()

    phone.goto(f"{here}/prepare/project")
    review(phone, scripts=scripts)
    phone.fill("[name=words]", WORDS)
    phone.locator("[name=later]").click()
    phone.wait_for_url("**/interviews/*#prepare")
    expect(phone.get_by_text(WORDS)).to_have_count(0)

    team.open_both(interview_id)
    with team.acting(team.nadia) as session:
        words = "Un poste s’ouvre en juin."
        actions.write_entry(session, team.nadia, interview_id, Topic.PROJECT, words)
    phone.goto(f"{here}/record/project")
    review(phone, scripts=scripts)
    expect(phone.locator("[name=words]")).to_have_value(WORDS)
    phone.locator(".form-buttons .button-primary").click()
    phone.wait_for_url("**/record#project")
    review(phone, scripts=scripts)
    expect(phone.get_by_text("Un poste s’ouvre en juin.")).to_be_visible()
    phone.locator("form[action$='/sign'] button").click()
    phone.wait_for_url("**/record#sign")
    assert team.sign(team.nadia, interview_id)
    phone.goto(f"{here}/record")
    phone.wait_for_url("**/signed")
    review(phone, scripts=scripts)
    expect(phone.get_by_text(WORDS)).to_be_visible()
    assert backstage.scalar(text("SELECT count(*) FROM interview_record")) == 1
