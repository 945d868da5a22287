"""Where the shapes of a record lie, in units of their own drawing; the same data is in a table."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Protocol

from portal.kernel.i18n import _
from portal.skills.comparing import Change, Comparison
from portal.skills.enums import Level
from portal.skills.reading import Record

CENTRE, RADIUS, FULL = 150.0, 110.0, 5
# A shape of two axes is a line: a radar wants three lines at least.
FEWEST_AXES = 3
# How high a row of the bars is.
ROW = 44


class Marked(Protocol):
    """A line of the grid, or a knowledge."""

    @property
    def plain(self) -> str: ...
    @property
    def mastery(self) -> Level | None: ...
    @property
    def interest(self) -> Level | None: ...


Mark = Callable[[Marked], Level | None]


@dataclass(frozen=True)
class Axis:
    """An axis of the radar: its number is that of a row of the table beside."""

    number: int
    x: float
    y: float
    label_x: float
    label_y: float


@dataclass(frozen=True)
class Radar:
    """Two shapes on the same axes, `before` dashed under `after`; empty where nothing is known."""

    axes: list[Axis]
    before: str
    after: str
    rings: list[str]


@dataclass(frozen=True)
class Bar:
    """The two marks of a row, never put together. None: no mark, or « I don't know »."""

    number: int
    y: int
    mastery: int | None
    interest: int | None


@dataclass(frozen=True)
class Drawn:
    """A group of a record: its rows, numbered, and what is drawn of them."""

    title: str
    rows: list[tuple[int, Marked]]
    bars: list[Bar]
    radar: Radar | None

    @property
    def height(self) -> int:
        return ROW * len(self.rows)


@dataclass(frozen=True)
class Compared:
    """A group of two records: its rows, numbered, and a shape for each of the two marks."""

    title: str
    rows: list[tuple[int, Change]]
    mastery: Radar | None
    interest: Radar | None

    @property
    def changed(self) -> list[tuple[int, Change]]:
        return [row for row in self.rows if not row[1].is_same]

    @property
    def same(self) -> list[tuple[int, Change]]:
        return [row for row in self.rows if row[1].is_same]


@dataclass(frozen=True)
class Spot:
    """Lines that have the same two marks, at their place on the map. A letter names the place: a
    number would read as a mark, or as how many lines are there.
    """

    letter: str
    mastery: int
    interest: int
    lines: list[Marked]


def drawn(record: Record) -> list[Drawn]:
    """Each group of the grid, then the knowledge."""
    return [_drawn(title, rows) for title, rows in _groups(record)]


def compared(comparison: Comparison) -> list[Compared]:
    """Each group of the grid, then the knowledge."""
    groups: dict[str, list[Change]] = {}
    titles: dict[str, str] = {}
    for change in comparison.changes:
        if change.group:
            groups.setdefault(change.group.code, []).append(change)
            titles[change.group.code] = change.group.plain
    found = [(titles[code], some) for code, some in groups.items()]
    if comparison.knowledge:
        found.append((_("Connaissances"), comparison.knowledge))
    return [
        Compared(
            title,
            list(enumerate(some, start=1)),
            _two(some, lambda line: line.mastery),
            _two(some, lambda line: line.interest),
        )
        for title, some in found
    ]


def spots(record: Record) -> list[Spot]:
    """Where the lines that have both marks lie, mastery × interest, from left to right."""
    places: dict[tuple[int, int], list[Marked]] = {}
    for _title, rows in _groups(record):
        for line in rows:
            if _both(line):
                at = _points(line.mastery), _points(line.interest)
                places.setdefault(at, []).append(line)
    return [
        Spot(letter, x, y, lines)
        for letter, ((x, y), lines) in zip(_letters(), sorted(places.items()), strict=False)
    ]


def _letters() -> Iterator[str]:
    """A to Z, then AA to AZ: more than a square of six by six has places."""
    for first in ("", "A"):
        yield from (first + letter for letter in ascii_uppercase)


def _groups(record: Record) -> list[tuple[str, Sequence[Marked]]]:
    groups: list[tuple[str, Sequence[Marked]]] = [
        (group.plain, group.lines)
        for framework in record.frameworks
        for group in framework.groups
        if group.lines
    ]
    return [*groups, (_("Connaissances"), record.knowledge)] if record.knowledge else groups


def _drawn(title: str, lines: Sequence[Marked]) -> Drawn:
    return Drawn(
        title,
        list(enumerate(lines, start=1)),
        [
            Bar(index + 1, index * ROW, _known(line.mastery), _known(line.interest))
            for index, line in enumerate(lines)
        ],
        _radar([line.interest for line in lines], [line.mastery for line in lines]),
    )


def _two(changes: Sequence[Change], mark: Mark) -> Radar | None:
    return _radar(
        [mark(change.before) if change.before else None for change in changes],
        [mark(change.after) if change.after else None for change in changes],
    )


def _radar(before: Sequence[Level | None], after: Sequence[Level | None]) -> Radar | None:
    count = len(after)
    if count < FEWEST_AXES:
        return None
    return Radar(
        axes=[
            Axis(index + 1, *_place(index, count, FULL), *_place(index, count, FULL * 1.17))
            for index in range(count)
        ],
        before=_shape(before),
        after=_shape(after),
        rings=[_ring(count, mark) for mark in range(1, FULL + 1)],
    )


def _shape(marks: Sequence[Level | None]) -> str:
    """The corners of a shape; a mark nobody gave lies in the middle."""
    if not any(_points(mark) for mark in marks):
        return ""
    return _points_of(
        [_place(index, len(marks), _points(mark)) for index, mark in enumerate(marks)]
    )


def _ring(count: int, mark: int) -> str:
    return _points_of([_place(index, count, mark) for index in range(count)])


def _points_of(corners: list[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)


def _place(index: int, count: int, mark: float) -> tuple[float, float]:
    """Where a mark lies on an axis: the first axis points up, the others follow clockwise."""
    angle = 2 * math.pi * index / count - math.pi / 2
    length = RADIUS * mark / FULL
    return CENTRE + length * math.cos(angle), CENTRE + length * math.sin(angle)


def _both(line: Marked) -> bool:
    return _known(line.mastery) is not None and _known(line.interest) is not None


def _known(mark: Level | None) -> int | None:
    return mark.points if mark else None


def _points(mark: Level | None) -> int:
    return _known(mark) or 0
