"""The only place that asks what time it is, so that tests can travel and the demo has a past."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


def now() -> datetime:
    """The current instant, aware, in UTC."""
    return datetime.now(UTC)  # noqa: TID251 - the one place


def today() -> date:
    """The current day in Paris, where the deadlines of the portal are counted."""
    return now().astimezone(PARIS).date()
