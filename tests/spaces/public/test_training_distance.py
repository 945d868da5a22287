"""Trainings near a commune, as anybody looks for them; what cannot be placed is said."""

import logging
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.kernel import clock
from portal.kernel.db import Database
from portal.kernel.i18n import LOCALES
from portal.trainings.models import Training, TrainingSession
from tests.factories.trainings import copy_trainings
from tests.support import sql
from tests.support.htmx import HtmxVisitor
from tests.support.page import Page, words

Publish = Callable[..., Training]
AddDates = Callable[..., TrainingSession]


def titles(page: Page) -> list[str]:
    return [words(heading) for heading in page.find("h3", class_="card-title")]


def facts(page: Page) -> dict[str, str]:
    """Title → what a card says of the distance."""
    return {
        words(next(card.iter("h3"))): words(fact).removeprefix("Distance ")
        for card in page.find("article", class_="card")
        for fact in card.iter("li")
        if words(fact).startswith("Distance ")
    }


@pytest.fixture
def spread(publish_training: Publish) -> dict[str, Training]:
    """In Lille, in Roubaix (10 km), in Arras (43 km), in Paris, in a hamlet, nowhere, online."""
    places: dict[str, dict[str, object]] = {
        "Lille": {"city": "LILLE cedex", "department": "59"},
        "Roubaix": {"city": "Roubaix", "department": "59"},
        "Arras": {"city": "Arras", "department": "62"},
        "Paris": {"city": "Paris 13e", "department": "75"},
        "Hameau": {"city": "Lieu-dit des Essarts", "department": "59"},
        "Nulle part": {},
        "Internet": {"passport": {"remote": "yes"}},
    }
    return {title: publish_training(title=title, days=1, **at) for title, at in places.items()}


def test_the_form_finds_what_is_near_and_says_how_far(
    visitor: HtmxVisitor, spread: dict[str, Training]
) -> None:
    page = visitor.submit(visitor.get("/trainings").form(name="q"), near="lille", within="25")
    assert facts(page) == {
        "Internet": "À distance, par internet",
        "Roubaix": "À Roubaix, à 11 km environ de Lille",
        "Lille": "À Lille même",
    }
    assert page.by_id("near").get("value") == "Lille (59)"
    assert "2 autres formations : on ne sait pas à quelle distance elles sont." in page.text
    assert "GeoNames" in page.text
    unknown = visitor.click(page, "Voir celles dont la distance est inconnue")
    assert facts(unknown) == {"Nulle part": "Distance inconnue", "Hameau": "Distance inconnue"}


@pytest.mark.parametrize(
    ("kilometres", "found"),
    [
        (10, {"Lille", "Internet"}),
        (25, {"Lille", "Roubaix", "Internet"}),
        (50, {"Lille", "Roubaix", "Arras", "Internet"}),
        (100, {"Lille", "Roubaix", "Arras", "Internet"}),
    ],
)
def test_an_address_says_how_far(
    visitor: HtmxVisitor, spread: dict[str, Training], kilometres: int, found: set[str]
) -> None:
    page = visitor.get(f"/trainings?around=59350-{kilometres}")
    assert set(titles(page)) == found
    assert set(titles(visitor.get(f"/trainings?near=59000+Lille&within={kilometres}"))) == found


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("EVREUX", "Évreux (27)"),
        ("saint-denis (93)", "Saint-Denis (93)"),
        ("St Denis 93", "Saint-Denis (93)"),
        ("ste-foy-les-lyon", "Sainte-Foy-lès-Lyon (69)"),
        ("75013", "Paris (75)"),
        ("97400", "Saint-Denis (974)"),
        ("Villeneuve d'Ascq", "Villeneuve-d’Ascq (59)"),
        ("villeneuve-d’ascq", "Villeneuve-d’Ascq (59)"),
        ("Dunkerq", "Dunkerque (59)"),
        ("Paris (75)", "Paris (75)"),
    ],
)
def test_a_commune_is_understood_as_people_write_it(
    visitor: HtmxVisitor, spread: dict[str, Training], typed: str, found: str
) -> None:
    page = visitor.submit(visitor.get("/trainings").form(name="q"), near=typed)
    assert (page.by_id("near").get("value") or "").replace("'", "’") == found
    assert page.find(class_="notice") == []


def test_a_name_of_several_communes_is_asked_back(
    visitor: HtmxVisitor, spread: dict[str, Training]
) -> None:
    form = visitor.get("/trainings").form(name="q")
    page = visitor.submit(form, near="Saint-Denis", within="10", q="formation")
    assert "Plusieurs communes peuvent être « Saint-Denis »" in page.text
    assert page.by_id("near").get("value") == "Saint-Denis"
    chosen = visitor.click(page, "Saint-Denis (93)")
    assert chosen.url == "/trainings?q=formation&around=93066-10"


def test_those_nobody_can_place_are_named_among_the_others(
    visitor: HtmxVisitor, spread: dict[str, Training]
) -> None:
    page = visitor.get("/trainings?near=Montreuil")
    (notice,) = page.find(class_="notice")
    assert [words(one) for one in notice.iter("li")] == [
        "Montreuil (28) Distance inconnue",
        "Montreuil (85) Distance inconnue",
        "Montreuil (93)",
    ]


