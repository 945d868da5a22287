"""Granian with two workers, for the portal or for the floor."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil

PATIENCE = 90  # seconds: a loaded machine compiles slowly


def free_port() -> int:
    """A port nobody holds: another server on the same one would answer in turn."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def bare(target: str) -> list[str]:
    """A WSGI application under the server `portal serve` uses, with the processes and threads of
    `portal`.
    """
    served = ["--interface", "wsgi", "--workers", "2", "--blocking-threads", "4"]
    quiet = ["--no-access-log", "--log-level", "error"]
    return [sys.executable, "-m", "granian", *served, *quiet, target]


def portal() -> list[str]:
    """The portal as it is run in earnest: its processes share what was loaded before them."""
    command = str(Path(sys.executable).with_name("portal"))
    return [command, "serve", "--workers", "2", "--threads", "4"]


class Running:
    """A server on a free port for the length of a block. `ready` is what it must answer first."""

    def __init__(self, command: list[str], environment: dict[str, str], ready: str = "/") -> None:
        port = free_port()
        self.base = f"http://127.0.0.1:{port}"
        self._ready = self.base + ready
        self._command = [*command, "--host", "127.0.0.1", "--port", str(port)]
        self._environment = os.environ | {"PORT": str(port)} | environment
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the block ends
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            self._command,
            env=self._environment,
            stdout=self._said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self._process.poll() is None:
            try:
                urllib.request.urlopen(self._ready, timeout=PATIENCE).read()
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.1)
            else:
                return self
        self._stop()
        self._said.seek(0)
        end = self._said.read().decode(errors="replace")[-3000:]
        raise RuntimeError(f"{self._command} does not answer\n{end}")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop()
        self._said.close()

    def _stop(self) -> None:
        """Ask, then end the whole group: a worker left behind would hold the database."""
        assert self._process
        self._process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(5)
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def worker_megabytes(self) -> float:
        """The memory of the largest worker that is its own; shared libraries count in part."""
        assert self._process
        children = psutil.Process(self._process.pid).children(recursive=True)
        return max((child.memory_full_info().pss for child in children), default=0) / 1e6
