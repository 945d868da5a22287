"""Tables of the context `people`."""

from datetime import date, datetime
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
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel import clock
from portal.kernel.db import Base, Coded, new_id
from portal.kernel.walls import (
    Policy,
    behind_door,
    forgotten,
    kept,
    owned_by_person,
    readable_where,
    shared_by_grant,
    walled,
)
from portal.people.enums import CodePurpose, ContactKind, ShareKind

_COLLEAGUE = (
    "EXISTS (SELECT 1 FROM membership m"
    " WHERE m.person_id = person.id AND m.organisation_id = portal_organisation())"
)
# A share lives until it is revoked or over; only whom it was made for sees it, and only then.
_FOR_THE_READER = (
    "revoked_at IS NULL AND until > portal_at()"
    " AND (recipient_person_id = portal_person()"
    " OR (recipient_organisation_id = portal_organisation()"
    " AND (NOT at_work OR (portal_manages() AND portal_has_member(person_id)))))"
)


class Person(Base):
    """Somebody with an account. Carries no flag about who they are: the spaces they enter do.

    `last_seen_on` is the last day they signed in; `record_warned_at` when they were told that their
    record ends for want of a visit. Coming back forgets it.
    """

    __tablename__ = "person"
    __wall__ = (
        owned_by_person("id")
        + readable_where("colleague", _COLLEAGUE)
        + kept("id, display_name, locale, closed_at, last_seen_on, record_warned_at")
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    display_name: Mapped[str] = mapped_column(String(120), default="")
    locale: Mapped[str] = mapped_column(String(20), default="fr")
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    last_seen_on: Mapped[date] = mapped_column(default=clock.today)
    record_warned_at: Mapped[datetime | None]

    contacts: Mapped[list["ContactPoint"]] = relationship(back_populates="person", lazy="raise")


class ContactPoint(Base):
    """A way to reach somebody, once they have proved it is theirs.

    `digest` is a keyed hash of kind and value: the sign-in page looks it up through the door
    `identity`, which opens only the row whose digest the visitor already knows.
    """

    __tablename__ = "contact_point"
    __wall__ = owned_by_person() + kept("person_id, kind, value, digest")
    __table_args__ = (
        UniqueConstraint("digest"),
        CheckConstraint("kind IN ('email', 'phone')", name="kind"),
        Index("ix_contact_point_person_id", "person_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    kind: Mapped[ContactKind] = mapped_column(Coded(ContactKind, 10))
    value: Mapped[str] = mapped_column(String(320))
    digest: Mapped[str] = mapped_column(String(64))
    verified_at: Mapped[datetime]

    person: Mapped[Person] = relationship(back_populates="contacts", lazy="raise")


class SignInCode(Base):
    """A six-digit code on its way. Only the browser that asked for it can reach it."""

    __tablename__ = "sign_in_code"
    __wall__ = behind_door("browser", "browser_digest") + kept("expires_at") + forgotten()
    __table_args__ = (
        Index("ix_sign_in_code_browser_digest", "browser_digest"),
        Index("ix_sign_in_code_expires_at", "expires_at"),
        CheckConstraint("attempts BETWEEN 0 AND 5", name="attempts"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    browser_digest: Mapped[str] = mapped_column(String(64))
    purpose: Mapped[CodePurpose] = mapped_column(Coded(CodePurpose, 20))
    kind: Mapped[ContactKind] = mapped_column(Coded(ContactKind, 10))
    value: Mapped[str] = mapped_column(String(320))
    code_digest: Mapped[str] = mapped_column(String(64))
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SignIn(Base):
    """A browser that proved who it is. Ended by hand, by inactivity or by age."""

    __tablename__ = "sign_in"
    __wall__ = (
        owned_by_person()
        + kept("id, person_id, token_digest, last_seen_at, expires_at, ended_at")
        + forgotten()
    )
    __table_args__ = (
        UniqueConstraint("token_digest"),
        Index("ix_sign_in_person_id", "person_id"),
        Index("ix_sign_in_expires_at", "expires_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    token_digest: Mapped[str] = mapped_column(String(64))
    device: Mapped[str] = mapped_column(String(80), default="")
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Share(Base):
    """A copy somebody made of something of theirs, for one reader, for a reason, until a moment.

    `document` is what the reader sees, and all they see: the original stays behind its own wall.
    `sentence` is what the person said yes to, in their language. `recipient_name` stands where the
    reader's account is gone. `at_work`: for those who manage in the organisation, and only while
    the person works there.
    """

    __tablename__ = "share"
    __wall__ = owned_by_person() + readable_where("reader", _FOR_THE_READER)
    __table_args__ = (
        UniqueConstraint("person_id", "id"),
        CheckConstraint("kind IN ('version', 'extract', 'recording')", name="kind"),
        CheckConstraint(
            "recipient_person_id IS NULL OR recipient_organisation_id IS NULL", name="one_reader"
        ),
        CheckConstraint(
            "revoked_at IS NOT NULL OR recipient_person_id IS NOT NULL"
            " OR recipient_organisation_id IS NOT NULL",
            name="a_reader",
        ),
        CheckConstraint("until > created_at", name="until"),
        Index("ix_share_person_id", "person_id", "created_at"),
        Index("ix_share_recipient_person_id", "recipient_person_id"),
        Index("ix_share_recipient_organisation_id", "recipient_organisation_id", "until"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    kind: Mapped[ShareKind] = mapped_column(Coded(ShareKind, 12))
    title: Mapped[str] = mapped_column(String(200))
    person_name: Mapped[str] = mapped_column(String(120))
    recipient_person_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE")
    )
    recipient_organisation_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE")
    )
    recipient_name: Mapped[str] = mapped_column(String(160))
    purpose: Mapped[str] = mapped_column(String(300))
    sentence: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(20))
    document: Mapped[dict[str, Any]] = mapped_column(deferred=True)
    at_work: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    until: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class ShareFile(Base):
    """A recording or a document that goes with a share. It is heard while the share lives."""

    __tablename__ = "share_file"
    __wall__ = owned_by_person() + shared_by_grant() + kept("file_id")
    __table_args__ = (
        ForeignKeyConstraint(
            ["person_id", "share_id"], ["share.person_id", "share.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["person_id", "file_id"],
            ["stored_file.person_id", "stored_file.id"],
            ondelete="CASCADE",
        ),
        Index("ix_share_file_file_id", "file_id"),
    )

    share_id: Mapped[UUID] = mapped_column(primary_key=True)
    file_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID]


class ShareLook(Base):
    """Somebody looked at what was shared. Written with each look; the person reads who and when.

    `file_id` names what was heard or seen of it, where it was one of its files.
    """

    __tablename__ = "share_look"
    __wall__ = (
        readable_where("person", "person_id = portal_person()")
        + shared_by_grant()
        + walled(
            "looks",
            Policy(
                "looks",
                "INSERT",
                None,
                "looker_id = portal_person() AND EXISTS (SELECT 1 FROM share s"
                " WHERE s.id = share_id AND s.person_id = share_look.person_id)",
            ),
        )
    )
    __table_args__ = (
        ForeignKeyConstraint(
            ["person_id", "share_id"], ["share.person_id", "share.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["share_id", "file_id"],
            ["share_file.share_id", "share_file.file_id"],
            ondelete="SET NULL (file_id)",
        ),
        Index("ix_share_look_share_id", "share_id", "at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    share_id: Mapped[UUID]
    person_id: Mapped[UUID]
    looker_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    looker_name: Mapped[str] = mapped_column(String(120))
    place_name: Mapped[str] = mapped_column(String(160), default="")
    file_id: Mapped[UUID | None]
    at: Mapped[datetime]
