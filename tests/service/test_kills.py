"""`kill -9` of the web server, the worker and PostgreSQL while people answer an offer: what was
acknowledged is there, once, and everything that follows from it happens, once.
"""

import http.client
import re
import subprocess
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from itertools import cycle
from threading import Event
from typing import Any
from urllib.parse import urlencode

import psutil
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from portal.config import load
from portal.server import Server
from tests.factories.applications import open_offer
from tests.factories.house import House, build_house
from tests.factories.recordings import recording
from tests.support.outbox import Outbox
from tests.support.service import PORTAL, Portal, wait_for

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("embedded")]

ANSWERS, CLIENTS = 200, 4
# One answer in five is spoken: each is looked at and converted in a process of its own.
SPOKEN = 5
VICTIMS, BETWEEN = ("postgres", "work", "web", "serve"), 33
# Of a machine that has something else to do: alone, it takes a third of that.
PATIENCE = 150
_CSRF = re.compile(r'name="csrf_token"[^>]* value="([^"]+)"')
_BOUNDARY = "a-voice-and-nothing-else"


@dataclass
class Phone:
    """A browser behind the proxy of a network of its own; tries again while nothing answers."""

    portal: Portal
    number: int
    over: Event
    cookies: dict[str, str] = field(default_factory=dict)
    csrf: str = ""
    is_done: bool = False

    def answer(self, slug: str) -> str:
        """Answer the offer. Where the acknowledgement of the last page leads."""
        root = f"/offers/{slug}/apply"
        spoken = self.number % SPOKEN == 0
        page = self._ask("GET", root)
        found = _CSRF.search(page)
        assert found, page
        self.csrf = found.group(1)
        self._post(root, ways="voice" if spoken else "letter")
        if spoken:
            self._speak(f"{root}/voice")
        self._post(f"{root}/name", name=f"Personne {self.number}")
        self._post(f"{root}/contact", email=f"personne-{self.number}@example.org")
        told = self._post(f"{root}/check")
        self.is_done = True
        return told

    def _post(self, path: str, **fields: str) -> str:
        body = urlencode({"csrf_token": self.csrf, **fields}).encode()
        return self._ask("POST", path, body, "application/x-www-form-urlencoded")

    def _speak(self, path: str) -> str:
        disposition = 'form-data; name="voice"; filename="message.ogg"'
        body = (
            (
                f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n'
                f"{self.csrf}\r\n--{_BOUNDARY}\r\nContent-Disposition: {disposition}\r\n"
                "Content-Type: audio/ogg\r\n\r\n"
            ).encode()
            + recording("voice.ogg", 0.5)
            + f"\r\n--{_BOUNDARY}--\r\n".encode()
        )
        return self._ask("POST", path, body, f"multipart/form-data; boundary={_BOUNDARY}")

    def _ask(self, method: str, path: str, body: bytes = b"", kind: str = "") -> str:
        """The page, or where the answer leads. As a person would: again, until it works."""
        end, met = time.monotonic() + PATIENCE, ""
        while time.monotonic() < end and not self.over.is_set():
            try:
                status, said = self._once(method, path, body, kind)
            except (OSError, http.client.HTTPException) as error:
                met = repr(error)
            else:
                if status < 400:
                    return said
                met = f"{status}: {said}"
                assert status >= 500, (method, path, met)
            time.sleep(0.3)
        raise AssertionError(f"{method} {path} was never answered. {met}")

    def _once(self, method: str, path: str, body: bytes, kind: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.portal.port, timeout=30)
        try:
            connection.request(method, path, body or None, self._headers(path, kind))
            answer = connection.getresponse()
            page = answer.read().decode()
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return answer.status, answer.headers.get("Location") or page

    def _headers(self, path: str, kind: str) -> Mapping[str, str]:
        return {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Referer": self.portal.url(path),
            "X-Forwarded-For": f"198.51.100.{self.number}",
            **({"Content-Type": kind} if kind else {}),
        }


@dataclass
class Killer:
    """Kills a process each time some more answers were acknowledged: always amid the next ones."""

    portal: Portal
    run: subprocess.Popen[str]
    killed: Counter[str] = field(default_factory=Counter)

    def work(self, phones: Sequence[Phone]) -> None:
        for turn, victim in zip(range(BETWEEN, ANSWERS, BETWEEN), cycle(VICTIMS), strict=False):
            while sum(phone.is_done for phone in phones) < turn:
                time.sleep(0.05)
                if phones[0].over.is_set():
                    return
            self._kill(victim)

    def _kill(self, victim: str) -> None:
        """Waits for it if it is only just coming back from the time before."""
        while True:
            with suppress(psutil.Error, OSError, LookupError):
                self._find(victim).kill()
                self.killed[victim] += 1
                return
            time.sleep(0.1)

    def _find(self, victim: str) -> psutil.Process:
        if victim == "postgres":
            return psutil.Process(self.portal.postmaster())
        child = self.portal.children(self.run, "work" if victim == "work" else "serve")[0]
        # A web process answers; the server that started it would start another one.
        return child.children()[0] if victim == "web" else child


