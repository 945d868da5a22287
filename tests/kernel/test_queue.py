"""The queue survives its workers: what a killed one held starts again, what is over goes."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from portal.kernel import jobs, provision, queue_care, queue_state
from portal.kernel import tasks as kernel_tasks
from portal.kernel.db import Database
from tests.support.tree import ROOT

# A worker of its own process, so that it can be killed in the middle of a job.
WORKER = """
import sys, time
from pathlib import Path
from typing import Any
from portal.kernel import jobs

def hang(mark: str) -> None:
    Path(mark).touch()
    time.sleep(60)

jobs.task("tests.held")(hang)
jobs.app.task(name="tests.clock", queueing_lock="tests.clock")(hang)
jobs.run_forever(sys.argv[1])
"""
RAN: list[str] = []


@pytest.fixture(autouse=True, scope="module")
def _tasks() -> None:
    @jobs.task("tests.held")
    def held(mark: str) -> None:
        RAN.append(mark)

    @jobs.periodic("tests.clock", cron="0 0 1 1 *")
    def by_the_clock(mark: str) -> None:
        RAN.append(mark)

    @jobs.task("tests.broken", retry=False)
    def broken() -> None:
        raise RuntimeError


@pytest.fixture(autouse=True)
def _nothing_ran() -> None:
    RAN.clear()


@contextmanager
def _killed_in(mark: Path, app_url: str) -> Iterator[None]:
    """A worker takes a job, and is killed once it is in the middle of it."""
    command = [sys.executable, "-c", WORKER, provision.plain_url(app_url)]
    worker = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + 30
        while not mark.exists():
            assert time.monotonic() < end, "the job never started"
            time.sleep(0.05)
        yield
    finally:
        worker.kill()
        worker.wait()


def _enqueue(database: Database, task: str, lock: str | None = None, **args: Any) -> None:
    with database.session() as session:
        jobs.enqueue(session, task, lock=lock, **args)
        session.commit()


def _silent(backstage: Session) -> None:
    """As if a minute had passed since the worker was killed."""
    backstage.execute(
        text("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")
    )
    backstage.commit()


def _states(backstage: Session) -> list[str]:
    """Of the jobs of this test: the clock may bring others while they run."""
    jobs_here = "SELECT status::text FROM procrastinate_jobs WHERE task_name LIKE 'tests.%'"
    return list(backstage.scalars(text(f"{jobs_here} ORDER BY id")))


def test_a_job_whose_worker_was_killed_runs_again(
    database: Database,
    backstage: Session,
    app_url: str,
    run_jobs: Callable[[], None],
    tmp_path: Path,
) -> None:
    mark = tmp_path / "mark"
    _enqueue(database, "tests.held", "tests:lock", mark=str(mark))
    with _killed_in(mark, app_url):
        # Somebody puts it in the queue a second time: the lock of the first holds it back.
        _enqueue(database, "tests.held", "tests:lock", mark="second")
    run_jobs()
    assert (_states(backstage), RAN) == (["doing", "todo"], [])

    kernel_tasks.take_over_jobs(0)
    assert _states(backstage) == ["doing", "todo"], "a worker just seen alive keeps its job"
    _silent(backstage)
    kernel_tasks.take_over_jobs(0)
    run_jobs()
    assert [str(mark), "second"] == RAN
    assert _states(backstage) == []


def test_a_job_of_the_clock_starts_again_unless_the_next_one_waits(
    database: Database,
    backstage: Session,
    app_url: str,
    run_jobs: Callable[[], None],
    tmp_path: Path,
) -> None:
    def die_twice(name: str) -> None:
        for turn in ("first", "second"):
            mark = tmp_path / f"{name}-{turn}"
            _enqueue(database, "tests.clock", mark=str(mark))
            backstage.execute(text("UPDATE procrastinate_jobs SET queueing_lock = 'tests.clock'"))
            backstage.commit()
            with _killed_in(mark, app_url):
                pass
        _silent(backstage)

    die_twice("alone")
    assert queue_care.take_over(database) == {"todo": 1, "failed": 1}
    run_jobs()
    first = str(tmp_path / "alone-first")
    assert [first] == RAN

    backstage.execute(text("DELETE FROM procrastinate_jobs"))
    backstage.commit()
    die_twice("followed")
    _enqueue(database, "tests.clock", mark="next")
    backstage.execute(text("UPDATE procrastinate_jobs SET queueing_lock = 'tests.clock'"))
    backstage.commit()
    assert queue_care.take_over(database) == {"failed": 2}
    run_jobs()
    assert RAN[1:] == ["next"]


def test_a_job_that_kills_its_workers_is_left_aside(database: Database, backstage: Session) -> None:
    _enqueue(database, "tests.held", mark="never")
    for turn in range(queue_care.MOST_STARTS + 1):
        assert _states(backstage) == ["todo"], turn
        backstage.execute(text("UPDATE procrastinate_jobs SET status = 'doing', worker_id = NULL"))
        backstage.commit()
        queue_care.take_over(database)
    assert _states(backstage) == ["failed"]


def test_only_what_failed_is_kept_and_not_for_ever(
    database: Database, backstage: Session, run_jobs: Callable[[], None]
) -> None:
    _enqueue(database, "tests.held", mark="done")
    _enqueue(database, "tests.broken")
    run_jobs()
    assert _states(backstage) == ["failed"]
    with database.session() as session:
        counted = queue_state.read(session).by_status
    assert counted.get("failed") == 1
    assert "succeeded" not in counted
    # As an older version of the portal left them.
    backstage.execute(
        text("INSERT INTO procrastinate_jobs (queue_name, task_name, status)"
             " VALUES ('default', 'tests.held', 'succeeded')")
    )  # fmt: skip
    backstage.commit()
    kernel_tasks.forget_jobs(0)
    assert _states(backstage) == ["failed"]
    backstage.execute(text("UPDATE procrastinate_events SET at = now() - interval '15 days'"))
    backstage.commit()
    kernel_tasks.forget_jobs(0)
    assert _states(backstage) == []


def test_a_database_that_goes_away_is_one_for_whoever_enqueues(
    database: Database, backstage: Session
) -> None:
    with database.session() as session:
        backend = session.scalar(text("SELECT pg_backend_pid()"))
        backstage.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": backend})
        with pytest.raises(OperationalError):
            jobs.enqueue(session, "tests.held", mark="never")
