"""Granian with two workers, for the portal or for the floor."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from types import TracebackType
from typing import Self

import psutil


class Running:
    """A server on a free port for the length of a block."""

    def __init__(self, target: str, port: int, environment: dict[str, str]) -> None:
        self.base = f"http://127.0.0.1:{port}"
        self._command = [
            sys.executable,
            "-m",
            "granian",
            "--interface",
            "wsgi",
            "--workers",
            "2",
            "--blocking-threads",
            "4",
            "--host",
            "127.0.0.1",
            "--port",
            str(port),
            "--no-access-log",
            "--log-level",
            "error",
            target,
        ]
        self._environment = os.environ | environment
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            self._command,
            env=self._environment,
            stderr=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        for _ in range(200):
            try:
                urllib.request.urlopen(self.base + "/", timeout=2).read()
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.1)
            else:
                return self
        raise RuntimeError(f"{self._command[-1]} does not answer")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(30)

    def worker_megabytes(self) -> float:
        """The resident memory of the largest worker."""
        assert self._process
        children = psutil.Process(self._process.pid).children(recursive=True)
        return max((child.memory_info().rss for child in children), default=0) / 1e6
