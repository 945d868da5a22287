"""The processes of the portal: the web server, the worker, and both together on one machine."""

import ctypes
import gc
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Mapping
from importlib import import_module

import structlog
from granian import Granian
from granian.constants import Interfaces

from portal import tasks
from portal.config import Settings, SettingsError
from portal.kernel import delivery, jobs, queue_care
from portal.kernel.provision import plain_url
from portal.server import Server

log = structlog.get_logger()

# Longer than the longest request or job a stop waits for.
PATIENCE = 90
_DIE_WITH_PARENT = 1


def serve(settings: Settings, host: str, port: int, *, workers: int, threads: int) -> None:
    """Answer requests until SIGTERM or Ctrl-C; those in flight are finished first."""
    _refuse_a_taken_port(host, port)
    with Server(settings) as server, tempfile.TemporaryDirectory(prefix="portal-counts-") as counts:
        # Where its processes count together; the library of `portal.web.metrics` reads it.
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = counts
        # One holder of the embedded server is enough: the processes only connect.
        os.environ["PORTAL_APP_DATABASE_URL"] = server.app_url
        os.register_at_fork(after_in_child=_stop_when_asked)
        _load_once()
        Granian(
            "portal.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=threads,
            # Beyond this, requests wait in the socket rather than in memory.
            backpressure=threads * 4,
            respawn_failed_workers=True,
            workers_kill_timeout=PATIENCE - 10,
            websockets=False,
            log_enabled=False,
        ).serve()


def work(settings: Settings, *, concurrency: int) -> None:
    """Run jobs until SIGTERM or Ctrl-C; those in flight are finished first."""
    delivery.check_gateway(settings)
    with Server(settings) as server:
        database = server.database()
        jobs.surround(database, settings)
        taken = queue_care.take_over(database)
        log.info("worker", modules=len(tasks.MODULES), taken_over=taken.total())
        jobs.run_forever(plain_url(server.app_url), concurrency=concurrency)
        database.close()


def run(settings: Settings, host: str, port: int, say: Callable[[str], None]) -> None:
    """Web server, worker and embedded database together; whatever dies is started again."""
    _refuse_a_taken_port(host, port)
    stop = threading.Event()
    for wanted in (signal.SIGTERM, signal.SIGINT):
        signal.signal(wanted, lambda *_: stop.set())
    with Server(settings) as server:
        environment = os.environ | {"PORTAL_APP_DATABASE_URL": server.app_url}
        web = Child(["serve", "--host", host, "--port", str(port)], environment)
        children = (web, Child(["work"], environment))
        announced = False
        while not stop.is_set():
            server.revive()
            for child in children:
                child.ensure()
            if not announced and _answers(host, port):
                say(f"Portail Travail Pair: http://{host}:{port}   (Ctrl-C stops it)")
                announced = True
            stop.wait(1 if announced else 0.1)
        say("Finishing what is under way…")
        for child in children:
            child.terminate()
        for child in children:
            child.wait()


class Child:
    """A `portal` command that is kept alive."""

    def __init__(self, arguments: list[str], environment: Mapping[str, str]) -> None:
        self._command = [sys.executable, sys.argv[0], *arguments]
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None

    def ensure(self) -> None:
        if self._process is not None and self._process.poll() is None:
            return
        if self._process is not None:
            log.error("restart", command=self._command[2], code=self._process.returncode)
            self._kill_group()
            time.sleep(1)
        self._process = subprocess.Popen(  # noqa: S603 - our own command
            self._command,
            env=self._environment,
            # Ctrl-C on the terminal is for the parent, which then asks politely.
            start_new_session=True,
            preexec_fn=_die_with_parent,  # noqa: PLW1509 - no thread is running yet
        )

    def terminate(self) -> None:
        if self._process is not None:
            self._process.terminate()

    def wait(self) -> None:
        if self._process is None:
            return
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            log.error("killed", command=self._command[2])
        self._kill_group()

    def _kill_group(self) -> None:
        """What a killed web server leaves behind would hold its port."""
        if self._process is not None:
            try:
                os.killpg(self._process.pid, signal.SIGKILL)
            except ProcessLookupError:
                return


def _die_with_parent() -> None:
    """When `portal run` itself is killed, its children stop as if asked to (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGTERM)


def _load_once() -> None:
    """Load the application before its processes part, so that they share the memory it takes. Not
    with this module: no other command needs it. What is loaded for good is left alone by the
    garbage collector, which would otherwise write on those pages.
    """
    import_module("portal.app")
    gc.collect()
    gc.freeze()


def _stop_when_asked() -> None:
    """Granian's processes inherit its handlers, and would forget a stop asked while they start."""
    for asked in (signal.SIGTERM, signal.SIGINT):
        signal.signal(asked, signal.SIG_DFL)


def _refuse_a_taken_port(host: str, port: int) -> None:
    # The web server shares ports, so that two of them would answer in turn.
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise SettingsError(
                f"PORT: {host}:{port} cannot be used ({error.strerror})."
            ) from error


def _answers(host: str, port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://{host}:{port}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
