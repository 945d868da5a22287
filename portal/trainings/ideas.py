"""« Ce que je pourrais faire »: trainings beside what somebody wrote in their own grid.

Computed for the page they ask for, and for nothing else: nothing is kept, counted or sent. What is
shown is so because of one of their own answers, which is said; the order is that of dates.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from portal.skills.enums import Level, Mobilised
from portal.skills.queries.grid import GridGroup, read_grid
from portal.trainings.queries import published
from portal.trainings.queries.published import Line
from portal.trainings.topics import FRAMEWORK

# « Beaucoup » and « C’est ce que je préfère ».
_LIKED = {Level.FOUR, Level.FIVE}


@dataclass(frozen=True)
class Reason:
    """What somebody wrote under a heading: what they like there, what they have not done yet."""

    heading: str
    liked: list[str]
    not_yet: list[str]


@dataclass(frozen=True)
class Idea:
    """A training and why it is shown."""

    line: Line
    reasons: list[Reason]


@dataclass(frozen=True)
class Ideas:
    """`has_written`: whether the grid says anything to start from. `more`: not all are shown."""

    has_written: bool
    found: list[Idea]
    more: bool


def find_ideas(session: Session, person_id: UUID) -> Ideas:
    """The newest trainings about what this person likes or has not done yet."""
    grid = read_grid(session, person_id)
    groups = [
        group
        for framework in grid.frameworks
        if framework.code == FRAMEWORK and not framework.is_own
        for group in framework.groups
    ]
    known = {group.code: reason for group in groups if (reason := _reason(group))}
    if not known:
        return Ideas(has_written=False, found=[], more=False)
    listing = published.list_on_topics(session, list(known))
    found = [
        Idea(line, [known[code] for code in line.card["topics"] if code in known])
        for line in listing.lines
    ]
    return Ideas(has_written=True, found=found, more=listing.total > len(found))


def _reason(group: GridGroup) -> Reason | None:
    answered = [(line.plain, line.answer) for line in group.lines if line.answer]
    liked = [words for words, answer in answered if answer.interest in _LIKED]
    not_yet = [words for words, answer in answered if answer.mobilised == Mobilised.NOT_YET]
    return Reason(group.plain, liked, not_yet) if liked or not_yet else None
