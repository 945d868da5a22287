"""Where the trainings are: a map whose places are links, and the same as a table."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.kernel.db import Database
from portal.trainings.models import Training, TrainingSession
from portal.trainings.queries.published import Wanted, count_places
from portal.web import maps
from tests.support import sql
from tests.support.htmx import HtmxVisitor
from tests.support.page import Page, words

Publish = Callable[..., Training]
AddDates = Callable[..., TrainingSession]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def spread(publish_training: Publish) -> list[Training]:
    """Two in the Nord, one in its region, one overseas, one nobody knows where."""
    places: tuple[dict[str, Any], ...] = (
        {"department": "59", "prerequisites": ["none"]},
        {"department": "59"},
        {"region": "32"},
        {"department": "974"},
        {},
    )
    return [publish_training(title=f"Formation {n}", **at) for n, at in enumerate(places)]


def _drawn(page: Page) -> dict[str, str]:
    """What each place of the map is called → where it leads."""
    (drawing,) = page.find(f"{SVG}svg", class_="map")
    links = drawing.iter(f"{SVG}a")
    return {link.get("aria-label", ""): link.get("href", "") for link in links}


def test_a_place_leads_to_its_trainings(visitor: HtmxVisitor, spread: list[Training]) -> None:
    page = visitor.click(visitor.get("/trainings"), "Voir sur la carte")
    assert _drawn(page) == {"Nord – 2 formations": "/trainings?department=59"}
    found = visitor.get("/trainings?department=59")
    assert [words(one) for one in found.find("h3", class_="card-title")] == [
        "Formation 1",
        "Formation 0",
    ]


def test_the_table_says_the_same_and_what_is_not_drawn(
    visitor: HtmxVisitor, spread: list[Training]
) -> None:
    page = visitor.get("/trainings/map")
    (listed,) = page.find("table")
    links = {words(link): link.get("href") for link in listed.iter("a")}
    assert links == {
        "Hauts-de-France": "/trainings?region=32",
        "Nord": "/trainings?department=59",
        "La Réunion": "/trainings?department=974",
    }
    assert "1 formation dont on ne connaît pas le département" in page.text
    assert "On ne sait pas où : 1 formation" in page.text
    assert "Victor Cazanave, svg-maps" in page.text
    assert page.link("CC BY 4.0") == maps.LICENCE["url"]


def test_the_map_is_of_the_search(visitor: HtmxVisitor, spread: list[Training]) -> None:
    page = visitor.get("/trainings/map?diploma=none&region=11")
    assert _drawn(page) == {"Nord – 1 formation": "/trainings?department=59&diploma=none"}
    assert "La Réunion" not in page.text


def test_no_place_says_so(visitor: HtmxVisitor, publish_training: Publish) -> None:
    publish_training()
    page = visitor.get("/trainings/map")
    assert "Aucun endroit à montrer" in page.text
    assert page.find(f"{SVG}svg", class_="map") == []


def test_a_region_and_a_department_are_alternatives(
    visitor: HtmxVisitor, spread: list[Training]
) -> None:
    page = visitor.get("/trainings?region=32&department=974")
    assert len(page.find("h3", class_="card-title")) == 4


def test_every_drawn_department_is_one_of_ours(backstage: Session) -> None:
    found = backstage.scalars(
        text("SELECT code FROM nomenclature_entry WHERE scheme = 'department'")
    )
    known = set(found)
    shapes = maps.departments()["shapes"]
    assert set(shapes) <= known
    assert {code for code in known - set(shapes) if not code.startswith("97")} == set()


def test_places_are_counted_in_one_query(database: Database, spread: list[Training]) -> None:
    with database.session() as session, sql.statements(database.engine) as asked:
        assert count_places(session, Wanted()) == [
            ("", "", 1),
            ("04", "974", 1),
            ("32", "", 1),
            ("32", "59", 2),
        ]
        assert count_places(session, Wanted("", {"diploma": ["none"]})) == [("32", "59", 1)]
    assert len(asked) == 2


@pytest.mark.parametrize("language", ["ar", "ps", "fr-x-simple"])
def test_it_reads_in_other_languages(
    new_visitor: Callable[..., HtmxVisitor], spread: list[Training], language: str
) -> None:
    page = new_visitor(language).get("/trainings/map")
    assert ("Par région" in page.text) == language.startswith("fr")


def test_a_session_shows_where_it_is_on_a_drawing_with_its_words(
    visitor: HtmxVisitor, publish_training: Publish, add_dates: AddDates
) -> None:
    training = publish_training(title="Au nord")
    add_dates(training, city="Lille", department="59")
    add_dates(training, city="Quelque part", department="59", venue="La grange")
    page = visitor.get(f"/trainings/{training.slug}")
    (drawn,) = page.find(f"{SVG}svg", role="img")
    assert drawn.get("aria-label") == "Carte de France. Un point montre Lille : au nord du pays."
    (beside,) = page.find("figcaption")
    assert words(beside) == "Lille Nord"
    # The other one keeps its address, and nothing is drawn of what nobody can place.
    assert "La grange, Quelque part" in page.text
    assert page.text.count("GeoNames") == 1


def test_a_session_that_is_called_off_or_nowhere_has_no_drawing(
    visitor: HtmxVisitor, publish_training: Publish, add_dates: AddDates
) -> None:
    training = publish_training(title="Nulle part")
    add_dates(training, city="", department="", online=True)
    page = visitor.get(f"/trainings/{training.slug}")
    assert page.find(f"{SVG}svg", role="img") == []
    assert "GeoNames" not in page.text


def test_drawings_cost_one_question_however_many_there_are(
    visitor: HtmxVisitor, publish_training: Publish, add_dates: AddDates, database: Database
) -> None:
    training = publish_training(title="Partout")
    add_dates(training, city="Lille", department="59")
    visitor.get(f"/trainings/{training.slug}")
    with sql.statements(database.engine) as one:
        visitor.get(f"/trainings/{training.slug}")
    for city, department in (("Lyon", "69"), ("Nantes", "44"), ("Paris", "75")):
        add_dates(training, city=city, department=department)
    with sql.statements(database.engine) as four:
        page = visitor.get(f"/trainings/{training.slug}")
    assert len(page.find(f"{SVG}svg", role="img")) == 4
    assert len(four) == len(one)
