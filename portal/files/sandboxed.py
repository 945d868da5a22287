"""The far side of the sandbox: a process of its own, with nothing to steal and little to spend.

`python -m portal.files.sandboxed` reads one order (JSON) and writes one answer (JSON) in the folder
it is started in. It says « ready » once its own modules are loaded: what goes wrong afterwards is
the file's doing.
"""

import dataclasses
import errno
import importlib
import json
import os
import resource
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol, cast

from portal.files.answers import ANSWER, CONTENT, OURS, READY, Document, Recording
from portal.files.checks import first_look
from portal.files.enums import FileKind
from portal.files.errors import FileRefused, Refusal
from portal.files.formats import Format

_OURS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.ENFILE})
# A conversion lets whoever waits for a page go first.
_NICE = 5
_US = str(Path(__file__).parent)
_PAGES = "portal.files.conversions.pages"
_TEXTS = "portal.files.conversions.texts"
_TABLES = "portal.files.conversions.tables"
_RECORDINGS = "portal.files.conversions.recordings"


class Family(Protocol):
    """The parsers of one family of formats; converting checks all that checking does."""

    def check(self, source: Path, seems: Format) -> float | None: ...

    def convert(
        self, sources: Sequence[tuple[Path, Format]], target: Path
    ) -> Recording | Document: ...


def main() -> None:
    order = json.loads(sys.argv[1])
    _limit(**order["limits"])
    sys.stdout.buffer.write(READY)
    sys.stdout.buffer.flush()
    answer = _answer(order)
    Path(ANSWER).write_text(json.dumps(answer))
    # No tidying up: a parser confused by a hostile file may crash while it lets go of it.
    os._exit(0)


def _limit(memory: int, cpu_seconds: int, file_size: int) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_size, file_size))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _answer(order: dict[str, Any]) -> dict[str, Any]:
    try:
        return _worked(order)
    except FileRefused as refused:
        return {"refused": refused.reason}
    except MemoryError:
        return {"refused": Refusal.TOO_HEAVY}
    except Exception as error:  # noqa: BLE001 - parsers raise whatever a hostile file trips
        number = getattr(error, "errno", None)
        if isinstance(error, ImportError) or number in _OURS:
            os._exit(OURS)
        heavy = number == errno.EFBIG or "Limit" in type(error).__name__
        reason = Refusal.TOO_HEAVY if heavy else Refusal.UNREADABLE
        return {"refused": reason, "tripped": _where(error)}


def _worked(order: dict[str, Any]) -> dict[str, Any]:
    if order["task"] == "table":
        read: dict[str, Any] = importlib.import_module(_TABLES).read(
            Path(order["sources"][0]), Path(CONTENT)
        )
        return read
    kinds = {FileKind(kind) for kind in order["kinds"]}
    looked = [(source, first_look(source, kinds)) for source in map(Path, order["sources"])]
    # One family only is loaded, the one needed: half of the time of a check is loading.
    modules = {_family(seems) for _, seems in looked}
    if len(modules) != 1:
        raise FileRefused(Refusal.MIXED)
    family = cast(Family, importlib.import_module(modules.pop()))
    if order["task"] == "check":
        return {
            "checked": [
                {"format": seems, "duration": family.check(source, seems)}
                for source, seems in looked
            ]
        }
    os.nice(_NICE)
    made = family.convert(looked, Path(CONTENT))
    return {type(made).__name__.lower(): dataclasses.asdict(made)}


def _family(seems: Format) -> str:
    if seems.kind is FileKind.AUDIO:
        return _RECORDINGS
    return _TEXTS if seems in (Format.DOCX, Format.ODT) else _PAGES


def _where(error: BaseException) -> str:
    """The kind of error and our line it came through; never its words, which may quote the file."""
    ours = [line for line in traceback.extract_tb(error.__traceback__) if _US in line.filename]
    return f"{type(error).__name__} at {Path(ours[-1].filename).name}:{ours[-1].lineno}"


if __name__ == "__main__":
    main()
