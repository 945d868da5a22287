"""One page under load: wrk at 8 clients, in a process of its own."""

import json
import statistics
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_SCRIPT = Path(__file__).with_name("wrk.lua")


@dataclass(frozen=True)
class Load:
    """Requests per second, latencies in milliseconds, answers that were not 2xx or 3xx."""

    per_second: float
    p50: float
    p95: float
    errors: int


def run(base: str, paths: list[str], *, cookie: str = "", seconds: int = 6) -> Load:
    """Ask for the paths in turn for some seconds, eight at a time, compressed as for a phone."""
    command = [
        "wrk",
        "--threads",
        "1",
        "--connections",
        "8",
        "--duration",
        f"{seconds}s",
        "--script",
        str(_SCRIPT),
        base,
        "--",
        cookie,
        *paths,
    ]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=seconds + 60)
    line = next(line for line in done.stdout.splitlines() if line.startswith("{"))
    found = json.loads(line)
    return Load(found["per_second"], found["p50"], found["p95"], found["errors"])


def median(runs: Iterable[Load]) -> Load:
    """Each number the median of several runs; every error counts."""
    known = list(runs)
    return Load(
        per_second=statistics.median(run.per_second for run in known),
        p50=statistics.median(run.p50 for run in known),
        p95=statistics.median(run.p95 for run in known),
        errors=sum(run.errors for run in known),
    )
