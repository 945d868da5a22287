"""The days an alert is about. « Within three months » is counted from the day it was asked for: an
alert that counted anew each day would never tell of what came too early to be within.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from portal.kernel import clock
from portal.trainings import starting
from portal.trainings.enums import Soon
from portal.trainings.queries.published import STARTS

Chosen = Mapping[str, Sequence[str]]


def last_day(chosen: Chosen, today: date) -> date | None:
    """The last day of a search asked for today; None where its days have no end."""
    code = _code(chosen)
    if code in set(Soon):
        span = starting.read(code, today)
        return span.last if span else None
    return starting.days_of(code)[1]


def as_days(chosen: Chosen, last: date | None) -> Chosen:
    """The same search, its days said as days: `last` is the one it was given."""
    if last is None:
        return chosen
    first, _last = starting.days_of(_code(chosen))
    return {**chosen, STARTS: [starting.code_of(first, last)]}


def end_first(last: date | None, expires_at: datetime) -> bool:
    """Whether an alert ends with its days, before its own end."""
    return last is not None and last < expires_at.astimezone(clock.PARIS).date()


def _code(chosen: Chosen) -> str:
    return next(iter(chosen.get(STARTS, ())), "")
