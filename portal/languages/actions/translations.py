"""Put a section of something into another language, or take the translation back."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.kernel import clock
from portal.kernel.errors import NotFound
from portal.languages import policy
from portal.languages.enums import Origin
from portal.languages.errors import (
    FrenchMoved,
    NothingToReview,
    OwnTranslation,
    TextChanged,
    TranslationTooLong,
)
from portal.languages.models import ContentTranslation, MachineDraft, SectionByHand
from portal.languages.sections import Subject
from portal.languages.sources import digest_of
from portal.languages.states import is_stale
from portal.organisations.scope import Actor


def write_sections(
    session: Session,
    actor: Actor,
    subject: Subject,
    language: str,
    texts: Mapping[str, str],
    *,
    still_right: Collection[str] = (),
    versions: Mapping[str, int] | None = None,
    page: str = "",
) -> bool:
    """Keep sections of a subject in one language; an empty text takes one back. Whether anything
    changed. The caller has checked that the subject is the actor's to translate.

    `versions` are those the page showed (0: nothing yet), `page` names that page: one that saved
    last may save again. Raises NotFound for a section the subject has not, TranslationTooLong,
    TextChanged if somebody saved first: then nothing is kept.
    """
    if any((one := subject.find(name)) and len(text) > one.most for name, text in texts.items()):
        raise TranslationTooLong
    known = {row.section: row for row in _lock(session, actor, subject, language)}
    late = [
        name
        for name, text in texts.items()
        if versions is not None and _differs(known.get(name), text)
        if _saved_by_another(known.get(name), versions.get(name, 0), page)
    ]
    if late:
        raise TextChanged(tuple(late))
    before = {name: row.version for name, row in known.items()}
    after = {}
    for name, text in texts.items():
        section = subject.find(name)
        if section is None:
            raise NotFound
        row = save_translation(
            session,
            actor,
            subject_kind=subject.kind,
            subject_id=subject.id,
            section=name,
            language=language,
            text=text,
            source=section.source,
            made_by=actor.name,
            still_right=name in still_right,
            page=page,
        )
        if row is not None:
            after[name] = row.version
    return after != {name: version for name, version in before.items() if name in texts}


def _differs(known: ContentTranslation | None, text: str) -> bool:
    return (known.text if known else "") != text.strip()


def _saved_by_another(known: ContentTranslation | None, version: int, page: str) -> bool:
    if known is None:
        # What somebody took back meanwhile is written again knowingly: nothing is lost.
        return False
    return known.version != version and not (page and known.saved_from == page)


def review_section(
    session: Session,
    actor: Actor,
    subject: Subject,
    language: str,
    name: str,
    *,
    version: int,
) -> ContentTranslation:
    """Somebody else than the translator read it and found it right. Quiet if it is said already.

    Raises NothingToReview if it is not the text of that version, FrenchMoved, OwnTranslation.
    """
    known = {row.section: row for row in _lock(session, actor, subject, language)}.get(name)
    section = subject.find(name)
    if known is None or section is None or known.version != version:
        raise NothingToReview
    if not policy.can_review(actor, known):
        raise OwnTranslation
    if is_stale(known, section.source):
        raise FrenchMoved
    if known.reviewed_by:
        return known
    known.reviewed_by, known.reviewer_id = actor.name, actor.person_id
    known.reviewed_at = clock.now()
    session.flush()
    return known


def _lock(
    session: Session, actor: Actor, subject: Subject, language: str
) -> Sequence[ContentTranslation]:
    return session.scalars(
        select(ContentTranslation)
        .where(
            ContentTranslation.organisation_id == actor.organisation_id,
            ContentTranslation.subject_kind == subject.kind,
            ContentTranslation.subject_id == subject.id,
            ContentTranslation.language == language,
        )
        .order_by(ContentTranslation.section)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


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
    page: str = "",
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
        known.version = 0
    if known.text != text:
        known.text, known.origin, known.made_by = text, origin, made_by
        known.translator_id = actor.person_id if origin == Origin.PERSON else None
    # Whatever was read before was not this text beside this French.
    known.reviewed_by, known.reviewer_id, known.reviewed_at = reviewed_by, None, None
    known.source_digest = digest_of(source)
    known.version, known.saved_from = known.version + 1, page
    known.updated_at = clock.now()
    session.flush()
    return known


def erase_translations(
    session: Session, actor: Actor, *, subject_kind: str, subject_id: UUID
) -> None:
    """The subject goes, its translations with it, and what was asked of a machine."""
    for table in (ContentTranslation, MachineDraft, SectionByHand):
        session.execute(
            delete(table).where(
                table.organisation_id == actor.organisation_id,
                table.subject_kind == subject_kind,
                table.subject_id == subject_id,
            )
        )
