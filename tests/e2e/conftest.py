"""The browser of these tests (the one the machine has), and the portal it visits."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import Browser, BrowserContext, BrowserType, Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from portal.app import create_app
from portal.config import Settings
from portal.jobs.queries.applications import OfferToAnswer
from portal.kernel import clock, jobs, tokens
from portal.kernel.db import Database
from portal.organisations.enums import Role
from portal.people.models import Person, SignIn
from portal.people.queries import ABSOLUTE
from portal.skills.models import FrameworkAction
from tests.e2e.somebody import Somebody
from tests.factories.applications import open_offer
from tests.factories.house import House, build_house
from tests.factories.people import join_team, make_person
from tests.support.phone import Phone, take_phone

# As long as what is clicked is waited for: a machine that does other things is slow, not wrong.
expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    name = os.environ.get("PORTAL_CHROMIUM", "chromium")
    # As root, as in a container, chromium refuses its own sandbox.
    return {"executable_path": shutil.which(name), "args": ["--no-sandbox"]}


@pytest.fixture(scope="module")
def speech(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Somebody speaking, for the fake microphone."""
    file = tmp_path_factory.mktemp("speech") / "voice.wav"
    words = "Bonjour, je m'appelle Noor. Je parle pachto, dari et un peu français."
    subprocess.run(["espeak-ng", "-v", "fr", "-w", str(file), words], check=True)
    return file


@pytest.fixture(scope="module")
def listening(
    browser_type: BrowserType, browser_type_launch_args: dict[str, Any], speech: Path
) -> Iterator[Browser]:
    """A browser whose microphone hears the speech."""
    arguments = [
        *browser_type_launch_args["args"],
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-audio-capture={speech}",
    ]
    browser = browser_type.launch(**(browser_type_launch_args | {"args": arguments}))
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def _slow() -> dict[str, float]:
    """Seconds by path: what `delays` fills for one test."""
    return {}


@pytest.fixture
def delays(_slow: dict[str, float]) -> Iterator[dict[str, float]]:
    """How many seconds the portal takes to answer, by path: a network that hardly answers."""
    yield _slow
    _slow.clear()


@pytest.fixture(scope="session")
def _served(settings: Settings, _opened: Database, _slow: dict[str, float]) -> Iterator[Settings]:
    """Once for all the tests of this process: its templates are compiled once."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    here = replace(settings, base_url=f"http://127.0.0.1:{port}")
    app = create_app(here, _opened)

    def serve(environ: Any, start_response: Any) -> Any:
        time.sleep(_slow.get(environ["PATH_INFO"], 0))
        return app(environ, start_response)

    server = make_server("127.0.0.1", port, serve, threaded=True)
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


@pytest.fixture
def house(backstage: Session) -> House:
    built = build_house(backstage, "spoken")
    backstage.commit()
    return built


@pytest.fixture
def offer(database: Database, house: House) -> OfferToAnswer:
    return open_offer(database, house)


class Desk:
    """Signs people in, in browsers of their own."""

    def __init__(self, site: Settings, database: Database, backstage: Session) -> None:
        self.site, self.database, self.backstage = site, database, backstage

    def cookie(self, person: Person) -> Any:
        token, now = tokens.new_token(), clock.now()
        self.backstage.add(
            SignIn(
                person_id=person.id,
                token_digest=tokens.digest(token),
                device="Firefox",
                created_at=now,
                last_seen_at=now,
                expires_at=now + ABSOLUTE,
            )
        )
        self.backstage.commit()
        signing: Any = SecureCookieSessionInterface().get_signing_serializer(
            create_app(self.site, self.database)
        )
        value = signing.dumps({"_user_id": token, "_fresh": True})
        return {"name": "portal", "value": value, "url": self.site.base_url}

    def seat(self, somebody: Somebody, person: Person) -> None:
        """In the time it is now: a sign-in does not last a year."""
        somebody.context.add_cookies([self.cookie(person)])


@pytest.fixture
def desk(site: Settings, database: Database, backstage: Session) -> Desk:
    return Desk(site, database, backstage)


@pytest.fixture
def zahra(backstage: Session, settings: Settings, house: House) -> Person:
    """A peer worker of the structure, who reads Dari."""
    person = make_person(backstage, settings, "زهرا", "06 39 98 07 07", locale="fa-AF")
    join_team(backstage, house.structure, person, Role.MEMBER)
    return person


@pytest.fixture
def mine(
    listening: Browser, site: Settings, offer: OfferToAnswer, desk: Desk, zahra: Person
) -> Iterator[Phone]:
    """Her phone, signed in."""
    phone = take_phone(listening, site, offer)
    phone.context.add_cookies([desk.cookie(zahra)])
    yield phone
    phone.context.close()
    assert phone.complaints == []


@pytest.fixture
def lines(backstage: Session) -> dict[str, str]:
    found = backstage.execute(select(FrameworkAction.code, FrameworkAction.id))
    return {code: str(action_id) for code, action_id in found}


@pytest.fixture
def phone_options() -> dict[str, Any]:
    """Of the browser's context; for the files of tests that want another phone."""
    return {}


@pytest.fixture
def phone(
    listening: Browser, site: Settings, offer: OfferToAnswer, phone_options: dict[str, Any]
) -> Iterator[Phone]:
    found = take_phone(listening, site, offer, **phone_options)
    yield found
    found.context.close()
    assert found.complaints == []


@pytest.fixture
def office(
    listening: Browser, site: Settings, database: Database
) -> Iterator[Callable[[House], Page]]:
    """The desk of somebody who writes the offers of a structure, signed in."""
    context = listening.new_context()
    context.set_default_timeout(15_000)

    def sit(house: House) -> Page:
        app = create_app(site, database)
        signing: Any = SecureCookieSessionInterface().get_signing_serializer(app)
        cookie = signing.dumps({"_user_id": house.tokens[house.writer.id], "_fresh": True})
        context.add_cookies([{"name": "portal", "value": cookie, "url": site.base_url}])
        page = context.new_page()
        page.goto(f"{site.base_url}/employer/{house.slug}?lang=fr")
        page.goto(f"{site.base_url}/employer/{house.slug}")
        return page

    yield sit
    context.close()


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
