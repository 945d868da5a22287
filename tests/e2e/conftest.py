"""The browser of these tests: the one the machine has; and the portal, served to it."""

import os
import shutil
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from threading import Thread
from typing import Any

import pytest
from werkzeug.serving import make_server

from portal.app import create_app
from portal.config import Settings
from portal.kernel import jobs
from portal.kernel.db import Database


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    name = os.environ.get("PORTAL_CHROMIUM", "chromium")
    # As root, as in a container, chromium refuses its own sandbox.
    return {"executable_path": shutil.which(name), "args": ["--no-sandbox"]}


@pytest.fixture(scope="session")
def _served(settings: Settings, _opened: Database) -> Iterator[Settings]:
    """Once for all the tests of this process: its templates are compiled once."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    here = replace(settings, base_url=f"http://127.0.0.1:{port}")
    server = make_server("127.0.0.1", port, create_app(here, _opened), threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield here
    server.shutdown()
    thread.join()


@pytest.fixture
def site(_served: Settings, database: Database) -> Settings:
    """The portal, served; links in messages lead to it."""
    return _served


@pytest.fixture
def work(site: Settings, database: Database, run_jobs: Callable[[], None]) -> Callable[[], None]:
    """Runs the jobs that are due, with the links of the site."""
    jobs.surround(database, site)
    return run_jobs
