"""Checks and conversions in a child process: a hostile file may waste it, not us.

The child has its own memory, time and disk limits, none of our environment, and a folder that is
emptied afterwards. Its answer is data, believed no more than the file itself. A crash, a timeout or
an exhausted limit is a refusal, never an error page.
"""

import json
import os
import signal
import stat
import subprocess  # nosec B404 - starting a limited child is the point
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator, Set
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from shutil import rmtree
from typing import BinaryIO

import structlog

from portal.files import answers
from portal.files.answers import ANSWER, OURS, READY, Checked, Document, Recording
from portal.files.enums import FileKind
from portal.files.errors import FileRefused, Refusal, SandboxBroken
from portal.files.formats import MAX_SIZE, TableKind

log = structlog.get_logger()

_PREFIX = "portal-files-"
_CHILD = ("-I", "-m", "portal.files.sandboxed")
_MAX_ANSWER = 1024 * 1024
_CHUNK = 256 * 1024
# Each child may take a gigabyte: two at a time in one process is what a small server bears.
_PLACES = threading.BoundedSemaphore(2)


@dataclass(frozen=True)
class Limits:
    """What a child may spend: bytes of memory and of each file, seconds of work and of clock."""

    cpu_seconds: int
    seconds: int
    memory: int = 1024 * 1024 * 1024
    file_size: int = 64 * 1024 * 1024


# Somebody waits for a check; a conversion happens in a job.
CHECK = Limits(cpu_seconds=20, seconds=40)
CONVERT = Limits(cpu_seconds=90, seconds=180)


class Workbench:
    """A private folder, the files received there, and a child that works on them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sources: list[str] = []

    def receive(self, pieces: BinaryIO | Iterable[bytes]) -> None:
        """Add a file, from a reader or from its pieces in order; the first 25 MB and no more.

        Raises FileRefused, SandboxBroken when there is no room for it.
        """
        read = getattr(pieces, "read", None)
        chunks: Iterable[bytes] = iter(lambda: read(_CHUNK), b"") if read else pieces
        name = f"source-{len(self._sources)}"
        size = 0
        try:
            with (self._folder / name).open("xb") as file:
                for chunk in chunks:
                    size += len(chunk)
                    if size > MAX_SIZE:
                        raise FileRefused(Refusal.TOO_BIG)
                    file.write(chunk)
        except OSError as error:
            raise SandboxBroken(f"the workbench cannot be written: {error.strerror}") from error
        if not size:
            raise FileRefused(Refusal.EMPTY)
        self._sources.append(name)

    def check(self, kinds: Set[FileKind], limits: Limits = CHECK) -> list[Checked]:
        """What each file received really is. Raises `FileRefused`."""
        return answers.checked(self._ask("check", kinds, limits))

    def convert(self, kinds: Set[FileKind], limits: Limits = CONVERT) -> Recording | Document:
        """Convert, which checks again: one recording, one document, or several photos as one PDF.

        Open what was made with `made(answer.content)` and `made(preview)`.
        """
        return answers.converted(self._ask("convert", kinds, limits))

    def read_table(self, limits: Limits = CHECK) -> TableKind:
        """Read a table or an XML document; open what was made with `made(CONTENT)`."""
        return answers.table(self._ask("table", frozenset(), limits))

    @contextmanager
    def made(self, name: str) -> Iterator[BinaryIO]:
        """A file the child made: a plain file in its folder, not a way out of it."""
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        try:
            handle = os.open(self._folder / Path(name).name, flags)
        except OSError as error:
            raise FileRefused(Refusal.UNREADABLE) from error
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            os.close(handle)
            raise FileRefused(Refusal.UNREADABLE)
        with os.fdopen(handle, "rb") as file:
            yield file

    def _ask(self, task: str, kinds: Set[FileKind], limits: Limits) -> answers.Answer:
        order = {
            "task": task,
            "kinds": sorted(kinds),
            "sources": self._sources,
            "limits": {
                "memory": limits.memory,
                "file_size": limits.file_size,
                "cpu_seconds": limits.cpu_seconds,
            },
        }
        with _PLACES:
            code = self._run(json.dumps(order), limits.seconds)
        if code:
            # Out of time or memory, or brought down: which one says little to the sender.
            heavy = -code in (signal.SIGXCPU, signal.SIGKILL, signal.SIGABRT)
            log.warning("file_parser_died", task=task, code=code)
            raise FileRefused(Refusal.TOO_HEAVY if heavy else Refusal.UNREADABLE)
        with self.made(ANSWER) as file:
            answer = answers.read(file.read(_MAX_ANSWER))
        if answer.tripped:
            log.info("file_unreadable", task=task, tripped=answer.tripped)
        if answer.refused:
            raise FileRefused(answer.refused)
        return answer

    def _run(self, order: str, seconds: int) -> int:
        """The child's exit code, 0 once it answered."""
        with subprocess.Popen(  # noqa: S603 - our own interpreter, our own module  # nosec B603
            [sys.executable, *_CHILD, order],
            cwd=self._folder,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        ) as child:
            try:
                said, _ = child.communicate(timeout=seconds)
            except BaseException as error:
                # Out of time, or we are being stopped: nothing of the child outlives its wait.
                os.killpg(child.pid, signal.SIGKILL)
                if not isinstance(error, subprocess.TimeoutExpired):
                    raise
                said = READY
        if not said.startswith(READY) or child.returncode in (1, OURS):
            raise SandboxBroken(f"the child ended with {child.returncode} before it could work")
        return child.returncode


@contextmanager
def workbench() -> Iterator[Workbench]:
    """A workbench whose folder is gone at the end, whatever happens."""
    with tempfile.TemporaryDirectory(prefix=_PREFIX) as folder:
        yield Workbench(Path(folder))


def forget_unfinished(before: datetime) -> int:
    """Remove the folders left by a process that was killed while it worked."""
    stale = [
        folder
        for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*")
        if folder.stat().st_mtime < before.timestamp()
    ]
    for folder in stale:
        rmtree(folder, ignore_errors=True)
    return len(stale)


def _environment() -> dict[str, str]:
    """Nothing of ours: no secret, no database address. One memory arena keeps the limit honest."""
    return {"PATH": os.defpath, "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "1", "OMP_NUM_THREADS": "1"}
