"""The ways to reach somebody: added once proved, removed but for the last."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from portal.kernel import audit
from portal.kernel.db import take_turns
from portal.people import messages, policy, queries
from portal.people.actions.codes import Browser, Wrong, ask_code, prove_address
from portal.people.actions.sign_in import add_contact_row, end_every_session
from portal.people.addresses import Address
from portal.people.enums import CodePurpose, ContactKind
from portal.people.errors import ContactTaken, LastContact, StaleSignIn
from portal.people.models import ContactPoint


def need_fresh_sign_in(session: Session, person_id: UUID, sign_in_id: UUID) -> None:
    """Raises StaleSignIn unless this session began a short while ago."""
    if not policy.is_fresh(queries.get_sign_in(session, person_id, sign_in_id).created_at):
        raise StaleSignIn


def ask_contact_code(
    session: Session,
    key: bytes,
    browser: Browser,
    person_id: UUID,
    typed: str,
    *,
    sign_in_id: UUID,
    locale: str,
) -> Address:
    """Send a code to an address to add. Raises StaleSignIn, BadAddress, Throttled."""
    need_fresh_sign_in(session, person_id, sign_in_id)
    return ask_code(session, key, browser, typed, locale=locale, purpose=CodePurpose.ADD_CONTACT)


def add_contact(
    session: Session, key: bytes, browser: Browser, person_id: UUID, typed: str
) -> Address | Wrong:
    """Add the address the code was sent to; whoever could be reached before is told.

    Raises ContactTaken if it opens another account, CodeExpired, Throttled.
    """
    proved = prove_address(session, key, browser, typed, CodePurpose.ADD_CONTACT)
    if isinstance(proved, Wrong):
        return proved
    digest = proved.digest(key)
    take_turns(session, 2, digest)
    owner = queries.find_owner(session, digest)
    if owner == person_id:
        return proved
    if owner is not None:
        raise ContactTaken
    before = queries.list_contacts(session, person_id)
    add_contact_row(session, person_id, proved, digest)
    _tell(session, person_id, before, proved, added=True)
    audit.record(session, "person.contact_added", person_id=person_id, kind=proved.kind)
    return proved


def remove_contact(
    session: Session, person_id: UUID, contact_id: UUID, *, sign_in_id: UUID
) -> None:
    """Remove a way in and end the sessions elsewhere. Raises LastContact, StaleSignIn, NotFound."""
    gone = queries.get_contact(session, person_id, contact_id)
    need_fresh_sign_in(session, person_id, sign_in_id)
    contacts = queries.list_contacts(session, person_id, lock=True)
    if not policy.can_remove_contact(contacts):
        raise LastContact
    session.delete(gone)
    session.flush()
    end_every_session(session, person_id, but=sign_in_id)
    removed = Address(ContactKind(gone.kind), gone.value)
    _tell(session, person_id, contacts, removed, added=False)
    audit.record(session, "person.contact_removed", person_id=person_id, kind=gone.kind)


def _tell(
    session: Session,
    person_id: UUID,
    contacts: Sequence[ContactPoint],
    other: Address,
    *,
    added: bool,
) -> None:
    locale = queries.get_person(session, person_id).locale
    for contact in contacts:
        address = Address(ContactKind(contact.kind), contact.value)
        messages.tell_contact_changed(
            session, address, added=added, other=other.masked, locale=locale
        )