def test_an_unknown_or_unplaced_commune_says_so_and_keeps_what_was_typed(
    visitor: HtmxVisitor, backstage: Session, spread: dict[str, Training]
) -> None:
    page = visitor.get("/trainings?near=Xyzzyville")
    assert "Nous ne connaissons pas de commune « Xyzzyville »" in page.text
    assert page.by_id("near").get("value") == "Xyzzyville"
    assert len(titles(page)) == len(spread)
    name, department = backstage.execute(
        text(
            "SELECT name, department FROM commune"
            " WHERE latitude IS NULL AND name ~ '^[A-Z][a-z]{9,}$' LIMIT 1"
        )
    ).one()
    lost = visitor.get(f"/trainings?near={name}+{department}")
    assert f"Nous ne savons pas où est {name} ({department})" in lost.text


@pytest.mark.parametrize(
    "strange", ["x-25", "59350-24", "59350", "-", "unknown-25", "'-10", "59350-²"]
)
def test_a_strange_address_asks_for_nothing(
    visitor: HtmxVisitor, spread: dict[str, Training], strange: str
) -> None:
    assert len(titles(visitor.get(f"/trainings?around={strange}"))) == len(spread)


def test_a_session_elsewhere_is_where_the_training_is_too(
    visitor: HtmxVisitor, spread: dict[str, Training], add_dates: AddDates
) -> None:
    add_dates(spread["Paris"], city="Lille", department="59")
    page = visitor.get("/trainings?around=59350-10")
    assert facts(page)["Paris"] == "À Lille même"


def test_a_day_and_a_distance_are_of_the_same_session(
    visitor: HtmxVisitor, spread: dict[str, Training], add_dates: AddDates
) -> None:
    """In Lille in a year and in Paris in three weeks is not « in Lille within three months »."""
    both = spread["Arras"]
    add_dates(both, city="Paris", department="75")
    add_dates(both, starts_on=clock.today() + timedelta(days=300), city="Lille", department="59")
    own = add_dates(spread["Roubaix"], city="", department="")
    assert own.city == ""
    page = visitor.get("/trainings?around=59350-25&starts=3-months")
    assert titles(page) == ["Roubaix"]
    drawn = visitor.get("/trainings/map?around=59350-25&starts=3-months").text
    assert "Nord" in drawn
    assert "Pas-de-Calais" not in drawn
    assert titles(visitor.get("/trainings?around=75056-10&starts=3-months")) == ["Arras"]


def test_what_one_follows_from_afar_is_found_at_its_dates_too(
    visitor: HtmxVisitor, spread: dict[str, Training], add_dates: AddDates
) -> None:
    add_dates(spread["Internet"], city="Paris", department="75")
    add_dates(spread["Nulle part"], city="", online=True)
    page = visitor.get("/trainings?around=59350-10&starts=3-months")
    assert sorted(titles(page)) == ["Internet", "Nulle part"]
    assert set(facts(page).values()) == {"À distance, par internet"}


def test_the_map_the_calendar_and_the_feed_are_of_the_same_distance(
    visitor: HtmxVisitor, spread: dict[str, Training], add_dates: AddDates
) -> None:
    add_dates(spread["Paris"], city="", department="")
    add_dates(spread["Lille"], city="Paris", department="75")
    dates = add_dates(spread["Roubaix"], city="", department="")
    month = visitor.get(f"/trainings/calendar?month={dates.starts_on:%Y-%m}&around=59350-25")
    found = [
        words(link) for item in month.find("ul", class_="month-list") for link in item.iter("a")
    ]
    assert found == ["Roubaix"]
    feed = visitor.fetch("/feeds/trainings.json?around=59350-10").get_json()
    assert {item["title"] for item in feed["items"]} == {"Lille", "Internet"}
    assert "Paris" not in visitor.get("/trainings/map?around=59350-10").text


def test_the_place_typed_is_not_logged(
    visitor: HtmxVisitor, spread: dict[str, Training], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, logger="portal"):
        page = visitor.get("/trainings?near=Villeurbanne&within=10")
    assert page.by_id("near").get("value") == "Villeurbanne (69)"
    assert "illeurbanne" not in caplog.text


def test_a_page_costs_as_many_queries_however_many_there_are(
    visitor: HtmxVisitor, database: Database, backstage: Session, spread: dict[str, Training]
) -> None:
    def asked() -> int:
        with sql.statements(database.engine) as found:
            visitor.get("/trainings?around=59350-25&starts=3-months")
        return len(found)

    asked()
    few = asked()
    copy_trainings(backstage, spread["Lille"].id, 40)
    backstage.commit()
    assert asked() == few


@pytest.mark.parametrize("tag", LOCALES)
def test_every_language_says_the_distance(
    new_visitor: Callable[[str], HtmxVisitor], spread: dict[str, Training], tag: str
) -> None:
    page = new_visitor(tag).get("/trainings?around=59350-10")
    assert titles(page) == ["Internet", "Lille"]
    assert "Lille" in page.text