def _everybody(slug: str, phones: Sequence[Phone], killer: Killer) -> list[str]:
    """All answers, four at a time, while the killer works. What each was told at the end."""
    with ThreadPoolExecutor(CLIENTS + 1) as pool:
        killing = pool.submit(killer.work, phones)
        told = [pool.submit(phone.answer, slug) for phone in phones]
        try:
            return [future.result() for future in told]
        finally:
            phones[0].over.set()
            killing.result()


@contextmanager
def _behind(portal: Portal) -> Iterator[tuple[Server, Session]]:
    """The database of this portal, for whoever no wall stops."""
    with Server(load(portal.environment)) as server:
        engine = create_engine(server.admin_url)
        with Session(engine, expire_on_commit=False) as session:
            yield server, session
        engine.dispose()


def _publish(portal: Portal) -> tuple[House, str]:
    """A structure, and the offer people answer."""
    with _behind(portal) as (server, session):
        assert session.scalar(text("SHOW fsync")) == "on"
        house = build_house(session, "ours")
        session.commit()
        database = server.database()
        offer = open_offer(database, house)
        database.close()
    return house, offer.slug


def _rows(session: Session, query: str) -> list[tuple[Any, ...]]:
    session.rollback()
    return [tuple(row) for row in session.execute(text(query))]


def test_nothing_acknowledged_is_lost_nor_doubled(ready: Portal) -> None:
    ready.environment |= {"PORTAL_TRUSTED_PROXIES": "1"}
    house, slug = _publish(ready)
    run = ready.start(PORTAL, "run")
    wait_for(ready.answers)
    killer, over = Killer(ready, run), Event()
    phones = [Phone(ready, number, over) for number in range(1, ANSWERS + 1)]
    told = _everybody(slug, phones, killer)
    assert Counter(told) == {f"/offers/{slug}/apply/sent": ANSWERS}
    assert set(killer.killed) == set(VICTIMS)

    with _behind(ready) as (_server, session):
        everybody = {f"Personne {phone.number}" for phone in phones}
        names = [name for (name,) in _rows(session, _ARRIVED)]
        assert (len(names), set(names)) == (ANSWERS, everybody)
        # The jobs of the killed workers start again by themselves, and the rest is done.
        wait_for(lambda: not _rows(session, _UNDER_WAY), PATIENCE)
        assert _rows(session, _VOICES) == [("ready", 1, ANSWERS // SPOKEN)]
        recruiters = session.scalar(text(_RECRUITERS), {"id": house.structure.id})
        assert recruiters
        assert sorted(_rows(session, _MESSAGES)) == [
            ("jobs.application_received", "sent", ANSWERS, ANSWERS),
            ("jobs.structure_received", "sent", ANSWERS, ANSWERS * recruiters),
        ]
    left = Outbox(ready.folder / "outbox").messages
    assert len(left) == ANSWERS * (1 + recruiters)
    assert len({(sent.to, sent.text) for sent in left}) == len(left)
    run.terminate()
    run.wait(60)
    assert run.returncode == 0


# What people sent, but for what the house was built with.
_ARRIVED = """
SELECT candidate_name FROM application
WHERE submitted_at IS NOT NULL AND candidate_name LIKE 'Personne %'
"""
# Conversions, messages, and any job that is due; the second look at the files comes much later.
_UNDER_WAY = """
SELECT task_name FROM procrastinate_jobs
WHERE status = 'doing' OR (status = 'todo' AND task_name <> 'jobs.check_files_of_application')
"""
_VOICES = """
SELECT f.state, per_person, count(*) FROM stored_file f
JOIN application_part p ON p.file_id = f.id
JOIN (SELECT application_id, count(*) AS per_person FROM application_part GROUP BY 1) n
  USING (application_id)
JOIN application a ON a.id = p.application_id AND a.candidate_name LIKE 'Personne %'
GROUP BY 1, 2
"""
_RECRUITERS = """
SELECT count(*) FROM membership m JOIN contact_point c USING (person_id)
WHERE m.organisation_id = :id AND m.role IN ('administrator', 'recruiter')
"""
# Template, state, applications, messages.
_MESSAGES = """
SELECT m.template, m.state, count(DISTINCT m.about_id), count(*) FROM outgoing_message m
JOIN application a ON a.id = m.about_id AND a.candidate_name LIKE 'Personne %' GROUP BY 1, 2
"""
