"""Attaching: a version, an extract, or nothing. A share like any other, that ends with the job."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal.kernel import clock, i18n
from portal.kernel.errors import NotAllowed, NotFound
from portal.kernel.i18n import _, show_date
from portal.organisations.scope import Actor
from portal.people.actions.shares import (
    Looker,
    Proposal,
    Reader,
    grant_share,
    look_at,
    revoke_share,
)
from portal.people.enums import ShareKind
from portal.people.models import Share
from portal.skills import documents, policy
from portal.skills.actions.interviews.acts import do, get_alive, note, own_id, undo
from portal.skills.actions.sharing import source_of
from portal.skills.enums import Part
from portal.skills.errors import NothingChosen
from portal.skills.interview_enums import Act
from portal.skills.queries.interviews import Meeting, get_meeting
from portal.skills.sentences import what_is_shown, which_record


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


def propose_attached(
    session: Session,
    actor: Actor,
    meeting: Meeting,
    parts: Collection[Part],
    number: int | None,
    days: int,
) -> Attached:
    """The copy of a version, or of the record of today, and the one sentence, before it is shown.

    Raises NotFound, NothingChosen for a copy of nothing.
    """
    interview = meeting.interview
    copy = documents.extract(source_of(session, actor, number), parts)
    copy["grid"] = documents.hushed(copy["grid"])
    if documents.is_empty(copy):
        raise NothingChosen
    everything = set(parts) == set(Part)
    what = what_is_shown(copy, whole=everything, headings=False)
    until = clock.now() + timedelta(days=days)
    return Attached(
        kind=ShareKind.VERSION if everything and number is not None else ShareKind.EXTRACT,
        title=what[:200],
        document=copy,
        purpose=interview.kind.label,
        sentence=_(
            "Je montre %(what)s (%(which)s). Pour : %(why)s. À qui : les responsables de"
            " %(organisation)s. Jusqu’au %(day)s, ou jusqu’à mon départ. Je peux le retirer quand"
            " je veux.",
            what=what,
            which=which_record(copy, number),
            why=interview.kind.label,
            organisation=interview.organisation_name,
            day=show_date(until),
        ),
        language=i18n.current().tag,
        until=until,
    )


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
    looker = Looker(own_id(actor), actor.name, actor.place.name, actor.place.id)
    return look_at(session, looker, act.share_id)
