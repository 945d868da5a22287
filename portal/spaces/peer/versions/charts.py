"""Where the shapes of a version lie, in units of their own drawing; the same data is in a table."""

import math
from dataclasses import dataclass

from portal.skills.comparing import Change
from portal.skills.enums import Level
from portal.skills.reading import ReadGroup, ReadLine, Record

CENTRE, RADIUS, FULL = 150.0, 110.0, 5
# A shape of two axes is a line: a radar wants three lines at least.
FEWEST_AXES = 3


@dataclass(frozen=True)
class Axis:
    """One line of the group: where its axis ends, where its number stands."""

    number: int
    plain: str
    x: float
    y: float
    label_x: float
    label_y: float


@dataclass(frozen=True)
class Radar:
    """A group as a shape: one axis for each line, the older version dashed under the newer one."""

    title: str
    axes: list[Axis]
    before: str
    after: str
    rings: list[str]


@dataclass(frozen=True)
class Spot:
    """Lines that have the same two marks, at their place on the map."""

    mastery: int
    interest: int
    numbers: list[int]


def radars(changes: list[Change]) -> list[Radar]:
    """A radar of mastery for each group with enough lines."""
    groups: dict[str, tuple[ReadGroup, list[Change]]] = {}
    for change in changes:
        groups.setdefault(change.group.code, (change.group, []))[1].append(change)
    return [_radar(group, lines) for group, lines in groups.values() if len(lines) >= FEWEST_AXES]


def spots(record: Record) -> tuple[list[tuple[int, ReadLine]], list[Spot]]:
    """The numbered lines that have both marks, and where they lie: mastery × interest."""
    lines = [line for _group, line in record.lines if _both(line)]
    numbered = list(enumerate(lines, start=1))
    places: dict[tuple[int, int], list[int]] = {}
    for number, line in numbered:
        places.setdefault((_points(line.mastery), _points(line.interest)), []).append(number)
    return numbered, [Spot(x, y, numbers) for (x, y), numbers in sorted(places.items())]


def _radar(group: ReadGroup, lines: list[Change]) -> Radar:
    count = len(lines)
    axes = []
    for index, change in enumerate(lines):
        x, y = _place(index, count, FULL)
        label_x, label_y = _place(index, count, FULL * 1.17)
        axes.append(Axis(index + 1, change.plain, x, y, label_x, label_y))
    return Radar(
        title=group.plain,
        axes=axes,
        before=_shape([change.before for change in lines]),
        after=_shape([change.after for change in lines]),
        rings=[_ring(count, mark) for mark in range(1, FULL + 1)],
    )


def _shape(lines: list[ReadLine | None]) -> str:
    """The corners of a version's shape; a mark nobody gave lies in the middle."""
    if not any(line and line.mastery and line.mastery.points for line in lines):
        return ""
    return _points_of(
        [
            _place(index, len(lines), _points(line.mastery) if line else 0)
            for index, line in enumerate(lines)
        ]
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


def _both(line: ReadLine) -> bool:
    return all(
        mark is not None and mark.points is not None for mark in (line.mastery, line.interest)
    )


def _points(mark: Level | None) -> int:
    return (mark.points or 0) if mark else 0
