"""The map of France, drawn by the templates; the shapes come with the assets. By departments, or as
an outline with a dot, for what is at one place.
"""

import json
import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from portal.kernel.i18n import _

_SHAPES = Path(__file__).resolve().parents[2] / "static" / "vendor" / "departments.json"
# Whose drawing it is, and under which licence: said wherever it is shown.
CREDIT = "Victor Cazanave, svg-maps"
LICENCE = {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"}


@lru_cache(maxsize=1)
def departments() -> dict[str, Any]:
    """`view`: the four numbers of the drawing; `shapes`: code → {d: path, at: [x, y], its middle}.

    Departments overseas are not drawn: a list stands beside the map.
    """
    found: dict[str, Any] = json.loads(_SHAPES.read_text())
    return found


# Where the drawing has a place: Mercator, fitted to the communes of each department. All but a few
# on a border fall within theirs.
_EAST, _LEFT = 83.1, 430.3
_NORTH, _TOP = 82.5, 4920.7
_CORSICA = ("2A", "2B")
# So near to the middle, in degrees of latitude, that no direction says it.
_MIDDLE = 1.3
_MIDST = (46.6, 2.5)


@dataclass(frozen=True)
class Locator:
    """A dot on the outline. `name` and `department` stand beside it, `said` is the drawing in
    words.
    """

    x: int
    y: int
    name: str
    department: str
    said: str


def locate(
    name: str, code: str, department: str, latitude: float, longitude: float
) -> Locator | None:
    """Where a commune is; `department` is the name of its `code`. None overseas: the drawing has
    none of it.
    """
    x, y = at(latitude, longitude)
    left, top, width, height = departments()["view"]
    if not (left <= x <= left + width and top <= y <= top + height):
        return None
    said = _(
        "Carte de France. Un point montre %(place)s : %(where)s.",
        place=name,
        where=where(code, latitude, longitude),
    )
    return Locator(x, y, name, department, said)


def picture(place: Locator) -> str:
    """The drawing alone, for paper."""
    shapes = departments()
    view = " ".join(map(str, shapes["view"]))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}">'
        f'<path d="{shapes["outline"]}" fill="#e2f0ee" stroke="#7d8788" stroke-width="8"/>'
        f'<circle cx="{place.x}" cy="{place.y}" r="46"'
        ' fill="#0e5e5b" stroke="#fff" stroke-width="16"/></svg>'
    )


def at(latitude: float, longitude: float) -> tuple[int, int]:
    """A place of the earth on the drawing."""
    north = math.degrees(math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2)))
    return round(_LEFT + _EAST * longitude), round(_TOP - _NORTH * north)


def where(code: str, latitude: float, longitude: float) -> str:
    """In which part of the country, in words."""
    if code in _CORSICA:
        return _("en Corse")
    north = latitude - _MIDST[0]
    east = (longitude - _MIDST[1]) * math.cos(math.radians(latitude))
    if math.hypot(north, east) < _MIDDLE:
        return _("au centre du pays")
    named = (
        _("à l’est du pays"),
        _("au nord-est du pays"),
        _("au nord du pays"),
        _("au nord-ouest du pays"),
        _("à l’ouest du pays"),
        _("au sud-ouest du pays"),
        _("au sud du pays"),
        _("au sud-est du pays"),
    )
    return named[round(math.atan2(north, east) / (math.pi / 4)) % 8]
