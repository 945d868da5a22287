"""One's name, one's language, and leaving for good."""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.kernel import audit, clock, i18n
from portal.kernel.models import Erasure
from portal.people import queries
from portal.people.actions.contacts import need_fresh_sign_in
from portal.people.models import Person


def change_name(session: Session, person_id: UUID, name: str) -> None:
    """How colleagues and structures call this person. May be anything, or nothing."""
    queries.get_person(session, person_id).display_name = " ".join(name.split())[:120]


def change_language(session: Session, person_id: UUID, tag: str) -> None:
    """The language messages are written in; an unknown tag changes nothing."""
    found = i18n.find(tag)
    if found:
        queries.get_person(session, person_id).locale = found.tag


def begin_closing(session: Session, person_id: UUID, *, sign_in_id: UUID) -> None:
    """Before anything goes: nothing of theirs arrives any more from here on, or it would be left
    behind without an owner. Raises StaleSignIn.
    """
    need_fresh_sign_in(session, person_id, sign_in_id)
    session.execute(select(Person.id).where(Person.id == person_id).with_for_update())


def close_account(session: Session, person_id: UUID, *, sign_in_id: UUID) -> None:
    """Erase the person, their ways in and their sessions, and remember only that it was done.

    What belongs to somebody else (an application already sent) loses the link to the account.
    Leave the organisations first (`organisations.actions.members.leave_every_place`).
    Raises StaleSignIn.
    """
    need_fresh_sign_in(session, person_id, sign_in_id)
    audit.record(session, "person.closed_account", person_id=person_id)
    session.add(Erasure(kind="person", subject_id=person_id, erased_at=clock.now()))
    session.execute(delete(Person).where(Person.id == person_id))
