"""Signing in, which is also signing up; ending sessions, here or everywhere."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.kernel import clock, tokens
from portal.kernel.db import new_id, reach, take_turns
from portal.people import queries
from portal.people.actions.codes import Browser, Wrong, prove_address
from portal.people.addresses import Address
from portal.people.enums import CodePurpose
from portal.people.models import ContactPoint, Person, SignIn


@dataclass(frozen=True)
class Opened:
    """A session that just began. The token goes to the browser and is kept nowhere else."""

    token: str
    person_id: UUID
    is_new: bool


def verify_code(
    session: Session,
    key: bytes,
    browser: Browser,
    typed: str,
    *,
    device: str,
    locale: str,
) -> Opened | Wrong:
    """Sign in with the code that was sent; an address nobody has opens an account.

    A second proof (passkey, TOTP) will stand between `prove_address` and `open_account`.
    Raises CodeExpired, Throttled.
    """
    proved = prove_address(session, key, browser, typed, CodePurpose.SIGN_IN)
    if isinstance(proved, Wrong):
        return proved
    return open_account(session, key, proved, device=device, locale=locale)


def open_account(
    session: Session, key: bytes, address: Address, *, device: str, locale: str
) -> Opened:
    """Begin a session of whoever has this proved address, creating the account if nobody has."""
    digest = address.digest(key)
    # Two browsers proving one new address at once make one account.
    take_turns(session, 2, digest)
    person_id = queries.find_owner(session, digest)
    is_new = person_id is None
    if person_id is None:
        person_id = _create_person(session, address, digest, locale)
    reach(session, person_id=person_id)
    return Opened(begin_session(session, person_id, device=device), person_id, is_new)


def _create_person(session: Session, address: Address, digest: str, locale: str) -> UUID:
    person = Person(id=new_id(), locale=locale, created_at=clock.now())
    reach(session, person_id=person.id)
    session.add(person)
    session.flush()
    add_contact_row(session, person.id, address, digest)
    return person.id


def add_contact_row(session: Session, person_id: UUID, address: Address, digest: str) -> None:
    session.add(
        ContactPoint(
            person_id=person_id,
            kind=address.kind,
            value=address.value,
            digest=digest,
            verified_at=clock.now(),
        )
    )
    session.flush()


def begin_session(session: Session, person_id: UUID, *, device: str) -> str:
    """A new session of somebody who proved who they are. Returns its token."""
    token, now = tokens.new_token(), clock.now()
    session.add(
        SignIn(
            person_id=person_id,
            token_digest=tokens.digest(token),
            device=device[:80],
            created_at=now,
            last_seen_at=now,
            expires_at=now + queries.ABSOLUTE,
        )
    )
    session.flush()
    queries.came(session, person_id)
    return token


def end_session(session: Session, person_id: UUID, sign_in_id: UUID) -> None:
    """End one session; that browser is signed out at its next request."""
    found = queries.get_sign_in(session, person_id, sign_in_id)
    if found.ended_at is None:
        found.ended_at = clock.now()


def end_every_session(session: Session, person_id: UUID, *, but: UUID | None = None) -> None:
    """End all sessions of somebody, this one too unless it is named."""
    query = update(SignIn).where(SignIn.person_id == person_id, SignIn.ended_at.is_(None))
    if but is not None:
        query = query.where(SignIn.id != but)
    session.execute(query.values(ended_at=clock.now()))
