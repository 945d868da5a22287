"""Sessions of a training, who asks to come, and what they need."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Computed,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel import clock
from portal.kernel.db import Base, Coded, new_id
from portal.kernel.walls import Policy, forgotten, kept, walled
from portal.trainings.enums import (
    Agreement,
    RegistrationAuthor,
    RegistrationState,
    SessionRole,
    SessionState,
    WhoseTime,
)
from portal.trainings.models.training import FEDERATION, OURS

_CANDIDATE = "holder_digest = portal_door('holder') OR person_id = portal_person()"
_OPEN_SESSION = (
    "EXISTS (SELECT 1 FROM training_session s WHERE s.id = session_id"
    " AND s.organisation_id = registration.organisation_id AND s.state = 'open')"
)
_ORGANISER = f"{OURS} AND submitted_at IS NOT NULL"
# What is left when somebody erases everything: « withdrawn », and nothing about anybody.
_HUSK = (
    "holder_digest = portal_door('holder') AND state = 'withdrawn' AND person_id IS NULL"
    " AND name = '' AND contact_phone = '' AND contact_email = ''"
)
_EMPLOYER = "agreement_digest = portal_door('agreement') AND state <> 'withdrawn'"
_FOLLOWS_REGISTRATION = "EXISTS (SELECT 1 FROM registration r WHERE r.id = registration_id)"
_ONE_S_OWN = (
    "EXISTS (SELECT 1 FROM registration r WHERE r.id = registration_id"
    " AND (r.holder_digest = portal_door('holder') OR r.person_id = portal_person()))"
)
_ARRANGED = "SELECT t.session_id FROM session_staff t WHERE t.person_id = portal_person()"
_ARRANGES = (
    f"{OURS} AND session_id IN ({_ARRANGED} AND t.role = 'arranger') AND {_FOLLOWS_REGISTRATION}"
)
_HAS_A_PLACE = (
    "EXISTS (SELECT 1 FROM registration r WHERE r.session_id = training_room.session_id"
    " AND r.state = 'confirmed' AND (r.holder_digest = portal_door('holder')"
    " OR r.person_id = portal_person()))"
)


def _session_key() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["organisation_id", "session_id"],
        ["training_session.organisation_id", "training_session.id"],
        ondelete="CASCADE",
    )


def _registration_key() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["organisation_id", "registration_id"],
        ["registration.organisation_id", "registration.id"],
        ondelete="CASCADE",
    )


class TrainingSession(Base):
    """A training at its dates and its place. What is said here wins over the training's own facts.

    Planned, it is its federation's; then anybody reads it. `half_days`: [{on: date, half: am|pm,
    starts, ends: HH:MM}], the first day and the last are `starts_on` and `ends_on`. `passport`: the
    lines that differ from those of its venue and of `Training`. `spoken`: what differs of its
    `trainer_languages`, `french_oral` and `french_written`. `venue_id`: the one of the
    federation's places it chose, which fills `venue`, `address`, `city` and `department`; `there`
    is what that place says besides (`portal.trainings.venues`). `questions`: [{id, text}].
    `chooses`: the organiser meets people first, nobody has a place before. `asks_employer`: who is
    in post asks for the agreement. `answer_hours`: time to take a place that got free. `revision`
    grows with each change, for calendars that hold it already. `announced_at`: when anybody could
    read of it first.
    """

    __tablename__ = "training_session"
    __wall__ = walled(
        "training_session",
        Policy("federation", "ALL", OURS, FEDERATION),
        Policy("everybody", "SELECT", "state <> 'planned'"),
    ) + kept("id, organisation_id, training_id, state, places, starts_on, ends_on")
    __table_args__ = (
        ForeignKeyConstraint(
            ["organisation_id", "training_id"], ["training.organisation_id", "training.id"]
        ),
        ForeignKeyConstraint(
            ["organisation_id", "venue_id"],
            ["training_venue.organisation_id", "training_venue.id"],
        ),
        UniqueConstraint("organisation_id", "id"),
        CheckConstraint("state IN ('planned', 'open', 'closed', 'cancelled')", name="state"),
        CheckConstraint("starts_on <= ends_on", name="days"),
        CheckConstraint("places BETWEEN 1 AND 500", name="places"),
        CheckConstraint("answer_hours BETWEEN 12 AND 336", name="answer_hours"),
        Index("ix_training_session_training_id", "training_id", "starts_on"),
        Index("ix_training_session_organisation_id", "organisation_id", "starts_on"),
        Index(
            "ix_training_session_venue_id",
            "venue_id",
            postgresql_where=text("venue_id IS NOT NULL"),
        ),
        Index(
            "ix_training_session_spot",
            "spot",
            postgresql_where=text("state IN ('open', 'closed')"),
        ),
        Index(
            "ix_training_session_open",
            "starts_on",
            "id",
            postgresql_where=text("state IN ('open', 'closed')"),
        ),
        Index(
            "ix_training_session_announced_at",
            "announced_at",
            postgresql_where=text("state = 'open'"),
        ),
        Index(
            "ix_training_session_takes",
            "training_id",
            "starts_on",
            postgresql_include=[
                *("register_until", "organisation_id", "state"),
                *("spot", "afar", "city"),
            ],
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID]
    training_id: Mapped[UUID]
    state: Mapped[SessionState] = mapped_column(
        Coded(SessionState, 10), default=SessionState.PLANNED
    )
    version: Mapped[int] = mapped_column(default=1)
    revision: Mapped[int] = mapped_column(default=0)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    half_days: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    venue_id: Mapped[UUID | None]
    there: Mapped[dict[str, Any]] = mapped_column(default=dict)
    venue: Mapped[str] = mapped_column(String(200), default="")
    address: Mapped[str] = mapped_column(String(300), default="")
    city: Mapped[str] = mapped_column(String(120), default="")
    department: Mapped[str] = mapped_column(String(3), default="")
    spot: Mapped[str] = mapped_column(
        String(40), Computed("place_spot(city, department)", persisted=True)
    )
    online: Mapped[bool] = mapped_column(default=False)
    practical: Mapped[str] = mapped_column(Text, default="")
    passport: Mapped[dict[str, Any]] = mapped_column(default=dict)
    spoken: Mapped[dict[str, Any]] = mapped_column(default=dict)
    # One may follow it from afar.
    afar: Mapped[bool] = mapped_column(
        Computed("online OR coalesce(passport ->> 'remote', '') = 'yes'", persisted=True)
    )
    places: Mapped[int]
    register_until: Mapped[date]
    answer_hours: Mapped[int] = mapped_column(default=72)
    chooses: Mapped[bool] = mapped_column(default=False)
    asks_employer: Mapped[bool] = mapped_column(default=False)
    questions: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    contact: Mapped[str] = mapped_column(String(300), default="")
    cancelled_because: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    announced_at: Mapped[datetime | None]

    @property
    def is_cancelled(self) -> bool:
        return self.state == SessionState.CANCELLED

    @property
    def called_off_on(self) -> date | None:
        """The day it was called off: nothing changes it after. What took place before stays."""
        return self.updated_at.astimezone(clock.PARIS).date() if self.is_cancelled else None


class TrainingRoom(Base):
    """The video link of a session: for those who have a place, and for who runs it."""

    __tablename__ = "training_room"
    __wall__ = walled(
        "training_room",
        Policy("federation", "ALL", OURS, FEDERATION),
        Policy("has_a_place", "SELECT", _HAS_A_PLACE),
    )
    __table_args__ = (_session_key(),)

    session_id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID]
    video_link: Mapped[str] = mapped_column(String(300), default="")


class SessionStaff(Base):
    """Who does what in a session: the trainer, who sees the list of that session; who arranges
    what people need, and alone reads it.
    """

    __tablename__ = "session_staff"
    __wall__ = walled("federation", Policy("federation", "ALL", OURS, FEDERATION))
    __table_args__ = (
        _session_key(),
        UniqueConstraint("organisation_id", "session_id", "person_id", "role"),
        CheckConstraint("role IN ('trainer', 'arranger')", name="role"),
        Index("ix_session_staff_person_id", "person_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID]
    session_id: Mapped[UUID]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    role: Mapped[SessionRole] = mapped_column(Coded(SessionRole, 10))


class Registration(Base):
    """Somebody asks to come to a session. Until `submitted_at` it is a draft of its holder's.

    Moves are those of `portal.trainings.transitions`; triggers refuse any other, and one place
    more than there are. Who waits is called in the order of `waiting_since`. `holder_digest` is the
    digest of the link; `answers`: [{id, question, text}]; `file_id` is what was said aloud.
    `draft` is what the pages remember, emptied when it leaves. `agreement` is the employer's.
    """

    __tablename__ = "registration"
    __wall__ = walled(
        "registration",
        Policy("candidate", "SELECT", _CANDIDATE),
        Policy("candidate_starts", "INSERT", None, f"({_CANDIDATE}) AND {_OPEN_SESSION}"),
        Policy("candidate_vanishes", "INSERT", None, _HUSK),
        Policy("candidate_changes", "UPDATE", _CANDIDATE, _CANDIDATE),
        Policy("candidate_erases", "DELETE", _CANDIDATE),
        Policy("organiser", "SELECT", _ORGANISER),
        Policy("organiser_changes", "UPDATE", _ORGANISER, _ORGANISER),
        Policy("organiser_erases", "DELETE", _ORGANISER),
        Policy("employer", "SELECT", _EMPLOYER),
        Policy("employer_answers", "UPDATE", _EMPLOYER, _EMPLOYER),
    ) + kept(
        "id, organisation_id, session_id, holder_digest, file_id, state, created_at,"
        " submitted_at, offered_until, reminded_at, waiting_since"
    )
    __table_args__ = (
        ForeignKeyConstraint(
            ["organisation_id", "session_id"],
            ["training_session.organisation_id", "training_session.id"],
        ),
        ForeignKeyConstraint(
            ["organisation_id", "file_id"],
            ["stored_file.organisation_id", "stored_file.id"],
        ),
        UniqueConstraint("organisation_id", "id"),
        UniqueConstraint("organisation_id", "session_id", "id"),
        UniqueConstraint("holder_digest"),
        UniqueConstraint("agreement_digest"),
        CheckConstraint(
            "state IN ('draft', 'received', 'waiting', 'offered', 'confirmed', 'lapsed',"
            " 'declined', 'withdrawn', 'called_off')",
            name="state",
        ),
        CheckConstraint("(state = 'draft') = (submitted_at IS NULL)", name="submitted"),
        CheckConstraint(
            "state IN ('draft', 'withdrawn') OR (consented_at IS NOT NULL AND name <> ''"
            " AND (contact_phone <> '' OR contact_email <> ''))",
            name="complete",
        ),
        CheckConstraint("(state = 'offered') = (offered_until IS NOT NULL)", name="offered"),
        CheckConstraint("state <> 'waiting' OR waiting_since IS NOT NULL", name="waiting"),
        CheckConstraint("whose_time IN ('', 'employer', 'own', 'no_employer')", name="whose_time"),
        CheckConstraint("agreement IN ('', 'asked', 'given', 'refused')", name="agreement"),
        CheckConstraint(
            "(agreement = '') = (agreement_digest IS NULL)", name="agreement_has_a_link"
        ),
        Index("ix_registration_session_id", "session_id", "submitted_at"),
        Index("ix_registration_organisation_id", "organisation_id", "submitted_at"),
        Index("ix_registration_person_id", "person_id"),
        Index("ix_registration_drafts", "created_at", postgresql_where=text("state = 'draft'")),
        Index(
            "ix_registration_offered",
            "offered_until",
            postgresql_where=text("state = 'offered'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID]
    session_id: Mapped[UUID]
    training_title: Mapped[str] = mapped_column(String(200))
    reference: Mapped[str] = mapped_column(String(12))
    holder_digest: Mapped[str] = mapped_column(String(64))
    token_version: Mapped[int] = mapped_column(default=1)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    locale: Mapped[str] = mapped_column(String(20))
    state: Mapped[RegistrationState] = mapped_column(
        Coded(RegistrationState, 12), default=RegistrationState.DRAFT
    )
    version: Mapped[int] = mapped_column(default=1)

    name: Mapped[str] = mapped_column(String(120), default="")
    contact_phone: Mapped[str] = mapped_column(String(20), default="")
    contact_email: Mapped[str] = mapped_column(String(320), default="")
    words: Mapped[str] = mapped_column(Text, default="")
    file_id: Mapped[UUID | None]
    answers: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    whose_time: Mapped[WhoseTime] = mapped_column(Coded(WhoseTime, 12), default=WhoseTime.NONE)
    employer_name: Mapped[str] = mapped_column(String(160), default="")
    employer_email: Mapped[str] = mapped_column(String(320), default="")
    agreement: Mapped[Agreement] = mapped_column(Coded(Agreement, 10), default=Agreement.NONE)
    agreement_digest: Mapped[str | None] = mapped_column(String(64))
    agreement_words: Mapped[str] = mapped_column(String(500), default="")
    draft: Mapped[dict[str, Any]] = mapped_column(default=dict)

    consent_text: Mapped[str] = mapped_column(Text, default="")
    consented_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    state_changed_at: Mapped[datetime]
    waiting_since: Mapped[datetime | None]
    offered_until: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]


class RegistrationNeed(Base):
    """What somebody needs so as to come: lines of the passport, a language for an interpreter, and
    words. Apart from the registration, because only who arranges it reads it; gone afterwards.
    """

    __tablename__ = "registration_need"
    __wall__ = (
        walled(
            "registration_need",
            Policy("person", "ALL", _ONE_S_OWN, _ONE_S_OWN),
            Policy("arranger", "SELECT", _ARRANGES),
            Policy("arranger_notes", "UPDATE", _ARRANGES, _ARRANGES),
        )
        + kept("registration_id, session_id")
        + forgotten()
    )
    __table_args__ = (
        ForeignKeyConstraint(
            ["organisation_id", "session_id", "registration_id"],
            ["registration.organisation_id", "registration.session_id", "registration.id"],
            ondelete="CASCADE",
        ),
        Index("ix_registration_need_session_id", "session_id"),
    )

    registration_id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID]
    session_id: Mapped[UUID]
    lines: Mapped[dict[str, Any]] = mapped_column(default=dict)
    language: Mapped[str] = mapped_column(String(20), default="")
    words: Mapped[str] = mapped_column(Text, default="")
    arranged_at: Mapped[datetime | None]
    arranged_words: Mapped[str] = mapped_column(Text, default="")


class RegistrationEvent(Base):
    """The story of a registration, as its person reads it."""

    __tablename__ = "registration_event"
    __wall__ = walled(
        "follows_registration",
        Policy("registration", "ALL", _FOLLOWS_REGISTRATION, _FOLLOWS_REGISTRATION),
    )
    __table_args__ = (
        _registration_key(),
        CheckConstraint(
            "author IN ('candidate', 'organiser', 'employer', 'portal')", name="author"
        ),
        Index("ix_registration_event_registration_id", "registration_id", "at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID]
    registration_id: Mapped[UUID]
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(20))
    author: Mapped[RegistrationAuthor] = mapped_column(Coded(RegistrationAuthor, 10))
    from_state: Mapped[str] = mapped_column(String(12), default="")
    to_state: Mapped[str] = mapped_column(String(12), default="")
    person_name: Mapped[str] = mapped_column(String(120), default="")
    words: Mapped[str] = mapped_column(Text, default="")
