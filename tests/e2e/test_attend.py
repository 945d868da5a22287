"""The trainer’s phone loses its network: what was noted waits there, and is sent once."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.kernel.db import Database
from portal.organisations.enums import Role
from portal.people.models import Person
from portal.trainings import half_days
from portal.trainings.actions import sessions
from portal.trainings.models import Attendance
from tests.e2e.conftest import Desk
from tests.factories.attending import came, held_dates
from tests.factories.house import House, build_training_house
from tests.factories.joining import Asker
from tests.factories.trainings import officer_of, open_session
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
def seats(browser: Browser, desk: Desk) -> Iterator[Callable[[Person], Page]]:
    """A phone for whoever is given one."""
    taken = []

    def sit(person: Person) -> Page:
        taken.append(browser.new_context(viewport={"width": 320, "height": 640}))
        taken[-1].add_cookies([desk.cookie(person)])
        return taken[-1].new_page()

    yield sit
    for context in taken:
        context.close()


@pytest.fixture
def phone(seats: Callable[[Person], Page], house: House) -> Page:
    return seats(house.federal_writer)


def arrive(page: Page, address: str) -> None:
    """The page, once its script listens: it looks then for what the phone kept."""
    page.goto(f"{address}?lang=fr")
    page.wait_for_function(
        "async () => (await indexedDB.databases()).some(({ name }) => name === 'portal-drafts')"
    )


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
    arrive(phone, address)
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
    arrive(phone, address)
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


def press(page: Page, asker: Asker, state: str) -> None:
    line(page, asker).get_by_role("button", name=state, exact=True).click()


def kept(page: Page) -> int:
    """How many marks this phone still holds."""
    return int(
        page.evaluate(
            """async () => {
              const open = indexedDB.open("portal-drafts", 1);
              await new Promise((done) => { open.onsuccess = done; });
              const all = open.result.transaction("records").objectStore("records").getAllKeys();
              await new Promise((done) => { all.onsuccess = done; });
              return all.result.filter((key) => String(key).startsWith("attend:")).length;
            }"""
        )
    )


def test_of_two_phones_the_second_hears_what_the_first_said(
    phone: Page,
    room: tuple[str, Asker, Asker],
    seats: Callable[[Person], Page],
    house: House,
    backstage: Session,
) -> None:
    """Nothing is overwritten unawares, and who was away may still say otherwise."""
    address, awa, _zahra = room
    other = seats(house.federal_officer)
    for page in (phone, other):
        arrive(page, address)
    phone.context.set_offline(True)
    press(phone, awa, "Pas là")
    expect(line(phone, awa).locator("[data-attend=kept]")).to_be_visible()
    with other.expect_response(lambda answer: answer.request.method == "POST"):
        press(other, awa, "Là")
    phone.context.set_offline(False)
    phone.evaluate(_BACK)
    reason = line(phone, awa).locator("[data-attend=reason]")
    expect(reason).to_contain_text("« Là » entre-temps")
    assert noted(backstage, awa) == "present"
    # What the phone shows as said is what is said.
    pressed = line(phone, awa).locator("button[aria-pressed=true]")
    expect(pressed).to_have_attribute("value", "present")
    press(phone, awa, "Pas là")
    expect(reason).to_be_hidden()
    expect(line(phone, awa).locator("[data-attend=kept]")).to_be_hidden()
    expect(pressed).to_have_attribute("value", "absent")
    assert noted(backstage, awa) == "absent"
    assert kept(phone) == 0


def test_called_off_meanwhile_what_waited_is_told_and_forgotten(
    phone: Page,
    room: tuple[str, Asker, Asker],
    house: House,
    database: Database,
    backstage: Session,
    *,
    work: Callable[[], None],
) -> None:
    address, awa, _zahra = room
    arrive(phone, address)
    phone.context.set_offline(True)
    press(phone, awa, "Là")
    expect(line(phone, awa).locator("[data-attend=kept]")).to_be_visible()
    writer = officer_of(house.federation, house.federal_writer, Role.WRITER)
    session_id = UUID(address.split("/held/")[1].split("/")[0])
    with open_session(database, writer) as session:
        sessions.cancel_session(session, writer, session_id, "La salle est fermée.")
        session.commit()
    work()
    phone.context.set_offline(False)
    phone.evaluate(_BACK)
    expect(line(phone, awa).locator("[data-attend=reason]")).to_contain_text("annulée")
    assert noted(backstage, awa) == ""
    phone.reload()
    expect(phone.locator("main")).to_contain_text("La session est annulée")
    assert kept(phone) == 0
