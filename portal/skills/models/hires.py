"""The day somebody was hired, as they say it themselves."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import Base
from portal.kernel.walls import kept, owned_by_person


class StatedHire(Base):
    """Theirs alone: the structure counts from what it says itself (`Engagement.hired_on`). It goes
    when they leave, as nobody could take it back from then on.
    """

    __tablename__ = "stated_hire"
    __wall__ = owned_by_person() + kept("person_id, organisation_id, hired_on")
    __table_args__ = (
        ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["membership.organisation_id", "membership.person_id"],
            ondelete="CASCADE",
        ),
        Index("ix_stated_hire_organisation_id", "organisation_id"),
    )

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    hired_on: Mapped[date]
