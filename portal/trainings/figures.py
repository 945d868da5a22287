"""Figures of sessions, with small numbers hidden: nobody is to be guessed from a table.

A number from one to four is « fewer than five ». Where it could be found by taking the others from
their sum, one more is not shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

LEAST = 5
Cell = int | Literal["few", "hidden"]


def cell(number: int) -> Cell:
    return "few" if 0 < number < LEAST else number


@dataclass(frozen=True)
class Row:
    """How many asked to come to a session, have a place, wait."""

    asked: Cell
    placed: Cell
    waiting: Cell


def row(asked: int, placed: int, waiting: int) -> Row:
    """The sum is not shown beside a part that is hidden, nor beside what is left of it."""
    parts = (placed, waiting, asked - placed - waiting)
    is_telling = any(cell(part) == "few" for part in parts)
    whole = cell(asked)
    return Row("hidden" if is_telling and whole != "few" else whole, cell(placed), cell(waiting))


def spread(numbers: Mapping[str, int]) -> dict[str, Cell]:
    """Parts of a whole somebody may know, the largest first: a small part is never alone hidden."""
    found: dict[str, Cell] = {
        name: cell(number) for name, number in sorted(numbers.items(), key=lambda one: -one[1])
    }
    if list(found.values()).count("few") == 1:
        large = [name for name, shown in found.items() if shown not in ("few", 0)]
        if large:
            found[large[-1]] = "hidden"
    return found
