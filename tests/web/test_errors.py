"""Error pages: in the person's language, with the number to give and every header; also while the
database is away, signed in or not.
"""

import errno
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from flask import Flask, abort, flash, get_flashed_messages, request
from psycopg.errors import ForeignKeyViolation
from sqlalchemy import delete, select, text
from sqlalchemy.exc import IntegrityError, ProgrammingError
from sqlalchemy.orm import Session
from structlog.testing import capture_logs
from werkzeug.test import TestResponse

from portal.app import create_app
from portal.config import Settings
from portal.kernel import clock, errors, tokens
from portal.kernel.db import Database, take_turns
from portal.kernel.vault import StoreAway
from portal.organisations.errors import LastAdministrator
from portal.people import queries
from portal.trainings.enums import SessionState
from portal.trainings.models import Training, TrainingSession
from portal.web.assets import STATIC
from portal.web.forms import csrf
from portal.web.unit_of_work import session
from tests.conftest import BASE_URL
from tests.factories.house import build_training_house
from tests.support.blocked import wait_until_blocked
from tests.support.client import Answer, Visitor

# What a view may meet, and the answer.
MET: dict[int, Callable[[], Exception]] = {
    403: errors.NotAllowed,
    404: errors.NotFound,
    409: errors.Conflict,
    410: errors.Gone,
    422: lambda: errors.Invalid({}),
    429: lambda: errors.Throttled(90),
    500: lambda: RuntimeError("CANARY"),
}
IN_ENGLISH = {
    403: "Your role does not allow this",
    404: "There is nothing here",
    409: "Someone else changed this page",
    410: "It has ended",
    413: "This is too big",
    422: "Something is missing",
    429: "Too many tries",
    500: "The portal had a problem",
    503: "The portal is taking a break",
}


def _breaking(settings: Settings, database: Database) -> Flask:
    """The portal, with addresses where something goes wrong."""
    app = create_app(settings, database)

    @app.get("/break/<int:status>")
    def break_there(status: int) -> str:
        if status in MET:
            raise MET[status]()
        abort(status)

    @app.get("/break/store")
    def break_store() -> str:
        raise StoreAway

    @app.get("/break/disk")
    def break_disk() -> str:
        raise OSError(errno.ENOSPC, "No space left on device: CANARY")

    @app.get("/break/system")
    def break_system() -> str:
        raise OSError(errno.EIO, "CANARY")

    @app.get("/break/parent")
    def break_parent() -> str:
        refused = ForeignKeyViolation("CANARY")
        raise IntegrityError("DELETE FROM person", {}, refused)

    @app.post("/break/session/<uuid:session_id>")
    def write_session(session_id: UUID) -> str:
        """Changes what anybody may read and only its federation may write."""
        found = session().get_one(TrainingSession, session_id)
        app.extensions["meanwhile"]()
        found.contact = "CANARY"
        return ""

    csrf.exempt(write_session)

    @app.post("/break/crossing")
    def cross() -> str:
        """Takes what another transaction holds, holding what it wants."""
        flash("Une fois.")
        tried.append(request.files["paper"].read())
        for key in ("1", "2"):
            take_turns(session(), 99, key)
        return ", ".join(map(str, get_flashed_messages()))

    csrf.exempt(cross)
    tried: list[bytes] = []
    app.extensions["tried"] = tried
    return app


@pytest.fixture
def breaking(settings: Settings, database: Database) -> Flask:
    return _breaking(settings, database)


@pytest.fixture
def away(settings: Settings) -> Flask:
    """The portal before a database that does not answer."""
    return _breaking(settings, Database("postgresql+psycopg://portal_app@127.0.0.1:9/portal"))


def _is_an_error_page(answer: Answer, status: int) -> None:
    assert answer.status == status
    # The number to give when asking for help is the one in our logs.
    assert f"{status} · {answer.headers['X-Request-Id']}" in answer.text
    assert "CANARY" not in answer.html


@pytest.mark.parametrize("what", ["store", "disk"])
def test_no_room_for_files_is_said_and_passes(breaking: Flask, what: str) -> None:
    answer = Visitor(breaking, BASE_URL, "fr").get(f"/break/{what}", 503)
    _is_an_error_page(answer, 503)
    assert answer.headers["Retry-After"] == "30"


def test_any_other_trouble_of_the_machine_is_a_crash(breaking: Flask) -> None:
    _is_an_error_page(Visitor(breaking, BASE_URL, "fr").get("/break/system", 500), 500)


def test_removing_what_others_stand_on_is_a_crash_of_ours(breaking: Flask) -> None:
    """A foreign key that refuses a removal is not somebody else's doing."""
    _is_an_error_page(Visitor(breaking, BASE_URL, "fr").get("/break/parent", 500), 500)


