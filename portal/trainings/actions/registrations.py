"""Joining a session: what a person prepares, the moment it leaves, and what they do afterwards.

Each verb takes the actor who holds the link or the account. Two who want the last place take turns.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.files import actions as files
from portal.files import queries as stored
from portal.kernel import clock, tokens
from portal.kernel.db import new_id, reach, take_turns
from portal.kernel.errors import Conflict, NotFound
from portal.kernel.models import Erasure
from portal.organisations.scope import Actor
from portal.trainings import policy, register_links, transitions
from portal.trainings.actions import awarding
from portal.trainings.enums import Agreement, RegistrationAuthor, RegistrationState
from portal.trainings.errors import (
    InAnotherAccount,
    NothingToReach,
    SessionMovedOn,
    SessionNotOpen,
    TooLate,
)
from portal.trainings.messages import joining as messages
from portal.trainings.messages import needs
from portal.trainings.models import (
    Registration,
    RegistrationEvent,
    RegistrationNeed,
    TrainingSession,
)
from portal.trainings.queries import registrations as queries
from portal.trainings.queries import sessions

# The number by which those who want a place of one session take turns; the trigger has the same.
TURNS = 41


def start(
    session: Session,
    actor: Actor,
    dates: TrainingSession,
    settings: Settings,
    *,
    title: str,
    locale: str,
) -> tuple[Registration, str]:
    """A new draft, and the token that opens it. `title` is the training's, kept for later."""
    if not policy.takes_registrations(dates, clock.today()):
        raise SessionNotOpen
    registration_id, now = new_id(), clock.now()
    token = register_links.token(settings, registration_id, 1)
    reach(session, holder=tokens.digest(token))
    registration = Registration(
        id=registration_id,
        organisation_id=dates.organisation_id,
        session_id=dates.id,
        training_title=title,
        reference=tokens.new_reference(),
        holder_digest=tokens.digest(token),
        person_id=actor.person_id,
        locale=locale,
        created_at=now,
        state_changed_at=now,
    )
    session.add(registration)
    session.flush()
    return registration, token


def _draft(session: Session, actor: Actor, registration_id: UUID) -> Registration:
    """The actor's draft, locked. Raises SessionMovedOn once it left."""
    registration = queries.get_mine(session, actor, registration_id, lock=True)
    if not policy.can_prepare(actor, registration):
        raise SessionMovedOn
    return registration


def write(
    session: Session, actor: Actor, registration_id: UUID, values: Mapping[str, Any]
) -> Registration:
    """Fields of the draft as they come: name, contact_phone, contact_email (canonical), words,
    answers, employer_name, employer_email, locale, draft.
    """
    registration = _draft(session, actor, registration_id)
    for name, value in values.items():
        setattr(registration, name, value)
    session.flush()
    return registration


def remember(
    session: Session,
    actor: Actor,
    registration_id: UUID,
    step: str,
    *,
    passed: bool,
    unfinished: Mapping[str, Any] | None = None,
) -> None:
    """Keep where somebody is in their answers, and what they typed that is not valid yet."""
    registration = _draft(session, actor, registration_id)
    known = dict(registration.draft)
    steps = [name for name in known.get("passed", ()) if name != step]
    known["passed"] = [*steps, step] if passed else steps
    kept = {name: value for name, value in known.get("unfinished", {}).items() if name != step}
    known["unfinished"] = kept | {step: dict(unfinished)} if unfinished else kept
    registration.draft = known


def claim(session: Session, actor: Actor, registration_id: UUID) -> None:
    """Put the registration whose link one holds into one's account. Quiet if it is there.

    Raises InAnotherAccount, SessionMovedOn.
    """
    registration = queries.get_mine(session, actor, registration_id, lock=True)
    if registration.person_id is not None and registration.person_id == actor.person_id:
        return
    if registration.person_id is not None:
        raise InAnotherAccount
    if not policy.can_claim(actor, registration):
        raise SessionMovedOn
    registration.person_id = actor.person_id
    session.flush()


