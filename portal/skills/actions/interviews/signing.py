"""Signing: the very text one has read. Once both signed the same, nothing changes any more."""

from uuid import UUID

from sqlalchemy.orm import Session

from portal.kernel import clock
from portal.kernel.errors import Invalid
from portal.kernel.i18n import N_
from portal.organisations.scope import Actor
from portal.skills import interview_messages as messages
from portal.skills import minutes, policy
from portal.skills.actions.interviews.acts import do, get_opened, note
from portal.skills.errors import ChangedMeanwhile
from portal.skills.interview_enums import Act
from portal.skills.models import InterviewRecord
from portal.skills.queries.interviews import Meeting, get_meeting

EMPTY = N_("Le compte rendu est encore vide. Écrivez d’abord quelques mots.")


def sign(session: Session, actor: Actor, interview_id: UUID, digest: str) -> bool:
    """Sign the text of this digest; returns whether both now have.

    Raises NotFound, StillSealed, AlreadySigned, Invalid (nothing to sign), ChangedMeanwhile (it is
    not the text that stands there: a signature never holds for words one has not read).
    """
    meeting = get_opened(session, actor, interview_id)
    text = minutes.current_minutes(session, meeting)
    if not (text["topics"] or text["agreements"] or text["earlier"]):
        raise Invalid({}, str(EMPTY))
    if minutes.digest_of(text) != digest:
        raise ChangedMeanwhile
    do(session, actor, meeting, Act.SIGN, digest=digest)
    note(session, actor, meeting, "signed", digest=digest)
    now = get_meeting(session, actor, interview_id)
    other = now.act(Act.SIGN, worker=not policy.is_worker(actor, now.interview))
    if other is None or other.digest != digest:
        messages.tell_other(session, actor, meeting, messages.SIGNED, meeting.day, mark=digest)
        return False
    _close(session, now, text, digest)
    note(session, actor, meeting, "closed", digest=digest)
    messages.tell_other(session, actor, meeting, messages.CLOSED, meeting.day)
    return True


def _close(session: Session, meeting: Meeting, text: dict[str, object], digest: str) -> None:
    interview = meeting.interview
    worker, manager = meeting.both(Act.SIGN)
    signed = ((worker, interview.person_name), (manager, interview.manager_name))
    session.add(
        InterviewRecord(
            interview_id=interview.id,
            organisation_id=interview.organisation_id,
            person_id=interview.person_id,
            manager_id=interview.manager_id,
            person_name=interview.person_name,
            kind=interview.kind,
            is_review=interview.is_review,
            met_on=meeting.day.astimezone(clock.PARIS).date(),
            content=minutes.written(text),
            digest=digest,
            signatures=[
                {"name": name, "at": act.at.isoformat(), "digest": act.digest}
                for act, name in signed
                if act is not None
            ],
            signed_at=clock.now(),
        )
    )
    session.flush()
