"""What who organises does with registrations, and what the portal does by itself: a place that got
free goes to who waits longest. No score and no ranking anywhere: the order is that of arrival.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from portal.kernel import audit, clock
from portal.kernel.db import take_turns
from portal.kernel.errors import Invalid, NotAllowed
from portal.kernel.i18n import N_
from portal.kernel.messages import SMS
from portal.kernel.sending_hours import next_departure
from portal.organisations.scope import Actor
from portal.trainings import policy, transitions
from portal.trainings.actions.registrations import TURNS, note
from portal.trainings.enums import RegistrationAuthor, RegistrationState, SessionState
from portal.trainings.errors import NoPlaceLeft, SessionMovedOn
from portal.trainings.messages import joining as messages
from portal.trainings.models import (
    Registration,
    RegistrationEvent,
    RegistrationNeed,
    TrainingSession,
)
from portal.trainings.queries import attending, sessions
from portal.trainings.queries import registrations as queries


def mark_seen(session: Session, actor: Actor, registration_id: UUID) -> Registration:
    """Who organises opened it for the first time."""
    registration = queries.get_received(session, actor, registration_id)
    dates = sessions.get_session(session, actor, registration.session_id)
    if not policy.can_plan(actor, dates):
        raise NotAllowed
    if registration.seen_at is None:
        registration.seen_at = clock.now()
        session.flush()
    return registration


def offer_place(session: Session, actor: Actor, registration_id: UUID, words: str) -> Registration:
    """Keep a place for somebody, who says in time whether they take it. Raises NoPlaceLeft."""
    # In the order of the job that calls the next one: first the turn, then the row. The other way
    # round, the two would wait for each other.
    asked = queries.get_received(session, actor, registration_id)
    take_turns(session, TURNS, str(asked.session_id))
    registration, dates = _received(session, actor, registration_id)
    if registration.state == RegistrationState.OFFERED:
        return registration
    _need_move(registration, RegistrationState.OFFERED, dates)
    places = sessions.places_of(session, dates)
    if places.taken >= places.total:
        raise NoPlaceLeft
    registration.offered_until = until(session, dates)
    return _move(session, actor, registration, RegistrationState.OFFERED, words)


def put_on_list(session: Session, actor: Actor, registration_id: UUID, words: str) -> Registration:
    """On the waiting list, behind those who are on it. Who is on it keeps their turn."""
    registration, dates = _received(session, actor, registration_id)
    if registration.state == RegistrationState.WAITING:
        return registration
    _need_move(registration, RegistrationState.WAITING, dates)
    registration.waiting_since = clock.now()
    _move(session, actor, registration, RegistrationState.WAITING, words)
    messages.offer_next(session, registration)
    return registration


def decline(session: Session, actor: Actor, registration_id: UUID, words: str) -> Registration:
    """Say no, with the organiser's words."""
    registration, dates = _received(session, actor, registration_id)
    if registration.state == RegistrationState.DECLINED:
        return registration
    _need_move(registration, RegistrationState.DECLINED, dates)
    return _move(session, actor, registration, RegistrationState.DECLINED, words)


def take_up_again(
    session: Session, actor: Actor, registration_id: UUID, words: str = ""
) -> Registration:
    """A « no » said by mistake: it is to be decided again."""
    registration, dates = _received(session, actor, registration_id)
    if registration.state == RegistrationState.RECEIVED:
        return registration
    _need_move(registration, RegistrationState.RECEIVED, dates)
    return _move(session, actor, registration, RegistrationState.RECEIVED, words)


def record_acceptance(
    session: Session, actor: Actor, registration_id: UUID, words: str
) -> Registration:
    """The person said, by voice, that they take the place that is kept for them."""
    registration, dates = _received(session, actor, registration_id)
    if registration.state == RegistrationState.CONFIRMED:
        return registration
    _need_move(registration, RegistrationState.CONFIRMED, dates)
    registration.offered_until = None
    return _move(session, actor, registration, RegistrationState.CONFIRMED, words)


