"""A place in a real browser: written at the desk, chosen by a session, read and found by anybody on
a small phone, in Pashto.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ViewportSize, expect
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.kernel import clock
from portal.kernel.db import Database
from portal.organisations.enums import Role
from portal.trainings.models import TrainingSession
from portal.trainings.queries import published
from tests.e2e.conftest import Desk
from tests.e2e.trainee import Trainee
from tests.factories.house import House
from tests.factories.joining import open_dates
from tests.factories.trainings import officer_of, open_session, publish_training
from tests.support.published import forget_trainings

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("join")]

PHONE = ViewportSize(width=360, height=740)
LIFT, TOILETS = "لفټ", "برابر تشنابونه"


@pytest.fixture
def dates(database: Database, backstage: Session, house: House) -> Iterator[TrainingSession]:
    """A session of a training that says nothing of its accessibility; another one says no lift."""
    forget_trainings(backstage)
    writer = officer_of(house.federation, house.federal_writer, Role.WRITER)
    reader = officer_of(house.federation, house.federal_officer)
    with open_session(database, writer) as session:
        publish_training(session, writer, reader, title="Sans lieu", passport={"lift": "no"})
        training = publish_training(session, writer, reader, title="Devenir pair")
        found = open_dates(session, writer, training, city="", venue="")
        session.commit()
    yield found
    published.many.clear()


@pytest.fixture(params=[True, False], ids=["javascript", "no javascript"])
def scripted(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def officer(
    browser: Browser, site: Settings, house: House, desk: Desk, *, scripted: bool
) -> Iterator[Trainee]:
    """Who plans sessions, on a phone."""
    context = browser.new_context(
        viewport=PHONE, java_script_enabled=scripted, bypass_csp=True, service_workers="block"
    )
    found = Trainee(context, site.base_url)
    desk.seat(found, house.federal_writer)
    yield found
    context.close()
    assert found.complaints == []


@pytest.fixture
def anybody(browser: Browser, site: Settings) -> Iterator[Trainee]:
    context = browser.new_context(viewport=PHONE, bypass_csp=True, service_workers="block")
    yield Trainee(context, site.base_url)
    context.close()


def _add(officer: Trainee, home: str) -> None:
    """From the desk: a lift, and nobody knows of the toilets."""
    officer.visit(f"{home}/trainings/sessions?lang=fr")
    officer.press("a[href$='/trainings/venues']")
    officer.press("a[href$='/venues/new']")
    said = {"name": "Maison des associations", "address": "3 rue du Beffroi"}
    said |= {"postcode": "59000", "city": "Lille", "line_lift": "yes", "line_toilets": ""}
    for name, value in said.items():
        officer.fill(name, value)
    officer.press(".form-buttons .button-primary")
    expect(officer.page.locator(".line")).to_contain_text("Ascenseur : Oui")
    expect(officer.page.locator(".line")).to_contain_text("On ne sait pas : Accès sans marche")


def _choose(officer: Trainee, home: str, dates: TrainingSession) -> None:
    officer.visit(f"{home}/trainings/sessions/{dates.id}/edit")
    field = officer.page.locator("[name=venue_id]")
    chosen = field.locator("option", has_text="Maison des associations").get_attribute("value")
    officer.fill("venue_id", chosen or "")
    officer.press(".form-buttons .button-primary")
    expect(officer.page.locator("main")).to_contain_text("3 rue du Beffroi, 59000 Lille")


def test_the_pages_of_places_follow_the_standards(
    officer: Trainee, house: House, dates: TrainingSession, *, scripted: bool
) -> None:
    """What examines a page is a script: without any, what is looked at is how wide it is."""
    home = f"/federation/{house.federation.slug}/trainings"
    _add(officer, f"/federation/{house.federation.slug}")
    written = officer.page.locator(".line a").get_attribute("href") or ""
    edited = f"{home}/sessions/{dates.id}/edit"
    for address in (f"{home}/venues", f"{home}/venues?show=archived", f"{home}/venues/new", edited):
        _look(officer, address, scripted=scripted)
    _look(officer, written, scripted=scripted)


def _look(officer: Trainee, address: str, *, scripted: bool) -> None:
    for language in ("fr", "ps"):
        officer.visit(f"{address}{'&' if '?' in address else '?'}lang={language}")
        if scripted:
            officer.examine()
        else:
            wide = officer.page.evaluate("document.documentElement.scrollWidth")
            assert wide <= PHONE["width"], officer.page.url


def test_a_lift_that_is_written_once_is_read_and_found(
    officer: Trainee, anybody: Trainee, house: House, dates: TrainingSession
) -> None:
    home = f"/federation/{house.federation.slug}"
    _add(officer, home)
    _choose(officer, home, dates)

    anybody.find("ps", **{"pass": "lift"})
    session = anybody.page.locator(f"#session-{dates.id}")
    expect(anybody.page.locator("h1")).to_contain_text("Devenir pair")
    expect(session).to_contain_text("Maison des associations, 3 rue du Beffroi, 59000 Lille")
    expect(session.locator("dt", has_text=LIFT)).to_be_visible()
    expect(session.locator("dd .tag-ok")).to_have_count(1)
    # Nobody knows of the toilets: that is said, and is no answer.
    expect(session.locator("p", has_text=TOILETS)).to_contain_text("معلومه نه ده")
    expect(session.locator("dt", has_text=TOILETS)).to_have_count(0)
    drawn = session.get_by_role("img")
    expect(drawn).to_have_attribute("aria-label", re.compile("Lille.*د هېواد په شمال کې"))
    box = session.locator(".locator-land").bounding_box()
    assert box
    assert box["width"] > 60

    anybody.visit("/trainings?lang=ps&pass=toilets")
    expect(anybody.page.locator(".card-title")).to_have_count(0)
    later = clock.today().replace(year=clock.today().year + 1)
    anybody.visit(f"/trainings?lang=ps&pass=lift&starts={later}_")
    expect(anybody.page.locator(".card-title")).to_have_count(0)
