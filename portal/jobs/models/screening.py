"""Screening: what the structure alone sees, and the call-back queue."""

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
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import UUID as PG_UUID
from sqlalchemy.orm import Mapped, mapped_column

from portal.jobs.enums import CallbackState, CallOutcome
from portal.jobs.models.application import FOLLOWS_APPLICATION, application_key
from portal.kernel.db import Base, Coded, new_id
from portal.kernel.walls import Policy, owned_by_organisation, walled


class ScreeningNote(Base):
    """A note of the structure, tied to a criterion of the job. Goes with the application."""

    __tablename__ = "screening_note"
    __wall__ = owned_by_organisation()
    __table_args__ = (
        application_key(),
        Index("ix_screening_note_application_id", "application_id", "at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID]
    application_id: Mapped[UUID]
    at: Mapped[datetime]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    person_name: Mapped[str] = mapped_column(String(120))
    criterion: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    mentions: Mapped[list[UUID]] = mapped_column(ARRAY(PG_UUID(as_uuid=True)), default=list)


class CallbackRequest(Base):
    """« Rappelez-moi »: which number, when, in which language."""

    __tablename__ = "callback_request"
    __wall__ = walled(
        "follows_application",
        Policy("application", "ALL", FOLLOWS_APPLICATION, FOLLOWS_APPLICATION),
    )
    __table_args__ = (
        application_key(),
        UniqueConstraint("application_id"),
        UniqueConstraint("organisation_id", "id"),
        CheckConstraint("state IN ('waiting', 'reached', 'given_up')", name="state"),
        CheckConstraint("phone <> ''", name="phone"),
        Index("ix_callback_request_queue", "organisation_id", "state", "created_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID]
    application_id: Mapped[UUID]
    phone: Mapped[str] = mapped_column(String(20))
    moments: Mapped[list[str]] = mapped_column(ARRAY(String(20)), default=list)
    moments_note: Mapped[str] = mapped_column(String(300), default="")
    language: Mapped[str] = mapped_column(String(20), default="fr")
    state: Mapped[CallbackState] = mapped_column(
        Coded(CallbackState, 10), default=CallbackState.WAITING
    )
    created_at: Mapped[datetime]


class CallbackTry(Base):
    """One call that was made, and how it ended."""

    __tablename__ = "callback_try"
    __wall__ = owned_by_organisation()
    __table_args__ = (
        ForeignKeyConstraint(
            ["organisation_id", "callback_id"],
            ["callback_request.organisation_id", "callback_request.id"],
            ondelete="CASCADE",
        ),
        CheckConstraint(
            "outcome IN ('reached', 'no_answer', 'wrong_number', 'call_later')",
            name="outcome",
        ),
        Index("ix_callback_try_callback_id", "callback_id", "at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID]
    callback_id: Mapped[UUID]
    at: Mapped[datetime]
    person_name: Mapped[str] = mapped_column(String(120))
    outcome: Mapped[CallOutcome] = mapped_column(Coded(CallOutcome, 20))
    note: Mapped[str] = mapped_column(String(500), default="")


class StateText(Base):
    """The words a structure chose for the message of a step, in one language, instead of ours."""

    __tablename__ = "state_text"
    __wall__ = owned_by_organisation()
    __table_args__ = (UniqueConstraint("organisation_id", "state", "language"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    state: Mapped[str] = mapped_column(String(12))
    language: Mapped[str] = mapped_column(String(20))
    body: Mapped[str] = mapped_column(Text)
    updated_at: Mapped[datetime]
