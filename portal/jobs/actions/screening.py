"""Moving an application from step to step. Each move is a verb; each is told to the person.

A verb checks who acts, that nobody moved it meanwhile (`version`), that the move is in the table,
and that there are words for the person: what was read before sending is what leaves.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.jobs import step_texts, transitions
from portal.jobs.actions import callbacks
from portal.jobs.actions.state_texts import checked_text
from portal.jobs.enums import ApplicationState as State
from portal.jobs.enums import Author, CallbackState, EventKind
from portal.jobs.messages import steps as messages
from portal.jobs.models import Application, ApplicationEvent, CallbackRequest, Offer
from portal.jobs.nomenclatures import DECLINE_REASON
from portal.jobs.policy.screening import INTERVIEW_OVER, may_ask_to_keep
from portal.jobs.queries import previews, retention
from portal.jobs.queries import screening as queries
from portal.jobs.queries.state_texts import find_text
from portal.kernel import audit, clock, nomenclatures
from portal.kernel.errors import Conflict, Invalid, NotFound, Refused
from portal.kernel.i18n import _
from portal.organisations.scope import Actor
from portal.people.reachable import channels

# The structure heard it from the person: nobody has to call them about it.
SAID_BY_THE_PERSON = frozenset({State.WITHDRAWN, State.OBSOLETE})


@dataclass(frozen=True)
class Move:
    """What the screen sends with every move: the version it showed, and the words to send with
    their holes still open (see `step_texts`).
    """

    version: int
    text: str


@dataclass
class _Taken:
    """An application about to move: locked, unchanged since the screen showed it."""

    application: Application
    offer: Offer
    step: str
    move: Move
    changes: dict[str, Any] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)


def review_application(
    session: Session, actor: Actor, application_id: UUID, move: Move
) -> Application:
    """« À l’étude ». No answer yet: the promised date stays. Brought back from the pool or from a
    refusal made by mistake, an answer is promised anew.
    """
    taken = _take(session, actor, application_id, move, State.IN_REVIEW)
    taken.changes["decline_kind"] = None
    if not taken.application.state.is_open:
        taken.changes |= _promise(previews.due_after_review(taken.application, taken.offer))
    return _make(session, actor, taken)


def invite_to_interview(
    session: Session,
    actor: Actor,
    application_id: UUID,
    move: Move,
    *,
    interview_on: datetime | None = None,
    place: str = "",
) -> Application:
    """« Entretien ». With a date, the next word is due after it; without one, it is due as before,
    so that nobody waits for a call that does not come.
    """
    taken = _take(session, actor, application_id, move, State.INTERVIEW)
    if interview_on is not None and interview_on < clock.now():
        raise Invalid({"day": _("Ce jour est passé. Choisissez un jour à venir.")})
    day = interview_on.astimezone(clock.PARIS).date() if interview_on else clock.today()
    taken.changes = _promise(day + timedelta(days=taken.offer.answer_days)) | {
        "waiting_for_answer": interview_on is None,
        "interview_on": interview_on,
        "interview_passed_at": None,
    }
    taken.facts = {"interview_on": interview_on.isoformat() if interview_on else ""}
    return _make(session, actor, taken, interview_on=interview_on, place=place)


def offer_post(session: Session, actor: Actor, application_id: UUID, move: Move) -> Application:
    """« Poste proposé »: the next word is the person's."""
    return _make(session, actor, _take(session, actor, application_id, move, State.OFFERED))


def record_acceptance(
    session: Session, actor: Actor, application_id: UUID, move: Move
) -> Application:
    """The person said yes, by voice or on paper; on the follow page they say it themselves."""
    return _make(session, actor, _take(session, actor, application_id, move, State.ACCEPTED))


