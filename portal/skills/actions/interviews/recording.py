"""The record: each writes beside the other, never over; what is agreed is written together."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.kernel import clock
from portal.kernel.errors import Invalid, NotAllowed, NotFound
from portal.kernel.i18n import N_
from portal.organisations.scope import Actor
from portal.skills import policy
from portal.skills.actions.interviews.acts import get_opened, note, own_id
from portal.skills.errors import TooMany
from portal.skills.interview_enums import AgreementKind, Outcome, Topic
from portal.skills.models import InterviewAgreement, InterviewEntry
from portal.skills.queries import periods
from portal.skills.queries.interviews import Meeting

MOST_AGREEMENTS = 20
NOTHING_AGREED = N_("Écrivez ce qui est convenu.")


@dataclass(frozen=True)
class Agreed:
    """Something both agreed on: what, by when, who sees to it."""

    kind: AgreementKind
    what: str
    by_when: date | None = None
    who: str = ""


def write_entry(
    session: Session, actor: Actor, interview_id: UUID, topic: Topic, words: str
) -> None:
    """Write one's own words about a topic; none takes them back.

    Raises NotFound, StillSealed, AlreadySigned.
    """
    meeting = get_opened(session, actor, interview_id)
    key = (meeting.interview.id, own_id(actor), topic)
    row, said = session.get(InterviewEntry, key), words.strip()
    if row is None and said:
        row = InterviewEntry(interview_id=key[0], person_id=key[1], topic=topic)
        session.add(row)
    if row is None:
        return
    if said:
        row.words, row.changed_at = said, clock.now()
    else:
        session.delete(row)
    session.flush()
    note(session, actor, meeting, "written", topic=topic)


def add_agreement(session: Session, actor: Actor, interview_id: UUID, agreed: Agreed) -> None:
    """Raises NotFound, StillSealed, AlreadySigned, Invalid, TooMany."""
    meeting = get_opened(session, actor, interview_id)
    if not agreed.what.strip():
        raise Invalid({"what": str(NOTHING_AGREED)})
    count, last = session.execute(
        select(func.count(), func.max(InterviewAgreement.position)).where(
            InterviewAgreement.interview_id == meeting.interview.id
        )
    ).one()
    if count >= MOST_AGREEMENTS:
        raise TooMany
    session.add(
        InterviewAgreement(
            interview_id=meeting.interview.id,
            kind=agreed.kind,
            what=agreed.what.strip(),
            by_when=agreed.by_when,
            who=agreed.who.strip(),
            position=(last or 0) + 1,
        )
    )
    session.flush()
    note(session, actor, meeting, "agreed")


def remove_agreement(
    session: Session, actor: Actor, interview_id: UUID, agreement_id: UUID
) -> None:
    """Only one of this time: what was agreed before was signed. Raises NotFound."""
    meeting = get_opened(session, actor, interview_id)
    found = _agreement(session, meeting, agreement_id)
    if found.since is not None:
        raise NotFound
    session.delete(found)
    session.flush()
    note(session, actor, meeting, "agreement_removed")


def tell_outcome(
    session: Session, actor: Actor, interview_id: UUID, agreement_id: UUID, outcome: Outcome
) -> None:
    """Say what became of an earlier agreement. Raises NotFound."""
    meeting = get_opened(session, actor, interview_id)
    found = _agreement(session, meeting, agreement_id)
    if found.since is None:
        raise NotFound
    if found.outcome == outcome:
        return
    found.outcome = outcome
    session.flush()
    note(session, actor, meeting, "outcome_told")


def tell_review(session: Session, actor: Actor, interview_id: UUID, *, is_review: bool) -> None:
    """Say whether this interview is also the état des lieux; both then sign a text that says so.

    Whoever holds it says it. Raises NotAllowed, NotFound (the rule of this kind knows no état des
    lieux), StillSealed, AlreadySigned.
    """
    meeting = get_opened(session, actor, interview_id)
    if policy.is_worker(actor, meeting.interview):
        raise NotAllowed
    if not periods.rule_of(session, meeting.interview.kind).has_review:
        raise NotFound
    meeting.interview.is_review = is_review
    session.flush()
    note(session, actor, meeting, "review_told")


def _agreement(session: Session, meeting: Meeting, agreement_id: UUID) -> InterviewAgreement:
    found = session.get(InterviewAgreement, agreement_id)
    if found is None or found.interview_id != meeting.interview.id:
        raise NotFound
    return found
