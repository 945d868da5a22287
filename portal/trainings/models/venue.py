"""The places where a federation trains, each with what is known of getting in and staying there."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import Base, new_id
from portal.kernel.walls import Policy, walled
from portal.trainings.models.training import FEDERATION, OURS


class TrainingVenue(Base):
    """A place, for its federation only: a session that chooses it bears a copy of what it says
    (`portal.trainings.venues`), and the public reads that one.

    `directions`: how to come. `passport` {line: yes|no}: the lines that belong to a place; a line
    that is not there is not known. `verified_by`: the officer who said so, read by the federation.
    Archived, it is chosen no more; what chose it keeps it.
    """

    __tablename__ = "training_venue"
    __wall__ = walled("federation", Policy("federation", "ALL", OURS, FEDERATION))
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        CheckConstraint("name <> ''", name="named"),
        CheckConstraint("postcode = '' OR postcode ~ '^[0-9]{5}$'", name="postcode"),
        Index("ix_training_venue_organisation_id", "organisation_id", "name"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    version: Mapped[int] = mapped_column(default=1)
    name: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(200), default="")
    postcode: Mapped[str] = mapped_column(String(5), default="")
    city: Mapped[str] = mapped_column(String(80), default="")
    department: Mapped[str] = mapped_column(String(3), default="")
    directions: Mapped[str] = mapped_column(Text, default="")
    passport: Mapped[dict[str, Any]] = mapped_column(default=dict)
    passport_words: Mapped[str] = mapped_column(Text, default="")
    verified_on: Mapped[date | None]
    verified_by: Mapped[str] = mapped_column(String(120), default="")
    archived_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
