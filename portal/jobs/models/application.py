"""Applications: what a person sends, and the story of what becomes of it."""

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
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from portal.jobs.enums import ApplicationState, Author, EventKind, PartKind
from portal.kernel.db import Base, Coded, new_id
from portal.kernel.walls import Policy, kept, walled

_CANDIDATE = "holder_digest = portal_door('holder') OR person_id = portal_person()"
_OPEN_OFFER = (
    "EXISTS (SELECT 1 FROM published_offer p WHERE p.offer_id = application.offer_id"
    " AND p.organisation_id = application.organisation_id AND p.state = 'published')"
)
_STRUCTURE = "organisation_id = portal_organisation() AND submitted_at IS NOT NULL"
# What is left when somebody erases everything: « withdrawn », and nothing about anybody.
_HUSK = (
    "holder_digest = portal_door('holder') AND state = 'withdrawn' AND person_id IS NULL"
    " AND candidate_name = '' AND contact_phone = '' AND contact_email = ''"
)
# Nobody of the structure has opened it since the person last did something.
UNREAD = "submitted_at IS NOT NULL AND (seen_at IS NULL OR seen_at < last_activity_at)"
FOLLOWS_APPLICATION = "EXISTS (SELECT 1 FROM application a WHERE a.id = application_id)"


def application_key() -> ForeignKeyConstraint:
    """A child names its application together with the owner: they cannot drift apart."""
    return ForeignKeyConstraint(
        ["organisation_id", "application_id"],
        ["application.organisation_id", "application.id"],
        ondelete="CASCADE",
    )


def file_key() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["organisation_id", "file_id"],
        ["stored_file.organisation_id", "stored_file.id"],
    )