def decline_application(
    session: Session, actor: Actor, application_id: UUID, move: Move, *, reason: str
) -> Application:
    """« Non retenue », for a coded reason of one of four kinds (`DeclineKind`). There is no place
    to write another: none can name health, experience, housing or papers.
    """
    taken = _take(session, actor, application_id, move, State.DECLINED)
    entry = nomenclatures.find(session, DECLINE_REASON, reason)
    if entry is None or not entry.holds_on(clock.today()):
        raise Invalid({"reason": _("Choisissez une des raisons proposées.")})
    taken.changes["decline_kind"] = entry.data["kind"]
    taken.facts = {"kind": entry.data["kind"], "reason": reason}
    return _make(session, actor, taken, reason=reason)


def decline_everybody(
    session: Session,
    actor: Actor,
    offer_id: UUID,
    shown: Iterable[tuple[UUID, int]],
    *,
    reason: str,
) -> tuple[int, int]:
    """Answer those left once a post is filled, each in their language, each as they were shown:
    whoever moved meanwhile is left as they are. Returns how many are told, and how many are to be
    called because no message reaches them.
    """
    offer = queries.get_offer(session, actor, offer_id)
    told = to_call = 0
    # In one order, so that two colleagues doing it at once wait instead of blocking each other.
    for application_id, version in sorted(shown):
        try:
            application = queries.get_application(session, actor, application_id, lock=True)
            if application.offer_id != offer.id:
                continue
            text = find_text(
                session, offer.organisation_id, State.DECLINED, application.locale
            ).body
            move = Move(version, text)
            decline_application(session, actor, application_id, move, reason=reason)
        except (Conflict, NotFound):
            continue
        if channels(application):
            told += 1
        else:
            to_call += 1
    return told, to_call


def keep_for_later(
    session: Session,
    actor: Actor,
    application_id: UUID,
    move: Move,
    *,
    consented_on: date | None = None,
) -> Application:
    """« Gardée pour plus tard », only with the person's consent: given on the follow page, or given
    aloud on the day `consented_on`.
    """
    taken = _take(session, actor, application_id, move, State.POOL)
    given = taken.application.pool_consented_at
    consent = given or _spoken_consent(taken.application, consented_on)
    day = consent.astimezone(clock.PARIS).date()
    taken.changes = {
        "decline_kind": None,
        "pool_asked_at": None,
        "pool_consented_at": consent,
        "pool_until": retention.pool_until(session, day),
        "reminded_at": None,
    }
    taken.facts = {"consented_on": day.isoformat(), "spoken": given is None}
    return _make(session, actor, taken, consented_on=day)


def _spoken_consent(application: Application, day: date | None) -> datetime:
    if day is None:
        raise Invalid(
            {"consented_on": _("Sans l’accord de la personne, sa candidature n’est pas gardée.")}
        )
    sent = application.submitted_at
    if day > clock.today() or (sent is not None and day < sent.astimezone(clock.PARIS).date()):
        raise Invalid({"consented_on": _("Cette date n’est pas possible.")})
    return datetime(day.year, day.month, day.day, 12, tzinfo=clock.PARIS)


def close_as_hired_elsewhere(
    session: Session, actor: Actor, application_id: UUID, move: Move
) -> Application:
    """« Embauche ailleurs »: the person told the structure."""
    return _make(session, actor, _take(session, actor, application_id, move, State.OBSOLETE))


def record_withdrawal(
    session: Session, actor: Actor, application_id: UUID, move: Move
) -> Application:
    """The person told the structure they do not want the post any more."""
    return _make(session, actor, _take(session, actor, application_id, move, State.WITHDRAWN))


def ask_to_keep(session: Session, actor: Actor, application_id: UUID, move: Move) -> Application:
    """Ask the person whether the structure may keep the application. They answer on the follow
    page; nothing is kept meanwhile that would not have been.
    """
    taken = _hold(session, actor, application_id, move, step_texts.ASK_POOL)
    application = taken.application
    if not may_ask_to_keep(application):
        raise Refused(_("La question a déjà été posée, ou elle n’a plus de sens."))
    text = _words(session, taken)
    application.version += 1
    application.pool_asked_at = clock.now()
    _log(session, actor, taken, EventKind.TOLD, {"text": text, "about": taken.step})
    _note(session, actor, application, "application.pool_asked")
    session.flush()
    _tell(session, application, text)
    return application