def record_withdrawal(
    session: Session, actor: Actor, registration_id: UUID, words: str
) -> Registration:
    """The person said, by voice, that they do not come: the next one is called."""
    registration, dates = _received(session, actor, registration_id)
    if registration.state == RegistrationState.WITHDRAWN:
        return registration
    _need_move(registration, RegistrationState.WITHDRAWN, dates)
    frees = registration.state in transitions.TAKEN
    registration.offered_until = None
    _move(session, actor, registration, RegistrationState.WITHDRAWN, words)
    if frees:
        messages.offer_next(session, registration)
    return registration


def write_to(
    session: Session,
    actor: Actor,
    registration_id: UUID,
    words: str,
    *,
    others: Mapping[str, str] | None = None,
) -> Registration:
    """Words to the person, by the way they gave, in the story too; first in their language, where
    `others` has it. Raises Invalid.
    """
    registration, _dates = _received(session, actor, registration_id)
    if registration.state == RegistrationState.WITHDRAWN:
        raise SessionMovedOn
    _need_words(words)
    registration.version += 1
    author, said = RegistrationAuthor.ORGANISER, _in_their_language(registration, words, others)
    note(session, registration, "wrote", author, name=actor.name, words=said)
    once = f"v{registration.version}"
    messages.tell(session, registration, messages.WROTE, once=once, data={"words": said})
    return registration


def write_to_all(
    session: Session,
    actor: Actor,
    session_id: UUID,
    words: str,
    states: Collection[RegistrationState],
    *,
    once: UUID,
    others: Mapping[str, str] | None = None,
) -> list[Registration]:
    """The same words to everybody in these states, each by the way they gave; returns them.
    `others`: the same in other languages, by their tag; who reads one gets it before the French.

    Sent again with the same `once`, nobody gets it twice. Raises Invalid.
    """
    dates = sessions.get_session(session, actor, session_id)
    if not policy.can_plan(actor, dates):
        raise NotAllowed
    _need_words(words)
    found = queries.list_in(session, actor, session_id, states)
    known = queries.find_event_ids(session, [uuid5(once, str(one.id)) for one in found])
    for registration in found:
        event_id = uuid5(once, str(registration.id))
        if event_id in known:
            continue
        said = _in_their_language(registration, words, others)
        session.add(
            RegistrationEvent(
                id=event_id,
                organisation_id=registration.organisation_id,
                registration_id=registration.id,
                at=clock.now(),
                kind="wrote",
                author=RegistrationAuthor.ORGANISER,
                person_name=actor.name,
                words=said,
            )
        )
        data = {"words": said}
        messages.tell(session, registration, messages.WROTE, once=f"all:{once}", data=data)
    session.flush()
    audit.record(
        session,
        "training_session.wrote",
        organisation_id=dates.organisation_id,
        person_id=actor.person_id,
        subject=str(dates.id),
        people=len(found),
    )
    return found


def _in_their_language(
    registration: Registration, words: str, others: Mapping[str, str] | None
) -> str:
    """French stays below: it is what the organiser answers for."""
    own = (others or {}).get(registration.locale, "").strip()
    return f"{own}\n\n{words}" if own else words


def _need_words(words: str) -> None:
    if not words.strip():
        raise Invalid({"words": str(N_("Écrivez votre message."))})


def mark_arranged(
    session: Session, actor: Actor, registration_id: UUID, words: str
) -> RegistrationNeed:
    """What was asked for is arranged, or why not: the person is told, and reads the words behind
    their link. Said again in the same words, nothing happens.
    """
    registration = queries.get_received(session, actor, registration_id)
    dates = sessions.get_session(session, actor, registration.session_id)
    if not policy.can_see_needs(actor, dates, sessions.roles_in(session, actor, dates.id)):
        raise NotAllowed
    need = queries.find_need(session, registration)
    if need is None:
        raise SessionMovedOn
    if need.arranged_at is None or need.arranged_words != words:
        need.arranged_at, need.arranged_words = clock.now(), words
        session.flush()
        once = need.arranged_at.isoformat()
        messages.tell(session, registration, messages.ARRANGED, once=once)
    return need


