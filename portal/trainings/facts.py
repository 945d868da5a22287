"""What follows from what is written of a training: its class of duration, what it costs this year.

Each takes the plain values of a document (see `publication`), so that the list, the page and the
index say the same thing.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from portal.trainings.enums import DurationClass, Known

Document = Mapping[str, Any]

_A_WEEK = 5  # days
_A_WEEK_OF_HOURS = 35
_SIX_MONTHS = 6
_SIX_MONTHS_OF_WEEKS = 26
ALWAYS = "always"


def duration_class(document: Document) -> DurationClass | None:
    """None where the numbers do not say."""
    weeks = max(document.get("weeks") or 0, document.get("internship_weeks") or 0)
    if (document.get("months") or 0) >= _SIX_MONTHS or weeks >= _SIX_MONTHS_OF_WEEKS:
        return DurationClass.MONTHS
    days, hours = document.get("days"), document.get("hours")
    if weeks or document.get("months") or (days or 0) > _A_WEEK:
        return DurationClass.WEEKS
    if days is not None:
        return DurationClass.DAYS
    if hours is not None:
        return DurationClass.DAYS if hours <= _A_WEEK_OF_HOURS else DurationClass.WEEKS
    return None


def has_internship(document: Document) -> bool:
    """Whether something is known of one."""
    named = ("weeks", "hours_min", "hours_max", "words")
    return any(document.get(f"internship_{name}") for name in named)


def funding_row(
    year: int | None, free: str, words: str, price: float | None = None
) -> dict[str, Any]:
    """What is said of a year. Who writes only a price says that it is not free; `amount`, in euros,
    is there where it is known.
    """
    said: dict[str, Any] = {"year": year, "free": free, "words": words}
    if price is None:
        return said
    return said | {"free": free or Known.NO.value, "amount": price}


def free_in(funding: Sequence[Mapping[str, Any]]) -> list[str]:
    """The years it is known to be free in; `ALWAYS` where a source says so without a year."""
    free = [row for row in funding if row.get("free") == Known.YES]
    return list(dict.fromkeys(str(row.get("year") or ALWAYS) for row in free))


def funding_now(funding: Sequence[Mapping[str, Any]], year: int) -> Mapping[str, Any] | None:
    """What is said of a year: by name, else without a year, else of the last one before it."""
    by_year = {row.get("year"): row for row in funding}
    if year in by_year:
        return by_year[year]
    if None in by_year:
        return by_year[None]
    past = [known for known in by_year if known is not None and known < year]
    return by_year[max(past)] if past else None