def speak(session: Session, actor: Actor, registration_id: UUID, locale: str) -> None:
    """The language of the messages from now on; the page speaks what it likes."""
    queries.get_mine(session, actor, registration_id, lock=True).locale = locale


def change_contact(
    session: Session, actor: Actor, registration_id: UUID, *, phone: str, email: str, locale: str
) -> None:
    """How to be reached, and in which language, from now on. Raises NothingToReach."""
    registration = queries.get_mine(session, actor, registration_id, lock=True)
    if not policy.can_say_needs(actor, registration):
        raise SessionMovedOn
    if not (phone or email):
        raise NothingToReach
    registration.contact_phone, registration.contact_email = phone, email
    registration.locale = locale
    registration.version += 1
    session.flush()


def give_recording(session: Session, actor: Actor, registration_id: UUID, file_id: UUID) -> None:
    """What one says aloud; the recording before it goes."""
    registration = _draft(session, actor, registration_id)
    before = registration.file_id
    if before == file_id:
        return
    registration.file_id = file_id
    session.flush()
    if before:
        files.erase(session, actor, before)


def remove_recording(session: Session, actor: Actor, registration_id: UUID) -> None:
    registration = _draft(session, actor, registration_id)
    before, registration.file_id = registration.file_id, None
    session.flush()
    if before:
        files.erase(session, actor, before)


def take_back(session: Session, actor: Actor, file_id: UUID) -> None:
    """Erase a recording the actor brought, for good. Raises Conflict once it was sent."""
    file = stored.get_given(session, actor, file_id)
    if file.released_at is not None:
        raise Conflict
    registration = queries.find_held(session, actor)
    if registration is not None and registration.file_id == file_id:
        registration.file_id = None
        session.flush()
    files.erase(session, actor, file_id)


def say_needs(
    session: Session,
    actor: Actor,
    registration_id: UUID,
    *,
    lines: Mapping[str, Any],
    language: str,
    words: str,
) -> None:
    """What one needs so as to come; nothing said takes it away. Only who arranges it reads it."""
    registration = queries.get_mine(session, actor, registration_id, lock=True)
    if not policy.can_say_needs(actor, registration) or _is_over(session, registration):
        raise SessionMovedOn
    need = queries.find_need(session, registration)
    before = (need.lines, need.language, need.words) if need else ({}, "", "")
    changes = before != (dict(lines), language, words)
    if changes and registration.state != RegistrationState.DRAFT:
        registration.version += 1
        needs.tell_arrangers(session, registration)
    if not (lines or language or words):
        if need:
            session.delete(need)
        session.flush()
        return
    if need is None:
        need = RegistrationNeed(
            registration_id=registration.id,
            organisation_id=registration.organisation_id,
            session_id=registration.session_id,
        )
        session.add(need)
    if changes:
        need.arranged_at, need.arranged_words = None, ""
    need.lines, need.language, need.words = dict(lines), language, words
    session.flush()


def submit(
    session: Session,
    actor: Actor,
    registration_id: UUID,
    settings: Settings,
    *,
    locale: str,
    consent: str,
) -> Registration:
    """Send it, once: a place if there is one and nobody waits, else the waiting list; where the
    organiser chooses, it is received and waits for an answer.

    Raises SessionNotOpen, NothingToReach.
    """
    registration = queries.get_mine(session, actor, registration_id, lock=True)
    if registration.state != RegistrationState.DRAFT:
        return registration
    dates = sessions.get_public(session, registration.session_id)
    if not policy.takes_registrations(dates, clock.today()):
        raise SessionNotOpen
    if not registration.name or not (registration.contact_phone or registration.contact_email):
        raise NothingToReach
    to, now = _first_state(session, registration, dates), clock.now()
    registration.locale, registration.draft = locale, {}
    registration.consent_text, registration.consented_at = consent, now
    registration.submitted_at = now
    if dates.asks_employer and registration.employer_email:
        token = register_links.agreement_token(settings, registration.id)
        registration.agreement = Agreement.ASKED
        registration.agreement_digest = tokens.digest(token)
    _move(session, registration, to)
    if registration.file_id:
        files.release(session, actor, registration.file_id)
    messages.confirm_own_act(session, registration)
    messages.tell_officers(session, registration, messages.RECEIVED)
    if queries.find_need(session, registration):
        needs.tell_arrangers(session, registration)
    if registration.agreement == Agreement.ASKED:
        messages.ask_employer(session, registration, dates)
    return registration