@pytest.fixture
def announced(backstage: Session) -> TrainingSession:
    """A session anybody may read, of a federation of the house."""
    house = build_training_house(backstage, "murs")
    training = backstage.scalars(
        select(Training).where(Training.organisation_id == house.federation.id)
    ).first()
    assert training
    now = clock.now()
    found = TrainingSession(
        organisation_id=house.federation.id,
        training_id=training.id,
        state=SessionState.OPEN,
        starts_on=now.date(),
        ends_on=now.date(),
        register_until=now.date(),
        places=4,
        created_at=now,
        updated_at=now,
    )
    backstage.add(found)
    backstage.commit()
    return found


def write(breaking: Flask, announced: TrainingSession) -> tuple[TestResponse, Any]:
    """Tries to change it as a stranger; what the logs say."""
    with capture_logs() as lines:
        answer = breaking.test_client().post(f"/break/session/{announced.id}", base_url=BASE_URL)
    (line,) = [one for one in lines if one["event"] != "request"]
    assert "CANARY" not in str(lines)
    assert str(announced.id) not in str(line)
    return answer, line


def test_a_change_a_wall_refuses_is_not_said_to_be_erased(
    breaking: Flask, announced: TrainingSession, backstage: Session
) -> None:
    """A stranger gets 404, and we hear that a check of ours was missing."""
    breaking.extensions["meanwhile"] = lambda: None
    answer, line = write(breaking, announced)
    assert answer.status_code == 404
    assert (line["event"], line["log_level"]) == ("refused by a wall", "error")
    assert line["tables"] == ["training_session"]
    backstage.refresh(announced)
    assert announced.contact != "CANARY"


def test_a_change_of_what_was_removed_meanwhile_is_said_so(
    breaking: Flask, announced: TrainingSession, backstage: Session
) -> None:
    def remove() -> None:
        backstage.execute(delete(TrainingSession).where(TrainingSession.id == announced.id))
        backstage.commit()

    breaking.extensions["meanwhile"] = remove
    answer, line = write(breaking, announced)
    assert answer.status_code == 410
    assert (line["event"], line["log_level"]) == ("vanished meanwhile", "warning")


def test_who_stands_in_anothers_way_begins_again_once(breaking: Flask, backstage: Session) -> None:
    """Two real transactions: PostgreSQL undoes the visitor's, who notices nothing."""

    def press() -> TestResponse:
        data = {"paper": (BytesIO(b"whole"), "p.txt")}
        return breaking.test_client().post("/break/crossing", data=data, base_url=BASE_URL)

    take_turns(backstage, 99, "2")
    with ThreadPoolExecutor(1) as pool:
        pressing = pool.submit(press)
        wait_until_blocked(backstage)
        # The visitor's transaction is the one that notices.
        backstage.execute(text("SET LOCAL deadlock_timeout = '30s'"))
        take_turns(backstage, 99, "1")
        backstage.commit()
        answer = pressing.result(timeout=10)
    assert (answer.status_code, answer.text) == (200, "Une fois.")
    assert breaking.extensions["tried"] == [b"whole", b"whole"]


@pytest.mark.parametrize("status", IN_ENGLISH)
def test_an_error_is_a_page_in_the_persons_language(breaking: Flask, status: int) -> None:
    for language in ("fr", "ps", "ar"):
        visitor = Visitor(breaking, BASE_URL, language)
        answer = visitor.get(f"/break/{status}", status)
        _is_an_error_page(answer, status)
        assert answer.one("html").get("lang") == language
    english = Visitor(breaking, BASE_URL, "en").get(f"/break/{status}", status)
    assert english.heading == IN_ENGLISH[status]
    assert english.link("Go to the home page") == "/"


@pytest.mark.parametrize(
    ("status", "referer", "there"),
    [
        (409, BASE_URL + "/offers?q=lyon", "/offers?q=lyon"),
        (409, BASE_URL + "//elsewhere.example.org", "/elsewhere.example.org"),
        (409, "https://elsewhere.example.org/offers", None),
        (409, BASE_URL + "/break/409", None),
        (410, BASE_URL + "/offers", None),
    ],
)
def test_one_goes_back_to_the_page_one_comes_from(
    breaking: Flask, status: int, referer: str, there: str | None
) -> None:
    visitor = Visitor(breaking, BASE_URL, "en")
    answer = visitor.get(f"/break/{status}", status, headers={"Referer": referer})
    assert answer.links.get("Go back to the previous page") == there
    assert answer.link("Go to the home page") == "/"


