"""Convening: the manager proposes a moment, the person says yes or asks for another."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.kernel import clock
from portal.kernel.errors import Invalid, NotAllowed, NotFound
from portal.kernel.i18n import N_
from portal.organisations.queries import members
from portal.organisations.scope import Actor
from portal.skills import interview_messages as messages
from portal.skills import minutes, policy
from portal.skills.actions.interviews.acts import do, get_alive, note, own_id
from portal.skills.interview_enums import Act, AgreementKind, InterviewKind, Outcome
from portal.skills.models import Interview, InterviewAgreement
from portal.skills.queries import interviews as queries
from portal.skills.queries.interviews import Meeting

PASSED = N_("Cette date est passée. Choisissez une date à venir.")
OPEN_ALREADY = N_("Vous préparez déjà cet entretien avec cette personne.")
NOT_WITH_ONESELF = N_("Choisissez une autre personne : on ne mène pas son propre entretien.")
# What was settled is not talked about for ever.
_SETTLED = (Outcome.DONE, Outcome.DROPPED)


def propose_interview(
    session: Session,
    actor: Actor,
    person_id: UUID,
    kind: InterviewKind,
    meets_at: datetime,
    place: str = "",
) -> Interview:
    """Invite somebody of the team. It starts from what was agreed the last time.

    Raises NotAllowed, NotFound (not of the team), Invalid.
    """
    if not policy.can_hold_interviews(actor) or actor.place is None:
        raise NotAllowed
    if person_id == actor.person_id:
        raise Invalid({"person": str(NOT_WITH_ONESELF)})
    member = members.get_member(session, actor, person_id)
    if any(
        not one.is_over and one.interview.person_id == person_id and one.interview.kind == kind
        for one in queries.list_here(session, actor)
    ):
        raise Invalid({"person": str(OPEN_ALREADY)})
    _need_future(meets_at)
    interview = Interview(
        organisation_id=actor.organisation_id,
        person_id=person_id,
        manager_id=own_id(actor),
        organisation_name=actor.place.name,
        person_name=member.name,
        manager_name=actor.name,
        kind=kind,
        created_at=clock.now(),
    )
    session.add(interview)
    session.flush()
    meeting = Meeting(interview, {})
    do(session, actor, meeting, Act.DATE, meets_at=meets_at, place=place.strip())
    _start_from_last(session, interview)
    note(session, actor, meeting, "proposed", kind=kind)
    messages.tell_other(session, actor, meeting, messages.PROPOSED, meets_at)
    return interview


def ask_date(
    session: Session, actor: Actor, interview_id: UUID, meets_at: datetime, place: str = ""
) -> None:
    """Propose a moment, another one than before: both have the same right to.

    Raises NotFound, AlreadySigned, Invalid.
    """
    meeting = get_alive(session, actor, interview_id)
    _need_future(meets_at)
    do(session, actor, meeting, Act.DATE, meets_at=meets_at, place=place.strip())
    note(session, actor, meeting, "date_asked")
    messages.tell_other(session, actor, meeting, messages.PROPOSED, meets_at)


def accept_date(session: Session, actor: Actor, interview_id: UUID) -> None:
    """Say yes to the moment the other proposed. Raises NotFound (nothing proposed)."""
    meeting = get_alive(session, actor, interview_id)
    theirs = meeting.act(Act.DATE, worker=not policy.is_worker(actor, meeting.interview))
    if theirs is None or theirs.meets_at is None:
        raise NotFound
    do(session, actor, meeting, Act.DATE, meets_at=theirs.meets_at)
    note(session, actor, meeting, "date_agreed")
    messages.tell_other(session, actor, meeting, messages.AGREED, theirs.meets_at)


def cancel_interview(session: Session, actor: Actor, interview_id: UUID) -> None:
    """The manager gives it up. What the person prepared stays theirs. Raises NotFound."""
    meeting = get_alive(session, actor, interview_id)
    if policy.is_worker(actor, meeting.interview):
        raise NotAllowed
    meeting.interview.cancelled_at = clock.now()
    session.flush()
    note(session, actor, meeting, "cancelled")
    messages.tell_other(session, actor, meeting, messages.CANCELLED, meeting.day)


def take_over(session: Session, actor: Actor, interview_id: UUID) -> Interview:
    """Hold an interview somebody else held, who left or changed work. Their words stay theirs: the
    new manager reads none of them, and asks for a date again. Raises NotFound, NotAllowed.
    """
    interview = queries.get_held_by_another(session, actor, interview_id)
    if not policy.can_take_over(actor, interview):
        raise NotAllowed
    queries.hold(session, interview_id)
    interview.manager_id, interview.manager_name = own_id(actor), actor.name
    session.flush()
    meeting = get_alive(session, actor, interview_id)
    note(session, actor, meeting, "taken_over")
    messages.tell_other(session, actor, meeting, messages.TAKEN_OVER, meeting.day)
    return interview


def _need_future(meets_at: datetime) -> None:
    if meets_at <= clock.now():
        raise Invalid({"day": str(PASSED)})


def _start_from_last(session: Session, interview: Interview) -> None:
    """What was agreed the last time and is not settled comes first this time."""
    last = queries.last_record(session, interview.organisation_id, interview.person_id)
    if last is None:
        return
    signed = minutes.signed_minutes(last)
    left = [one for one in signed["earlier"] if one["outcome"] not in _SETTLED]
    for position, one in enumerate([*left, *signed["agreements"]]):
        session.add(
            InterviewAgreement(
                interview_id=interview.id,
                kind=AgreementKind(one["kind"]),
                what=one["what"],
                by_when=date.fromisoformat(one["by_when"]) if one["by_when"] else None,
                who=one["who"],
                since=date.fromisoformat(one.get("since") or signed["met_on"]),
                position=position,
            )
        )
    session.flush()
