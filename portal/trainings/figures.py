"""Figures with small numbers hidden: nobody is to be guessed from a table, nor from two of them.

A number from one to four is « fewer than five ». Where it could be found by taking the others from
their sum, one more is not shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
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


@dataclass(frozen=True)
class Spread:
    """Parts of a whole somebody may know, the largest first; the others together, without their
    names: two of them that are known to be three people are known one by one.
    """

    parts: dict[str, int]
    others: Cell


def spread(numbers: Mapping[str, int]) -> Spread:
    """Small parts go to the others, and large ones with them until those are five at least."""
    ordered = sorted(numbers.items(), key=lambda one: (-one[1], one[0]))
    shown = {name: number for name, number in ordered if number >= LEAST}
    others = sum(number for name, number in ordered if name not in shown)
    while 0 < others < LEAST and shown:
        others += shown.pop(list(shown)[-1])
    return Spread(shown, cell(others))


def last_half_year(today: date) -> tuple[date, date]:
    """From January to June or from July to December, whichever was over last. Two of them have no
    session in common: what one adds to the other is never a single person.
    """
    ends = date(today.year, 7 if today.month > 6 else 1, 1) - timedelta(days=1)
    return date(ends.year, ends.month - 5, 1), ends


@dataclass(frozen=True)
class Told:
    """What may be said of the answers of a group to one question. `most`: what more than half of
    it chose, if anything; `at_least`: of each choice where it may be said, five times so many.
    """

    most: str
    at_least: dict[str, int]


def told(counts: Mapping[str, int], total: int) -> Told:
    """Numbers by fives only, and five people at least of whom nothing is told: neither a choice of
    fewer than five, nor that everybody chose the same, can be read or found by subtraction.
    """
    if total < LEAST:
        return Told("", {})
    ordered = sorted(counts.items(), key=lambda one: -one[1])
    most = next((choice for choice, number in ordered if 2 * number > total), "")
    left, at_least = total - LEAST, {}
    for choice, number in ordered:
        by_fives = min(number, left) // LEAST * LEAST
        if by_fives:
            at_least[choice] = by_fives
            left -= by_fives
    return Told(most, at_least)
