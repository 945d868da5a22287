"""The trainer’s phone loses its network: what was noted waits there, and is sent once."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.kernel.db import Database
from portal.organisations.enums import Role
from portal.trainings import half_days
from portal.trainings.models import Attendance
from tests.e2e.conftest import Desk
from tests.factories.attending import came, held_dates
from tests.factories.house import House, build_training_house
from tests.factories.joining import Asker
from tests.factories.trainings import officer_of
from tests.support.published import put_online

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("offers")]
_BACK = "() => dispatchEvent(new Event('online'))"


@pytest.fixture
def house(backstage: Session) -> House:
    built = build_training_house(backstage, "salle")
    assert built.trainings
    put_online(backstage, built.trainings.online)
    return built


@pytest.fixture
def room(
    house: House, database: Database, settings: Settings, site: Settings
) -> tuple[str, Asker, Asker]:
    """The address of this morning, and two people who have a place."""
    assert house.trainings
    writer = officer_of(house.federation, house.federal_writer, Role.WRITER)
    dates = held_dates(database, writer, house.trainings.online)
    two = tuple(came(database, settings, dates, name) for name in ("Awa", "Zahra"))
    slug = half_days.of_session(dates)[0].slug
    desk = f"{site.base_url}/federation/{house.federation.slug}/trainings/held/{dates.id}"
    return f"{desk}/half-days/{slug}", two[0], two[1]


@pytest.fixture
def phone(browser: Browser, desk: Desk, house: House) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 320, "height": 640})
    context.add_cookies([desk.cookie(house.federal_writer)])
    yield context.new_page()
    context.close()


def line(page: Page, asker: Asker) -> Any:
    return page.locator(f"#p-{asker.registration_id}")


def noted(backstage: Session, asker: Asker) -> str:
    backstage.expire_all()
    mine = Attendance.registration_id == asker.registration_id
    found = backstage.scalars(select(Attendance).where(mine)).one_or_none()
    return found.state.value if found else ""


def test_what_is_noted_without_a_network_is_sent_when_it_is_back(
    phone: Page, room: tuple[str, Asker, Asker], backstage: Session
) -> None:
    address, awa, zahra = room
    phone.goto(f"{address}?lang=fr")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 320
    line(phone, awa).get_by_role("button", name="Là", exact=True).click()
    pressed = line(phone, awa).locator("button[value=present]")
    expect(pressed).to_have_attribute("aria-pressed", "true")
    expect(line(phone, awa).locator("[data-attend=kept]")).to_be_hidden()
    assert noted(backstage, awa) == "present"

    phone.context.set_offline(True)
    for state in ("Là", "Pas là"):  # changed before it could leave
        line(phone, zahra).get_by_role("button", name=state, exact=True).click()
    expect(line(phone, zahra).locator("[data-attend=kept]")).to_be_visible()
    expect(phone.locator("[data-attend=waiting]")).to_be_visible()
    assert noted(backstage, zahra) == ""

    phone.context.set_offline(False)
    phone.evaluate(_BACK)
    expect(line(phone, zahra).locator("[data-attend=kept]")).to_be_hidden()
    expect(phone.locator("[data-attend=waiting]")).to_be_hidden()
    assert noted(backstage, zahra) == "absent"
    # Pressed again, what the phone sent is what the next mark replaces: no colleague is in the way.
    line(phone, zahra).get_by_role("button", name="Là", exact=True).click()
    pressed = line(phone, zahra).locator("button[value=present]")
    expect(pressed).to_have_attribute("aria-pressed", "true")
    expect(line(phone, zahra).locator("[data-attend=reason]")).to_be_hidden()


def test_what_waits_is_still_there_when_the_page_is_read_again(
    phone: Page, room: tuple[str, Asker, Asker], backstage: Session
) -> None:
    address, awa, _zahra = room
    phone.goto(f"{address}?lang=fr")
    phone.route(
        "**/half-days/*/*",
        lambda route: route.abort() if route.request.method == "POST" else route.continue_(),
    )
    line(phone, awa).get_by_role("button", name="Là", exact=True).click()
    expect(line(phone, awa).locator("[data-attend=kept]")).to_be_visible()
    phone.reload()
    expect(line(phone, awa).locator("[data-attend=kept]")).to_be_visible()
    phone.unroute("**/half-days/*/*")
    phone.evaluate(_BACK)
    expect(line(phone, awa).locator("[data-attend=kept]")).to_be_hidden()
    assert noted(backstage, awa) == "present"
