"""A relayed training as the public finds it: page, list, map, feeds and alerts of the region."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.alerts import tending
from portal.kernel import clock
from portal.kernel.db import Database
from portal.organisations.enums import Role
from portal.trainings.actions import relays
from portal.trainings.models import Training
from tests.factories.house import build_training_house
from tests.factories.trainings import officer_of, open_session
from tests.support import sql
from tests.support.entry import last_code
from tests.support.htmx import HtmxVisitor
from tests.support.outbox import Outbox
from tests.support.page import words

Publish = Callable[..., Training]
Relay = Callable[[Training, str], None]
NOTE = "Demandez Farida, le mardi."
MAIL = "awa@example.org"


@pytest.fixture
def relay(database: Database, backstage: Session, publish_training: Publish) -> Relay:
    """By a federation of Bourgogne-Franche-Comté; nothing else is online."""
    house = build_training_house(backstage, "voisins", region="27")
    backstage.execute(text("DELETE FROM published_training"))
    backstage.execute(text("DELETE FROM search_alert"))
    backstage.commit()
    officer = officer_of(house.federation, house.federal_writer, Role.WRITER)

    def press(training: Training, note: str = NOTE) -> None:
        with open_session(database, officer) as session:
            relays.relay_training(session, officer, training.id, note)
            session.commit()

    return press


@pytest.fixture
def relayed(publish_training: Publish, relay: Relay, run_jobs: Callable[[], None]) -> Training:
    training = publish_training(title="Oser dire", city="Paris", department="75", region="11")
    relay(training, NOTE)
    run_jobs()
    return training


@pytest.mark.parametrize("language", ["fr", "fr-x-simple", "ps"])
def test_the_page_says_who_relays_it_with_their_words(
    new_visitor: Callable[..., HtmxVisitor], relayed: Training, language: str
) -> None:
    page = new_visitor(language).get(f"/trainings/{relayed.slug}")
    section = page.one("section", aria_labelledby="relays")
    assert "Fédération voisins" in words(section)
    assert NOTE in words(section)


def test_a_training_nobody_relays_has_no_such_place(
    visitor: HtmxVisitor, publish_training: Publish
) -> None:
    page = visitor.get(f"/trainings/{publish_training().slug}")
    assert page.find("section", aria_labelledby="relays") == []


def test_the_list_of_the_region_has_it_once_and_says_why(
    visitor: HtmxVisitor, relayed: Training
) -> None:
    for asked in ("", "?region=27", "?region=27&region=11"):
        page = visitor.get(f"/trainings{asked}")
        assert [words(one) for one in page.find("h3", class_="card-title")] == ["Oser dire"], asked
        assert "Relayée par Fédération voisins" in page.text
    assert "Oser dire" not in visitor.get("/trainings?department=21").text


def test_the_list_asks_as_little_however_many_are_relayed(
    visitor: HtmxVisitor,
    relayed: Training,
    relay: Relay,
    publish_training: Publish,
    database: Database,
) -> None:
    visitor.get("/trainings")
    with sql.statements(database.engine) as few:
        visitor.get("/trainings")
    for number in range(3):
        relay(publish_training(title=f"Autre {number}"), "")
    visitor.get("/trainings")
    with sql.statements(database.engine) as many:
        visitor.get("/trainings")
    assert len(many) == len(few)


def test_the_map_counts_what_its_lists_show(visitor: HtmxVisitor, relayed: Training) -> None:
    page = visitor.get("/trainings/map")
    assert "1 formation donnée ailleurs, relayée ici" in page.text
    assert page.links["Bourgogne-Franche-Comté"] == "/trainings?region=27"
    assert page.links["Île-de-France"] == "/trainings?region=11"


@pytest.mark.parametrize("name", ["atom", "json"])
def test_the_feed_of_the_region_has_it(visitor: HtmxVisitor, relayed: Training, name: str) -> None:
    found = visitor.fetch(f"/feeds/trainings.{name}?region=27").text
    assert found.count(f"/trainings/{relayed.slug}") >= 1
    assert "Relayée par" in found
    if name == "json":
        assert len(json.loads(found)["items"]) == 1


def test_the_alert_of_the_region_tells_it_once(
    visitor: HtmxVisitor,
    relay: Relay,
    publish_training: Publish,
    run_jobs: Callable[[], None],
    outbox: Outbox,
    database: Database,
) -> None:
    """Published before the alert began, relayed after."""
    noon = clock.now().replace(hour=11, minute=0)
    with time_machine.travel(noon, tick=True):
        training = publish_training(title="Oser dire", region="11")
    with time_machine.travel(noon + timedelta(hours=1), tick=True):
        page = visitor.click(
            visitor.get("/trainings?region=27"), "Me prévenir de ce qui est nouveau"
        )
        page = visitor.submit(page.form(), address=MAIL, rhythm="now")
        run_jobs()
        visitor.submit(page.form(name="code"), code=last_code(outbox, MAIL))
        outbox.empty()
    with time_machine.travel(noon + timedelta(hours=2), tick=True):
        relay(training, NOTE)
    for hours in (3, 4):
        with time_machine.travel(noon + timedelta(hours=hours), tick=True):
            tending.tend(database)
            run_jobs()
    told = [one for one in outbox.messages if one.to == MAIL]
    assert [one.text.count("Oser dire") for one in told] == [1]


@pytest.mark.parametrize("name", ["atom", "json"])
def test_a_reader_that_only_asks_since_when_hears_of_a_relay(
    visitor: HtmxVisitor,
    relay: Relay,
    publish_training: Publish,
    run_jobs: Callable[[], None],
    name: str,
) -> None:
    """The training is older than what the reader has; its relay is not."""
    feed, now = f"/feeds/trainings.{name}?region=27", clock.now()
    with time_machine.travel(now - timedelta(days=2), tick=True):
        training = publish_training(title="Oser dire", region="11")
    with time_machine.travel(now - timedelta(days=1), tick=True):
        publish_training(title="Déjà là", region="27")
    before = visitor.fetch(feed)
    known = {"If-Modified-Since": before.headers["Last-Modified"]}
    assert visitor.fetch(feed, headers=known).status_code == 304
    relay(training, "")
    run_jobs()
    after = visitor.fetch(feed, headers=known)
    assert after.status_code == 200
    assert "Oser dire" in after.text
    known = {"If-Modified-Since": after.headers["Last-Modified"]}
    assert visitor.fetch(feed, headers=known).status_code == 304


def test_a_reader_of_days_hears_of_dates_announced_since(
    visitor: HtmxVisitor, publish_training: Publish, add_dates: Callable[..., object]
) -> None:
    feed, now = "/feeds/trainings.json?starts=3-months", clock.now()
    with time_machine.travel(now - timedelta(days=2), tick=True):
        later = publish_training(title="Oser dire")
    with time_machine.travel(now - timedelta(days=1), tick=True):
        add_dates(publish_training(title="Déjà là"))
    known = {"If-Modified-Since": visitor.fetch(feed).headers["Last-Modified"]}
    assert visitor.fetch(feed, headers=known).status_code == 304
    add_dates(later)
    assert "Oser dire" in visitor.fetch(feed, headers=known).text
