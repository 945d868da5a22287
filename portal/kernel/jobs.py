"""Work that can wait: Procrastinate on the same PostgreSQL, enqueued in the same transaction.

A job's arguments are ids, never personal data. A task opens its own session, with the reach its
arguments name, and must bear being run twice.
"""

from collections.abc import Callable
from typing import Any

from procrastinate import App, PsycopgConnector, RetryStrategy, SyncPsycopgConnector
from sqlalchemy.orm import Session

app = App(connector=SyncPsycopgConnector())

# 5 s, 30 s, 3 min, 18 min, about 2 h, then about 11 h: a mail server may sleep for a night.
RETRY = RetryStrategy(max_attempts=7, exponential_wait=6)


def enqueue(
    session: Session,
    task: str,
    *,
    lock: str | None = None,
    in_seconds: int = 0,
    **args: Any,
) -> None:
    """Put a job in the queue: it exists if and only if the transaction commits."""
    raw = session.connection().connection.driver_connection
    options: dict[str, Any] = {"connection": raw, "lock": lock}
    if in_seconds:
        options["schedule_in"] = {"seconds": in_seconds}
    app.configure_task(task, **options).defer(**args)


def worker_app(conninfo: str) -> App:
    """The same tasks on a connector a worker can run with."""
    return app.with_connector(PsycopgConnector(conninfo=conninfo, min_size=1, max_size=4))


def task(name: str, **options: Any) -> Callable[[Callable[..., None]], Any]:
    """Register a task under a fixed name, retried with growing pauses."""
    return app.task(name=name, retry=options.pop("retry", RETRY), **options)
