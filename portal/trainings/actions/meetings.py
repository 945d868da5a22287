"""Meeting people before a session: moments are opened, people are invited, each chooses one. No
note, no ranking: the order is that of the dates.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from portal.kernel import clock
from portal.kernel.db import take_turns
from portal.kernel.errors import Invalid, NotAllowed, NotFound
from portal.kernel.i18n import N_
from portal.kernel.urls import is_secure
from portal.organisations.scope import Actor
from portal.trainings import policy, transitions
from portal.trainings.actions.registrations import note
from portal.trainings.actions.sessions import NOT_A_LINK, record
from portal.trainings.enums import (
    MeetingAnswer,
    MeetingWay,
    RegistrationAuthor,
    SessionState,
)
from portal.trainings.errors import MomentTaken, NoMomentLeft, SessionMovedOn
from portal.trainings.messages import joining
from portal.trainings.messages import meetings as messages
from portal.trainings.models import (
    Registration,
    SelectionInvitation,
    SelectionLink,
    SelectionPanelist,
    SelectionSlot,
    TrainingSession,
)
from portal.trainings.queries import meetings as queries
from portal.trainings.queries import registrations, sessions

# Those who choose in one session take turns.
_TURNS = 45
MOST_AT_ONCE = 20


@dataclass(frozen=True)
class Row:
    """Moments one after the other: `how_many` of so many `minutes`, from `first` on."""

    first: datetime
    how_many: int
    minutes: int
    way: MeetingWay
    place: str = ""
    video_link: str = ""
    peer_there: bool = False
    names: tuple[str, ...] = ()
    colleagues: tuple[UUID, ...] = ()


def open_moments(
    session: Session, actor: Actor, session_id: UUID, row: Row, once: UUID
) -> list[SelectionSlot]:
    """New moments to choose among; sent again with `once`, nothing more. Raises Invalid."""
    dates = _planned(session, actor, session_id)
    _check(dates, row)
    found = {one.slot.id for one in queries.list_moments(session, actor, session_id)}
    panel = _panel(session, actor, row)
    made = []
    for number in range(row.how_many):
        slot_id = uuid5(once, str(number))
        if slot_id in found:
            continue
        owner = {"organisation_id": dates.organisation_id, "session_id": dates.id}
        slot = SelectionSlot(
            id=slot_id,
            **owner,
            starts_at=row.first + timedelta(minutes=row.minutes * number),
            minutes=row.minutes,
            way=row.way,
            place=row.place if row.way is not MeetingWay.VIDEO else "",
            peer_there=row.peer_there,
        )
        session.add(slot)
        session.flush()
        for name, person_id in panel:
            session.add(SelectionPanelist(**owner, slot_id=slot.id, name=name, person_id=person_id))
        if row.way is MeetingWay.VIDEO:
            session.add(SelectionLink(**owner, slot_id=slot.id, video_link=row.video_link))
        made.append(slot)
    session.flush()
    record(session, actor, dates, "training_session.moments_opened", moments=len(made))
    return made


def _check(dates: TrainingSession, row: Row) -> None:
    last = row.first + timedelta(minutes=row.minutes * row.how_many)
    if row.first <= clock.now():
        raise Invalid({"day": str(N_("Ce jour est passé. Choisissez un jour à venir."))})
    if last.astimezone(clock.PARIS).date() >= dates.starts_on:
        raise Invalid({"day": str(N_("L’entretien a lieu avant le premier jour de la session."))})
    if row.way is MeetingWay.PLACE and not row.place:
        raise Invalid({"place": str(N_("Écrivez où venir : les personnes le lisent."))})
    if row.way is MeetingWay.VIDEO and not is_secure(row.video_link):
        raise Invalid({"video_link": str(NOT_A_LINK)})
    if not (row.names or row.colleagues):
        raise Invalid({"names": str(N_("Dites qui sera là : la personne veut le savoir."))})


def _panel(session: Session, actor: Actor, row: Row) -> list[tuple[str, UUID | None]]:
    """Names, and the colleagues behind them; whoever is no member of the federation, or
    only translates, is left out.
    """
    team = {one.person_id: one.name for one in sessions.list_colleagues(session, actor)}
    known: list[tuple[str, UUID | None]] = [
        (team[one], one) for one in row.colleagues if team.get(one)
    ]
    return [*known, *((name, None) for name in dict.fromkeys(row.names))]


def remove_moment(session: Session, actor: Actor, slot_id: UUID) -> None:
    """Take a moment away; whoever chose it is told, and chooses another."""
    slot = queries.get_slot(session, actor, slot_id)
    dates = _planned(session, actor, slot.session_id)
    taken = queries.find_by_slot(session, slot)
    registration = (
        registrations.get_received(session, actor, taken.registration_id, lock=True)
        if taken
        else None
    )
    take_turns(session, _TURNS, str(dates.id))
    now_taken = queries.find_by_slot(session, slot)
    if (now_taken and now_taken.registration_id) != (registration and registration.id):
        raise SessionMovedOn
    if now_taken and registration:
        _answer(now_taken, MeetingAnswer.NONE, None)
        session.flush()
        note(session, registration, "unmet", RegistrationAuthor.ORGANISER, name=actor.name)
        if slot.starts_at > clock.now():
            messages.tell_removed(session, registration, now_taken)
    session.delete(slot)
    session.flush()
    record(session, actor, dates, "training_session.moment_removed")


def invite(
    session: Session, actor: Actor, session_id: UUID, wanted: Collection[UUID]
) -> list[Registration]:
    """Ask these people to choose a moment, each by the way they gave. Those who were asked already
    hear nothing. Raises NoMomentLeft.
    """
    dates = _planned(session, actor, session_id)
    if not wanted:
        raise Invalid({"people": str(N_("Choisissez au moins une personne."))})
    _need_a_moment(session, actor, dates)
    found = [
        one for one in queries.list_to_invite(session, actor, session_id) if one.id in set(wanted)
    ]
    for registration in found:
        session.add(
            SelectionInvitation(
                registration_id=registration.id,
                organisation_id=registration.organisation_id,
                session_id=registration.session_id,
                invited_at=clock.now(),
            )
        )
        note(session, registration, "invited", RegistrationAuthor.ORGANISER, name=actor.name)
        messages.tell_invited(session, registration)
    record(session, actor, dates, "training_session.invited", people=len(found))
    return found


def _need_a_moment(session: Session, actor: Actor, dates: TrainingSession) -> None:
    now = clock.now()
    moments = queries.list_moments(session, actor, dates.id)
    if not any(one.is_free(now) for one in moments):
        raise NoMomentLeft


def choose(session: Session, actor: Actor, registration_id: UUID, slot_id: UUID) -> None:
    """Take a moment, or another one than before. Quiet if it is theirs. Raises MomentTaken."""
    registration, invitation = _mine(session, actor, registration_id)
    _take(session, registration, invitation, slot_id, RegistrationAuthor.CANDIDATE)


def ask_to_be_called(session: Session, actor: Actor, registration_id: UUID, words: str) -> None:
    """None suits: somebody calls. A moment chosen before is free again."""
    registration, invitation = _mine(session, actor, registration_id)
    if (invitation.answer, invitation.words) == (MeetingAnswer.CALL, words):
        return
    take_turns(session, _TURNS, str(registration.session_id))
    _answer(invitation, MeetingAnswer.CALL, None, words)
    session.flush()
    registration.version += 1
    note(session, registration, "call", RegistrationAuthor.CANDIDATE, words=words)
    joining.tell_officers(session, registration, joining.TO_CALL)


def note_choice(
    session: Session, actor: Actor, registration_id: UUID, slot_id: UUID
) -> Registration:
    """The person said, by voice, which moment suits. Raises MomentTaken."""
    registration = registrations.get_received(session, actor, registration_id, lock=True)
    dates = _planned(session, actor, registration.session_id)
    invitation = queries.find_invitation(session, registration)
    if invitation is None or registration.state not in transitions.MET:
        raise SessionMovedOn
    _take(session, registration, invitation, slot_id, RegistrationAuthor.ORGANISER, actor.name)
    record(session, actor, dates, "training_session.moment_noted")
    return registration


def _mine(
    session: Session, actor: Actor, registration_id: UUID
) -> tuple[Registration, SelectionInvitation]:
    registration = registrations.get_mine(session, actor, registration_id, lock=True)
    dates = sessions.get_public(session, registration.session_id)
    if not policy.can_choose_moment(actor, registration, dates):
        raise SessionMovedOn
    invitation = queries.find_invitation(session, registration)
    if invitation is None:
        raise NotFound
    if is_over(session, invitation):
        raise SessionMovedOn
    return registration, invitation


def is_over(session: Session, invitation: SelectionInvitation) -> bool:
    """Whether the moment somebody chose has begun: nothing is to be chosen any more."""
    chosen = queries.find_chosen(session, invitation)
    return chosen is not None and chosen.slot.starts_at <= clock.now()


def _take(
    session: Session,
    registration: Registration,
    invitation: SelectionInvitation,
    slot_id: UUID,
    author: RegistrationAuthor,
    name: str = "",
) -> None:
    if invitation.slot_id == slot_id:
        return
    take_turns(session, _TURNS, str(registration.session_id))
    slot = queries.find_slot(session, registration, slot_id)
    taken = queries.taken_slots(session, registration.session_id)
    if slot is None or slot.id in taken or slot.starts_at <= clock.now():
        raise MomentTaken
    _answer(invitation, MeetingAnswer.CHOSEN, slot.id)
    session.flush()
    note(session, registration, "met", author, name=name)
    own_act = author is RegistrationAuthor.CANDIDATE
    messages.tell_chosen(session, registration, invitation, slot, own_act=own_act)


def _answer(
    invitation: SelectionInvitation, answer: MeetingAnswer, slot_id: UUID | None, words: str = ""
) -> None:
    invitation.answer, invitation.slot_id, invitation.words = answer, slot_id, words
    invitation.answered_at = clock.now() if answer else None
    invitation.reminded_at = None
    invitation.revision += 1


def _planned(session: Session, actor: Actor, session_id: UUID) -> TrainingSession:
    dates = sessions.get_session(session, actor, session_id)
    if not policy.can_plan(actor, dates):
        raise NotAllowed
    if dates.state == SessionState.CANCELLED:
        raise SessionMovedOn
    return dates
