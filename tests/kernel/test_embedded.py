"""The embedded PostgreSQL: shared by several processes, back after `kill -9` of anything."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from portal.kernel.embedded import EmbeddedDatabase
from portal.kernel.provision import plain_url

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("embedded")]

_HOLD = """
import sys, time
from pathlib import Path
from portal.kernel.embedded import EmbeddedDatabase
held = EmbeddedDatabase(Path(sys.argv[1]))
print("held", flush=True)
time.sleep(120)
"""


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    found = tmp_path_factory.mktemp("pg") / "data"
    yield found
    for process in psutil.process_iter(["name"]):
        if process.info["name"] == "postgres" and _is_ours(process, found):
            process.kill()


def _is_ours(process: psutil.Process, folder: Path) -> bool:
    try:
        return str(folder) in process.cmdline()
    except psutil.Error:
        return False


def _postmaster(folder: Path) -> int:
    return int((folder / "postmaster.pid").read_text().splitlines()[0])


def _answers(database: EmbeddedDatabase) -> bool:
    with psycopg.connect(plain_url(database.admin_url)) as connection:
        return connection.execute("SELECT 1").fetchone() == (1,)


def _hold(folder: Path) -> subprocess.Popen[str]:
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(folder)], stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout
    assert holder.stdout.readline().strip() == "held"
    holder.stdout.close()
    return holder


def test_the_last_one_out_stops_the_server(folder: Path) -> None:
    first = _hold(folder)
    second = EmbeddedDatabase(folder)
    first.send_signal(signal.SIGINT)
    first.wait(30)
    assert _answers(second)
    server = psutil.Process(_postmaster(folder))
    second.close()
    server.wait(10)


def test_a_killed_holder_is_forgotten(folder: Path) -> None:
    holder = _hold(folder)
    holder.kill()
    holder.wait(10)
    survivor = EmbeddedDatabase(folder)
    assert _answers(survivor)
    assert json.loads((folder / ".handle_pids.json").read_text()) == [os.getpid()]
    server = psutil.Process(_postmaster(folder))
    survivor.close()
    server.wait(10)


def test_a_killed_server_starts_again(folder: Path) -> None:
    holder = _hold(folder)
    os.kill(_postmaster(folder), signal.SIGKILL)
    holder.kill()
    holder.wait(10)
    time.sleep(0.5)
    assert (folder / "postmaster.pid").exists()
    revived = EmbeddedDatabase(folder)
    assert _answers(revived)
    revived.close()


def test_a_lock_whose_number_is_somebody_elses_by_now_is_removed(folder: Path) -> None:
    first = EmbeddedDatabase(folder)
    lines = (folder / "postmaster.pid").read_text().splitlines()
    first.close()
    lines[0] = str(os.getpid())
    (folder / "postmaster.pid").write_text("\n".join(lines) + "\n")
    revived = EmbeddedDatabase(folder)
    assert _answers(revived)
    revived.close()
