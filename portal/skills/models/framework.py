"""Frameworks: headings and actions one may answer to, in editions that lose no answer."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel.db import Base, Coded, new_id
from portal.kernel.walls import Policy, walled
from portal.skills.enums import Scope

_OWN = "person_id = portal_person() OR organisation_id = portal_organisation()"
_SHIPPED = (
    "person_id IS NULL AND organisation_id IS NULL AND portal_organisation_kind() = 'operator'"
)
_CHOOSER = "person_id = portal_person()"
_SEEN = "EXISTS (SELECT 1 FROM framework f WHERE f.id = framework_id)"
_WRITTEN = (
    "EXISTS (SELECT 1 FROM framework f WHERE f.id = framework_id"
    " AND (f.person_id = portal_person() OR f.organisation_id = portal_organisation()"
    " OR (f.person_id IS NULL AND f.organisation_id IS NULL"
    " AND portal_organisation_kind() = 'operator')))"
)


class Framework(Base):
    """A grid to answer to: the portal's (no owner), a federation's, or a person's own additions.

    `edition` goes up with each publication. `source` says where the words come from and
    `source_date` of when they are; a person's own needs neither.
    """

    __tablename__ = "framework"
    __wall__ = walled(
        "framework",
        Policy("published", "SELECT", "published_at IS NOT NULL AND person_id IS NULL"),
        Policy("own", "ALL", _OWN, _OWN),
        Policy("shipped", "ALL", _SHIPPED, _SHIPPED),
    )
    __table_args__ = (
        CheckConstraint("person_id IS NULL OR organisation_id IS NULL", name="one_owner"),
        UniqueConstraint("person_id"),
        UniqueConstraint(
            "organisation_id", "person_id", "code", postgresql_nulls_not_distinct=True
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(String(300), default="")
    source_date: Mapped[date | None]
    edition: Mapped[int] = mapped_column(default=1)
    published_at: Mapped[datetime | None]

    headings: Mapped[list["FrameworkHeading"]] = relationship(
        order_by="FrameworkHeading.position", lazy="raise"
    )


class FrameworkHeading(Base):
    """A heading. `flaw` says in French what the source leaves unclear: shown, not mended."""

    __tablename__ = "framework_heading"
    __wall__ = walled(
        "follows_framework",
        Policy("seen", "SELECT", _SEEN),
        Policy("written", "ALL", _WRITTEN, _WRITTEN),
    )
    __table_args__ = (
        UniqueConstraint("framework_id", "code"),
        UniqueConstraint("framework_id", "id"),
        CheckConstraint("scope IN ('common', 'by_mission', 'own')", name="scope"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    framework_id: Mapped[UUID] = mapped_column(ForeignKey("framework.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(60))
    label: Mapped[str] = mapped_column(String(300))
    plain: Mapped[str] = mapped_column(Text, default="")
    scope: Mapped[Scope] = mapped_column(Coded(Scope, 12))
    flaw: Mapped[str] = mapped_column(Text, default="")
    position: Mapped[int]
    since_edition: Mapped[int] = mapped_column(default=1)
    until_edition: Mapped[int | None]

    actions: Mapped[list["FrameworkAction"]] = relationship(
        order_by="FrameworkAction.position", lazy="raise"
    )


class FrameworkAction(Base):
    """A line to answer. Reworded, it is a new line that says which one it `follows`.

    `label` is the source's, letter for letter; `plain` says it in usual words, `example` shows it.
    `completed` is the whole of a label the source has cut, from `completed_source`: beside, never
    instead.
    """

    __tablename__ = "framework_action"
    __wall__ = walled(
        "follows_framework",
        Policy("seen", "SELECT", _SEEN),
        Policy("written", "ALL", _WRITTEN, _WRITTEN),
    )
    __table_args__ = (
        UniqueConstraint("framework_id", "code"),
        Index("ix_framework_action_heading_id", "heading_id", "position"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    framework_id: Mapped[UUID] = mapped_column(ForeignKey("framework.id", ondelete="CASCADE"))
    heading_id: Mapped[UUID] = mapped_column(ForeignKey("framework_heading.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(60))
    label: Mapped[str] = mapped_column(String(400))
    plain: Mapped[str] = mapped_column(Text, default="")
    example: Mapped[str] = mapped_column(Text, default="")
    flaw: Mapped[str] = mapped_column(Text, default="")
    completed: Mapped[str] = mapped_column(String(400), default="")
    completed_source: Mapped[str] = mapped_column(String(300), default="")
    position: Mapped[int]
    since_edition: Mapped[int] = mapped_column(default=1)
    until_edition: Mapped[int | None]
    follows_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("framework_action.id", ondelete="SET NULL")
    )


class FrameworkRecording(Base):
    """A line read aloud in one language, for who reads little: one recording a language."""

    __tablename__ = "framework_recording"
    __wall__ = walled(
        "follows_framework",
        Policy("seen", "SELECT", _SEEN),
        Policy("written", "ALL", _WRITTEN, _WRITTEN),
    )
    __table_args__ = (Index("ix_framework_recording_file_id", "file_id"),)

    action_id: Mapped[UUID] = mapped_column(
        ForeignKey("framework_action.id", ondelete="CASCADE"), primary_key=True
    )
    language: Mapped[str] = mapped_column(String(20), primary_key=True)
    framework_id: Mapped[UUID] = mapped_column(ForeignKey("framework.id", ondelete="CASCADE"))
    file_id: Mapped[UUID] = mapped_column(ForeignKey("stored_file.id"))
    read_by: Mapped[str] = mapped_column(String(120), default="")


class FrameworkChoice(Base):
    """A federation's framework that somebody chose to have beside the portal's."""

    __tablename__ = "framework_choice"
    __wall__ = walled(
        "owned_by_person",
        Policy("person", "ALL", _CHOOSER, f"{_CHOOSER} AND {_SEEN}"),
    )

    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    framework_id: Mapped[UUID] = mapped_column(
        ForeignKey("framework.id", ondelete="CASCADE"), primary_key=True
    )
    chosen_at: Mapped[datetime]
