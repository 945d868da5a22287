"""A training one federation publishes, passed on by another."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import Base, new_id
from portal.kernel.walls import Policy, readable_where, walled

_OWN = "federation_id = portal_organisation()"
# Of another federation, and online as long as it is relayed: a draft or one's own never is.
_OF_ANOTHER = (
    "federation_id = portal_organisation() AND portal_organisation_kind() = 'federation'"
    " AND EXISTS (SELECT 1 FROM published_training p"
    " WHERE p.training_id = training_relay.training_id AND p.organisation_id <> federation_id"
    " AND (ended_at IS NOT NULL OR p.state = 'published'))"
)


class TrainingRelay(Base):
    """A federation passes another's training on to its region. Public while it lasts.

    Taken back, the row stays without its note: `announced_at` remembers that the alerts of the
    region heard of it, so that relaying it again tells nobody twice.
    """

    __tablename__ = "training_relay"
    __wall__ = walled("relay", Policy("federation", "ALL", _OWN, _OF_ANOTHER)) + readable_where(
        "everybody", "ended_at IS NULL"
    )
    __table_args__ = (
        UniqueConstraint("federation_id", "training_id"),
        CheckConstraint("ended_at IS NULL OR note = ''", name="ended"),
        Index("ix_training_relay_training_id", "training_id"),
        Index(
            "ix_training_relay_announced_at",
            "announced_at",
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    federation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    training_id: Mapped[UUID] = mapped_column(
        ForeignKey("published_training.training_id", ondelete="CASCADE")
    )
    note: Mapped[str] = mapped_column(Text, default="")
    announced_at: Mapped[datetime]
    relayed_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
