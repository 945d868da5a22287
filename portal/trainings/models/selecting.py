"""Meeting people before a session: moments to choose among, who will be there, who is invited."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import Base, Coded, new_id
from portal.kernel.walls import Policy, forgotten, kept, walled
from portal.trainings.enums import MeetingAnswer, MeetingWay
from portal.trainings.models.training import FEDERATION, OURS

_ONE_S_OWN = (
    "EXISTS (SELECT 1 FROM registration r WHERE r.id = registration_id"
    " AND (r.holder_digest = portal_door('holder') OR r.person_id = portal_person()))"
)


def _invited(table: str) -> str:
    """Whoever is invited in the session of this row; the walls of the invitation say who."""
    return (
        "EXISTS (SELECT 1 FROM selection_invitation i JOIN registration r"  # noqa: S608 - a table's name
        f" ON r.id = i.registration_id WHERE i.session_id = {table}.session_id"
        " AND (r.holder_digest = portal_door('holder') OR r.person_id = portal_person()))"
    )


_HAS_CHOSEN = (
    "EXISTS (SELECT 1 FROM selection_invitation i JOIN registration r"
    " ON r.id = i.registration_id WHERE i.slot_id = selection_link.slot_id"
    " AND (r.holder_digest = portal_door('holder') OR r.person_id = portal_person()))"
)


def _slot_key(ondelete: str | None = "CASCADE") -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["organisation_id", "session_id", "slot_id"],
        ["selection_slot.organisation_id", "selection_slot.session_id", "selection_slot.id"],
        ondelete=ondelete,
    )


class SelectionSlot(Base):
    """A moment at which who chooses meets one person before a session. `place`: where to come, or
    what to know. `peer_there`: somebody who does peer work will be there; said of the meeting, of
    nobody in it.
    """

    __tablename__ = "selection_slot"
    __wall__ = walled(
        "selection_slot",
        Policy("federation", "ALL", OURS, FEDERATION),
        Policy("invited", "SELECT", _invited("selection_slot")),
    ) + kept("id, starts_at")
    __table_args__ = (
        ForeignKeyConstraint(
            ["organisation_id", "session_id"],
            ["training_session.organisation_id", "training_session.id"],
            ondelete="CASCADE",
        ),
        UniqueConstraint("organisation_id", "session_id", "id"),
        CheckConstraint("way IN ('place', 'video', 'phone')", name="way"),
        CheckConstraint("minutes BETWEEN 10 AND 180", name="minutes"),
        Index("ix_selection_slot_session_id", "session_id", "starts_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID]
    session_id: Mapped[UUID]
    starts_at: Mapped[datetime]
    minutes: Mapped[int]
    way: Mapped[MeetingWay] = mapped_column(Coded(MeetingWay, 10))
    place: Mapped[str] = mapped_column(String(300), default="")
    peer_there: Mapped[bool] = mapped_column(default=False)


class SelectionPanelist(Base):
    """Who will be there. With a `person_id`, a colleague, who sees whom they meet and when."""

    __tablename__ = "selection_panelist"
    __wall__ = walled(
        "selection_panelist",
        Policy("federation", "ALL", OURS, FEDERATION),
        Policy("invited", "SELECT", _invited("selection_panelist")),
    )
    __table_args__ = (
        _slot_key(),
        CheckConstraint("name <> ''", name="name"),
        Index("ix_selection_panelist_slot_id", "slot_id"),
        Index("ix_selection_panelist_person_id", "person_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID]
    session_id: Mapped[UUID]
    slot_id: Mapped[UUID]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    name: Mapped[str] = mapped_column(String(120))


class SelectionLink(Base):
    """The video link of a moment: for who chose it, and for who organises."""

    __tablename__ = "selection_link"
    __wall__ = walled(
        "selection_link",
        Policy("federation", "ALL", OURS, FEDERATION),
        Policy("has_chosen", "SELECT", _HAS_CHOSEN),
    )
    __table_args__ = (_slot_key(),)

    slot_id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID]
    session_id: Mapped[UUID]
    video_link: Mapped[str] = mapped_column(String(300))


class SelectionInvitation(Base):
    """Somebody is asked to choose a moment; a moment is taken once. `words`: when to call them,
    where none suits. `revision` grows with each choice, for calendars that hold it already.
    `reminded_at`: of the moment as it is chosen now. It goes with the registration, and as soon as
    the person does not come.
    """

    __tablename__ = "selection_invitation"
    __wall__ = (
        walled(
            "selection_invitation",
            Policy("federation", "ALL", OURS, FEDERATION),
            Policy("invited", "SELECT", _ONE_S_OWN),
            Policy("invited_answers", "UPDATE", _ONE_S_OWN, _ONE_S_OWN),
        )
        + kept("registration_id, organisation_id, session_id, slot_id, reminded_at")
        + forgotten()
    )
    __table_args__ = (
        ForeignKeyConstraint(
            ["organisation_id", "session_id", "registration_id"],
            ["registration.organisation_id", "registration.session_id", "registration.id"],
            ondelete="CASCADE",
        ),
        _slot_key(None),
        UniqueConstraint("organisation_id", "slot_id"),
        CheckConstraint("answer IN ('', 'chosen', 'call')", name="answer"),
        CheckConstraint("(answer = 'chosen') = (slot_id IS NOT NULL)", name="chosen"),
        Index("ix_selection_invitation_session_id", "session_id"),
        Index(
            "ix_selection_invitation_to_remind",
            "slot_id",
            postgresql_where=text("slot_id IS NOT NULL AND reminded_at IS NULL"),
        ),
    )

    registration_id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID]
    session_id: Mapped[UUID]
    slot_id: Mapped[UUID | None]
    answer: Mapped[MeetingAnswer] = mapped_column(
        Coded(MeetingAnswer, 10), default=MeetingAnswer.NONE
    )
    words: Mapped[str] = mapped_column(String(300), default="")
    revision: Mapped[int] = mapped_column(default=0)
    invited_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
