"""Trainings in a real browser: found in Pashto on a small phone, with JavaScript and without."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.kernel.db import Database
from portal.organisations.enums import Role
from portal.trainings.models import Training
from portal.trainings.queries import published
from tests.factories.house import build_training_house
from tests.factories.trainings import officer_of, open_session, publish_training
from tests.support.published import forget_trainings

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("offers")]

PHONE = ViewportSize(width=360, height=740)


@pytest.fixture
def fitting(database: Database, backstage: Session) -> Iterator[Training]:
    """One training without a diploma, free, with an interpreter; one of which nothing is known."""
    house = build_training_house(backstage, "trained")
    forget_trainings(backstage)
    writer = officer_of(house.federation, house.federal_writer, Role.WRITER)
    reader = officer_of(house.federation, house.federal_officer)
    with open_session(database, writer) as session:
        publish_training(session, writer, reader, title="Formation inconnue")
        found = publish_training(
            session,
            writer,
            reader,
            title="Devenir pair",
            prerequisites=["none"],
            funding=[{"year": None, "free": "yes", "words": ""}],
            passport={"interpreter": "yes", "lift": "no"},
        )
        session.commit()
    yield found
    published.many.clear()


@pytest.fixture(params=[True, False], ids=["javascript", "no javascript"])
def scripted(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def page(browser: Browser, *, scripted: bool) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE, java_script_enabled=scripted)
    yield context.new_page()
    context.close()


def test_no_diploma_free_and_an_interpreter_in_pashto(
    page: Page, site: Settings, fitting: Training, *, scripted: bool
) -> None:
    page.goto(f"{site.base_url}/trainings?lang=ps")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator(".card-title")).to_have_count(2)
    page.locator("#filters summary").first.click()
    page.locator("#diploma").check()
    page.locator("#cost").check()
    page.locator("#filters details details:has([value=interpreter]) summary").click()
    page.locator("[name=pass][value=interpreter]").check()
    if not scripted:
        page.locator("#filters button").click()
    expect(page).to_have_url(re.compile("pass=interpreter"))
    expect(page.locator(".card-title")).to_contain_text(["Devenir pair"])
    page.locator(".card-title a").click()
    expect(page.locator("h1")).to_contain_text("Devenir pair")
    expect(page.locator("h1 bdi")).to_have_attribute("lang", "fr")
    passport = page.locator("section[aria-labelledby=passport]")
    expect(passport.locator("dt", has_text="د غوښتنې پر مهال ژباړن")).to_be_visible()
    expect(passport.locator(".tag").first).to_have_text("نه")  # the lift
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
