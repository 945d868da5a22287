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
    engine = session.get_bind()
    assert isinstance(engine, Engine)  # noqa: S101 - sessions are always bound to the engine
    now = clock.now()
    window_end = _window_end(now, seconds)
    statement = (
        insert(ThrottleCount)
        .values(key=hashlib.sha256(key.encode()).hexdigest(), window_end=window_end, count=1)
        .on_conflict_do_update(
            index_elements=["key", "window_end"], set_={"count": ThrottleCount.count + 1}
        )
        .returning(func.coalesce(ThrottleCount.count, 1))
    )
    with engine.begin() as connection:
        count = connection.execute(statement).scalar_one()
    if count > limit:
        raise Throttled(max(1, int((window_end - now).total_seconds())))


def check(session: Session, *, key: str, limit: int, seconds: int) -> None:
    """Raise `Throttled` if `limit` was reached already; counts nothing.

    For what counts failures only: asked before the next try.
    """
    now = clock.now()
    window_end = _window_end(now, seconds)
    count = session.scalar(
        select(ThrottleCount.count).where(
            ThrottleCount.key == hashlib.sha256(key.encode()).hexdigest(),
            ThrottleCount.window_end == window_end,
        )
    )
    if count is not None and count >= limit:
        raise Throttled(max(1, int((window_end - now).total_seconds())))


def _window_end(now: datetime, seconds: int) -> datetime:
    start = int(now.timestamp()) // seconds * seconds
    return datetime.fromtimestamp(start, UTC) + timedelta(seconds=seconds)
