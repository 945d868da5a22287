"""Two transactions at once: knowing that one waits for the other, without guessing how long."""

import time
from threading import Event

from sqlalchemy import text
from sqlalchemy.orm import Session

_WAITING = text(
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


def wait_until_blocked(session: Session, number: int = 1, *, seconds: float = 4) -> None:
    """Returns once `number` other transactions of this database wait for a lock."""
    until = time.monotonic() + seconds
    looking = session.get_bind().engine.execution_options(isolation_level="AUTOCOMMIT")
    with looking.connect() as connection:
        while connection.scalar(_WAITING) < number:
            if time.monotonic() > until:
                raise AssertionError("nobody waits")
            Event().wait(0.02)
