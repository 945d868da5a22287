"""Look-ups of people: through the doors that know nobody yet, then among their own rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, text, update
from sqlalchemy.orm import Session

from portal.kernel import clock, tokens
from portal.kernel.errors import NotFound
from portal.people import policy
from portal.people.enums import CodePurpose
from portal.people.models import ContactPoint, Person, SignIn, SignInCode

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


_OPEN_SESSION = text("SELECT * FROM door_session(:digest, :at, :idle_since)")


def open_session(session: Session, token: str) -> SignedIn | None:
    """Who this session token belongs to, if it still lives; opens the person's own rows."""
    now = clock.now()
    row = session.execute(
        _OPEN_SESSION,
        {"digest": tokens.digest(token), "at": now, "idle_since": now - IDLE},
    ).one_or_none()
    return SignedIn(*row) if row else None


def touch(session: Session, sign_in_id: UUID) -> None:
    """Note that the session is in use, so that it does not end by inactivity."""
    session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(last_seen_at=clock.now()))


def came(session: Session, person_id: UUID) -> None:
    """Note that somebody signed in today: nothing of theirs ends by inactivity."""
    session.execute(
        update(Person)
        .where(Person.id == person_id)
        .values(last_seen_on=clock.today(), record_warned_at=None)
    )


def find_owner(session: Session, digest: str) -> UUID | None:
    """Whose account this address opens. Asked only after the code sent to it came back."""
    found: UUID | None = session.scalar(
        text("SELECT person_id FROM door_contact(:digest)"), {"digest": digest}
    )
    return found


def of_browser() -> ColumnElement[bool]:
    """The codes sent to the browser whose door is open."""
    return SignInCode.browser_digest == func.portal_door("browser")


def waiting_code(
    session: Session, purpose: CodePurpose, *, lock: bool = False
) -> SignInCode | None:
    """The newest code of the browser whose door is open, if it may still be typed.

    With `lock`, whoever asks second waits, then sees what the first one did.
    """
    query = (
        select(SignInCode)
        .where(of_browser(), SignInCode.purpose == purpose, SignInCode.used_at.is_(None))
        .order_by(SignInCode.created_at.desc(), SignInCode.id.desc())
        .limit(1)
    )
    if lock:
        query = query.with_for_update()
    code = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    return code if code is not None and policy.is_usable(code) else None


def get_person(session: Session, person_id: UUID) -> Person:
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound
    return person


def list_contacts(
    session: Session, person_id: UUID, *, lock: bool = False
) -> Sequence[ContactPoint]:
    """The ways to reach somebody, oldest first."""
    query = (
        select(ContactPoint)
        .where(ContactPoint.person_id == person_id)
        .order_by(ContactPoint.verified_at, ContactPoint.id)
    )
    return session.scalars(query.with_for_update() if lock else query).all()


def get_contact(session: Session, person_id: UUID, contact_id: UUID) -> ContactPoint:
    found = session.scalars(
        select(ContactPoint).where(
            ContactPoint.person_id == person_id, ContactPoint.id == contact_id
        )
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def list_sign_ins(session: Session, person_id: UUID) -> Sequence[SignIn]:
    """The browsers where somebody is signed in now, the last used first."""
    now = clock.now()
    return session.scalars(
        select(SignIn)
        .where(
            SignIn.person_id == person_id,
            SignIn.ended_at.is_(None),
            SignIn.expires_at > now,
            SignIn.last_seen_at > now - IDLE,
        )
        .order_by(SignIn.last_seen_at.desc())
    ).all()


def get_sign_in(session: Session, person_id: UUID, sign_in_id: UUID) -> SignIn:
    found = session.scalars(
        select(SignIn).where(SignIn.person_id == person_id, SignIn.id == sign_in_id)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found
