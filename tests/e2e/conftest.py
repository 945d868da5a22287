"""The browser of these tests: the one the machine has."""

import os
import shutil
from typing import Any

import pytest


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    name = os.environ.get("PORTAL_CHROMIUM", "chromium")
    # As root, as in a container, chromium refuses its own sandbox.
    return {"executable_path": shutil.which(name), "args": ["--no-sandbox"]}
