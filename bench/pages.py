"""Which addresses are measured, as whom, and with how many queries."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit
from uuid import UUID

from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import event, text

from bench import answering
from portal.app import create_app
from portal.config import Settings
from portal.kernel.db import Database, Reach
from portal.people.actions.sign_in import begin_session

STRUCTURE = "halte-des-quais"


def public(database: Database) -> dict[str, list[str]]:
    """The pages anybody reads; several addresses each, so that nothing is measured from a cache."""
    with database.session() as session:
        slugs = session.scalars(
            text(
                "SELECT slug FROM published_offer WHERE state = 'published'"
                " ORDER BY published_at DESC LIMIT 50"
            )
        ).all()
    return {
        "offers list": ["/offers", "/offers?page=2", "/offers?page=3"],
        "search, two facets": [
            "/offers?q=accueil&contract=cdi&way=voice",
            "/offers?q=mediation&region=11&way=voice",
            "/offers?q=travail&department=75&time=candidate",
        ],
        "offer page": [f"/offers/{slug}" for slug in slugs],
    }


def all_of_them(database: Database, settings: Settings) -> dict[str, tuple[list[str], str]]:
    """Every measured page with the cookie it needs."""
    cookie, organisation_id = _sign_in(database, settings)
    with database.session(Reach(organisation_id=organisation_id)) as session:
        ids = session.scalars(
            text(
                "SELECT id FROM application WHERE submitted_at IS NOT NULL"
                " ORDER BY submitted_at DESC LIMIT 30"
            )
        ).all()
    space = f"/employer/{STRUCTURE}"
    pages = {name: (paths, "") for name, paths in public(database).items()}
    pages["employer inbox"] = ([f"{space}/applications"], cookie)
    pages["application page"] = ([f"{space}/applications/{found}" for found in ids], cookie)
    return pages


def _sign_in(database: Database, settings: Settings) -> tuple[str, UUID]:
    """The cookie of a recruiter of the measured structure."""
    with database.session() as session:
        organisation_id = session.scalar(
            text("SELECT id FROM organisation WHERE slug = :slug"), {"slug": STRUCTURE}
        )
    reach = Reach(organisation_id=organisation_id)
    with database.session(reach) as session:
        person_id = session.scalar(
            text("SELECT person_id FROM membership WHERE role = 'recruiter' LIMIT 1")
        )
    with database.session(Reach(person_id=person_id)) as session:
        token = begin_session(session, person_id, device="bench")
        session.commit()
    app = create_app(settings, database)
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer
    # What a browser holds after its first page with a form: without it, each page begins anew.
    form_token = secrets.token_hex(20)
    value = signer.dumps({"_user_id": token, "_fresh": True, "csrf_token": form_token})
    assert isinstance(organisation_id, UUID)
    return f"{app.config['SESSION_COOKIE_NAME']}={value}", organisation_id


def answerable(database: Database) -> list[str]:
    """Offers one may answer by asking to be called."""
    with database.session() as session:
        return list(
            session.scalars(
                text(
                    "SELECT slug FROM published_offer WHERE state = 'published'"
                    " AND card -> 'ways' ? 'callback' AND (apply_until IS NULL"
                    " OR apply_until > now()) ORDER BY published_at DESC LIMIT 50"
                )
            )
        )


def queries(database: Database, settings: Settings, path: str, cookie: str) -> int:
    """Statements of one request, the reach and the session included, once caches are warm."""
    client = create_app(settings, database).test_client(use_cookies=False)
    headers = {"Cookie": cookie, "Accept-Language": "fr"}
    client.get(path, headers=headers)
    with counted(database) as seen:
        client.get(path, headers=headers)
    return len(seen)


class Witness(answering.Person):
    """Somebody who answers inside this process; `statements` of each page they met."""

    def __init__(self, database: Database, settings: Settings) -> None:
        super().__init__("")
        self._database = database
        self._client = create_app(settings, database).test_client()
        self.statements: list[int] = []

    def ask(self, path: str, values: dict[str, str] | None = None) -> tuple[str, str]:
        method = "GET" if values is None else "POST"
        while True:
            with counted(self._database) as seen:
                answer = self._client.open(path, method=method, data=values)
            self.statements.append(len(seen))
            if answer.status_code not in {301, 302, 303}:
                return path, answer.text
            path, method, values = urlsplit(answer.headers["Location"]).path, "GET", None


def queries_of_an_answer(database: Database, settings: Settings, slug: str) -> list[int]:
    """Statements of each request of one whole application, once caches are warm."""
    Witness(database, settings).answer(slug, "0639989000")
    person = Witness(database, settings)
    person.answer(slug, "0639989001")
    return person.statements


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """The statements sent meanwhile."""
    seen: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
