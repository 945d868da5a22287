"""What the pages of an arrival receive."""

from collections.abc import Iterable
from dataclasses import dataclass

from portal.engagements.enums import Moment
from portal.engagements.queries.welcomes import WelcomeItem


@dataclass(frozen=True)
class Group:
    """The items of one moment."""

    moment: Moment
    items: tuple[WelcomeItem, ...]


def groups(items: Iterable[WelcomeItem]) -> list[Group]:
    """By moment, in the order of the year; moments with nothing are left out."""
    known = list(items)
    found = [
        Group(moment, tuple(one for one in known if one.moment == moment)) for moment in Moment
    ]
    return [group for group in found if group.items]
