"""One request, one transaction: opened when first needed, committed before the answer leaves.

An answer the visitor sees is an answer the database kept: the commit happens inside dispatch, so
that a failing commit becomes an error page and never a false receipt.
"""

from flask import Flask, current_app, g
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.kernel.db import Database

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


class PortalFlask(Flask):
    """Flask that commits when a view returned without an error."""

    def dispatch_request(self) -> ResponseReturnValue:
        answer = super().dispatch_request()
        commit()
        return answer


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
