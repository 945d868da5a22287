"""Put a section of something into another language, or take the translation back."""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.kernel import clock
from portal.languages.enums import Origin
from portal.languages.models import ContentTranslation
from portal.languages.sources import digest_of
from portal.organisations.scope import Actor


def save_translation(
    session: Session,
    actor: Actor,
    *,
    subject_kind: str,
    subject_id: UUID,
    section: str,
    language: str,
    text: str,
    source: str,
    made_by: str = "",
    origin: Origin = Origin.PERSON,
    reviewed_by: str = "",
    still_right: bool = False,
) -> ContentTranslation | None:
    """Keep one section in one language; an empty text removes it. The same text changes nothing,
    unless somebody says that it is `still_right` after the French moved.

    The caller has checked that the subject is the actor's. Returns the row, or None if removed.
    """
    known = session.scalars(
        select(ContentTranslation)
        .where(
            ContentTranslation.organisation_id == actor.organisation_id,
            ContentTranslation.subject_kind == subject_kind,
            ContentTranslation.subject_id == subject_id,
            ContentTranslation.section == section,
            ContentTranslation.language == language,
        )
        .with_for_update()
    ).one_or_none()
    text = text.strip()
    if not text:
        if known is not None:
            session.delete(known)
            session.flush()
        return None
    if known is not None and known.text == text and not still_right:
        return known
    if known is None:
        known = ContentTranslation(
            organisation_id=actor.organisation_id,
            subject_kind=subject_kind,
            subject_id=subject_id,
            section=section,
            language=language,
        )
        session.add(known)
        known.text = ""
    if known.text != text:
        known.text, known.origin, known.made_by = text, origin, made_by
        known.reviewed_by = ""
    known.source_digest = digest_of(source)
    known.reviewed_by = reviewed_by or known.reviewed_by
    known.updated_at = clock.now()
    session.flush()
    return known


def erase_translations(
    session: Session, actor: Actor, *, subject_kind: str, subject_id: UUID
) -> None:
    """The subject goes, its translations with it."""
    session.execute(
        delete(ContentTranslation).where(
            ContentTranslation.organisation_id == actor.organisation_id,
            ContentTranslation.subject_kind == subject_kind,
            ContentTranslation.subject_id == subject_id,
        )
    )
