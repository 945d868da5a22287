"""A machine's drafts: asked by a press, kept only where nobody wrote anything."""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.kernel import clock
from portal.kernel.jobs import enqueue
from portal.languages import queries
from portal.languages.actions.translations import save_translation
from portal.languages.enums import DraftError, Origin
from portal.languages.models import ContentTranslation, MachineDraft, SectionByHand
from portal.languages.sections import Subject
from portal.organisations.scope import Actor

DRAFT = "languages.draft"


def ask_drafts(session: Session, actor: Actor, subject: Subject, language: str) -> int:
    """Ask the machine for each section nobody translated; never for one whose French has a legal
    weight, nor for one left to people. How many are asked. The caller has checked that the subject
    is the actor's to translate.
    """
    place = actor.place
    if place is None:
        raise LookupError("drafts are asked from inside an organisation")
    known = {
        row.section
        for row in queries.translations_of(session, actor, subject.kind, subject.id)
        if row.language == language
    }
    by_hand = queries.sections_by_hand(session, actor, subject.kind, subject.id)
    waiting = {row.section: row for row in queries.list_drafts(session, actor, subject, language)}
    asked = 0
    for section in subject.written:
        if section.is_legal or section.name in known or section.name in by_hand:
            continue
        draft = waiting.get(section.name)
        if draft is not None and not draft.error:
            continue
        if draft is None:
            draft = MachineDraft(
                organisation_id=actor.organisation_id,
                subject_kind=subject.kind,
                subject_id=subject.id,
                section=section.name,
                language=language,
            )
            session.add(draft)
        draft.source, draft.error, draft.asked_at = section.source, "", clock.now()
        session.flush()
        enqueue(
            session,
            DRAFT,
            organisation_id=str(actor.organisation_id),
            kind=place.kind.value,
            draft_id=str(draft.id),
        )
        asked += 1
    return asked


def keep_draft(
    session: Session, actor: Actor, draft: MachineDraft, text: str, made_by: str
) -> ContentTranslation | None:
    """Keep what the machine answered, of the French it was given; what a person wrote meanwhile
    stays.
    """
    subject = (draft.subject_kind, draft.subject_id)
    known = [
        row
        for row in queries.translations_of(session, actor, *subject)
        if (row.section, row.language) == (draft.section, draft.language)
    ]
    session.delete(draft)
    session.flush()
    if known or not text.strip():
        return None
    return save_translation(
        session,
        actor,
        subject_kind=draft.subject_kind,
        subject_id=draft.subject_id,
        section=draft.section,
        language=draft.language,
        text=text,
        source=draft.source,
        made_by=made_by,
        origin=Origin.MACHINE,
    )


def keep_failure(session: Session, draft: MachineDraft, error: DraftError) -> None:
    """The machine gave nothing: the page says why, and one may ask again."""
    draft.error = error.value
    session.flush()


def leave_to_people(
    session: Session, actor: Actor, subject: Subject, section: str, *, by_hand: bool
) -> None:
    """Say that no machine ever drafts a section, or that it may again. A draft that was asked and
    did not come is asked no more. The caller has checked that the subject is the actor's to write.
    """
    session.execute(
        delete(SectionByHand).where(
            SectionByHand.organisation_id == actor.organisation_id,
            SectionByHand.subject_kind == subject.kind,
            SectionByHand.subject_id == subject.id,
            SectionByHand.section == section,
        )
    )
    if not by_hand:
        return
    session.add(
        SectionByHand(
            organisation_id=actor.organisation_id,
            subject_kind=subject.kind,
            subject_id=subject.id,
            section=section,
        )
    )
    session.execute(
        delete(MachineDraft).where(
            MachineDraft.organisation_id == actor.organisation_id,
            MachineDraft.subject_kind == subject.kind,
            MachineDraft.subject_id == subject.id,
            MachineDraft.section == section,
        )
    )
    session.flush()


def find_draft(session: Session, organisation_id: UUID, draft_id: UUID) -> MachineDraft | None:
    """For the job that does it; held, so that two do not both keep it."""
    return session.scalars(
        select(MachineDraft)
        .where(MachineDraft.id == draft_id, MachineDraft.organisation_id == organisation_id)
        .with_for_update()
    ).one_or_none()
