"""The drawing of France: where it puts a place, and in which words."""

import json
import re
from pathlib import Path

import pytest

from portal.web import maps

COMMUNES = Path(__file__).resolve().parents[2] / "static/vendor/communes.json"


def rings(d: str) -> list[list[tuple[int, int]]]:
    found = []
    for x, y, steps in re.findall(r"M(-?\d+),(-?\d+)l([^z]*)z", d):
        here = (int(x), int(y))
        points = [here]
        for step in steps.split():
            dx, dy = map(int, step.split(","))
            here = (here[0] + dx, here[1] + dy)
            points.append(here)
        found.append(points)
    return found


def holds(shape: list[list[tuple[int, int]]], x: int, y: int) -> bool:
    """Whether a point is inside."""
    inside = False
    for points in shape:
        for (a, b), (c, d) in zip(points, [*points[1:], points[0]], strict=True):
            if (b > y) != (d > y) and x < (c - a) * (y - b) / (d - b) + a:
                inside = not inside
    return inside


def test_nearly_every_commune_falls_within_its_department() -> None:
    shapes = {code: rings(shape["d"]) for code, shape in maps.departments()["shapes"].items()}
    placed = [row for row in json.loads(COMMUNES.read_text()) if row[4] is not None]
    mainland = [row for row in placed if row[2] in shapes][::7]
    inside = [row for row in mainland if holds(shapes[row[2]], *maps.at(row[4], row[5]))]
    assert len(mainland) > 1000
    assert len(inside) > 0.97 * len(mainland)


def test_the_outline_is_light_and_holds_what_its_departments_hold() -> None:
    outline = maps.departments()["outline"]
    assert len(outline) < 4000
    whole = rings(outline)
    middles = [shape["at"] for shape in maps.departments()["shapes"].values()]
    # Some small departments of islands and coasts have their middle beside a coarse line.
    assert sum(holds(whole, *middle) for middle in middles) >= len(middles) - 1
    assert not holds(whole, 40, 900)
    assert all(len(points) > 3 for points in whole)


@pytest.mark.parametrize(
    ("code", "latitude", "longitude", "said"),
    [
        ("59", 50.63, 3.06, "au nord du pays"),
        ("67", 48.58, 7.75, "au nord-est du pays"),
        ("74", 45.9, 6.12, "à l’est du pays"),
        ("06", 43.7, 7.27, "au sud-est du pays"),
        ("34", 43.6, 3.88, "au sud du pays"),
        ("64", 43.3, -0.37, "au sud-ouest du pays"),
        ("44", 47.22, -1.55, "à l’ouest du pays"),
        ("50", 49.63, -1.62, "au nord-ouest du pays"),
        ("18", 47.08, 2.4, "au centre du pays"),
        ("2A", 41.93, 8.74, "en Corse"),
    ],
)
def test_a_drawing_says_in_words_where_it_is(
    code: str, latitude: float, longitude: float, said: str
) -> None:
    found = maps.locate("Ici", code, "Un département", latitude, longitude)
    assert found
    assert found.said == f"Carte de France. Un point montre Ici : {said}."


def test_overseas_there_is_no_drawing() -> None:
    assert maps.locate("Saint-Denis", "974", "La Réunion", -20.88, 55.45) is None
