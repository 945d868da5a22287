"""When a training starts, as a search says it: « this month », « within three months », between two
days, or not known yet. Each day a session starts is a label of the index (decision 0032).
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from portal.kernel import clock
from portal.kernel.search import Beginning
from portal.trainings.enums import Soon

LABEL = "start:"
# The last day that is announced: once it is over, or where there is none, no day to come is known.
LAST, _NONE = "last:", "none"
# A day one may come on from afar.
AFAR = "afar:"
# No session is announced longer before it starts.
_YEARS = 6
# None was announced before.
_FIRST = date(2020, 1, 1)
_BETWEEN = "_"
_MOST = 8
# The digits of a month, of the tens of it, of a year.
_COARSER = (6, 5, 4)


@dataclass(frozen=True)
class Span:
    """From a day to another, both included."""

    first: date
    last: date


def label(day: date) -> str:
    return f"{LABEL}{day:%Y%m%d}"


def labels_of(days: Collection[date], afar: Iterable[date]) -> list[str]:
    """Of a training whose sessions start on these days to come, some of them followed from afar."""
    last = f"{max(days):%Y%m%d}" if days else _NONE
    return [*map(label, days), *(f"{AFAR}{day:%Y%m%d}" for day in afar), f"{LAST}{last}"]


def read(code: str, today: date) -> Span | None:
    """The days a code means: « month », « 2026-12-01_2027-01-31 », either day left out. None where
    it means none; a span that is over is empty.
    """
    if code in set(Soon):
        months = _MONTHS[Soon(code)]
        if months:
            return Span(today, clock.add_months(today, months))
        return month(today, today)
    first, last = days_of(code)
    if not (first or last):
        return None
    return Span(max(first or today, today), min(last or date.max, last_day(today)))


def days_of(code: str) -> tuple[date | None, date | None]:
    """The two days of a code; neither where it is none."""
    first, between, last = code.partition(_BETWEEN)
    try:
        days = [date.fromisoformat(day) if day else None for day in (first, last)]
    except ValueError:
        return None, None
    return (days[0], days[1]) if between else (None, None)


def code_of(first: date | None, last: date | None) -> str:
    """Two days as a code; the empty text where there is neither."""
    told = [day.isoformat() if day else "" for day in (first, last)]
    return _BETWEEN.join(told) if any(told) else ""


def labels(span: Span) -> list[str]:
    """Labels of its days: whole years, months and tens of days by how they begin. Of many days they
    are some others' too: each one found is looked at.
    """
    return _few(LABEL, span) or [f"{LABEL}never"]


def afar(span: Span) -> list[str]:
    """The same of the days one comes on from afar."""
    return _few(AFAR, span)


def none_to_come(today: date) -> list[str]:
    """One of these labels where no day from today on is announced."""
    return [f"{LAST}{_NONE}", *_covering(LAST, Span(_FIRST, today - _A_DAY))]


def _few(kind: str, span: Span) -> list[str]:
    """As many as an index answers soon: it looks at all of them for each row."""
    found = list(_covering(kind, span))
    for digits in _COARSER:
        if len(found) <= _MOST:
            break
        begun = dict.fromkeys(label[: len(kind) + digits] for label in found)
        found = list(map(Beginning, begun))
    return found


def _covering(kind: str, span: Span) -> Iterator[str]:
    day = span.first
    while day <= span.last:
        year, month = date(day.year + 1, 1, 1), clock.add_months(day.replace(day=1), 1)
        if (day.month, day.day) == (1, 1) and year - _A_DAY <= span.last:
            yield Beginning(f"{kind}{day:%Y}")
            day = year
        elif day.day == 1 and month - _A_DAY <= span.last:
            yield Beginning(f"{kind}{day:%Y%m}")
            day = month
        elif (tens := _tens(day)) and (last := min(tens, month) - _A_DAY) <= span.last:
            yield Beginning(f"{kind}{day:%Y%m%d}"[:-1])
            day = last + _A_DAY
        else:
            yield f"{kind}{day:%Y%m%d}"
            day += _A_DAY


def _tens(day: date) -> date | None:
    """The day after those that are written with the same ten, on the first of them; the thirtieth
    has one other at most.
    """
    if day.day == 1:
        return day.replace(day=10)
    return day + timedelta(days=10) if day.day in {10, 20} else None


def month(day: date, today: date) -> Span:
    """What is left of the month of a day."""
    first = day.replace(day=1)
    return Span(max(first, today), clock.add_months(first, 1) - _A_DAY)


def next_month(day: date, months: int = 1) -> date:
    """The first day of the month after that of a day, or so many after or before."""
    return clock.add_months(day.replace(day=1), months)


def last_day(today: date) -> date:
    """After it nothing is announced."""
    return date(today.year + _YEARS, 12, 31)


_A_DAY = timedelta(days=1)
_MONTHS = {Soon.MONTH: 0, Soon.THREE: 3, Soon.SIX: 6}
