"""Work that can wait: Procrastinate on the same PostgreSQL, enqueued in the same transaction.

A job's arguments are ids, never personal data. A task opens its own session on `database()`, with
the reach its arguments name, commits by itself, and must bear being run twice.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import wraps
from typing import Any

import psycopg
from procrastinate import App, PsycopgConnector, RetryStrategy, SyncPsycopgConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import DeleteJobCondition
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.kernel import clock, vault
from portal.kernel.db import Database

app = App(connector=SyncPsycopgConnector())
# A worker lends `app` its own asynchronous connection; jobs are put in the queue with the caller's.
_sender = App(connector=SyncPsycopgConnector())

# 6 s, 36 s, 4 min, 22 min, about 2 h, then about 13 h: a mail server may sleep for a night.
MAX_ATTEMPTS = 7
RETRY = RetryStrategy(max_attempts=MAX_ATTEMPTS, exponential_wait=6)

_surroundings: dict[str, Any] = {}
_dating: ContextVar[bool] = ContextVar("portal_dating", default=False)


def surround(database: Database, settings: Settings) -> None:
    """Say once, at the start of a worker or of the tests, what the tasks work with."""
    _surroundings.update(database=database, settings=settings)
    vault.keep_in(settings.files_url, settings.vault_keys)


def database() -> Database:
    found: Database = _surroundings["database"]
    return found


def settings() -> Settings:
    found: Settings = _surroundings["settings"]
    return found


@contextmanager
def dated() -> Iterator[None]:
    """Inside the block, what is put in the queue will run as of that moment of the clock: what the
    demo tells of its past is also said then, and not all of it on the day of the demo.
    """
    token = _dating.set(True)
    try:
        yield
    finally:
        _dating.reset(token)


def enqueue(
    session: Session, task: str, *, lock: str | None = None, in_seconds: int = 0, **args: Any
) -> None:
    """Put a job in the queue: it exists if and only if the transaction commits."""
    options: dict[str, Any] = {
        "connection": session.connection().connection.driver_connection,
        "lock": lock,
    }
    if in_seconds:
        options["schedule_in"] = {"seconds": in_seconds}
    if _dating.get():
        args["as_of"] = clock.now().isoformat()
    try:
        _sender.configure_task(task, **options).defer(**args)
    except ConnectorException as error:
        # A database that goes away here is one that goes away, as anywhere else.
        if isinstance(error.__cause__, psycopg.OperationalError):
            session.invalidate()
            raise OperationalError("enqueue", None, error.__cause__) from error
        raise


def task(name: str, **options: Any) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register the function below as a task, retried with growing pauses."""
    register: Any = app.task(name=name, retry=options.pop("retry", RETRY), **options)

    def decorate(function: Callable[..., None]) -> Callable[..., None]:
        @wraps(function)
        def run(*args: Any, as_of: str = "", **more: Any) -> None:
            if not as_of:
                return function(*args, **more)
            with clock.pretending(datetime.fromisoformat(as_of)):
                return function(*args, **more)

        register(run)
        return function

    return decorate


def periodic(name: str, *, cron: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register a task run by the clock, once whatever the number of workers. Takes `timestamp`."""

    def decorate(function: Callable[..., None]) -> Callable[..., None]:
        registered: Any = app.task(name=name, queueing_lock=name, pass_context=False)(function)
        app.periodic(cron=cron, periodic_id=name)(registered)
        return function

    return decorate


def run_waiting(conninfo: str) -> None:
    """Run everything that is due, then return: for tests and the demo's first minutes."""
    with app.replace_connector(PsycopgConnector(conninfo=conninfo)) as bound:
        bound.run_worker(
            wait=False,
            listen_notify=False,
            install_signal_handlers=False,
            delete_jobs=DeleteJobCondition.SUCCESSFUL,
        )


def run_forever(conninfo: str, *, concurrency: int = 2) -> None:
    """A worker: SIGTERM lets the jobs in flight finish."""
    with app.replace_connector(
        PsycopgConnector(conninfo=conninfo, min_size=1, max_size=concurrency + 2)
    ) as bound:
        bound.run_worker(
            concurrency=concurrency,
            shutdown_graceful_timeout=60,
            # What went well leaves nothing behind: the queue stays as small as what waits in it.
            delete_jobs=DeleteJobCondition.SUCCESSFUL,
        )
