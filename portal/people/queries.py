"""Look-ups of people through the doors that know nobody yet."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text, update
from sqlalchemy.orm import Session

from portal.kernel import clock, tokens
from portal.people.models import SignIn

# Computers of structures and phones are shared: an idle session ends (SE-15, SE-16).
IDLE = timedelta(hours=2)
ABSOLUTE = timedelta(hours=12)


@dataclass(frozen=True)
class SignedIn:
    """The person behind a session token."""

    sign_in_id: UUID
    person_id: UUID
    display_name: str
    locale: str
    last_seen_at: datetime


def open_session(session: Session, token: str) -> SignedIn | None:
    """Who this session token belongs to, if it still lives; opens the person's own rows."""
    now = clock.now()
    row = session.execute(
        text("SELECT * FROM door_session(:digest, :at, :idle_since)"),
        {"digest": tokens.digest(token), "at": now, "idle_since": now - IDLE},
    ).one_or_none()
    return SignedIn(*row) if row else None


def touch(session: Session, sign_in_id: UUID) -> None:
    """Note that the session is in use, so that it does not end by inactivity."""
    session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(last_seen_at=clock.now()))
