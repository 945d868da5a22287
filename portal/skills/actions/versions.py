"""Keeping versions of the record, erasing one."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.kernel import audit, clock
from portal.kernel.db import take_turns
from portal.organisations.scope import Actor
from portal.skills import documents
from portal.skills.actions.record import owner
from portal.skills.errors import NothingToKeep
from portal.skills.models import ProfileVersion
from portal.skills.queries import record as queries


def keep_version(session: Session, actor: Actor, title: str = "") -> ProfileVersion:
    """Keep the record as it is now. Raises NothingToKeep.

    Kept again while nothing changed, the last version is returned: pressing twice keeps one.
    """
    person_id = owner(actor)
    take_turns(session, 7, str(person_id))
    document = documents.current_document(session, person_id)
    if documents.is_empty(document):
        raise NothingToKeep
    last = session.scalar(
        select(func.max(ProfileVersion.number)).where(ProfileVersion.person_id == person_id)
    )
    if last is not None:
        before = queries.get_version(session, person_id, last)
        if {**before.document, "taken_at": ""} == {**document, "taken_at": ""}:
            return before
    version = ProfileVersion(
        person_id=person_id,
        number=(last or 0) + 1,
        title=title.strip(),
        document=document,
        taken_at=clock.now(),
    )
    session.add(version)
    session.flush()
    return version


def remove_version(session: Session, actor: Actor, number: int) -> None:
    """Erase a version. What was shared of it was a copy: revoke it apart. Raises NotFound."""
    version = queries.get_version(session, owner(actor), number)
    session.delete(version)
    session.flush()
    audit.record(session, "record.version_removed", person_id=owner(actor))
