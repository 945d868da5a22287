"""The messages of the demo: where they are linked, found, paged, and the day they bear."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from portal.app import create_app
from portal.config import Settings
from portal.kernel import clock, jobs, messages
from portal.kernel.db import Database
from portal.kernel.delivery import OutboxTransport
from portal.kernel.i18n import show_date
from portal.kernel.messages import SMS, Letter
from tests.support.client import Visitor

pytestmark = pytest.mark.usefixtures("outbox")
MOBILE = "+33639981122"


@pytest.fixture
def demo(settings: Settings, database: Database) -> Visitor:
    return Visitor(create_app(replace(settings, demo=True), database), settings.base_url)


def _deliver(settings: Settings, address: str, how_many: int = 1) -> None:
    transport = OutboxTransport(settings.data / "outbox", SMS)
    for number in range(how_many):
        letter = Letter("Sujet", f"Texte {number}", "", "fr")
        transport.deliver(address, letter, f"{address[-4:]}{number}")


@pytest.mark.parametrize("typed", ["06 39 98 11 22", "06\u00a039\u00a098", "0639981122", MOBILE])
def test_a_number_is_found_as_it_is_written(demo: Visitor, settings: Settings, typed: str) -> None:
    _deliver(settings, MOBILE)
    _deliver(settings, "+33639983344")
    page = demo.submit(demo.get("/outbox").form("/outbox"), to=typed)
    assert "06 39 98 11 22" in page.text.replace("\u00a0", " ")
    assert ("06 39 98 33 44" in page.text.replace("\u00a0", " ")) is (len(typed) < 9)


def test_twenty_a_page(demo: Visitor, settings: Settings) -> None:
    _deliver(settings, MOBILE, 21)
    page = demo.get("/outbox")
    assert len(page.find("li", class_="panel")) == 20
    page = demo.click(page, "Suivante")
    assert len(page.find("li", class_="panel")) == 1
    assert "Texte 0" in page.text


def test_it_is_linked_where_somebody_waits_for_a_code(demo: Visitor, settings: Settings) -> None:
    for path in ("/", "/sign-in"):
        assert demo.get(path).link("Voir les messages de la démonstration") == "/outbox"
    waiting = demo.submit(demo.get("/sign-in").form(name="address"), address=MOBILE)
    assert waiting.link("Voir les messages de la démonstration").startswith("/outbox?to=")


def test_no_such_link_outside_the_demo(settings: Settings, database: Database) -> None:
    real = Visitor(create_app(settings, database), settings.base_url)
    for path in ("/", "/sign-in"):
        assert "/outbox" not in real.get(path).html


def test_what_was_said_in_the_past_of_the_demo_bears_its_day(
    demo: Visitor, database: Database, settings: Settings, run_jobs: Callable[[], None]
) -> None:
    jobs.surround(database, replace(settings, demo=True))
    then = clock.now() - timedelta(days=9)
    with clock.pretending(then), jobs.dated(), database.session() as session:
        data = {"other": "l…@example.org"}
        messages.send(
            session,
            template="people.contact_added",
            channel=SMS,
            address=MOBILE,
            locale="fr",
            data=data,
        )
        session.commit()
    run_jobs()
    assert show_date(then) in demo.get("/outbox").text


def test_what_the_past_of_the_demo_leaves_to_do_is_done_as_of_then(
    database: Database, run_jobs: Callable[[], None]
) -> None:
    """The notes of a meeting long ago asked until when one may object: on that day, not today."""
    then = clock.now() - timedelta(days=9)
    seen: list[datetime] = []

    @jobs.task("tests.as_of")
    def look() -> None:
        seen.append(clock.now())

    with clock.pretending(then), database.session() as session:
        jobs.enqueue(session, "tests.as_of")
        with jobs.dated():
            jobs.enqueue(session, "tests.as_of")
        session.commit()
    run_jobs()
    del jobs.app.tasks["tests.as_of"]
    assert [moment == then for moment in seen] == [False, True]
