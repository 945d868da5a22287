"""Trainings by when they start, as anybody looks for them."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest

from portal.kernel import clock
from portal.kernel.i18n import LOCALES, show_date
from portal.trainings.models import Training, TrainingSession
from tests.support.htmx import HtmxVisitor
from tests.support.page import Page, words

Publish = Callable[..., Training]
AddDates = Callable[..., TrainingSession]


def titles(page: Page) -> list[str]:
    return [words(heading) for heading in page.find("h3", class_="card-title")]


def chips(page: Page) -> list[str]:
    said = (words(chip) for chip in page.find("a", class_="chip"))
    return [one.removeprefix("Enlever le filtre : ") for one in said]


@pytest.fixture
def three(publish_training: Publish, add_dates: AddDates) -> TrainingSession:
    """One in three weeks, one in four months, one nobody dated; the first session."""
    soon, later, _undated = (
        publish_training(title=title, days=2, **more)
        for title, more in (
            ("Bientôt", {}),
            ("Plus tard", {}),
            ("Sans date", {"period": "Toute l’année"}),
        )
    )
    add_dates(later, starts_on=clock.today() + timedelta(days=120))
    return add_dates(soon)


def test_the_form_finds_what_starts_in_time_and_says_what_it_leaves_out(
    visitor: HtmxVisitor, three: TrainingSession
) -> None:
    page = visitor.submit(visitor.get("/trainings").form(name="q"), starts="3-months")
    assert titles(page) == ["Bientôt"]
    assert chips(page) == ["Commence dans les 3 mois"]
    assert "1 autre formation n’a pas encore de date connue." in page.text
    undated = visitor.click(page, "Voir celles sans date")
    assert undated.url == "/trainings?starts=unknown"
    assert titles(undated) == ["Sans date"]
    assert "Toute l’année" in undated.text
    assert "pas encore de date connue" not in undated.text


def test_two_days_of_the_form_become_one_address(
    visitor: HtmxVisitor, three: TrainingSession
) -> None:
    first = three.starts_on
    days: dict[str, Any] = {
        "from": (first + timedelta(days=9)).isoformat(),
        "to": first.isoformat(),
    }
    page = visitor.submit(visitor.get("/trainings").form(name="q"), **days)
    assert titles(page) == ["Bientôt"]
    last = first + timedelta(days=9)
    assert chips(page) == [f"Commence entre le {show_date(first)} et le {show_date(last)}"]
    again = visitor.get(f"/trainings?starts={first.isoformat()}_{last.isoformat()}")
    assert titles(again) == ["Bientôt"]
    assert again.by_id("from").get("value") == first.isoformat()
    assert again.by_id("to").get("value") == last.isoformat()
    (chosen,) = [one for one in again.by_id("starts") if one.get("selected") is not None]
    assert chosen.get("value") == "between"


def test_a_card_says_the_day_that_was_asked_for(
    visitor: HtmxVisitor, three: TrainingSession, add_dates: AddDates, publish_training: Publish
) -> None:
    both = publish_training(title="Deux fois", days=1)
    add_dates(both, starts_on=clock.today() + timedelta(days=10))
    second = add_dates(both, starts_on=clock.today() + timedelta(days=200))
    page = visitor.get(f"/trainings?starts={(second.starts_on - timedelta(days=1)).isoformat()}_")
    assert titles(page) == ["Deux fois"]
    assert f"À partir du {show_date(second.starts_on)}" in page.text


@pytest.mark.parametrize(
    "strange", ["demain", "2026-99-99_", "_", "unknown' | 'x", "between", "9999-12-31_9999-12-31"]
)
def test_a_strange_choice_is_no_fault(
    visitor: HtmxVisitor, three: TrainingSession, strange: str
) -> None:
    asked = urlencode({"starts": strange})
    visitor.get(f"/trainings?{asked}")
    visitor.get(f"/trainings/map?{asked}")


def test_the_map_and_the_feeds_are_of_the_same_days(
    visitor: HtmxVisitor, publish_training: Publish, add_dates: AddDates
) -> None:
    add_dates(publish_training(title="Au nord", department="59", region="32"))
    publish_training(title="Au nord, sans date", department="59", region="32")
    assert "1 formation" in visitor.get("/trainings/map?starts=3-months").text
    feed = visitor.fetch("/feeds/trainings.json?starts=3-months").get_json()
    assert [item["title"] for item in feed["items"]] == ["Au nord"]
    told = visitor.fetch("/api/trainings?starts=unknown").get_json()
    assert [item["title"] for item in told["items"]] == ["Au nord, sans date"]


def test_an_alert_keeps_the_days_as_days(visitor: HtmxVisitor, three: TrainingSession) -> None:
    page = visitor.get("/trainings?q=pair&starts=3-months")
    form = visitor.click(page, "Me prévenir de ce qui est nouveau")
    last = show_date(clock.add_months(clock.today(), 3))
    assert f"Commence au plus tard le {last}" in form.text
    assert f"L’alerte s’arrête seule après le {last}" in form.text
    plain = visitor.get("/alerts/new?about=trainings&q=pair")
    assert "L’alerte s’arrête seule" not in plain.text


@pytest.mark.parametrize("tag", LOCALES)
def test_every_language_has_the_days(
    new_visitor: Callable[[str], HtmxVisitor], three: TrainingSession, tag: str
) -> None:
    page = new_visitor(tag).get("/trainings?starts=3-months")
    assert titles(page) == ["Bientôt"]


def test_a_session_is_an_event_for_machines(
    visitor: HtmxVisitor, publish_training: Publish, add_dates: AddDates
) -> None:
    training = publish_training(title="Sur place", goals="Apprendre.", languages=["fr"])
    dates = add_dates(
        training, address="3 place du Beffroi, 59000 Lille", department="59", online=False
    )
    online = add_dates(
        training,
        venue="",
        city="",
        half_days=[],
        online=True,
        video_link="https://visio.example.org/x",
    )
    closed = add_dates(training, register_until=clock.today() - timedelta(days=1))
    page = visitor.get(f"/trainings/{training.slug}")
    _course, script = page.find("script", type="application/ld+json")
    events = {
        event["url"].partition("#session-")[2]: event for event in json.loads(script.text or "")
    }
    assert set(events) == {str(dates.id), str(online.id)}
    assert str(closed.id) not in events
    here = f"https://portail.example.org/trainings/{training.slug}#session-"
    day = dates.starts_on.isoformat()
    assert events[str(dates.id)] == {
        "@context": "https://schema.org/",
        "@type": "Event",
        "name": "Sur place",
        "description": "Apprendre.",
        "startDate": f"{day}T09:00:00+01:00",
        "endDate": f"{day}T17:00:00+01:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": [
            {
                "@type": "Place",
                "name": "Maison des associations",
                "address": {
                    "@type": "PostalAddress",
                    "streetAddress": "3 place du Beffroi, 59000 Lille",
                    "addressLocality": "Lille",
                    "addressRegion": "Nord",
                    "addressCountry": "FR",
                },
            }
        ],
        "organizer": {"@type": "Organization", "name": "Institut des Marches"},
        "inLanguage": ["fr"],
        "maximumAttendeeCapacity": 2,
        "url": f"{here}{dates.id}",
    }
    told = events[str(online.id)]
    assert told["eventAttendanceMode"] == "https://schema.org/OnlineEventAttendanceMode"
    assert told["location"] == [{"@type": "VirtualLocation", "url": f"{here}{online.id}"}]
    assert told["startDate"] == online.starts_on.isoformat()
    assert "visio.example.org" not in page.text + (script.text or "")


def test_without_a_session_there_is_no_event(
    visitor: HtmxVisitor, publish_training: Publish
) -> None:
    page = visitor.get(f"/trainings/{publish_training().slug}")
    assert len(page.find("script", type="application/ld+json")) == 1
