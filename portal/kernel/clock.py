"""The only place that asks what time it is, so that tests can travel and the demo has a past."""

from calendar import monthrange
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


_pretended: ContextVar[datetime | None] = ContextVar("portal_pretended", default=None)


def now() -> datetime:
    """The current instant, aware, in UTC."""
    return _pretended.get() or datetime.now(UTC)  # noqa: TID251 - the one place


@contextmanager
def pretending(moment: datetime) -> Iterator[None]:
    """Inside the block it is that moment: how the demo world gets its past."""
    token = _pretended.set(moment)
    try:
        yield
    finally:
        _pretended.reset(token)


def today() -> date:
    """The current day in Paris, where the deadlines of the portal are counted."""
    return now().astimezone(PARIS).date()


def add_months(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where it has none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
