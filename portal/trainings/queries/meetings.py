"""Meetings before a session: its moments, who is there, who is invited, what one chose. In the
order of their dates, and by no other.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from uuid import UUID

from sqlalchemy import and_, func, select, text
from sqlalchemy.orm import Session

from portal.kernel import clock
from portal.kernel.errors import NotFound
from portal.organisations.scope import Actor
from portal.trainings import policy, transitions
from portal.trainings.enums import SessionState
from portal.trainings.models import (
    Registration,
    SelectionInvitation,
    SelectionLink,
    SelectionPanelist,
    SelectionSlot,
    Training,
    TrainingSession,
)
from portal.trainings.queries import sessions

__all__ = ["SelectionInvitation", "SelectionPanelist", "SelectionSlot"]

# A moment every half hour, eight hours a day, for three weeks still fits.
_MOST = 250


@dataclass
class Moment:
    """A moment, the names of who will be there; for who organises, who chose it."""

    slot: SelectionSlot
    names: list[str] = field(default_factory=list)
    registration_id: UUID | None = None
    person_name: str = ""
    video_link: str = ""

    def is_free(self, now: datetime) -> bool:
        """Nobody chose it, and it is to come."""
        return self.registration_id is None and self.slot.starts_at > now


def list_moments(session: Session, actor: Actor, session_id: UUID) -> list[Moment]:
    """All of a session, with who chose each."""
    rows = session.execute(
        select(SelectionSlot, Registration.id, Registration.name, SelectionLink.video_link)
        .outerjoin(SelectionInvitation, SelectionInvitation.slot_id == SelectionSlot.id)
        .outerjoin(Registration, Registration.id == SelectionInvitation.registration_id)
        .outerjoin(SelectionLink, SelectionLink.slot_id == SelectionSlot.id)
        .where(
            SelectionSlot.organisation_id == actor.organisation_id,
            SelectionSlot.session_id == session_id,
        )
        .order_by(SelectionSlot.starts_at, SelectionSlot.id)
        .limit(_MOST)
    )
    found = [Moment(slot, [], who, name or "", link or "") for slot, who, name, link in rows]
    return _with_names(session, found)


def list_met(session: Session, actor: Actor, session_id: UUID) -> list[Moment]:
    """The moments the actor will be at, with the names of those they meet, and nothing else."""
    here = set(
        session.scalars(
            select(SelectionPanelist.slot_id).where(
                SelectionPanelist.person_id == actor.person_id,
                SelectionPanelist.organisation_id == actor.organisation_id,
                SelectionPanelist.session_id == session_id,
            )
        )
    )
    return [one for one in list_moments(session, actor, session_id) if one.slot.id in here]


@dataclass(frozen=True)
class Panel:
    """A session whose people the actor meets, and the next moment somebody chose, if any."""

    dates: TrainingSession
    title: str
    next_at: datetime | None


def list_panels(session: Session, actor: Actor) -> list[Panel]:
    """The sessions to come where the actor will be at a moment."""
    mine = and_(
        SelectionPanelist.session_id == TrainingSession.id,
        SelectionPanelist.person_id == actor.person_id,
        SelectionPanelist.organisation_id == actor.organisation_id,
    )
    next_at = (
        select(func.min(SelectionSlot.starts_at))
        .join(SelectionPanelist, SelectionPanelist.slot_id == SelectionSlot.id)
        .join(SelectionInvitation, SelectionInvitation.slot_id == SelectionSlot.id)
        .where(mine, SelectionSlot.starts_at > clock.now())
        .correlate(TrainingSession)
        .scalar_subquery()
    )
    rows = session.execute(
        select(TrainingSession, Training.title, next_at)
        .join(Training, Training.id == TrainingSession.training_id)
        .where(
            TrainingSession.organisation_id == actor.organisation_id,
            TrainingSession.state != SessionState.CANCELLED,
            TrainingSession.ends_on >= clock.today(),
            select(SelectionPanelist.id).where(mine).correlate(TrainingSession).exists(),
        )
        .order_by(TrainingSession.starts_on, TrainingSession.id)
    )
    return [Panel(*row) for row in rows]


def firsts_of_day(session: Session, slot: SelectionSlot) -> dict[UUID, datetime]:
    """For each colleague who will be at this moment, the first one somebody chose among those they
    are at that day, in that session. For jobs.
    """
    here = select(SelectionPanelist.person_id).where(SelectionPanelist.slot_id == slot.id)
    day = slot.starts_at.astimezone(clock.PARIS).date()
    begins = datetime.combine(day, time(), clock.PARIS)
    ends = datetime.combine(day + timedelta(days=1), time(), clock.PARIS)
    rows = session.execute(
        select(SelectionPanelist.person_id, func.min(SelectionSlot.starts_at))
        .join(SelectionSlot, SelectionSlot.id == SelectionPanelist.slot_id)
        .join(SelectionInvitation, SelectionInvitation.slot_id == SelectionSlot.id)
        .where(
            SelectionSlot.session_id == slot.session_id,
            SelectionSlot.organisation_id == slot.organisation_id,
            SelectionSlot.starts_at >= begins,
            SelectionSlot.starts_at < ends,
            SelectionPanelist.person_id.in_(here),
        )
        .group_by(SelectionPanelist.person_id)
    )
    return {person_id: at for person_id, at in rows if person_id is not None}


def get_met(session: Session, actor: Actor, session_id: UUID) -> TrainingSession:
    """A session the actor runs, or where they meet somebody. NotFound to anybody else."""
    found = sessions.get_session(session, actor, session_id)
    sits = session.scalars(
        select(SelectionPanelist.id)
        .where(
            SelectionPanelist.session_id == session_id,
            SelectionPanelist.organisation_id == actor.organisation_id,
            SelectionPanelist.person_id == actor.person_id,
        )
        .limit(1)
    ).first()
    if not policy.can_meet(actor, found, sits=sits is not None):
        raise NotFound
    return found


def list_open(session: Session, registration: Registration) -> list[Moment]:
    """The moments to come one may choose among: free, or one's own already."""
    mine = find_invitation(session, registration)
    if mine is None:
        return []
    taken = taken_slots(session, registration.session_id) - {mine.slot_id}
    rows = session.scalars(
        select(SelectionSlot)
        .where(
            SelectionSlot.organisation_id == registration.organisation_id,
            SelectionSlot.session_id == registration.session_id,
            SelectionSlot.starts_at > clock.now(),
        )
        .order_by(SelectionSlot.starts_at, SelectionSlot.id)
        .limit(_MOST)
    )
    return _with_names(session, [Moment(slot) for slot in rows if slot.id not in taken])


