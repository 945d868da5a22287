"""`portal run`, `serve` and `work`: started for real, killed, stopped."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import psutil
import pytest
from sqlalchemy import text

from portal.config import load
from portal.kernel import jobs
from portal.server import Server
from tests.support.tree import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("embedded")]

PORTAL = str(Path(sys.executable).with_name("portal"))
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


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(condition: Callable[[], object], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.1)


class Portal:
    """A portal of its own: folder, port, environment."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.folder = folder
        self.said = folder / "said"
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")},
            "PORTAL_DEMO": "1",
            "PORTAL_DATA": str(folder),
            "PORT": str(self.port),
        }
        self.started: list[subprocess.Popen[str]] = []

    def start(self, *command: str) -> subprocess.Popen[str]:
        with self.said.open("a") as log:
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                text=True,
                start_new_session=True,
            )
        self.started.append(process)
        return process

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(self.url("/readyz"), timeout=5) as answer:
                return bool(answer.status == 200)
        except (OSError, urllib.error.URLError):
            return False

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def processes(self) -> list[psutil.Process]:
        """Everything that works in this folder: ours and PostgreSQL's."""
        found = []
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error):
                here = process.environ().get("PORTAL_DATA") == str(self.folder)
                if here or str(self.folder) in " ".join(process.cmdline()):
                    found.append(process)
        return [process for process in found if process.status() != psutil.STATUS_ZOMBIE]

    def postmaster(self) -> int:
        lock = self.folder / "postgresql" / "postmaster.pid"
        return int(lock.read_text().splitlines()[0])

    def children(self, run: subprocess.Popen[str], command: str) -> list[psutil.Process]:
        found = []
        for child in psutil.Process(run.pid).children():
            with contextlib.suppress(psutil.Error):
                if command in child.cmdline():
                    found.append(child)
        return found

    def is_revived(self, run: subprocess.Popen[str], command: str, gone: psutil.Process) -> bool:
        return self.children(run, command) not in ([], [gone])


@pytest.fixture
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    found = Portal(tmp_path_factory.mktemp("portal"))
    yield found
    for process in found.processes():
        with contextlib.suppress(psutil.Error):
            process.kill()
    for started in found.started:
        started.wait()


@pytest.fixture
def ready(portal: Portal) -> Portal:
    done = portal.start(PORTAL, "db", "upgrade")
    assert done.wait(60) == 0, portal.said.read_text()
    return portal


def test_run_starts_everything_and_stops_it(ready: Portal) -> None:
    run = ready.start(PORTAL, "run")
    wait_for(ready.answers)
    wait_for(lambda: f"http://127.0.0.1:{ready.port}" in ready.said.read_text())
    run.send_signal(signal.SIGINT)
    run.wait(60)
    assert run.returncode == 0
    assert ready.processes() == []


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
