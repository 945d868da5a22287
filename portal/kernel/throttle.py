"""How often something may be tried, shared by every process through the database.

Counts in its own transaction, so that a refused or failed try counts too. Keys are hashed.
"""

import hashlib
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from portal.kernel import clock
from portal.kernel.errors import Throttled
from portal.kernel.models import ThrottleCount


def hit(session: Session, *, key: str, limit: int, seconds: int) -> None:
    """Count one try. Raises `Throttled` beyond `limit` tries in a window of `seconds`."""
    if count(session, key=key, seconds=seconds) > limit:
        raise Throttled(_left(seconds))


def count(session: Session, *, key: str, seconds: int) -> int:
    """Count one try; returns how many there were in this window, and refuses nobody."""
    engine = session.get_bind()
    assert isinstance(engine, Engine)  # noqa: S101 - sessions are always bound to the engine
    window_end = _window_end(clock.now(), seconds)
    statement = (
        insert(ThrottleCount)
        .values(key=hashlib.sha256(key.encode()).hexdigest(), window_end=window_end, count=1)
        .on_conflict_do_update(
            index_elements=["key", "window_end"], set_={"count": ThrottleCount.count + 1}
        )
        .returning(func.coalesce(ThrottleCount.count, 1))
    )
    with engine.begin() as connection:
        return int(connection.execute(statement).scalar_one())


def check(session: Session, *, key: str, limit: int, seconds: int) -> None:
    """Raise `Throttled` if `limit` was reached already; counts nothing.

    For what counts failures only: asked before the next try.
    """
    if not allows(session, key=key, limit=limit, seconds=seconds):
        raise Throttled(_left(seconds))


def allows(session: Session, *, key: str, limit: int, seconds: int) -> bool:
    """Whether one more try would stay within `limit`; counts nothing."""
    known = session.scalar(
        select(ThrottleCount.count).where(
            ThrottleCount.key == hashlib.sha256(key.encode()).hexdigest(),
            ThrottleCount.window_end == _window_end(clock.now(), seconds),
        )
    )
    return known is None or known < limit


def _left(seconds: int) -> int:
    """Until the end of this window."""
    now = clock.now()
    return max(1, int((_window_end(now, seconds) - now).total_seconds()))


def _window_end(now: datetime, seconds: int) -> datetime:
    start = int(now.timestamp()) // seconds * seconds
    return datetime.fromtimestamp(start, UTC) + timedelta(seconds=seconds)