def find_chosen(session: Session, invitation: SelectionInvitation) -> Moment | None:
    """The moment somebody chose, with its video link."""
    if invitation.slot_id is None:
        return None
    slot = session.get_one(SelectionSlot, invitation.slot_id)
    link = session.get(SelectionLink, invitation.slot_id)
    moment = Moment(slot, [], invitation.registration_id, "", link.video_link if link else "")
    return _with_names(session, [moment])[0]


def _with_names(session: Session, moments: list[Moment]) -> list[Moment]:
    by_slot = {one.slot.id: one for one in moments}
    rows = session.execute(
        select(SelectionPanelist.slot_id, SelectionPanelist.name)
        .where(SelectionPanelist.slot_id.in_(by_slot))
        .order_by(SelectionPanelist.name, SelectionPanelist.id)
    )
    for slot_id, name in rows:
        by_slot[slot_id].names.append(name)
    return moments


def taken_slots(session: Session, session_id: UUID) -> set[UUID | None]:
    """Which moments somebody chose, for whoever asks: a door tells which, and not who."""
    rows = session.execute(text("SELECT slot_id FROM door_taken_slots(:id)"), {"id": session_id})
    return set(rows.scalars())


def find_invitation(session: Session, registration: Registration) -> SelectionInvitation | None:
    """Of this person, for them and for who organises."""
    return session.get(SelectionInvitation, registration.id)


def list_invited(
    session: Session, actor: Actor, session_id: UUID
) -> Sequence[tuple[SelectionInvitation, Registration]]:
    """Who is asked to choose, the first asked first."""
    rows = session.execute(
        select(SelectionInvitation, Registration)
        .join(Registration, Registration.id == SelectionInvitation.registration_id)
        .where(
            SelectionInvitation.organisation_id == actor.organisation_id,
            SelectionInvitation.session_id == session_id,
        )
        .order_by(SelectionInvitation.invited_at, SelectionInvitation.registration_id)
    )
    return [(invitation, registration) for invitation, registration in rows]


def list_to_invite(session: Session, actor: Actor, session_id: UUID) -> Sequence[Registration]:
    """Who waits for an answer and was not asked yet, the first come first."""
    asked = select(SelectionInvitation.registration_id).where(
        SelectionInvitation.session_id == session_id,
        SelectionInvitation.organisation_id == actor.organisation_id,
    )
    return session.scalars(
        select(Registration)
        .where(
            Registration.organisation_id == actor.organisation_id,
            Registration.session_id == session_id,
            Registration.state.in_(transitions.MET),
            Registration.id.not_in(asked),
        )
        .order_by(Registration.submitted_at, Registration.id)
    ).all()


def get_slot(session: Session, actor: Actor, slot_id: UUID) -> SelectionSlot:
    """One of the federation's. NotFound outside the actor's walls."""
    found = session.scalars(
        select(SelectionSlot).where(
            SelectionSlot.id == slot_id, SelectionSlot.organisation_id == actor.organisation_id
        )
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def find_slot(session: Session, registration: Registration, slot_id: UUID) -> SelectionSlot | None:
    """A moment of the session somebody is invited in."""
    return session.scalars(
        select(SelectionSlot).where(
            SelectionSlot.id == slot_id,
            SelectionSlot.organisation_id == registration.organisation_id,
            SelectionSlot.session_id == registration.session_id,
        )
    ).one_or_none()


def find_by_slot(session: Session, slot: SelectionSlot) -> SelectionInvitation | None:
    """Who chose this moment, as it is now."""
    return session.scalars(
        select(SelectionInvitation)
        .where(
            SelectionInvitation.slot_id == slot.id,
            SelectionInvitation.organisation_id == slot.organisation_id,
        )
        .execution_options(populate_existing=True)
    ).one_or_none()