class Application(Base):
    """An answer to an offer. Until `submitted_at` it is a draft only its holder can reach.

    `offer_title` and `structure_name` say what the person answered: the offer goes when it is over.
    `holder_digest` is the digest of the follow token; `token_version` lets the link be replaced.
    `reference` is short enough to be said on the phone. `adjustment` (wish for the interview) is
    deleted after it. `waiting_for_answer` is true while the last word is the candidate's: an
    interview that took place is one (`interview_passed_at` says the portal noted it).
    Moves between states are those of `portal.jobs.transitions`; a trigger refuses any other.
    `ways` holds the chosen ways as keys: {"voice": true}. `time_wish` is a `TimeWish` or empty.
    `draft` is what the answering pages remember (steps passed, values not valid yet), emptied at
    submission. `pool_asked_at`: the structure asks whether it may keep the application for later;
    `pool_consented_at`: the person said yes.
    """

    __tablename__ = "application"
    __wall__ = walled(
        "application",
        Policy("candidate", "SELECT", _CANDIDATE),
        Policy("candidate_starts", "INSERT", None, f"({_CANDIDATE}) AND {_OPEN_OFFER}"),
        Policy("candidate_vanishes", "INSERT", None, _HUSK),
        Policy("candidate_changes", "UPDATE", _CANDIDATE, _CANDIDATE),
        Policy("candidate_erases", "DELETE", _CANDIDATE),
        Policy("structure", "SELECT", _STRUCTURE),
        Policy("structure_changes", "UPDATE", _STRUCTURE, _STRUCTURE),
        Policy("structure_erases", "DELETE", _STRUCTURE),
    ) + kept(
        "id, organisation_id, offer_id, holder_digest, state, created_at, submitted_at,"
        " answer_due_on, state_changed_at, last_activity_at, reminded_at, federation_told_at,"
        " pool_until, interview_on, interview_passed_at, waiting_for_answer, adjustment"
    )
    __table_args__ = (
        ForeignKeyConstraint(
            ["organisation_id", "offer_id"], ["offer.organisation_id", "offer.id"]
        ),
        UniqueConstraint("organisation_id", "id"),
        UniqueConstraint("holder_digest"),
        CheckConstraint(
            "state IN ('draft', 'received', 'in_review', 'interview', 'offered', 'accepted',"
            " 'declined', 'withdrawn', 'pool', 'obsolete')",
            name="state",
        ),
        CheckConstraint("(state = 'draft') = (submitted_at IS NULL)", name="submitted"),
        CheckConstraint(
            "state IN ('draft', 'withdrawn') OR (consented_at IS NOT NULL"
            " AND answer_due_on IS NOT NULL AND (contact_phone <> '' OR contact_email <> ''))",
            name="complete",
        ),
        CheckConstraint(
            "state <> 'pool' OR (pool_until IS NOT NULL AND pool_consented_at IS NOT NULL)",
            name="pool",
        ),
        CheckConstraint(
            "(state = 'declined') = (decline_kind IS NOT NULL) AND (decline_kind IS NULL"
            " OR decline_kind IN ('post', 'timing', 'match', 'person'))",
            name="decline_kind",
        ),
        CheckConstraint(
            "NOT waiting_for_answer OR state IN"
            " ('received', 'in_review', 'interview', 'offered', 'pool')",
            name="waiting",
        ),
        CheckConstraint("time_wish IN ('', 'full', 'part', 'unsure')", name="time_wish"),
        Index(
            "ix_application_inbox",
            "organisation_id",
            text("submitted_at DESC"),
            text("id DESC"),
            postgresql_where=text("submitted_at IS NOT NULL"),
        ),
        Index(
            "ix_application_offer",
            "organisation_id",
            "offer_id",
            text("submitted_at DESC"),
            postgresql_where=text("submitted_at IS NOT NULL"),
        ),
        Index(
            "ix_application_unread",
            "organisation_id",
            text("submitted_at DESC"),
            postgresql_where=text(UNREAD),
        ),
        Index(
            "ix_application_waiting",
            "organisation_id",
            "answer_due_on",
            postgresql_where=text("waiting_for_answer"),
        ),
        Index("ix_application_person_id", "person_id"),
        Index(
            "ix_application_answer_due_on",
            "answer_due_on",
            postgresql_where=text("waiting_for_answer"),
        ),
        Index(
            "ix_application_drafts",
            "created_at",
            postgresql_where=text("state = 'draft'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID]
    offer_id: Mapped[UUID]
    reference: Mapped[str] = mapped_column(String(12))
    holder_digest: Mapped[str] = mapped_column(String(64))
    token_version: Mapped[int] = mapped_column(default=1)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    locale: Mapped[str] = mapped_column(String(20))
    offer_title: Mapped[str] = mapped_column(String(160), default="")
    structure_name: Mapped[str] = mapped_column(String(160), default="")
    state: Mapped[ApplicationState] = mapped_column(
        Coded(ApplicationState, 12), default=ApplicationState.DRAFT
    )
    version: Mapped[int] = mapped_column(default=1)

    candidate_name: Mapped[str] = mapped_column(String(120), default="")
    contact_phone: Mapped[str] = mapped_column(String(20), default="")
    contact_email: Mapped[str] = mapped_column(String(320), default="")
    ways: Mapped[dict[str, Any]] = mapped_column(default=dict)
    time_wish: Mapped[str] = mapped_column(String(10), default="")
    time_note: Mapped[str] = mapped_column(String(200), default="")
    adjustment: Mapped[str] = mapped_column(Text, default="")
    helped_by: Mapped[str] = mapped_column(String(120), default="")
    letter_text: Mapped[str] = mapped_column(Text, default="")
    draft: Mapped[dict[str, Any]] = mapped_column(default=dict)

    consent_text: Mapped[str] = mapped_column(Text, default="")
    consented_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    answer_due_on: Mapped[date | None]
    state_changed_at: Mapped[datetime]
    last_activity_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    waiting_for_answer: Mapped[bool] = mapped_column(default=False)
    interview_on: Mapped[datetime | None]
    interview_passed_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    federation_told_at: Mapped[datetime | None]
    pool_asked_at: Mapped[datetime | None]
    pool_consented_at: Mapped[datetime | None]
    pool_until: Mapped[date | None]
    decline_kind: Mapped[str | None] = mapped_column(String(10))


class ApplicationPart(Base):
    """One thing the person gives: a recording, a document, an answer to a question.

    `question_text` is the question as it was asked; `question_id` names it without holding it back:
    the structure may rewrite its questions.
    """

    __tablename__ = "application_part"
    __wall__ = walled(
        "follows_application",
        Policy("application", "ALL", FOLLOWS_APPLICATION, FOLLOWS_APPLICATION),
    ) + kept("file_id")
    __table_args__ = (
        application_key(),
        file_key(),
        CheckConstraint("kind IN ('voice', 'cv', 'letter', 'answer')", name="kind"),
        CheckConstraint("file_id IS NOT NULL OR text <> ''", name="not_empty"),
        UniqueConstraint("application_id", "file_id"),
        Index("ix_application_part_application_id", "application_id", "position"),
        Index(
            "ix_application_part_file_id",
            "file_id",
            postgresql_where=text("file_id IS NOT NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID]
    application_id: Mapped[UUID]
    kind: Mapped[PartKind] = mapped_column(Coded(PartKind, 10))
    question_id: Mapped[UUID | None]
    question_text: Mapped[str] = mapped_column(Text, default="")
    text: Mapped[str] = mapped_column(Text, default="")
    file_id: Mapped[UUID | None]
    position: Mapped[int] = mapped_column(default=0)
    added_at: Mapped[datetime]


class ApplicationEvent(Base):
    """A line of the story. `for_candidate` lines are shown on the follow page too."""

    __tablename__ = "application_event"
    __wall__ = walled(
        "application_event",
        Policy(
            "candidate",
            "SELECT",
            "for_candidate AND EXISTS (SELECT 1 FROM application a WHERE a.id = application_id)",
        ),
        Policy("structure", "SELECT", "organisation_id = portal_organisation()"),
        Policy("written", "INSERT", None, FOLLOWS_APPLICATION),
    )
    __table_args__ = (
        application_key(),
        Index("ix_application_event_application_id", "application_id", "at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID]
    application_id: Mapped[UUID]
    at: Mapped[datetime]
    kind: Mapped[EventKind] = mapped_column(Coded(EventKind, 12))
    author: Mapped[Author] = mapped_column(Coded(Author, 10))
    person_name: Mapped[str] = mapped_column(String(120), default="")
    from_state: Mapped[str] = mapped_column(String(12), default="")
    to_state: Mapped[str] = mapped_column(String(12), default="")
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    for_candidate: Mapped[bool] = mapped_column(default=True)


class ApplicationMessage(Base):
    """A word from one side to the other, written or spoken."""

    __tablename__ = "application_message"
    __wall__ = walled(
        "follows_application",
        Policy("application", "ALL", FOLLOWS_APPLICATION, FOLLOWS_APPLICATION),
    ) + kept("file_id, application_id, at")
    __table_args__ = (
        application_key(),
        file_key(),
        CheckConstraint("author IN ('candidate', 'structure')", name="author"),
        CheckConstraint("file_id IS NOT NULL OR body <> ''", name="not_empty"),
        Index("ix_application_message_application_id", "application_id", "at"),
        Index(
            "ix_application_message_file_id",
            "file_id",
            postgresql_where=text("file_id IS NOT NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID]
    application_id: Mapped[UUID]
    at: Mapped[datetime]
    author: Mapped[Author] = mapped_column(Coded(Author, 10))
    person_name: Mapped[str] = mapped_column(String(120), default="")
    body: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(20), default="fr")
    file_id: Mapped[UUID | None]
