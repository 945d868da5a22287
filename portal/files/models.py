"""Tables of the context `files`."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.files.enums import FileKind, FilePurpose, FileState, ObjectRole
from portal.kernel.db import Base, Coded, new_id
from portal.kernel.walls import Policy, behind_door, kept, walled

_GIVEN = "holder_digest IS NOT NULL OR person_id IS NOT NULL"
_GIVER = "holder_digest = portal_door('holder') OR person_id = portal_person()"
_OF_ORGANISATION = (
    f"organisation_id = portal_organisation() AND (NOT ({_GIVEN}) OR released_at IS NOT NULL)"
)
# A recording sent with a message is for whoever may read the message.
_ADDRESSED = "EXISTS (SELECT 1 FROM application_message m WHERE m.file_id = stored_file.id)"
# What somebody shares is heard by whom they share it with, while they do.
_SHARED = "EXISTS (SELECT 1 FROM share_file s WHERE s.file_id = stored_file.id)"
# What somebody said to prepare an interview is heard by the other once both opened.
_PREPARED = "EXISTS (SELECT 1 FROM interview_preparation p WHERE p.file_id = stored_file.id)"
_FOLLOWS_FILE = "EXISTS (SELECT 1 FROM stored_file f WHERE f.id = file_id)"


class StoredFile(Base):
    """A file somebody gave. `organisation_id` is who it is for; `holder_digest` or `person_id` who
    gave it (neither: the organisation's own). The organisation sees a given file once released.
    For nobody but `person_id`, where there is no organisation: what they keep in their own record.

    Durations in seconds, sizes in bytes, `waveform` is up to 120 peaks from 0 to 100. `is_silent`:
    nobody is heard, which is said to who recorded it and refused to nobody.
    """

    __tablename__ = "stored_file"
    __wall__ = (
        walled(
            "stored_file",
            Policy("giver", "ALL", _GIVER, _GIVER),
            Policy("organisation_reads", "SELECT", _OF_ORGANISATION),
            Policy(
                "organisation_own",
                "ALL",
                f"organisation_id = portal_organisation() AND NOT ({_GIVEN})",
                f"organisation_id = portal_organisation() AND NOT ({_GIVEN})",
            ),
            Policy("published", "SELECT", "is_public"),
            Policy("addressed", "SELECT", _ADDRESSED),
            Policy("shared", "SELECT", _SHARED),
            Policy("prepared", "SELECT", _PREPARED),
        )
        + behind_door("file", "id::text")
        + kept("id, purpose, state, created_at, received_at")
    )
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        UniqueConstraint("person_id", "id"),
        CheckConstraint("state IN ('receiving', 'received', 'ready', 'refused')", name="state"),
        CheckConstraint("kind IN ('audio', 'document')", name="kind"),
        CheckConstraint("declared_size BETWEEN 1 AND 26214400", name="size"),
        CheckConstraint("NOT is_public OR holder_digest IS NULL", name="public_is_ours"),
        Index("ix_stored_file_holder_digest", "holder_digest"),
        Index("ix_stored_file_state_created_at", "state", "created_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    holder_digest: Mapped[str | None] = mapped_column(String(64))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    purpose: Mapped[FilePurpose] = mapped_column(Coded(FilePurpose, 20))
    kind: Mapped[FileKind] = mapped_column(Coded(FileKind, 10))
    state: Mapped[FileState] = mapped_column(Coded(FileState, 10), default=FileState.RECEIVING)
    name: Mapped[str] = mapped_column(String(255), default="")
    language: Mapped[str | None] = mapped_column(String(20))
    declared_size: Mapped[int] = mapped_column(BigInteger)
    received_size: Mapped[int] = mapped_column(BigInteger, default=0)
    content_type: Mapped[str] = mapped_column(String(100), default="")
    duration: Mapped[float | None]
    waveform: Mapped[list[int] | None] = mapped_column(ARRAY(SmallInteger))
    is_silent: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    page_count: Mapped[int | None]
    text_preview: Mapped[str] = mapped_column(Text, default="")
    refusal: Mapped[str | None] = mapped_column(String(40))
    is_public: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    received_at: Mapped[datetime | None]
    ready_at: Mapped[datetime | None]
    released_at: Mapped[datetime | None]

    objects: Mapped[list["StoredObject"]] = relationship(
        back_populates="file", lazy="raise", passive_deletes=True
    )


class StoredObject(Base):
    """One encrypted object in the store. `position`: offset of a piece, page of a preview.

    `id` names the object in the store; `wrapped_key` is its data key under the master key ring.
    """

    __tablename__ = "stored_object"
    __wall__ = walled(
        "follows_stored_file", Policy("file", "ALL", _FOLLOWS_FILE, _FOLLOWS_FILE)
    ) + kept("id, file_id, wrapped_key")
    __table_args__ = (
        UniqueConstraint("file_id", "role", "position"),
        CheckConstraint("role IN ('piece', 'original', 'content', 'preview')", name="role"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    file_id: Mapped[UUID] = mapped_column(ForeignKey("stored_file.id", ondelete="CASCADE"))
    role: Mapped[ObjectRole] = mapped_column(Coded(ObjectRole, 10))
    position: Mapped[int] = mapped_column(Integer, default=0)
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64))
    content_type: Mapped[str] = mapped_column(String(100))
    wrapped_key: Mapped[str] = mapped_column(String(400))
    created_at: Mapped[datetime]

    file: Mapped[StoredFile] = relationship(back_populates="objects", lazy="raise")


class FileOpening(Base):
    """Somebody of the organisation listened to or read a file. The giver sees who and when."""

    __tablename__ = "file_opening"
    __wall__ = walled(
        "file_opening",
        Policy("seen", "SELECT", _FOLLOWS_FILE),
        Policy("written", "INSERT", None, "organisation_id = portal_organisation()"),
    )
    __table_args__ = (
        ForeignKeyConstraint(
            ["organisation_id", "file_id"],
            ["stored_file.organisation_id", "stored_file.id"],
            ondelete="CASCADE",
        ),
        Index("ix_file_opening_file_id", "file_id", "opened_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    file_id: Mapped[UUID]
    organisation_id: Mapped[UUID]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    person_name: Mapped[str] = mapped_column(String(120))
    opened_at: Mapped[datetime]
