"""Tables of the context `people`."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel.db import Base, Coded, new_id
from portal.kernel.walls import behind_door, forgotten, kept, owned_by_person, readable_where
from portal.people.enums import CodePurpose, ContactKind

_COLLEAGUE = (
    "EXISTS (SELECT 1 FROM membership m"
    " WHERE m.person_id = person.id AND m.organisation_id = portal_organisation())"
)


class Person(Base):
    """Somebody with an account. Carries no flag about who they are: the spaces they enter do."""

    __tablename__ = "person"
    __wall__ = (
        owned_by_person("id")
        + readable_where("colleague", _COLLEAGUE)
        + kept("id, display_name, locale, closed_at")
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    display_name: Mapped[str] = mapped_column(String(120), default="")
    locale: Mapped[str] = mapped_column(String(20), default="fr")
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

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
