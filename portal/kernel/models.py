"""Tables of the foundations: messages, audit, throttles, nomenclatures, erasures."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Identity,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import Base, new_id
from portal.kernel.walls import Policy, behind_door, forgotten, kept, public, walled


class OutgoingMessage(Base):
    """A mail or an SMS as data, rendered when it is sent. Its data is emptied once it left.

    `organisation_id` is the sender whose screen shows a dead address; `about_id` what it is about.
    While it is being sent it is claimed by a job, whatever becomes of the job's worker.
    """

    __tablename__ = "outgoing_message"
    __wall__ = (
        behind_door("message", "id::text")
        + walled(
            "outgoing_message",
            Policy("written", "INSERT", None, "true"),
            Policy("sender", "SELECT", "organisation_id = portal_organisation()"),
            Policy("sender_erases", "DELETE", "organisation_id = portal_organisation()"),
        )
        + kept("id, organisation_id, about_id, state, error, created_at, sent_at")
        + forgotten()
    )
    __table_args__ = (
        CheckConstraint("channel IN ('mail', 'sms')", name="channel"),
        CheckConstraint("state IN ('queued', 'sent', 'failed', 'dead')", name="state"),
        UniqueConstraint("once_key"),
        Index("ix_outgoing_message_organisation_id", "organisation_id", "about_id"),
        Index("ix_outgoing_message_created_at", "created_at"),
        Index(
            "ix_outgoing_message_waiting",
            "created_at",
            postgresql_where=text("state IN ('queued', 'failed')"),
        ),
        # Nobody lives there: what was asked for without an account stops.
        Index(
            "ix_outgoing_message_refused",
            "about_id",
            postgresql_where=text("state = 'dead' AND error = 'refused'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID | None]
    about_id: Mapped[UUID | None]
    channel: Mapped[str] = mapped_column(String(5))
    address: Mapped[str] = mapped_column(String(320))
    template: Mapped[str] = mapped_column(String(60))
    locale: Mapped[str] = mapped_column(String(20))
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    once_key: Mapped[str | None] = mapped_column(String(120))
    state: Mapped[str] = mapped_column(String(10), default="queued")
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    claimed_by: Mapped[int | None] = mapped_column(BigInteger)
    claimed_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]


class AuditEntry(Base):
    """Who did what to what, when: append-only, each entry carrying the hash of the one before."""

    __tablename__ = "audit_entry"
    __wall__ = (
        walled(
            "audit",
            Policy("written", "INSERT", None, "true"),
            Policy(
                "read",
                "SELECT",
                "organisation_id = portal_organisation()"
                " OR person_id = portal_person() OR portal_organisation_kind() = 'operator'",
            ),
        )
        + kept("seq, chain, at, hash")
        + forgotten()
    )
    __table_args__ = (
        Index("ix_audit_entry_chain", "chain", "seq"),
        Index("ix_audit_entry_organisation_id", "organisation_id", "at"),
        Index("ix_audit_entry_at", "at"),
    )

    seq: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    chain: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
    organisation_id: Mapped[UUID | None]
    person_id: Mapped[UUID | None]
    action: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(80), default="")
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class ThrottleCount(Base):
    """How often something was tried in a window of time. Keys are keyed hashes, never addresses."""

    __tablename__ = "throttle_count"
    __wall__ = public("holds keyed hashes and counts only; looked at before anybody is known")
    __table_args__ = (Index("ix_throttle_count_window_end", "window_end"),)

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    window_end: Mapped[datetime] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(default=1)


class NomenclatureEntry(Base):
    """A line of a nomenclature or a rule of law: a code, a label, from when to when, says who.

    `seed` and `shipped`: the name of a line we ship and what we shipped last; None on an operator's
    own line (`portal.kernel.nomenclatures.plant`).
    """

    __tablename__ = "nomenclature_entry"
    __wall__ = walled(
        "nomenclature",
        Policy("everybody", "SELECT", "true"),
        Policy(
            "operator",
            "ALL",
            "portal_organisation_kind() = 'operator'",
            "portal_organisation_kind() = 'operator'",
        ),
    )
    __table_args__ = (
        UniqueConstraint("scheme", "code", "valid_from"),
        UniqueConstraint("seed"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="validity"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    scheme: Mapped[str] = mapped_column(String(40))
    code: Mapped[str] = mapped_column(String(60))
    position: Mapped[int] = mapped_column(default=0)
    label: Mapped[str] = mapped_column(Text)
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    source: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    checked_on: Mapped[date | None]
    seed: Mapped[str | None] = mapped_column(String(140))
    shipped: Mapped[dict[str, Any] | None]


class Erasure(Base):
    """The ledger of what was erased: replayed after a restore, so a backup resurrects nobody."""

    __tablename__ = "erasure"
    __wall__ = public("holds only the kind and random id of rows that no longer exist")
    __table_args__ = (UniqueConstraint("kind", "subject_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[UUID]
    erased_at: Mapped[datetime]