def until(session: Session, dates: TrainingSession) -> datetime:
    """The moment until which a place offered now is kept: never after the session began. Offered at
    night, the time to answer begins in the morning, when a text message says so.
    """
    told = next_departure(session, SMS, clock.now())
    begins = datetime.combine(dates.starts_on, datetime.min.time(), tzinfo=clock.PARIS)
    return max(min(told + timedelta(hours=dates.answer_hours), begins), told + timedelta(hours=2))


def offer_next(session: Session, organisation_id: UUID, session_id: UUID) -> int:
    """Offer each free place to who waits longest; returns how many were offered. For the job."""
    dates = session.get(TrainingSession, session_id)
    if dates is None or dates.state not in (SessionState.OPEN, SessionState.CLOSED):
        return 0
    if dates.starts_on < clock.today() or dates.organisation_id != organisation_id:
        return 0
    take_turns(session, TURNS, str(dates.id))
    places = sessions.places_of(session, dates)
    offered = 0
    while places.taken + offered < places.total:
        registration = sessions.next_waiting(session, dates)
        if registration is None:
            break
        registration.offered_until = until(session, dates)
        _by_portal(session, registration, RegistrationState.OFFERED)
        messages.tell_moved(session, registration)
        offered += 1
    return offered


def lapse(session: Session, registration: Registration) -> None:
    """Nobody answered in time: the place goes on to the next. Quiet if somebody did meanwhile."""
    over = registration.offered_until is not None and registration.offered_until < clock.now()
    if registration.state != RegistrationState.OFFERED or not over:
        return
    registration.offered_until = None
    _by_portal(session, registration, RegistrationState.LAPSED)
    messages.tell_moved(session, registration)
    messages.offer_next(session, registration)


def call_off(session: Session, registration: Registration, dates: TrainingSession) -> None:
    """Its session does not take place; or does not go on, and who had a place in what took place
    keeps it: the lists, certificates and opinions are about that.
    """
    words = dates.cancelled_because
    if registration.state == RegistrationState.CONFIRMED and attending.has_begun(session, dates):
        said = {"words": words, "has_begun": True}
        messages.tell(session, registration, messages.CALLED_OFF, once="called-off", data=said)
        return
    if RegistrationState.CALLED_OFF not in transitions.BY_ORGANISER.get(registration.state, ()):
        return
    registration.offered_until = None
    _by_portal(session, registration, RegistrationState.CALLED_OFF, words)
    messages.tell(
        session, registration, messages.CALLED_OFF, once="called-off", data={"words": words}
    )


def _by_portal(
    session: Session, registration: Registration, to: RegistrationState, words: str = ""
) -> None:
    before = registration.state
    registration.state, registration.state_changed_at = to, clock.now()
    registration.version += 1
    session.flush()
    note(session, registration, "moved", RegistrationAuthor.PORTAL, before=before, words=words)


def _received(
    session: Session, actor: Actor, registration_id: UUID
) -> tuple[Registration, TrainingSession]:
    registration = queries.get_received(session, actor, registration_id, lock=True)
    dates = sessions.get_session(session, actor, registration.session_id)
    if not policy.can_plan(actor, dates):
        raise NotAllowed
    return registration, dates


def _need_move(registration: Registration, to: RegistrationState, dates: TrainingSession) -> None:
    """Still possible, for a session that is to come. Raises SessionMovedOn."""
    gone = dates.state == SessionState.CANCELLED or sessions.is_over(dates, clock.today())
    if gone or to not in transitions.BY_ORGANISER.get(registration.state, ()):
        raise SessionMovedOn


def _move(
    session: Session, actor: Actor, registration: Registration, to: RegistrationState, words: str
) -> Registration:
    """By the organiser's hand; pressed twice it is done once."""
    before = registration.state
    if before == to:
        return registration
    if to not in transitions.BY_ORGANISER.get(before, ()):
        raise SessionMovedOn
    now = clock.now()
    registration.state, registration.state_changed_at = to, now
    registration.seen_at = registration.seen_at or now
    registration.version += 1
    session.flush()
    author = RegistrationAuthor.ORGANISER
    note(session, registration, "moved", author, before=before, name=actor.name, words=words)
    messages.tell_moved(session, registration, words)
    return registration