def _first_state(
    session: Session, registration: Registration, dates: TrainingSession
) -> RegistrationState:
    if dates.chooses:
        return RegistrationState.RECEIVED
    take_turns(session, TURNS, str(dates.id))
    if sessions.places_of(session, dates).left:
        return RegistrationState.CONFIRMED
    registration.waiting_since = clock.now()
    return RegistrationState.WAITING


def take_place(session: Session, actor: Actor, registration_id: UUID) -> Registration:
    """Yes to the place that was offered. Quiet if it is theirs. Raises TooLate."""
    registration = queries.get_mine(session, actor, registration_id, lock=True)
    if registration.state == RegistrationState.CONFIRMED:
        return registration
    dates = sessions.get_public(session, registration.session_id)
    if not policy.can_take_place(actor, registration, dates, clock.now()):
        raise TooLate
    registration.offered_until = None
    _move(session, registration, RegistrationState.CONFIRMED)
    messages.confirm_own_act(session, registration)
    return registration


def queue_again(session: Session, actor: Actor, registration_id: UUID) -> Registration:
    """Back on the waiting list, at its end, after a place passed by."""
    registration = queries.get_mine(session, actor, registration_id, lock=True)
    if registration.state == RegistrationState.WAITING:
        return registration
    dates = sessions.get_public(session, registration.session_id)
    if not policy.can_queue_again(actor, registration, dates, clock.today()):
        raise SessionMovedOn
    registration.waiting_since = clock.now()
    _move(session, registration, RegistrationState.WAITING)
    messages.offer_next(session, registration)
    return registration


def withdraw(session: Session, actor: Actor, registration_id: UUID) -> Registration:
    """Give the place back, or leave the list: the next one is called. Quiet if it is done."""
    registration = queries.get_mine(session, actor, registration_id, lock=True)
    if registration.state == RegistrationState.WITHDRAWN:
        return registration
    if not policy.can_withdraw(actor, registration) or _is_over(session, registration):
        raise SessionMovedOn
    frees = registration.state in transitions.TAKEN
    registration.offered_until = None
    _move(session, registration, RegistrationState.WITHDRAWN)
    messages.confirm_own_act(session, registration)
    _say_left(session, registration, frees=frees)
    return registration


def _is_over(session: Session, registration: Registration) -> bool:
    """Whether it took place, or was called off: what was then is not undone by an old link."""
    dates = sessions.get_public(session, registration.session_id)
    return dates.is_cancelled or sessions.is_over(dates, clock.today())


def _say_left(session: Session, registration: Registration, *, frees: bool) -> None:
    """Who organises hears that somebody does not come; the next one is called."""
    messages.tell_officers(session, registration, messages.LEFT)
    if frees:
        messages.offer_next(session, registration)


def discard(session: Session, actor: Actor, registration_id: UUID) -> None:
    """Erase a draft and its recording. Already erased, or sent since: nothing happens."""
    try:
        registration = queries.get_mine(session, actor, registration_id, lock=True)
    except NotFound:
        return
    if policy.can_prepare(actor, registration):
        _erase(session, actor, registration)


