"""What a structure proposes to its team, and how far each stands: asked, confirmed, refused,
cancelled. Nothing else of a registration reaches it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from portal.kernel.db import reach
from portal.kernel.errors import NotFound
from portal.organisations.scope import Actor
from portal.trainings.enums import ProposalState
from portal.trainings.models import PublishedTraining, TrainingSession, WorkerProposal
from portal.trainings.queries.conditions import still_open

__all__ = ["WorkerProposal"]

_MOST = 60


@dataclass(frozen=True)
class Proposed:
    """Somebody a session was proposed to, and where it stands."""

    proposal: WorkerProposal
    state: ProposalState

    @property
    def may_be_taken_back(self) -> bool:
        """Nobody answered yet."""
        return self.proposal.registration_id is None and self.proposal.refused_at is None


@dataclass(frozen=True)
class OpenDates:
    """A session one may still ask to come to; how many people of the structure were asked."""

    dates: TrainingSession
    title: str
    slug: str
    asked: int


def list_open(session: Session, actor: Actor) -> list[OpenDates]:
    """The sessions anybody may ask to come to, the next one first."""
    asked = (
        select(func.count())
        .where(
            WorkerProposal.session_id == TrainingSession.id,
            WorkerProposal.organisation_id == actor.organisation_id,
        )
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            TrainingSession, PublishedTraining.card["title"].astext, PublishedTraining.slug, asked
        )
        .join(PublishedTraining, PublishedTraining.training_id == TrainingSession.training_id)
        .where(
            PublishedTraining.state == "published",
            *still_open(),
        )
        .order_by(TrainingSession.starts_on, TrainingSession.id)
        .limit(_MOST)
    )
    return [OpenDates(*row) for row in rows]


def list_proposed(session: Session, actor: Actor, session_id: UUID) -> list[Proposed]:
    """Of one session, in the order they were asked, then by name."""
    rows = session.scalars(
        select(WorkerProposal)
        .where(
            WorkerProposal.organisation_id == actor.organisation_id,
            WorkerProposal.session_id == session_id,
        )
        .order_by(WorkerProposal.created_at, WorkerProposal.name, WorkerProposal.id)
    ).all()
    told = {
        row.proposal_id: ProposalState(row.state)
        for row in session.execute(
            text("SELECT proposal_id, state FROM door_proposal_states(:id)"), {"id": session_id}
        )
    }
    return [Proposed(one, _state(one, told)) for one in rows]


def _state(one: WorkerProposal, told: dict[UUID, ProposalState]) -> ProposalState:
    if one.refused_at:
        return ProposalState.REFUSED
    if one.registration_id is None:
        return ProposalState.ASKED
    return told.get(one.id, ProposalState.CANCELLED)


def list_known(session: Session, actor: Actor, ids: Sequence[UUID]) -> set[UUID]:
    """Which of these were made already."""
    found = session.scalars(
        select(WorkerProposal.id).where(
            WorkerProposal.organisation_id == actor.organisation_id, WorkerProposal.id.in_(ids)
        )
    )
    return set(found)


def get_proposal(session: Session, actor: Actor, proposal_id: UUID) -> WorkerProposal:
    """One of the structure's. NotFound outside the actor's walls."""
    found = session.scalars(
        select(WorkerProposal)
        .where(
            WorkerProposal.id == proposal_id,
            WorkerProposal.organisation_id == actor.organisation_id,
        )
        .with_for_update()
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def get_by_link(session: Session, digest: str, *, lock: bool = False) -> WorkerProposal:
    """What somebody's link is about. NotFound for any other link."""
    reach(session, proposal=digest)
    query = select(WorkerProposal).where(WorkerProposal.digest == digest)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFound
    return found


def list_proposers(session: Session, session_id: UUID) -> list[UUID]:
    """The structures that proposed a session. For a job that opens this door, in no organisation:
    who organises the session does not learn it.
    """
    reach(session, proposers=str(session_id))
    found = session.scalars(
        text("SELECT organisation_id FROM door_session_proposers(:id)"), {"id": session_id}
    )
    return list(found)


def find_standing(session: Session, organisation_id: UUID, session_id: UUID) -> str | None:
    """The title under which this structure proposed the session; None if everybody said no."""
    return session.scalars(
        select(WorkerProposal.training_title)
        .where(
            WorkerProposal.organisation_id == organisation_id,
            WorkerProposal.session_id == session_id,
            WorkerProposal.refused_at.is_(None),
        )
        .order_by(WorkerProposal.created_at.desc())
        .limit(1)
    ).first()
