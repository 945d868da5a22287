"""The bench runs to its end and says what it is there to say, on a very small world."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TRAININGS = {
    *("trainings, no words", "trainings, words and two facets"),
    *("trainings, passport", "trainings, a rare word", "trainings, nothing found"),
    *("trainings, days", "trainings, no day known", "trainings, passport and days"),
    *("trainings, a distance", "trainings, a day and a distance"),
    *("trainings, map", "trainings, map with days", "trainings, calendar"),
}
PAGES = {"offers list", "search, two facets", "offer page"}
pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.xdist_group("embedded")]


def test_every_measure_is_taken_and_compared_with_its_aim(tmp_path: Path) -> None:
    small = "--sizes 60,90 --offers 90 --trainings 30,60 --applications 40"
    brief = "--seconds 1 --rounds 1 --locales ps"
    options = [*small.split(), *brief.split()]
    command = [sys.executable, "-m", "bench", *options, "--data", str(tmp_path)]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=500, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    rows = [json.loads(line) for line in done.stdout.splitlines() if line.startswith('{"measure')]
    found = {(row["measure"], row.get("page", "")): row for row in rows}
    for page in PAGES | {"employer inbox", "application page", "whole application"}:
        assert found["load", page]["per_second"] > 0
        assert found["load", page]["errors"] == 0
        assert 0 < found["load", page]["queries"] < 30
    grown = {row["page"]: row for row in rows if row["measure"] == "growth"}
    assert set(grown) == PAGES | TRAININGS
    assert all(grown[page]["offers"] == [60, 90] for page in PAGES)
    assert all(grown[page]["trainings"] == [30, 60] for page in TRAININGS)
    phones = {row["page"] for row in rows if row["measure"] == "phone"}
    assert phones == PAGES | {"answering page"}
    assert found["memory", ""]["worker_mb"] > 0
    assert {row["met"] for row in rows if row["measure"] == "aim"} <= {True, False}
    assert "growth" in done.stdout.split("\naim\n")[0]
    assert "met=" in done.stdout.split("\naim\n")[1]
