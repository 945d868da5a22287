"""A section read aloud: kept, in place of the one before, or taken back for good."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.files import actions as files
from portal.files.enums import FilePurpose
from portal.kernel import clock
from portal.kernel.errors import NotFound
from portal.languages import queries
from portal.languages.models import SectionRecording
from portal.languages.readings import Given
from portal.languages.sections import Subject
from portal.languages.sources import digest_of
from portal.organisations.scope import Actor


def add_reading(
    session: Session,
    actor: Actor,
    subject: Subject,
    language: str,
    section: str,
    given: Given,
) -> UUID | None:
    """Keep a section read aloud. The caller has checked that the subject is the actor's to
    translate. Returns the file of the one it replaces, which the caller erases once nothing names
    it. Raises NotFound where there is nothing to read, FileRefused.
    """
    text = queries.text_to_read(session, actor, subject, language, section)
    if not text:
        raise NotFound
    file_id = files.receive_whole(
        session,
        actor,
        FilePurpose.READING,
        actor.organisation_id,
        given.name,
        given.stream,
        language=language,
    )
    before = remove_reading(session, actor, subject, language, section)
    session.add(
        SectionRecording(
            organisation_id=actor.organisation_id,
            subject_kind=subject.kind,
            subject_id=subject.id,
            section=section,
            language=language,
            file_id=file_id,
            read_by=given.read_by.strip()[:120],
            is_synthetic=given.is_synthetic,
            source_digest=digest_of(text),
            recorded_at=clock.now(),
        )
    )
    session.flush()
    return before


def remove_reading(
    session: Session, actor: Actor, subject: Subject, language: str, section: str
) -> UUID | None:
    """Take a reading back. Returns its file, which the caller erases once nothing names it; None if
    there was none.
    """
    known = queries.find_reading(session, actor, subject, language, section)
    if known is None:
        return None
    session.delete(known)
    session.flush()
    return known.file_id


def erase_readings(session: Session, actor: Actor, *, subject_kind: str, subject_id: UUID) -> None:
    """The subject goes, and what was read of it."""
    rows = session.scalars(
        select(SectionRecording).where(
            SectionRecording.organisation_id == actor.organisation_id,
            SectionRecording.subject_kind == subject_kind,
            SectionRecording.subject_id == subject_id,
        )
    ).all()
    for row in rows:
        session.delete(row)
    session.flush()
    for row in rows:
        files.erase(session, actor, row.file_id)
