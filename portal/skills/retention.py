"""Records nobody came back to: their owner is told a month before, then they are erased (LG-01)."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.kernel import clock
from portal.kernel.messages import send
from portal.organisations.scope import Actor
from portal.people import queries as people
from portal.people.addresses import Address
from portal.skills import documents
from portal.skills.actions.erasing import erase_record
from portal.skills.nomenclatures import record_terms

WARN, ERASE = "warn", "erase"


def list_idle(session: Session) -> list[tuple[UUID, str]]:
    """Who must be told, whose record goes: ids only, through a door."""
    kept, notice = record_terms(session)
    rows = session.execute(
        text("SELECT * FROM door_idle_people(:seen_before, :warned_before)"),
        {
            "seen_before": clock.today() - (kept - notice),
            "warned_before": clock.now() - notice,
        },
    )
    return [(row.person_id, row.what) for row in rows]


def warn(session: Session, person_id: UUID) -> None:
    """Tell somebody once that nothing was asked of their record for long. No record: no message."""
    person = people.get_person(session, person_id)
    person.record_warned_at = clock.now()
    if documents.is_empty(documents.current_document(session, person_id)):
        return
    _kept, notice = record_terms(session)
    for contact in people.list_contacts(session, person_id)[:1]:
        address = Address(contact.kind, contact.value)
        send(
            session,
            template="skills.record_ends",
            channel=address.channel,
            address=address.value,
            locale=person.locale,
            data={"day": (clock.today() + notice + timedelta(days=1)).isoformat()},
            once_key=f"record_ends:{person_id}:{clock.today()}",
        )


def erase(session: Session, person_id: UUID) -> None:
    """Erase the record; the account stays."""
    erase_record(session, Actor(person_id=person_id))
