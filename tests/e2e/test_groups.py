"""Entering a group and choosing a date in a real browser: a small phone, in Dari, and no script."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.events.enums import Audience
from portal.events.models import GroupMeeting, PracticeGroup
from portal.kernel import clock
from portal.people.models import Person
from tests.e2e.conftest import Served
from tests.factories.groups import LINK, make_group, make_meeting, take_part
from tests.factories.people import make_person

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("groups")]

AXE = Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE: ViewportSize = {"width": 360, "height": 740}


@pytest.fixture
def group(backstage: Session, settings: Settings) -> PracticeGroup:
    """Idris is in it; a date comes in three days."""
    idris = make_person(backstage, settings, "Idris", "06 39 98 14 02")
    found = make_group(backstage, "Analyse de pratique", audience=Audience.PEERS)
    take_part(backstage, found, idris.id, "Idris", host=True)
    make_meeting(backstage, found, clock.now() + timedelta(days=3), idris.id)
    backstage.commit()
    return found


@pytest.fixture
def noor(backstage: Session, settings: Settings) -> Person:
    return make_person(backstage, settings, "Noor Safi", "06 39 98 14 01", locale="fa-AF")


def sound(page: Page) -> None:
    """Nothing overflows the phone and nobody is left out (WCAG)."""
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.add_script_tag(path=AXE)
    found = page.evaluate("(tags) => axe.run(document, {runOnly: tags})", STANDARDS)
    assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found["violations"]] == []


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_peer_enters_a_group_and_comes_on_a_date_in_dari(
    browser: Browser,
    served: Served,
    group: PracticeGroup,
    noor: Person,
    backstage: Session,
    *,
    script: bool,
) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=script, bypass_csp=True)
    served.sign_in(context, backstage, noor)
    page = context.new_page()
    page.goto(f"{served.address}/my/groups?lang=fa-AF")
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
    expect(card.get_by_role("link", name="داخل شدن به جلسهٔ ویدیویی")).to_have_attribute(
        "href", LINK
    )
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
