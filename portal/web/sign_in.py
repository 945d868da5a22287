"""Flask-Login over our sessions: the cookie holds a random token, the database its digest.

A second proof (passkey, TOTP) will be asked between the code and `begin`; nothing else moves.
"""

from datetime import timedelta
from uuid import UUID

from flask import Flask, Response, after_this_request, g, request
from flask import session as cookie
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from sqlalchemy.exc import InterfaceError, OperationalError

from portal.kernel import clock
from portal.people import queries
from portal.people.actions import account
from portal.web import languages
from portal.web.browser import forget_marks
from portal.web.unit_of_work import close, session

_STALE = timedelta(minutes=5)
manager = LoginManager()


class Visitor(UserMixin):
    """The signed-in person, as Flask-Login wants it."""

    def __init__(self, token: str, found: queries.SignedIn) -> None:
        self.token = token
        self.person_id: UUID = found.person_id
        self.sign_in_id: UUID = found.sign_in_id
        self.display_name = found.display_name
        self.locale = found.locale

    def get_id(self) -> str:
        return self.token


@manager.user_loader
def load(token: str) -> Visitor | None:
    found = queries.open_session(session(), token)
    if found is None:
        return None
    if clock.now() - found.last_seen_at > _STALE:
        queries.touch(session(), found.sign_in_id)
    return Visitor(token, found)


def visitor() -> Visitor | None:
    """Whoever is signed in, for a page that can do without: a page is also shown, as to somebody
    unknown, while the database is away. Guards and actions ask `current_user`, and fail.
    """
    if g.get("database_away"):
        return None
    try:
        return current_user if current_user.is_authenticated else None
    except (OperationalError, InterfaceError):
        g.database_away = True
        close()
        return None


def is_claimed() -> bool:
    """Whether the browser shows a sign-in, true or not."""
    return "_user_id" in cookie


def begin(token: str) -> None:
    """Start the session of a token just created: everything the cookie held before is dropped but
    the drafts being written (rotation at sign-in, SE-15).
    """
    kept = {name: cookie[name] for name in ("drafts", "browser") if name in cookie}
    cookie.clear()
    cookie.update(kept)
    visitor = load(token)
    if visitor is None:
        raise LookupError("a session that was just created must open")
    login_user(visitor)


def end() -> None:
    """Forget everything this browser knew, drafts included: the phone may be shared.

    The browser erases what our pages kept in it too: recordings, answers that wait, pages read.
    """
    logout_user()
    cookie.clear()
    forget_marks()

    @after_this_request
    def erase(response: Response) -> Response:
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response


def remember_language() -> None:
    """The language somebody signed in chose for the pages is the one of their messages too, from
    the next thing they do: looking at a page changes nothing.
    """
    chosen = None if request.method in {"GET", "HEAD", "OPTIONS"} else languages.chosen()
    who = visitor() if chosen and is_claimed() else None
    if chosen and who and who.locale != chosen.tag:
        account.change_language(session(), who.person_id, chosen.tag)


def install(app: Flask) -> None:
    app.before_request(remember_language)
    manager.session_protection = None  # the token is the proof; addresses of phones change
    # Templates are given `visitor`: an error page must not ask the database who is there.
    manager.init_app(app, add_context_processor=False)
