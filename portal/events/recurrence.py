"""Dates that come back: « le deuxième mardi », « le dernier vendredi » of each month."""

from calendar import monthrange
from datetime import date, timedelta

from portal.events.enums import Rhythm

MOST_DATES = 12


def dates(first: date, rhythm: Rhythm, how_many: int) -> list[date]:
    """`first` and those that follow it, on the same day of the week and the same week of the month.

    A first date in the last seven days of its month means « the last » of each month: the fifth
    Friday does not exist everywhere.
    """
    if rhythm is Rhythm.ONCE:
        return [first]
    is_last = first.day > monthrange(first.year, first.month)[1] - 7
    week = (first.day - 1) // 7
    found = []
    for step in range(min(how_many, MOST_DATES)):
        months = first.month - 1 + step * rhythm.months
        year, month = first.year + months // 12, months % 12 + 1
        found.append(_on(year, month, first.weekday(), week, is_last=is_last))
    return found


def _on(year: int, month: int, weekday: int, week: int, *, is_last: bool) -> date:
    if is_last:
        end = date(year, month, monthrange(year, month)[1])
        return end - timedelta(days=(end.weekday() - weekday) % 7)
    start = date(year, month, 1)
    return start + timedelta(days=(weekday - start.weekday()) % 7 + 7 * week)
