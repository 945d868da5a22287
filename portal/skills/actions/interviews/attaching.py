"""Attaching: a version, an extract, or nothing. A share like any other, that ends with the job."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal.kernel.errors import NotAllowed, NotFound
from portal.organisations.scope import Actor
from portal.people.actions.shares import Proposal, Reader, grant_share, look_at, revoke_share
from portal.people.enums import ShareKind
from portal.people.models import Share
from portal.skills import policy
from portal.skills.actions.interviews.acts import do, get_alive, note, own_id, undo
from portal.skills.interview_enums import Act
from portal.skills.queries.interviews import get_meeting


@dataclass(frozen=True)
class Attached:
    """What the person chose to show. `sentence` is what they said yes to, in `language`."""

    kind: ShareKind
    title: str
    document: dict[str, Any]
    purpose: str
    sentence: str
    language: str
    until: datetime


def attach(session: Session, actor: Actor, interview_id: UUID, attached: Attached) -> Share:
    """Show something to those who manage in the structure, in place of what was shown before.

    It is never part of the record. Raises NotFound, NotAllowed, AlreadySigned, BadTerm.
    """
    meeting = get_alive(session, actor, interview_id)
    if not policy.is_worker(actor, meeting.interview):
        raise NotAllowed
    before = meeting.act(Act.ATTACH, worker=True)
    if before is not None and before.share_id is not None:
        revoke_share(session, own_id(actor), before.share_id)
    interview = meeting.interview
    share = grant_share(
        session,
        own_id(actor),
        Proposal(
            kind=attached.kind,
            title=attached.title,
            reader=Reader(interview.organisation_name, organisation_id=interview.organisation_id),
            purpose=attached.purpose,
            until=attached.until,
            sentence=attached.sentence,
            language=attached.language,
            document=attached.document,
            at_work=True,
        ),
    )
    do(session, actor, meeting, Act.ATTACH, share_id=share.id)
    note(session, actor, meeting, "attached", share=str(share.id))
    return share


def detach(session: Session, actor: Actor, interview_id: UUID) -> None:
    """Take back what was shown, at once, signed or not. Raises NotFound: nothing is attached."""
    meeting = get_meeting(session, actor, interview_id, lock=True)
    act = meeting.act(Act.ATTACH, worker=True)
    if not policy.is_worker(actor, meeting.interview) or act is None or act.share_id is None:
        raise NotFound
    share_id = act.share_id
    undo(session, actor, interview_id, Act.ATTACH)
    revoke_share(session, own_id(actor), share_id)
    note(session, actor, meeting, "detached", share=str(share_id))


def open_attached(session: Session, actor: Actor, interview_id: UUID) -> Share:
    """What the person attached, for whoever holds the interview; the look is written down.

    Raises NotFound: nothing, taken back, or over.
    """
    meeting = get_meeting(session, actor, interview_id)
    act = meeting.act(Act.ATTACH, worker=True)
    if act is None or act.share_id is None or actor.place is None:
        raise NotFound
    return look_at(
        session,
        own_id(actor),
        act.share_id,
        name=actor.name,
        place_name=actor.place.name,
        organisation_id=actor.place.id,
    )
