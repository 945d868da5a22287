"""Being told of what is new, on a small phone, in Pashto: a month and a distance."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, ViewportSize, expect
from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.alerts import tending
from portal.alerts.models import SearchAlert
from portal.config import Settings
from portal.kernel import clock
from portal.kernel.db import Database
from portal.organisations.enums import Role
from portal.trainings import starting
from portal.trainings.queries import published
from tests.e2e.trainee import Days, Trainee
from tests.factories.house import House, build_training_house
from tests.factories.joining import open_dates
from tests.factories.trainings import officer_of, open_session, publish_training
from tests.support.entry import last_code
from tests.support.outbox import Outbox

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("offers")]

PHONE = ViewportSize(width=360, height=740)
TYPED, NUMBER = "06 39 98 43 21", "+33639984321"


@pytest.fixture
def house(backstage: Session) -> Iterator[House]:
    """Nothing is online, and nobody asked to be told."""
    built = build_training_house(backstage, "prevenir")
    for table in ("search_alert", "published_training"):
        backstage.execute(text(f"DELETE FROM {table}"))
    backstage.commit()
    published.many.clear()
    yield built
    published.many.clear()


@pytest.fixture
def publish(database: Database, house: House) -> Callable[..., None]:
    """A training in a city, with its dates."""
    writer = officer_of(house.federation, house.federal_writer, Role.WRITER)
    reader = officer_of(house.federation, house.federal_officer)

    def make(title: str, first: date, **place: Any) -> None:
        with open_session(database, writer) as session:
            training = publish_training(session, writer, reader, title=title, **place)
            open_dates(session, writer, training, starts_on=first, **place)
            session.commit()

    return make


@pytest.fixture
def days(monkeypatch: pytest.MonkeyPatch) -> Days:
    return Days(monkeypatch)


@pytest.fixture
def her(browser: Browser, site: Settings) -> Iterator[Trainee]:
    context = browser.new_context(viewport=PHONE, service_workers="block", bypass_csp=True)
    found = Trainee(context, site.base_url)
    yield found
    context.close()
    assert found.complaints == []


def _search(her: Trainee, first: date, last: date) -> None:
    """What starts in a month, at 25 km of Lille at most."""
    her.visit("/trainings?lang=ps")
    for name, value, asked in (
        ("from", first.isoformat(), f"starts={first}_"),
        ("to", last.isoformat(), f"starts={first}_{last}"),
        ("near", "lille", "around=59350-25"),
    ):
        her.fill(name, value)
        her.page.locator(f"[name={name}]").press("Tab")
        expect(her.page).to_have_url(re.compile(asked))
    her.examine()


def _be_told(her: Trainee, work: Callable[[], None], outbox: Outbox) -> None:
    """By text message, as soon as possible; the commune that is kept is said before."""
    her.press("a[href*='/alerts/new']")
    her.examine()
    assert "Lille" in her.reads()
    expect(her.page.locator("a", has_text="ښار یا کلی مه ساتئ")).to_be_visible()
    her.fill("address", TYPED)
    her.fill("rhythm", "now")
    her.press("main form .button-primary")
    her.examine()
    work()
    [sms] = outbox.to(NUMBER)
    assert sms.language == "ps"
    assert "د خبرتیا د تایید لپاره" in sms.text
    her.fill("code", last_code(outbox, NUMBER))
    her.press("main form .button-primary")
    her.examine()
    assert "Lille" in her.reads()
    assert "59350" not in her.page.url
    outbox.empty()


def test_a_training_within_reach_is_told_and_stopped_in_one_press(
    her: Trainee,
    database: Database,
    publish: Callable[..., None],
    days: Days,
    work: Callable[[], None],
    outbox: Outbox,
    *,
    backstage: Session,
) -> None:
    outbox.empty()
    noon = clock.now().astimezone(clock.PARIS).replace(hour=12)
    days.go_to(noon)
    month = starting.month(starting.next_month(clock.today(), 2), clock.today())
    _search(her, month.first, month.last)
    _be_told(her, work, outbox)

    days.go_to(noon + timedelta(hours=1))
    publish("Devenir pair à Roubaix", month.first, city="Roubaix", department="59")
    publish("Devenir pair à Paris", month.first, city="Paris", department="75")
    publish("Trop tard", month.last + timedelta(days=1), city="Lille", department="59")
    days.go_to(noon + timedelta(hours=2))
    tending.tend(database)
    work()
    [sms] = outbox.to(NUMBER)
    assert sms.language == "ps"
    assert "Roubaix" not in sms.text
    links = re.findall(r"https?://\S+", sms.text)

    her.visit(next(link for link in links if link.endswith("/search")))
    expect(her.page.locator("html")).to_have_attribute("lang", "ps")
    expect(her.page.locator(".card-title")).to_contain_text(["Devenir pair à Roubaix"])
    her.visit(next(link for link in links if link.endswith("/stop")))
    her.examine()
    her.press("main form button")
    her.examine()
    assert backstage.query(SearchAlert).all() == []

    outbox.empty()
    days.go_to(noon + timedelta(hours=3))
    publish("Encore à Lille", month.first, city="Lille", department="59")
    days.go_to(noon + timedelta(hours=4))
    tending.tend(database)
    work()
    assert outbox.to(NUMBER) == []
    her.page.go_back()
    her.page.reload()
    assert her.page.locator("main form").count() == 0