def _hold(session: Session, actor: Actor, application_id: UUID, move: Move, step: str) -> _Taken:
    """Nobody else moves it until the transaction ends, nor did since the screen showed it."""
    application = queries.get_application(session, actor, application_id, lock=True)
    if application.version != move.version:
        raise Conflict(
            _("Cette candidature a changé depuis que vous l’avez ouverte. Relisez-la d’abord.")
        )
    offer = queries.get_offer(session, actor, application.offer_id)
    return _Taken(application, offer, step, move)


def _take(session: Session, actor: Actor, application_id: UUID, move: Move, to: State) -> _Taken:
    taken = _hold(session, actor, application_id, move, to)
    state = taken.application.state
    transitions.check(state, to, transitions.for_structure(state))
    return taken


def _promise(due: date) -> dict[str, Any]:
    """An answer is owed by that day; the reminders about the day before are forgotten."""
    return {
        "waiting_for_answer": True,
        "answer_due_on": due,
        "reminded_at": None,
        "federation_told_at": None,
    }


def _words(session: Session, taken: _Taken, **details: Any) -> str:
    """What leaves, in the person's language. Raises `Invalid` when nothing can."""
    text = checked_text(taken.step, taken.move.text)
    filling = previews.filling(session, taken.application, taken.offer, taken.step, **details)
    return step_texts.fill(text, filling, taken.application.locale)


def _make(session: Session, actor: Actor, taken: _Taken, **details: Any) -> Application:
    text = _words(session, taken, **details)
    application, to = taken.application, State(taken.step)
    came_from = application.state
    application.state = to
    application.state_changed_at = clock.now()
    application.version += 1
    if to not in (State.IN_REVIEW, State.INTERVIEW):
        application.waiting_for_answer = False
    if to in INTERVIEW_OVER:
        application.adjustment = ""
    for name, value in taken.changes.items():
        setattr(application, name, value)
    # Nobody calls any more, unless the last word itself is to be said on the phone.
    if not to.is_open and not _is_said_on_the_phone(application):
        _stop_calls(session, application)
    passage = {"from_state": came_from, "to_state": to}
    _log(session, actor, taken, EventKind.MOVED, {"text": text} | taken.facts, **passage)
    _note(session, actor, application, "application.moved", **passage, **taken.facts)
    session.flush()
    _tell(session, application, text)
    return application


def _tell(session: Session, application: Application, text: str) -> None:
    """The words leave; where neither a mail nor a text message arrives, somebody has to call."""
    messages.tell_step(session, application, text, once=f"v{application.version}")
    if _is_said_on_the_phone(application):
        callbacks.call_instead(session, application)


def _is_said_on_the_phone(application: Application) -> bool:
    return not channels(application) and application.state not in SAID_BY_THE_PERSON


def _stop_calls(session: Session, application: Application) -> None:
    session.execute(
        update(CallbackRequest)
        .where(
            CallbackRequest.organisation_id == application.organisation_id,
            CallbackRequest.application_id == application.id,
            CallbackRequest.state == CallbackState.WAITING,
        )
        .values(state=CallbackState.GIVEN_UP)
    )


def _log(
    session: Session,
    actor: Actor,
    taken: _Taken,
    kind: EventKind,
    data: dict[str, Any],
    **passage: State,
) -> None:
    """A line of the story, with the words the person received."""
    application = taken.application
    session.add(
        ApplicationEvent(
            organisation_id=application.organisation_id,
            application_id=application.id,
            at=clock.now(),
            kind=kind,
            author=Author.STRUCTURE,
            person_name=actor.name,
            data=data | {"language": application.locale},
            **passage,
        )
    )


def _note(
    session: Session, actor: Actor, application: Application, action: str, **facts: Any
) -> None:
    """The audit keeps codes and dates, never the words."""
    audit.record(
        session,
        action,
        organisation_id=application.organisation_id,
        person_id=actor.person_id,
        subject=str(application.id),
        **facts,
    )
