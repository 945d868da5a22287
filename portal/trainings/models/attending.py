"""Who was there, half-day by half-day, and the practice somebody did in a structure."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import Base, Coded, new_id
from portal.kernel.walls import Policy, walled
from portal.trainings.enums import AttendanceState, Half, MarkedBy
from portal.trainings.models.training import OURS

FOLLOWS_REGISTRATION = "EXISTS (SELECT 1 FROM registration r WHERE r.id = registration_id)"
ONE_S_OWN = (
    "EXISTS (SELECT 1 FROM registration r WHERE r.id = registration_id"
    " AND (r.holder_digest = portal_door('holder') OR r.person_id = portal_person()))"
)
ORGANISER = f"{OURS} AND {FOLLOWS_REGISTRATION}"
# The code on the trainer's screen opens one half-day of one session, to say « I am here » where
# nothing was said yet: who trains sees the room, and nobody scans over their word.
_SCANNED = (
    f"{ONE_S_OWN} AND state = 'present' AND marked_how = 'code' AND portal_door('attend')"
    " = session_id::text || ':' || to_char(day, 'YYYY-MM-DD') || ':' || half"
)


def registration_key() -> ForeignKeyConstraint:
    """What is of a registration names it together with its owner and its session."""
    return ForeignKeyConstraint(
        ["organisation_id", "session_id", "registration_id"],
        ["registration.organisation_id", "registration.session_id", "registration.id"],
        ondelete="CASCADE",
    )


class Attendance(Base):
    """Somebody and a half-day: there, not there, not there and had said so. No reason is asked;
    `words` is one somebody gave by themselves, which they read too. `marked_at` is when it was
    said, on the phone's clock where there was no network.
    """

    __tablename__ = "attendance"
    __wall__ = walled(
        "attendance",
        Policy("organiser", "ALL", ORGANISER, ORGANISER),
        Policy("person", "SELECT", ONE_S_OWN),
        Policy("person_scans", "INSERT", None, _SCANNED),
    )
    __table_args__ = (
        registration_key(),
        UniqueConstraint("organisation_id", "registration_id", "day", "half"),
        CheckConstraint("half IN ('am', 'pm')", name="half"),
        CheckConstraint("state IN ('present', 'absent', 'excused')", name="state"),
        CheckConstraint("marked_how IN ('trainer', 'code', 'paper')", name="marked_how"),
        Index("ix_attendance_session_id", "session_id", "day", "half"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID]
    session_id: Mapped[UUID]
    registration_id: Mapped[UUID]
    day: Mapped[date]
    half: Mapped[Half] = mapped_column(Coded(Half, 2))
    state: Mapped[AttendanceState] = mapped_column(Coded(AttendanceState, 10))
    words: Mapped[str] = mapped_column(String(300), default="")
    marked_how: Mapped[MarkedBy] = mapped_column(Coded(MarkedBy, 10))
    marked_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    marked_name: Mapped[str] = mapped_column(String(120), default="")
    marked_at: Mapped[datetime]


class Internship(Base):
    """Weeks and hours of practice somebody did, as the organiser states them."""

    __tablename__ = "internship"
    __wall__ = walled(
        "internship",
        Policy("organiser", "ALL", ORGANISER, ORGANISER),
        Policy("person", "SELECT", ONE_S_OWN),
    )
    __table_args__ = (
        registration_key(),
        CheckConstraint("weeks BETWEEN 0 AND 260", name="weeks"),
        CheckConstraint("hours BETWEEN 0 AND 5000", name="hours"),
        Index("ix_internship_session_id", "session_id"),
    )

    registration_id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID]
    session_id: Mapped[UUID]
    weeks: Mapped[int]
    hours: Mapped[int]
    stated_at: Mapped[datetime]
    stated_name: Mapped[str] = mapped_column(String(120), default="")
