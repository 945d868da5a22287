"""`portal run`, `serve` and `work`: started for real, killed, stopped."""

import os
import signal
import socket
import sys
import time
import urllib.request
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import text

from portal.config import load
from portal.kernel import jobs
from portal.server import Server
from tests.support.service import PORTAL, Portal, wait_for

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("embedded")]

SLOW_WORKER = """
import sys, time
from pathlib import Path
from portal import processes
from portal.config import load
from portal.kernel import jobs

@jobs.task("test.slow")
def slow(mark: str) -> None:
    Path(mark).write_text("started")
    time.sleep(2)
    Path(mark).write_text("finished")

# What the worker does when it starts, not what the clock brings a moment later.
jobs.app.periodic_registry.periodic_tasks.clear()
processes.work(load(), concurrency=1)
"""


def test_run_starts_everything_and_stops_it(ready: Portal) -> None:
    run = ready.start(PORTAL, "run")
    wait_for(ready.answers)
    wait_for(lambda: f"http://127.0.0.1:{ready.port}" in ready.said.read_text())
    run.send_signal(signal.SIGINT)
    run.wait(60)
    assert run.returncode == 0
    assert ready.processes() == []


def test_the_processes_of_a_server_count_together(ready: Portal) -> None:
    """Asked one after the other, each says what all of them counted."""
    folder = ready.folder / "tmp"
    folder.mkdir()
    ready.environment |= {"PORTAL_METRICS_TOKEN": "token", "TMPDIR": str(folder)}
    serve = ready.start(PORTAL, "serve", "--port", str(ready.port), "--workers", "2")
    wait_for(ready.answers)
    seen = [_counted(ready)]
    for _again in range(20):
        with urllib.request.urlopen(ready.url("/healthz"), timeout=10) as answer:
            assert answer.status == 200
        seen.append(_counted(ready))
    # An answer is counted before it leaves: each time one more, whoever answered.
    assert [later - earlier for earlier, later in pairwise(seen)] == [1] * 20
    assert len(list(folder.glob("portal-counts-*/counter_*.db"))) == 2
    serve.terminate()
    serve.wait(60)
    assert list(folder.glob("portal-counts-*")) == []


def _counted(portal: Portal) -> float:
    asked = urllib.request.Request(
        portal.url("/metrics"),
        headers={"Authorization": "Bearer token"},
    )
    with urllib.request.urlopen(asked, timeout=10) as answer:
        said = answer.read().decode()
    lines = [line for line in said.splitlines() if "public.home.healthz" in line]
    return sum(float(line.rsplit(" ", 1)[1]) for line in lines if "portal_requests_total" in line)


def test_run_starts_again_what_was_killed(ready: Portal) -> None:
    run = ready.start(PORTAL, "run")
    wait_for(ready.answers)
    for command in ("serve", "work"):
        (child,) = ready.children(run, command)
        child.kill()
        wait_for(partial(ready.is_revived, run, command, child))
    os.kill(ready.postmaster(), signal.SIGKILL)
    wait_for(ready.answers)
    run.terminate()
    run.wait(60)
    assert run.returncode == 0
    assert ready.processes() == []


def test_nothing_is_left_behind_by_a_killed_run(ready: Portal) -> None:
    run = ready.start(PORTAL, "run")
    wait_for(ready.answers)
    run.kill()
    # The database waits for the next start, which takes it over.
    wait_for(lambda: {process.name() for process in ready.processes()} <= {"postgres"})
    again = ready.start(PORTAL, "run")
    wait_for(ready.answers)
    again.terminate()
    again.wait(60)
    assert ready.processes() == []


def test_a_taken_port_is_refused_with_a_sentence(ready: Portal) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", ready.port))
        taken.listen()
        refused = ready.start(PORTAL, "run")
        refused.wait(60)
    said = ready.said.read_text()
    assert refused.returncode == 2
    assert f"127.0.0.1:{ready.port}" in said
    assert "Traceback" not in said


def test_a_request_in_flight_is_finished(ready: Portal) -> None:
    serve = ready.start(PORTAL, "serve", "--port", str(ready.port))
    wait_for(ready.answers)
    body = b"lang=ps"
    with socket.create_connection(("127.0.0.1", ready.port)) as slow:
        slow.sendall(
            b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\n"
            b"Content-Length: %d\r\n\r\n" % len(body)
        )
        time.sleep(1)
        serve.terminate()
        time.sleep(1)
        slow.sendall(body)
        answer = b"".join(iter(lambda: slow.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 4"), answer[:200]
    assert b"</html>" in answer
    serve.wait(60)
    assert ready.processes() == []


def test_a_job_in_flight_is_finished(ready: Portal, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    settings = load(ready.environment)
    with Server(settings) as server:
        database = server.database()
        with database.session() as session:
            jobs.enqueue(session, "test.slow", mark=str(mark))
            session.commit()
        database.close()
        worker = ready.start(sys.executable, "-c", SLOW_WORKER)
        wait_for(mark.exists)
        worker.terminate()
        worker.wait(60)
    assert worker.returncode == 0
    assert mark.read_text() == "finished"


def test_a_worker_that_starts_takes_over_from_a_killed_one(ready: Portal, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    with Server(load(ready.environment)) as server:
        database = server.database()
        with database.session() as session:
            jobs.enqueue(session, "test.slow", mark=str(mark))
            session.commit()
        killed = ready.start(sys.executable, "-c", SLOW_WORKER)
        wait_for(mark.exists)
        killed.kill()
        killed.wait()
        with database.session() as session:
            # As if it had been killed a minute ago.
            session.execute(
                text("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 min'")
            )
            session.commit()
        database.close()
        next_one = ready.start(sys.executable, "-c", SLOW_WORKER)
        wait_for(lambda: mark.read_text() == "finished", 20)
        next_one.terminate()
        next_one.wait(60)


def test_a_wrong_setting_is_refused_with_a_sentence(portal: Portal) -> None:
    del portal.environment["PORTAL_DEMO"]
    refused = portal.start(PORTAL, "run")
    refused.wait(60)
    said = portal.said.read_text()
    assert refused.returncode == 2
    assert said.startswith("PORTAL_")
    assert "Traceback" not in said
