"""Joining a training in a real browser: in Pashto by voice on a small phone, in French without a
script; waiting, and getting the place somebody gives back.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect
from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.kernel.db import Database
from portal.organisations.enums import Role
from portal.trainings.actions import sessions
from portal.trainings.enums import SessionRole
from portal.trainings.models import Registration, TrainingSession
from portal.trainings.queries import published
from tests.factories.house import House
from tests.factories.joining import Asker, ask, open_dates
from tests.factories.recordings import recording
from tests.factories.trainings import officer_of, open_session, publish_training
from tests.support.outbox import Outbox

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("join")]

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules/axe-core/axe.min.js"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE = ViewportSize(width=360, height=740)
GO = ".form-buttons .button-primary"


@pytest.fixture
def dates(database: Database, backstage: Session, house: House) -> Iterator[TrainingSession]:
    """The one place of a training without a diploma, free, with an interpreter."""
    backstage.execute(text("DELETE FROM published_training"))
    backstage.commit()
    published.many.clear()
    writer = officer_of(house.federation, house.federal_writer, Role.WRITER)
    reader = officer_of(house.federation, house.federal_officer)
    with open_session(database, writer) as session:
        publish_training(session, writer, reader, title="Formation inconnue")
        training = publish_training(
            session,
            writer,
            reader,
            title="Devenir pair",
            prerequisites=["none"],
            funding=[{"year": None, "free": "yes", "words": ""}],
            passport={"interpreter": "yes"},
        )
        found = open_dates(session, writer, training, places=1)
        assert writer.person_id
        sessions.set_staff(session, writer, found.id, [(writer.person_id, SessionRole.ARRANGER)])
        session.commit()
    yield found
    published.many.clear()


@pytest.fixture
def first(database: Database, site: Settings, dates: TrainingSession) -> Asker:
    """Has the place."""
    return ask(database, site, dates.id, "Amina", contact_phone="", contact_email="a@example.org")


def _examine(page: Page) -> None:
    page.add_script_tag(path=AXE)
    found = page.evaluate("(tags) => axe.run(document, {runOnly: tags})", STANDARDS)
    faults = [(rule["id"], rule["nodes"][0]["html"]) for rule in found["violations"]]
    assert faults == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], page.url


def _find(page: Page, site: Settings) -> None:
    """No diploma, free, an interpreter: in Pashto."""
    page.goto(f"{site.base_url}/trainings?lang=ps&diploma=none&cost=free&pass=interpreter")
    expect(page.locator(".card-title")).to_have_count(1)
    page.locator(".card-title a").click()


def _at(page: Page, step: str) -> None:
    page.wait_for_url(re.compile(f"/{step}$"))
    _examine(page)


def test_joins_by_voice_waits_and_gets_the_place_in_pashto(
    listening: Browser,
    site: Settings,
    first: Asker,
    work: Callable[[], None],
    outbox: Outbox,
    backstage: Session,
) -> None:
    context = listening.new_context(
        viewport=PHONE, permissions=["microphone"], service_workers="block", bypass_csp=True
    )
    page = context.new_page()
    _find(page, site)
    _examine(page)
    page.locator("a[href*='/join/']").click()
    page.click(GO)
    _at(page, "name")
    page.fill("#name", "زرغونه")
    page.click(GO)
    _at(page, "contact")
    page.fill("#phone", "06 39 98 12 34")
    page.click(GO)
    _at(page, "words")
    recorder = expect(page.locator("[data-portal-recorder]"))
    recorder.to_have_attribute("data-state", "idle")
    page.click("[data-recorder=main]")
    recorder.to_have_attribute("data-state", "recording")
    page.wait_for_timeout(1500)
    page.click("[data-recorder=main]")
    recorder.to_have_attribute("data-state", "recorded")
    page.click(GO)
    _at(page, "needs")
    page.select_option("#language", "ps")
    page.click(GO)
    _at(page, "check")
    page.click(GO)
    _at(page, "sent")
    link = page.get_attribute(".follow-link a", "href") or ""
    work()
    outbox.empty()
    # Somebody gives their place back, with their own link.
    other = context.new_page()
    other.goto(f"{site.base_url}/registrations/{first.token}?lang=fr")
    other.locator("details:has(form[action$=withdraw]) summary").click()
    other.click("form[action$=withdraw] button")
    expect(other.locator("body")).to_contain_text("C’est annulé.")
    work()
    [sms] = outbox.to("+33639981234")
    assert (sms.link, sms.language) == (link, "ps")
    page.goto(f"{link}?lang=ps")
    expect(page.locator("html")).to_have_attribute("lang", "ps")
    expect(page.locator("audio")).to_have_count(1)
    _examine(page)
    page.click("form[action$=take] button")
    expect(page.locator("#now")).to_have_text("ستاسو ځای تایید شو.")
    _examine(page)
    with page.expect_download() as download:
        page.click("a[href$='calendar.ics']")
    assert download.value.suggested_filename == "dates.ics"
    found = backstage.query(Registration).filter_by(name="زرغونه").one()
    assert (found.state, found.locale) == ("confirmed", "ps")
    context.close()


def test_joins_in_french_without_javascript(
    browser: Browser, site: Settings, dates: TrainingSession, work: Callable[[], None]
) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False, locale="fr")
    page = context.new_page()
    page.goto(f"{site.base_url}/trainings?lang=fr&diploma=none")
    page.locator(".card-title a").first.click()
    page.locator("a[href*='/join/']").click()
    page.click(GO)
    page.fill("#name", "Amina")
    page.click(GO)
    page.fill("#email", "amina@example.org")
    page.click(GO)
    sound = {"name": "voix.3gp", "mimeType": "video/3gpp", "buffer": recording("old-phone.3gp")}
    page.set_input_files("#voice", sound)  # type: ignore[arg-type] # its TypedDict is private
    page.click(GO)
    page.locator("form details summary").first.click()
    page.locator("input[name=place]").first.check(force=True)
    page.click(GO)
    expect(page.locator("h1")).to_have_text("Relisez avant d’envoyer")
    page.click(GO)
    expect(page.locator("#now")).to_have_text("Votre place est confirmée.")
    link = page.get_attribute(".follow-link a", "href") or ""
    work()
    page.goto(link)
    expect(page.locator("body")).to_contain_text("Accès sans marche")
    page.locator("details:has(form[action$=erase]) summary").click()
    page.click("form[action$=erase] button")
    expect(page.locator("h1")).to_have_text("Tout est effacé")
    context.close()
