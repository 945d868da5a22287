"""Two versions side by side: what grew, what pleases more, what is new. No total, no average."""

from collections.abc import Callable
from dataclasses import dataclass

from portal.skills.enums import Level
from portal.skills.reading import ReadGroup, ReadKnowledge, ReadLine, Record

Compared = ReadLine | ReadKnowledge


@dataclass(frozen=True)
class Change:
    """One line in the older version and in the newer one; nothing where it was not there.

    `group` is its heading; a knowledge has none.
    """

    group: ReadGroup | None
    before: Compared | None
    after: Compared | None

    @property
    def plain(self) -> str:
        line = self.after or self.before
        return line.plain if line else ""

    @property
    def mastery_step(self) -> int:
        """How many marks mastery moved; 0 where one of the two is not known."""
        return _step(self.before, self.after, lambda line: line.mastery)

    @property
    def interest_step(self) -> int:
        return _step(self.before, self.after, lambda line: line.interest)

    @property
    def is_new(self) -> bool:
        """A mark where there was none, or a voice; a knowledge is new as soon as it is written."""
        if self.group is None:
            return self.before is None
        if self.before is None and isinstance(self.after, ReadLine) and self.after.spoken:
            return True
        known_before = self.before is not None and self.before.mastery is not None
        return not known_before and self.after is not None and self.after.mastery is not None

    @property
    def is_same(self) -> bool:
        """In both, with the same marks: nothing to talk about."""
        return (
            self.after is not None and not self.is_new and _said(self.before) == _said(self.after)
        )


@dataclass(frozen=True)
class Comparison:
    """Every line of either version, then every knowledge, in the order of the newer one."""

    changes: list[Change]
    knowledge: list[Change]

    @property
    def all(self) -> list[Change]:
        return self.changes + self.knowledge

    @property
    def grown(self) -> list[Change]:
        return [change for change in self.all if change.mastery_step > 0]

    @property
    def keener(self) -> list[Change]:
        return [change for change in self.all if change.interest_step > 0]

    @property
    def new(self) -> list[Change]:
        return [change for change in self.all if change.is_new]

    @property
    def other(self) -> list[Change]:
        """What went the other way: as much worth talking about."""
        return [
            change for change in self.all if change.mastery_step < 0 or change.interest_step < 0
        ]

    @property
    def gone(self) -> list[Change]:
        """What was in the older version only."""
        return [change for change in self.all if change.after is None]


def compare(older: Record, newer: Record) -> Comparison:
    """Line by line, whatever edition of the framework each version was made with.

    A line worded otherwise since goes on from the old words; those stand apart only where the new
    ones were not answered.
    """
    before = {line.key: (group, line) for group, line in older.lines}
    followed = {key for _group, line in newer.lines for key in line.follows}
    changes = []
    for group, line in newer.lines:
        if line.key not in followed:
            same = [before.pop(key) for key in (line.key, *line.follows) if key in before]
            changes.append(Change(group, same[0][1] if same else None, line))
    changes += [Change(group, line, None) for group, line in before.values()]
    return Comparison(changes, _knowledge(older, newer))


def _knowledge(older: Record, newer: Record) -> list[Change]:
    """By its words: written otherwise, a knowledge is another one."""
    before = {line.key: line for line in older.knowledge}
    changes = [Change(None, before.pop(line.key, None), line) for line in newer.knowledge]
    return changes + [Change(None, line, None) for line in before.values()]


def _said(line: Compared | None) -> tuple[Level | None, Level | None]:
    return (line.mastery, line.interest) if line else (None, None)


def _step(
    before: Compared | None, after: Compared | None, mark: Callable[[Compared], Level | None]
) -> int:
    if before is None or after is None:
        return 0
    old, new = mark(before), mark(after)
    if old is None or new is None or old.points is None or new.points is None:
        return 0
    return new.points - old.points
