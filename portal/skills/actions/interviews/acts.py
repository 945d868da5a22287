"""What each of the two does by themselves, and what an interview still allows."""

from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.kernel import audit, clock
from portal.kernel.errors import NotFound
from portal.organisations.scope import Actor
from portal.skills import policy
from portal.skills.errors import AlreadySigned, StillSealed
from portal.skills.interview_enums import Act
from portal.skills.models import InterviewAct
from portal.skills.queries.interviews import Meeting, get_meeting


def get_alive(session: Session, actor: Actor, interview_id: UUID) -> Meeting:
    """An interview that still goes on, held until the transaction ends.

    Raises NotFound, AlreadySigned.
    """
    meeting = get_meeting(session, actor, interview_id, lock=True)
    if meeting.is_signed:
        raise AlreadySigned
    if meeting.interview.cancelled_at is not None:
        raise NotFound
    return meeting


def get_opened(session: Session, actor: Actor, interview_id: UUID) -> Meeting:
    """One whose record may be written. Raises NotFound, AlreadySigned, StillSealed."""
    meeting = get_alive(session, actor, interview_id)
    if not meeting.is_open:
        raise StillSealed
    return meeting


def do(session: Session, actor: Actor, meeting: Meeting, kind: Act, **values: Any) -> None:
    """Write what the actor does, in place of what they did of this kind before."""
    person_id = own_id(actor)
    interview_id = meeting.interview.id
    undo(session, actor, interview_id, kind)
    session.add(
        InterviewAct(
            interview_id=interview_id, person_id=person_id, kind=kind, at=clock.now(), **values
        )
    )
    session.flush()


def undo(session: Session, actor: Actor, interview_id: UUID, kind: Act) -> None:
    session.execute(
        delete(InterviewAct).where(
            InterviewAct.interview_id == interview_id,
            InterviewAct.person_id == own_id(actor),
            InterviewAct.kind == kind,
        )
    )


def own_id(actor: Actor) -> UUID:
    if actor.person_id is None:
        raise NotFound
    return actor.person_id


def note(session: Session, actor: Actor, meeting: Meeting, what: str, **facts: str) -> None:
    """In the journal: who did it and when, never a word of it.

    What the person does alone is in their own chain: the house is not told by its journal.
    """
    alone = policy.is_worker(actor, meeting.interview)
    audit.record(
        session,
        f"interview.{what}",
        organisation_id=None if alone else meeting.interview.organisation_id,
        person_id=actor.person_id,
        subject=str(meeting.interview.id),
        **facts,
    )
