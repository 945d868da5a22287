"""The models of offers the portal proposes, in the three kinds of ST-02. Content, so in French."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from portal.jobs.enums import OfferModel

_FILE = Path(__file__).with_name("starting_points.toml")


@dataclass(frozen=True)
class StartingPoint:
    """A half-written offer. `values` are columns of `Offer`; what a structure alone can know
    (pay, place, dates) is left for it to say.
    """

    code: str
    model: OfferModel
    name: str
    about: str
    values: dict[str, Any]
    questions: tuple[str, ...]


@cache
def starting_points() -> tuple[StartingPoint, ...]:
    """The models, in the order they are shown."""
    content = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    found = []
    for code, given in content.items():
        values = dict(given["offer"])
        found.append(
            StartingPoint(
                code=code,
                model=OfferModel(values["model"]),
                name=given["name"],
                about=given["about"],
                values=values,
                questions=tuple(given.get("questions", ())),
            )
        )
    return tuple(found)


def find_starting_point(code: str) -> StartingPoint | None:
    return next((one for one in starting_points() if one.code == code), None)
