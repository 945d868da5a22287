"""A portal of its own, started for real: processes, folder, port, PostgreSQL."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import psutil

from tests.support.tree import ROOT

PORTAL = str(Path(sys.executable).with_name("portal"))


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
