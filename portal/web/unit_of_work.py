"""One request, one transaction: opened when first needed, committed before the answer leaves.

An answer the visitor sees is an answer the database kept: the commit happens inside dispatch, so
that a failing commit becomes an error page and never a false receipt.
"""

from copy import deepcopy
from itertools import chain

import structlog
from flask import Flask, current_app, g, request
from flask import session as cookie
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException

from portal.kernel.db import Database, has_vanished, refused_tables
from portal.kernel.errors import DomainError, NotFound, Vanished

__all__ = [
    "PortalFlask",
    "Session",
    "close",
    "commit",
    "database",
    "install",
    "is_ready",
    "session",
]


log = structlog.get_logger()

# What PostgreSQL undoes because two transactions stood in each other's way, and asks to do again.
_IN_THE_WAY = ("40P01", "40001")
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


class PortalFlask(Flask):
    """Flask that commits when a view returned without an error.

    Undone because another transaction stood in the way, it is done once more: nothing of it was
    kept, and the visitor would only be asked to press again.
    """

    def dispatch_request(self) -> ResponseReturnValue:
        said = deepcopy(dict(cookie))
        try:
            return self._dispatch_once()
        except OperationalError as error:
            if getattr(error.orig, "sqlstate", "") not in _IN_THE_WAY or not _can_begin_again():
                raise
        session().rollback()
        cookie.clear()
        cookie.update(said)
        return self._dispatch_once()

    def _dispatch_once(self) -> ResponseReturnValue:
        answer = super().dispatch_request()
        commit()
        return answer

    def handle_user_exception(self, error: Exception) -> HTTPException | ResponseReturnValue:
        """What was written belongs to what another transaction removed: nothing of it is kept."""
        if has_vanished(error):
            session().rollback()
            error = _missed(error)
        return super().handle_user_exception(error)


def _missed(error: Exception) -> DomainError:
    """Why what was to be written is not: removed meanwhile; or, which none of our own checks should
    have let come so far, a wall refused it. Then there is nothing here for whoever asks.
    """
    if tables := refused_tables(session()):
        log.error("refused by a wall", tables=tables)
        return NotFound()
    log.warning("vanished meanwhile", kind=type(error).__name__)
    return Vanished()


def _can_begin_again() -> bool:
    """Whether what came with the request can be read a second time; files are rewound."""
    if request.content_length and request.mimetype not in _FORMS:
        return False
    for file in chain.from_iterable(request.files.listvalues()):
        file.stream.seek(0)
    return True


def database() -> Database:
    found: Database = current_app.extensions["portal.database"]
    return found


def session() -> Session:
    """The session of this request. Never commit it: returning from the view does."""
    if "session" not in g:
        g.session = database().session()
    found: Session = g.session
    return found


def commit() -> None:
    if "session" in g:
        g.session.commit()


def close(error: BaseException | None = None) -> None:
    """Whatever was not committed is rolled back."""
    opened: Session | None = g.pop("session", None)
    if opened is not None:
        opened.close()


def install(app: Flask, found: Database) -> None:
    app.extensions["portal.database"] = found
    app.teardown_appcontext(close)


def is_ready(opened: Session) -> None:
    """Ask the database something; its absence becomes the 503 page."""
    opened.execute(text("SELECT 1"))
