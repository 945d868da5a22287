"""What a view may ask about its request: `session()`, `actor()`, `settings()`, the draft tokens."""

import secrets
from typing import Any
from urllib.parse import SplitResult
from uuid import UUID

from flask import current_app, g, has_request_context, request
from flask import session as cookie
from flask_login import current_user

from portal.config import Settings
from portal.kernel import tokens
from portal.kernel.errors import NotAllowed, NotFound
from portal.kernel.urls import parts_of
from portal.organisations.scope import Actor, Place
from portal.web.unit_of_work import Session, session

__all__ = ["Session", "actor", "browser_key", "holder_token", "place", "session", "settings"]


def settings() -> Settings:
    found: Settings = current_app.extensions["portal.settings"]
    return found


def actor() -> Actor:
    """Who asks: the person signed in if any, the place whose door was passed, the link held."""
    person: Any = current_user
    known = bool(person.is_authenticated)
    return Actor(
        person_id=person.person_id if known else None,
        name=person.display_name if known else "",
        place=g.get("place"),
        holder=g.get("holder"),
    )


def person_id() -> UUID:
    """The person signed in. Raises NotFound to anybody else."""
    return UUID(str(_visitor().person_id))


def sign_in_id() -> UUID:
    """The session of this browser among those of the person. Raises NotFound."""
    return UUID(str(_visitor().sign_in_id))


def _visitor() -> Any:
    if not current_user.is_authenticated:
        raise NotFound
    return current_user


def page_before() -> SplitResult:
    """Where the browser says it comes from; nothing where that is no address."""
    return parts_of(request.referrer or "")


def need(allowed: bool) -> None:
    """Refuse before anything is read or checked. Raises NotAllowed."""
    if not allowed:
        raise NotAllowed


def place() -> Place:
    """The organisation of this address; only inside an organisation's space."""
    found: Place = g.place
    return found


def browser_key() -> str:
    """A random name for this browser, kept in its signed cookie; binds one-time codes to it."""
    if "browser" not in cookie:
        cookie["browser"] = secrets.token_urlsafe(18)
        cookie.permanent = True
    return str(cookie["browser"])


def holder_token(about_id: UUID) -> str | None:
    """The token of what this browser is preparing for an offer or a session, if anything."""
    drafts = cookie.get("drafts", {}) if has_request_context() else {}
    found = drafts.get(str(about_id))
    return str(found) if found else None


def keep_holder_token(about_id: UUID, token: str) -> None:
    """Remember the draft in this browser. The newest eight: a cookie holds 4 kB."""
    drafts = dict(cookie.get("drafts", {}))
    drafts.pop(str(about_id), None)
    drafts[str(about_id)] = token
    cookie["drafts"] = dict(list(drafts.items())[-8:])
    cookie.permanent = True  # a phone that closes its browser does not lose an answer begun


def forget_drafts() -> None:
    """This browser forgets everything it prepared or sent: it may be shared."""
    cookie.pop("drafts", None)


def forget_holder_token(about_id: UUID) -> None:
    drafts = dict(cookie.get("drafts", {}))
    if drafts.pop(str(about_id), None):
        cookie["drafts"] = drafts


def let_go() -> None:
    """This request holds no follow token any more."""
    g.pop("holder", None)


def hold(token: str) -> str:
    """Let this request act as the holder of a follow token. Returns its digest."""
    g.holder = tokens.digest(token)
    return str(g.holder)
