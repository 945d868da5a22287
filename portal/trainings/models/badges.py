"""What somebody takes away: a certificate of attendance, a signed badge, and the keys that sign."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import Base, Coded, new_id
from portal.kernel.walls import Policy, behind_door, walled
from portal.trainings.enums import Revocation
from portal.trainings.models.attending import ONE_S_OWN, ORGANISER, registration_key
from portal.trainings.models.training import FEDERATION, OURS


class CertificateWish(Base):
    """How somebody wants their name written, and whether the badge says it in clear."""

    __tablename__ = "certificate_wish"
    __wall__ = walled(
        "certificate_wish",
        Policy("person", "ALL", ONE_S_OWN, ONE_S_OWN),
        Policy("organiser", "SELECT", ORGANISER),
    )
    __table_args__ = (registration_key(), Index("ix_certificate_wish_session_id", "session_id"))

    registration_id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID]
    session_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(String(120))
    in_badge: Mapped[bool] = mapped_column(default=False)


class Certificate(Base):
    """What the organiser states of somebody's attendance, as it was counted that day. No diploma.

    `document`: {training, organiser, federation, city, starts_on, ends_on, days: [date],
    half_days, out_of, hours, weeks, practice_hours}.
    """

    __tablename__ = "certificate"
    __wall__ = walled(
        "certificate",
        Policy("organiser", "ALL", ORGANISER, ORGANISER),
        Policy("person", "SELECT", ONE_S_OWN),
    )
    __table_args__ = (
        registration_key(),
        UniqueConstraint("organisation_id", "registration_id"),
        Index("ix_certificate_session_id", "session_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID]
    session_id: Mapped[UUID]
    registration_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(String(120))
    document: Mapped[dict[str, Any]]
    edition: Mapped[int] = mapped_column(default=1)
    issued_on: Mapped[date]
    issued_by: Mapped[str] = mapped_column(String(120))


class BadgeKey(Base):
    """A key with which a federation signs badges: its public half, for everybody to check with.

    Retired, it signs no more and what it signed is good; revoked, nothing it signed is.
    """

    __tablename__ = "badge_key"
    __wall__ = walled(
        "badge_key",
        Policy("federation", "ALL", OURS, FEDERATION),
        Policy("everybody", "SELECT", "true"),
    )
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        Index(
            "uq_badge_key_in_use",
            "organisation_id",
            unique=True,
            postgresql_where=text("retired_at IS NULL"),
        ),
        CheckConstraint("revoked_at IS NULL OR retired_at IS NOT NULL", name="revoked_is_retired"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    organisation_id: Mapped[UUID]
    public: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class BadgeSecret(Base):
    """The private half, sealed by the keys of the vault; gone once the key is retired."""

    __tablename__ = "badge_secret"
    __wall__ = walled("federation", Policy("federation", "ALL", OURS, FEDERATION))
    __table_args__ = (
        ForeignKeyConstraint(
            ["organisation_id", "key_id"],
            ["badge_key.organisation_id", "badge_key.id"],
            ondelete="CASCADE",
        ),
    )

    key_id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID]
    sealed: Mapped[str] = mapped_column(Text)


class Badge(Base):
    """A signed credential, found by whoever has its random id. It outlives the registration: what
    somebody was given goes on being true.

    `document`: {training, organiser, federation, starts_on, ends_on, hours, name}; `name` is empty
    unless the person wanted it said. `revoked_because` is what is shown of the cause.
    """

    __tablename__ = "badge"
    __wall__ = walled(
        "badge",
        Policy("organiser", "ALL", OURS, FEDERATION),
        Policy("person", "SELECT", ONE_S_OWN),
        Policy("person_erases", "DELETE", ONE_S_OWN),
    ) + behind_door("badge", "id::text", "SELECT")
    __table_args__ = (
        ForeignKeyConstraint(
            ["organisation_id", "session_id", "registration_id"],
            ["registration.organisation_id", "registration.session_id", "registration.id"],
            ondelete="SET NULL (registration_id)",
        ),
        ForeignKeyConstraint(
            ["organisation_id", "key_id"], ["badge_key.organisation_id", "badge_key.id"]
        ),
        Index(
            "uq_badge_valid",
            "organisation_id",
            "registration_id",
            unique=True,
            postgresql_where=text("revoked_at IS NULL"),
        ),
        CheckConstraint(
            "revoked_cause IN ('taken_back', 'replaced', 'corrected')", name="revoked_cause"
        ),
        CheckConstraint(
            "(revoked_at IS NULL) = (revoked_cause IS NULL)", name="revoked_for_a_cause"
        ),
        Index("ix_badge_registration_id", "registration_id"),
        Index("ix_badge_session_id", "session_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    organisation_id: Mapped[UUID]
    session_id: Mapped[UUID]
    registration_id: Mapped[UUID | None]
    key_id: Mapped[UUID]
    jwt: Mapped[str] = mapped_column(Text)
    document: Mapped[dict[str, Any]]
    issued_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    revoked_cause: Mapped[Revocation | None] = mapped_column(Coded(Revocation, 12))
    revoked_because: Mapped[str] = mapped_column(String(200), default="")
