"""Tables of the context `languages`."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import Base, Coded, new_id
from portal.kernel.walls import Policy, owned_by_organisation, readable_where, walled
from portal.languages.enums import Origin

# A line or a group of a framework is read by whoever sees it.
_OF_A_FRAMEWORK = (
    "(subject_kind = 'framework_action'"
    " AND EXISTS (SELECT 1 FROM framework_action a WHERE a.id = subject_id))"
    " OR (subject_kind = 'framework_heading'"
    " AND EXISTS (SELECT 1 FROM framework_heading h WHERE h.id = subject_id))"
)


_GLOSSARY_KEEPER = (
    "organisation_id = portal_organisation()"
    " AND portal_organisation_kind() IN ('federation', 'operator')"
)
# The host association's is everybody's who works somewhere; a federation's, of its structures.
_SHARED_GLOSSARY = (
    "portal_organisation() IS NOT NULL AND EXISTS (SELECT 1 FROM organisation o"
    " WHERE o.id = glossary_term.organisation_id AND o.kind = 'operator')"
    " OR EXISTS (SELECT 1 FROM organisation o WHERE o.id = portal_organisation()"
    " AND o.federation_id = glossary_term.organisation_id)"
)


class GlossaryTerm(Base):
    """A French term, how it is said in a language, and a few words about it. `folded` is the term
    without its accents and endings: one translation of it a language.
    """

    __tablename__ = "glossary_term"
    __wall__ = walled(
        "glossary", Policy("keeper", "ALL", _GLOSSARY_KEEPER, _GLOSSARY_KEEPER)
    ) + readable_where("shared", _SHARED_GLOSSARY)
    __table_args__ = (UniqueConstraint("organisation_id", "language", "folded"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    term: Mapped[str] = mapped_column(String(160))
    folded: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(20))
    translation: Mapped[str] = mapped_column(String(300))
    note: Mapped[str] = mapped_column(Text, default="")
    updated_at: Mapped[datetime]


class ContentTranslation(Base):
    """One section of one subject in one language; `source_digest` tells when the French moved.

    Another person than the translator reviews. `made_by`, `reviewed_by`: their names, as the public
    reads them. `version` guards two editors, `saved_from` is the open page that saved last.
    """

    __tablename__ = "content_translation"
    __wall__ = owned_by_organisation() + readable_where("framework", _OF_A_FRAMEWORK)
    __table_args__ = (
        UniqueConstraint("organisation_id", "subject_kind", "subject_id", "section", "language"),
        CheckConstraint("origin IN ('person', 'machine')", name="origin"),
        CheckConstraint(
            "reviewer_id IS NULL OR translator_id IS NULL OR reviewer_id <> translator_id",
            name="another_reviews",
        ),
        Index("ix_content_translation_translator_id", "translator_id"),
        Index("ix_content_translation_reviewer_id", "reviewer_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    subject_kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[UUID]
    section: Mapped[str] = mapped_column(String(60))
    language: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    source_digest: Mapped[str] = mapped_column(String(64))
    origin: Mapped[Origin] = mapped_column(Coded(Origin, 10))
    made_by: Mapped[str] = mapped_column(String(120), default="")
    reviewed_by: Mapped[str] = mapped_column(String(120), default="")
    translator_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    reviewer_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    reviewed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    saved_from: Mapped[str] = mapped_column(String(40), default="")
    updated_at: Mapped[datetime]


class SectionRecording(Base):
    """A section read aloud in a language, by somebody or by a voice of synthesis; `source_digest`
    is of the text that was read.
    """

    __tablename__ = "section_recording"
    __wall__ = owned_by_organisation()
    __table_args__ = (
        ForeignKeyConstraint(
            ["organisation_id", "file_id"],
            ["stored_file.organisation_id", "stored_file.id"],
            ondelete="CASCADE",
        ),
        Index("ix_section_recording_file_id", "organisation_id", "file_id"),
    )

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    subject_kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    section: Mapped[str] = mapped_column(String(60), primary_key=True)
    language: Mapped[str] = mapped_column(String(20), primary_key=True)
    file_id: Mapped[UUID]
    read_by: Mapped[str] = mapped_column(String(120), default="")
    is_synthetic: Mapped[bool] = mapped_column(default=False)
    source_digest: Mapped[str] = mapped_column(String(64))
    recorded_at: Mapped[datetime]


class MachineDraft(Base):
    """A draft asked of a machine and not there yet: the French that is sent, nothing else. `error`
    says why none came.
    """

    __tablename__ = "machine_draft"
    __wall__ = owned_by_organisation()
    __table_args__ = (
        UniqueConstraint(
            "organisation_id",
            "subject_kind",
            "subject_id",
            "section",
            "language",
            name="uq_machine_draft_section",
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    subject_kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[UUID]
    section: Mapped[str] = mapped_column(String(60))
    language: Mapped[str] = mapped_column(String(20))
    source: Mapped[str] = mapped_column(Text)
    error: Mapped[str] = mapped_column(String(20), default="")
    asked_at: Mapped[datetime]


class SectionByHand(Base):
    """A section its owner leaves to people: no machine ever drafts it."""

    __tablename__ = "section_by_hand"
    __wall__ = owned_by_organisation()

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    subject_kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    section: Mapped[str] = mapped_column(String(60), primary_key=True)