def test_what_the_domain_refuses_is_not_said_to_be_somebody_elses_change(
    breaking: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(MET, 409, LastAdministrator)
    answer = Visitor(breaking, BASE_URL).get("/break/409", 409)
    assert answer.heading == "Ce n’est pas possible"
    assert "Il faut au moins une personne qui administre." in answer.text


def test_nobody_who_is_signed_in_is_told_to_sign_in(breaking: Flask) -> None:
    """Their role may have been taken away while the page was open."""
    visitor = Visitor(breaking, BASE_URL)
    assert "connectez-vous" in visitor.get("/break/404", 404).text
    visitor.sign_in(tokens.new_token())
    answer = visitor.get("/break/404", 404)
    assert "connectez-vous" not in answer.text
    assert "Se connecter" not in answer.links
    assert answer.link("Vos espaces") == "/my"


def test_whoever_tries_too_often_is_told_how_long_to_wait(breaking: Flask) -> None:
    answer = Visitor(breaking, BASE_URL).get("/break/429", 429)
    assert answer.headers["Retry-After"] == "90"
    assert "2 minutes" in answer.text


def test_too_much_at_once_is_refused_before_it_is_read(breaking: Flask) -> None:
    visitor = Visitor(breaking, BASE_URL, "ps")
    response = visitor.fetch("/sign-in", "POST", data={"text": "x" * 27 * 1024 * 1024})
    _is_an_error_page(visitor._land(response, 413), 413)


def test_a_failing_page_fails_politely_whoever_asks(
    breaking: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even if finding out who is signed in is what fails."""

    def fail(*_: object) -> None:
        raise ProgrammingError("SELECT", {}, Exception("CANARY"))

    monkeypatch.setattr(queries, "open_session", fail)
    visitor = Visitor(breaking, BASE_URL, "ps")
    visitor.sign_in(tokens.new_token())
    answer = visitor.get("/account", 500)
    _is_an_error_page(answer, 500)
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("is_signed_in", [True, False])
def test_a_database_that_is_away_breaks_nothing_else(away: Flask, is_signed_in: bool) -> None:
    visitor = Visitor(away, BASE_URL, "ps")
    if is_signed_in:
        visitor.sign_in(tokens.new_token())
    kept = "no-store" if is_signed_in else "private, max-age=0, must-revalidate"
    for address, status in (("/offers", 503), ("/nowhere", 404), ("/break/500", 500)):
        answer = visitor.get(address, status)
        _is_an_error_page(answer, status)
        assert answer.one("html").get("lang") == "ps"
        assert answer.headers["Cache-Control"] == kept, address
        assert ("Retry-After" in answer.headers) == (status == 503)
    assert visitor.fetch("/healthz").status_code == 200
    assert visitor.fetch("/readyz").status_code == 503
    assert visitor.fetch("/sw.js").status_code == 200
    # What asks the database nothing is still there to read.
    assert visitor.get("/accessibility").status == 200


def test_nobody_comes_in_while_the_database_is_away(away: Flask) -> None:
    visitor = Visitor(away, BASE_URL)
    visitor.sign_in(tokens.new_token())
    for address in ("/account", "/my/applications"):
        _is_an_error_page(visitor.get(address, 503), 503)


@pytest.mark.parametrize("https", [True, False])
def test_files_bear_their_headers_too(settings: Settings, database: Database, https: bool) -> None:
    base = BASE_URL if https else "http://127.0.0.1:8000"
    app = create_app(replace(settings, base_url=base), database)
    name = next(path.name for path in (STATIC / "built").glob("portal*.css"))
    client = app.test_client()
    for path, headers, status in (
        (name, {}, 200),
        (name, {"Range": "bytes=0-9"}, 206),
        ("nothing.css", {}, 404),
        ("../../portal/config.py", {}, 404),
    ):
        with client.get(f"/static/built/{path}", headers=headers, base_url=base) as answer:
            assert answer.status_code == status
            _armoured(answer.headers, https=https)


def _armoured(headers: Any, *, https: bool) -> None:
    for name in ("Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Referrer-Policy"):
        assert headers[name] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert ("Strict-Transport-Security" in headers) == https


@pytest.mark.parametrize("path", ["/offers/%00", "/employer/%00/offers", "/federation/a%00"])
def test_no_address_holds_a_null_character(visitor: Visitor, path: str) -> None:
    """PostgreSQL keeps none: asked for one, it fails."""
    assert visitor.fetch(path).status_code == 404


def test_an_address_that_is_none_takes_no_page_away(breaking: Flask) -> None:
    """What a browser says it comes from is whatever it likes to say."""
    client = breaking.test_client()
    for path, status in (("/nowhere", 404), ("/break/403", 403)):
        answer = client.get(path, base_url=BASE_URL, headers={"Referer": "https://["})
        assert answer.status_code == status
