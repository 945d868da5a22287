"""Look-ups of translations of what people wrote."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.files.models import StoredFile
from portal.kernel import i18n
from portal.kernel.errors import NotFound
from portal.languages.models import (
    ContentTranslation,
    GlossaryTerm,
    MachineDraft,
    SectionByHand,
    SectionRecording,
)
from portal.languages.sections import Subject
from portal.organisations.enums import OrganisationKind
from portal.organisations.models import Organisation
from portal.organisations.scope import Actor

__all__ = ["ContentTranslation", "GlossaryTerm"]


def translations_of(
    session: Session, actor: Actor, subject_kind: str, subject_id: UUID
) -> list[ContentTranslation]:
    """Every translation of a subject of the actor's organisation, by language and section."""
    return translations_for(session, actor.organisation_id, subject_kind, subject_id)


def translations_for(
    session: Session, organisation_id: UUID, subject_kind: str, subject_id: UUID
) -> list[ContentTranslation]:
    """The same, where what is read names its owner."""
    return list(
        session.scalars(
            select(ContentTranslation)
            .where(
                ContentTranslation.organisation_id == organisation_id,
                ContentTranslation.subject_kind == subject_kind,
                ContentTranslation.subject_id == subject_id,
            )
            .order_by(ContentTranslation.language, ContentTranslation.section)
        )
    )


def translations_among(
    session: Session, actor: Actor, subject_kind: str, subject_ids: Collection[UUID]
) -> list[ContentTranslation]:
    """Every translation of several subjects of the actor's organisation."""
    return list(
        session.scalars(
            select(ContentTranslation).where(
                ContentTranslation.organisation_id == actor.organisation_id,
                ContentTranslation.subject_kind == subject_kind,
                ContentTranslation.subject_id.in_(subject_ids),
            )
        )
    )


def list_terms(session: Session, actor: Actor) -> list[GlossaryTerm]:
    """The glossary of the actor's organisation, by term, then by language."""
    return list(
        session.scalars(
            select(GlossaryTerm)
            .where(GlossaryTerm.organisation_id == actor.organisation_id)
            .order_by(GlossaryTerm.folded, GlossaryTerm.language)
        )
    )


def get_term(session: Session, actor: Actor, term_id: UUID) -> GlossaryTerm:
    """One of the organisation's own. Raises NotFound for another's."""
    found = session.scalars(
        select(GlossaryTerm).where(
            GlossaryTerm.id == term_id, GlossaryTerm.organisation_id == actor.organisation_id
        )
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def terms_in(session: Session, actor: Actor, language: str) -> list[GlossaryTerm]:
    """The terms one may lean on in a language: the organisation's own, its federation's, the host
    association's.
    """
    above = select(Organisation.federation_id).where(Organisation.id == actor.organisation_id)
    hosts = select(Organisation.id).where(Organisation.kind == OrganisationKind.OPERATOR)
    found = session.scalars(
        select(GlossaryTerm)
        .where(
            GlossaryTerm.language == language,
            or_(
                GlossaryTerm.organisation_id == actor.organisation_id,
                GlossaryTerm.organisation_id.in_(above),
                GlossaryTerm.organisation_id.in_(hosts),
            ),
        )
        .order_by(GlossaryTerm.folded, GlossaryTerm.id)
    )
    return sorted(found, key=lambda term: term.organisation_id != actor.organisation_id)


def list_drafts(
    session: Session, actor: Actor, subject: Subject, language: str
) -> list[MachineDraft]:
    """What was asked of the machine and is not there: on its way, or failed."""
    return list(
        session.scalars(
            select(MachineDraft).where(
                MachineDraft.organisation_id == actor.organisation_id,
                MachineDraft.subject_kind == subject.kind,
                MachineDraft.subject_id == subject.id,
                MachineDraft.language == language,
            )
        )
    )


def sections_by_hand(
    session: Session, actor: Actor, subject_kind: str, subject_id: UUID
) -> frozenset[str]:
    """The sections no machine ever drafts, because their owner said so."""
    return frozenset(
        session.scalars(
            select(SectionByHand.section).where(
                SectionByHand.organisation_id == actor.organisation_id,
                SectionByHand.subject_kind == subject_kind,
                SectionByHand.subject_id == subject_id,
            )
        )
    )


def list_readings(
    session: Session, actor: Actor, subject_kind: str, subject_id: UUID
) -> list[tuple[SectionRecording, StoredFile]]:
    """The sections of a subject of the actor's organisation read aloud, each with its file."""
    return readings_for(session, actor.organisation_id, subject_kind, subject_id)


def readings_for(
    session: Session, organisation_id: UUID, subject_kind: str, subject_id: UUID
) -> list[tuple[SectionRecording, StoredFile]]:
    """The same, where what is read names its owner."""
    rows = session.execute(
        select(SectionRecording, StoredFile)
        .join(StoredFile, StoredFile.id == SectionRecording.file_id)
        .where(
            SectionRecording.organisation_id == organisation_id,
            SectionRecording.subject_kind == subject_kind,
            SectionRecording.subject_id == subject_id,
        )
        .order_by(SectionRecording.language, SectionRecording.section)
        .execution_options(populate_existing=True)
    )
    return [(row[0], row[1]) for row in rows]


def find_reading(
    session: Session, actor: Actor, subject: Subject, language: str, section: str
) -> SectionRecording | None:
    return session.scalars(
        select(SectionRecording).where(
            SectionRecording.organisation_id == actor.organisation_id,
            SectionRecording.subject_kind == subject.kind,
            SectionRecording.subject_id == subject.id,
            SectionRecording.language == language,
            SectionRecording.section == section,
        )
    ).one_or_none()


def text_to_read(
    session: Session, actor: Actor, subject: Subject, language: str, section: str
) -> str:
    """What is read aloud of a section in a language; empty where nobody wrote it."""
    found = subject.find(section)
    if found is None or language == i18n.DEFAULT.tag:
        return found.source if found else ""
    for row in translations_of(session, actor, subject.kind, subject.id):
        if (row.language, row.section) == (language, section):
            return row.text
    return ""
