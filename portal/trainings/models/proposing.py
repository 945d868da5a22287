"""A structure proposes a session to people of its team. It never reads their registration."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import Base, new_id
from portal.kernel.walls import Policy, forgotten, kept, walled
from portal.trainings.models.training import OURS

_STRUCTURE = f"{OURS} AND portal_organisation_kind() = 'structure'"
_INVITED = "digest = portal_door('proposal')"


class WorkerProposal(Base):
    """One person of a structure, who agreed to be asked, and how to reach them. `digest` is that of
    their link. `registration_id` is theirs once they began: a door alone tells the structure where
    it stands, in four words. `session_id` is another organisation's, and public: no key ties them.
    """

    __tablename__ = "worker_proposal"
    __wall__ = (
        walled(
            "worker_proposal",
            Policy("structure", "ALL", OURS, _STRUCTURE),
            Policy("invited", "SELECT", _INVITED),
            Policy("invited_answers", "UPDATE", _INVITED, _INVITED),
        )
        + kept("id, organisation_id, session_id, registration_id")
        + forgotten()
    )
    __table_args__ = (
        UniqueConstraint("digest"),
        UniqueConstraint("organisation_id", "id"),
        CheckConstraint(
            "name <> '' AND (contact_phone <> '' OR contact_email <> '' OR refused_at IS NOT NULL"
            " OR registration_id IS NOT NULL)",
            name="complete",
        ),
        Index("ix_worker_proposal_session_id", "organisation_id", "session_id", "created_at"),
        Index("ix_worker_proposal_of_session", "session_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    session_id: Mapped[UUID]
    digest: Mapped[str] = mapped_column(String(64))
    structure_name: Mapped[str] = mapped_column(String(200))
    training_title: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(120))
    contact_phone: Mapped[str] = mapped_column(String(20), default="")
    contact_email: Mapped[str] = mapped_column(String(320), default="")
    locale: Mapped[str] = mapped_column(String(20))
    registration_id: Mapped[UUID | None]
    created_at: Mapped[datetime]
    refused_at: Mapped[datetime | None]
