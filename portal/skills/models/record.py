"""The record: answers, what shows them, knowledge, and dated versions of all that."""

from datetime import datetime
from typing import Any
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
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import Base, Coded, new_id
from portal.kernel.walls import Policy, kept, owned_by_person, walled
from portal.skills.enums import EvidenceKind, Level, Mobilised

_LEVELS = "('0', '1', '2', '3', '4', '5', 'unknown')"
# A line one sees: the portal's, a federation's once published, or one's own.
_MINE_ABOUT_A_LINE = (
    "person_id = portal_person()"
    " AND EXISTS (SELECT 1 FROM framework_action a WHERE a.id = action_id)"
)


class GridAnswer(Base):
    """What somebody answers to one line. Each of the three may be left blank.

    `answered_at` is when they answered, on their own clock if they were offline: of two answers
    the later one stands. `version` goes up with each change.
    """

    __tablename__ = "grid_answer"
    __wall__ = walled(
        "owned_by_person",
        Policy("person", "ALL", "person_id = portal_person()", _MINE_ABOUT_A_LINE),
    )
    __table_args__ = (
        CheckConstraint("mobilised IN ('yes', 'no', 'not_yet', 'unknown')", name="mobilised"),
        CheckConstraint(f"mastery IN {_LEVELS}", name="mastery"),
        CheckConstraint(f"interest IN {_LEVELS}", name="interest"),
        Index("ix_grid_answer_action_id", "action_id"),
    )

    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    action_id: Mapped[UUID] = mapped_column(ForeignKey("framework_action.id"), primary_key=True)
    mobilised: Mapped[Mobilised | None] = mapped_column(Coded(Mobilised, 10))
    mastery: Mapped[Level | None] = mapped_column(Coded(Level, 10))
    interest: Mapped[Level | None] = mapped_column(Coded(Level, 10))
    answered_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)


class Evidence(Base):
    """Something that shows an answer: words, a recording, a photo. Private until shared."""

    __tablename__ = "evidence"
    __wall__ = owned_by_person() + kept("file_id")
    __table_args__ = (
        ForeignKeyConstraint(
            ["person_id", "action_id"],
            ["grid_answer.person_id", "grid_answer.action_id"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["person_id", "file_id"],
            ["stored_file.person_id", "stored_file.id"],
        ),
        UniqueConstraint("person_id", "file_id"),
        CheckConstraint("kind IN ('text', 'voice', 'photo')", name="kind"),
        CheckConstraint("(kind = 'text') = (file_id IS NULL)", name="file"),
        CheckConstraint("kind <> 'text' OR words <> ''", name="words"),
        Index("ix_evidence_action", "person_id", "action_id", "created_at"),
        Index("ix_evidence_file_id", "file_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID]
    action_id: Mapped[UUID]
    kind: Mapped[EvidenceKind] = mapped_column(Coded(EvidenceKind, 10))
    words: Mapped[str] = mapped_column(Text, default="")
    file_id: Mapped[UUID | None]
    created_at: Mapped[datetime]


class KnowledgeLine(Base):
    """« Champ de connaissance », its sources if the person says them, mastery and interest."""

    __tablename__ = "knowledge_line"
    __wall__ = owned_by_person()
    __table_args__ = (
        CheckConstraint(f"mastery IN {_LEVELS}", name="mastery"),
        CheckConstraint(f"interest IN {_LEVELS}", name="interest"),
        CheckConstraint(
            "sources <@ ARRAY['experiential', 'professional', 'academic', 'training']::varchar[]",
            name="sources",
        ),
        Index("ix_knowledge_line_person_id", "person_id", "position"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    field: Mapped[str] = mapped_column(String(200))
    sources: Mapped[list[str]] = mapped_column(ARRAY(String(20)), default=list)
    mastery: Mapped[Level | None] = mapped_column(Coded(Level, 10))
    interest: Mapped[Level | None] = mapped_column(Coded(Level, 10))
    note: Mapped[str] = mapped_column(Text, default="")
    position: Mapped[int]
    changed_at: Mapped[datetime]


class ProfileVersion(Base):
    """The whole record as it was one day, words of the framework included. Never changed."""

    __tablename__ = "profile_version"
    __wall__ = owned_by_person()
    __table_args__ = (UniqueConstraint("person_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(120), default="")
    document: Mapped[dict[str, Any]] = mapped_column(deferred=True)
    taken_at: Mapped[datetime]
