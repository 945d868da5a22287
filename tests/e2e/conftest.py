"""The browser of these tests: the one the machine has."""

import os
import shutil
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from portal.app import create_app
from portal.config import Settings
from portal.kernel import clock, tokens
from portal.kernel.db import Database
from portal.people.models import Person, SignIn
from portal.people.queries import ABSOLUTE


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    name = os.environ.get("PORTAL_CHROMIUM", "chromium")
    # As root, as in a container, chromium refuses its own sandbox.
    return {"executable_path": shutil.which(name), "args": ["--no-sandbox"]}


@dataclass(frozen=True)
class Served:
    """The portal on a port of this machine; `stop()` is a network that went away."""

    app: Flask
    address: str
    stop: Callable[[], None]

    def sign_in(self, context: BrowserContext, session: Session, person: Person) -> None:
        """Give the browser the cookie of somebody who typed their code."""
        token, now = tokens.new_token(), clock.now()
        session.add(
            SignIn(
                person_id=person.id,
                token_digest=tokens.digest(token),
                device="Firefox · Android",
                created_at=now,
                last_seen_at=now,
                expires_at=now + ABSOLUTE,
            )
        )
        session.commit()
        client = self.app.test_client()
        with client.session_transaction(base_url=self.address) as cookie:
            cookie["_user_id"], cookie["_fresh"] = token, True
        name = self.app.config["SESSION_COOKIE_NAME"]
        found = client.get_cookie(name, domain="127.0.0.1")
        assert found
        context.add_cookies([{"name": name, "value": found.value, "url": self.address}])


@pytest.fixture
def served(settings: Settings, database: Database) -> Iterator[Served]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    app = create_app(replace(settings, base_url=address, demo=True), database)
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()

    def stop() -> None:
        server.shutdown()
        thread.join()
        server.server_close()

    yield Served(app, address, stop)
    stop()