def erase(session: Session, actor: Actor, registration_id: UUID) -> None:
    """Everything, for good; a place goes to the next one. An empty row, « withdrawn » and of
    nobody, stands where it was: the link says that all is gone. What was written to the person is
    erased by a job. The ledger keeps the random id: a restored backup forgets it again.
    """
    registration = queries.get_mine(session, actor, registration_id, lock=True)
    if policy.is_erased(registration):
        return
    if registration.state == RegistrationState.DRAFT:
        _erase(session, actor, registration)
        return
    was_alive = registration.state in (*transitions.ALIVE, RegistrationState.LAPSED)
    frees, empty = registration.state in transitions.TAKEN, _husk(registration)
    _erase(session, actor, registration)
    session.add(empty)
    session.flush()
    messages.forget_traces(session, empty)
    if was_alive:
        _say_left(session, empty, frees=frees)


def _husk(registration: Registration) -> Registration:
    return Registration(
        id=registration.id,
        organisation_id=registration.organisation_id,
        session_id=registration.session_id,
        training_title=registration.training_title,
        reference=registration.reference,
        holder_digest=registration.holder_digest,
        token_version=registration.token_version,
        locale=registration.locale,
        state=RegistrationState.WITHDRAWN,
        version=registration.version + 1,
        created_at=registration.created_at,
        submitted_at=registration.submitted_at,
        state_changed_at=clock.now(),
    )


def _erase(session: Session, actor: Actor, registration: Registration) -> None:
    file_id = registration.file_id
    awarding.erase_badges(session, registration)
    session.execute(
        delete(Registration).where(
            Registration.id == registration.id,
            Registration.organisation_id == registration.organisation_id,
        )
    )
    session.expunge(registration)
    if file_id:
        files.erase(session, actor, file_id)
    session.execute(
        insert(Erasure)
        .values(
            id=new_id(),
            kind="registration",
            subject_id=registration.id,
            erased_at=clock.now(),
        )
        .on_conflict_do_nothing()
    )


def answer_as_employer(
    session: Session, digest: str, *, agrees: bool, words: str, name: str
) -> Registration:
    """Yes or no to somebody's time, with a word. May be changed until the session begins.

    Raises NotFound, SessionMovedOn.
    """
    registration = queries.find_for_employer(session, digest)
    if registration is None:
        raise NotFound
    dates = sessions.get_public(session, registration.session_id)
    if dates.starts_on <= clock.today() or registration.state not in transitions.ALIVE:
        raise SessionMovedOn
    answer = Agreement.GIVEN if agrees else Agreement.REFUSED
    if (registration.agreement, registration.agreement_words) == (answer, words):
        return registration
    registration.agreement, registration.agreement_words = answer, words
    registration.version += 1
    note(session, registration, "agreement", RegistrationAuthor.EMPLOYER, name=name, words=words)
    messages.tell(
        session,
        registration,
        messages.WROTE,
        once=f"agreement:v{registration.version}",
        data={"words": answer.label},
    )
    messages.tell_officers(session, registration, messages.AGREED)
    return registration


def note(
    session: Session,
    registration: Registration,
    kind: str,
    author: RegistrationAuthor,
    *,
    before: str = "",
    name: str = "",
    words: str = "",
) -> None:
    """A line of the story."""
    session.add(
        RegistrationEvent(
            organisation_id=registration.organisation_id,
            registration_id=registration.id,
            at=clock.now(),
            kind=kind,
            author=author,
            from_state=before,
            to_state=registration.state if before else "",
            person_name=name,
            words=words,
        )
    )
    session.flush()


def _move(session: Session, registration: Registration, to: RegistrationState) -> None:
    """By the person's hand; the state they saw may have moved meanwhile."""
    if to not in transitions.BY_CANDIDATE.get(registration.state, ()):
        raise SessionMovedOn
    before = registration.state
    registration.state, registration.state_changed_at = to, clock.now()
    registration.version += 1
    session.flush()
    note(session, registration, "moved", RegistrationAuthor.CANDIDATE, before=before)
