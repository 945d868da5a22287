"""A portal of its own for each test."""

import contextlib
from collections.abc import Iterator

import psutil
import pytest

from portal.config import Settings
from portal.kernel import vault
from tests.support.service import PORTAL, Portal


@pytest.fixture(autouse=True)
def _own_store(settings: Settings) -> Iterator[None]:
    """A command run here says where this process keeps objects: the next tests' are elsewhere."""
    yield
    vault.keep_in(settings.files_url, settings.vault_keys)


@pytest.fixture
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    found = Portal(tmp_path_factory.mktemp("portal"))
    yield found
    for process in found.processes():
        with contextlib.suppress(psutil.Error):
            process.kill()
    for started in found.started:
        started.wait()


@pytest.fixture
def ready(portal: Portal) -> Portal:
    done = portal.start(PORTAL, "db", "upgrade")
    assert done.wait(60) == 0, portal.said.read_text()
    return portal
