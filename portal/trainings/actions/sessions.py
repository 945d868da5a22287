"""Sessions of a training: planned, opened, changed, closed, called off."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.kernel import audit, clock
from portal.kernel.db import new_id
from portal.kernel.errors import Invalid, NotAllowed
from portal.kernel.i18n import N_
from portal.kernel.urls import is_secure
from portal.organisations.scope import Actor
from portal.trainings import policy, publication, session_checks
from portal.trainings.actions import venues
from portal.trainings.enums import SessionRole, SessionState
from portal.trainings.errors import (
    ChangedMeanwhile,
    FederationNotAdmitted,
    SessionMovedOn,
    TrainingNotPublished,
)
from portal.trainings.messages import joining as messages
from portal.trainings.models import SessionStaff, TrainingRoom, TrainingSession
from portal.trainings.queries import sessions as queries
from portal.trainings.queries import trainings

# What is written of a session; the video link stands apart (`TrainingRoom`). With a `venue_id`, the
# place of the federation says where it is, whatever the fields of the address hold.
FIELDS = (
    "starts_on",
    "ends_on",
    "half_days",
    "venue_id",
    "venue",
    "address",
    "city",
    "department",
    "online",
    "practical",
    "passport",
    "spoken",
    "places",
    "register_until",
    "answer_hours",
    "chooses",
    "asks_employer",
    "questions",
    "contact",
)
NOT_A_LINK = N_("Collez l’adresse entière de la réunion, qui commence par https://")
# What those who come must hear about, and the video link.
_TOLD = ("starts_on", "ends_on", "half_days", "venue", "address", "city", "online")
# What an employer agreed to.
_DAYS = ("starts_on", "ends_on")


def plan_session(
    session: Session,
    actor: Actor,
    training_id: UUID,
    values: Mapping[str, Any],
    session_id: UUID | None = None,
) -> TrainingSession:
    """A session nobody sees yet. With a `session_id` already used, the one that has it: the form
    carries one, so that pressed twice it plans once. Raises Invalid.
    """
    training = trainings.get_training(session, actor, training_id)
    if not policy.can_write_trainings(actor):
        raise NotAllowed
    if session_id and (known := queries.find_session(session, actor, session_id)):
        return known
    now = clock.now()
    given = {name: values[name] for name in FIELDS if name in values}
    given |= venues.chosen(session, actor, given.get("venue_id"))
    _check(given, values.get("video_link", ""))
    planned = TrainingSession(
        id=session_id or new_id(),
        organisation_id=training.organisation_id,
        training_id=training.id,
        created_at=now,
        updated_at=now,
        **given,
    )
    session.add(planned)
    session.flush()
    set_room(session, actor, planned.id, str(values.get("video_link", "")))
    record(session, actor, planned, "training_session.planned")
    return planned


def change_session(
    session: Session, actor: Actor, session_id: UUID, values: Mapping[str, Any], *, version: int
) -> TrainingSession:
    """Write it anew; those who come are told what moved. Announced, it goes to no day that is past.
    Raises ChangedMeanwhile, Invalid, and SessionMovedOn once it is over.

    Fewer places than are taken: those who have one keep it, and nobody new gets one.
    """
    had = queries.get_session(session, actor, session_id).venue_id
    there = venues.chosen(session, actor, values.get("venue_id", had), before=had)
    found = _lock(session, actor, session_id)
    if not policy.can_change(actor, found, clock.today()):
        raise SessionMovedOn
    if found.version != version:
        raise ChangedMeanwhile
    room = queries.find_room(session, found)
    link_before = room.video_link if room else ""
    link = str(values.get("video_link", link_before))
    before = {name: getattr(found, name) for name in FIELDS}
    after = before | {name: values[name] for name in FIELDS if name in values} | there
    # Before anything is written: what is refused leaves nothing behind.
    _check(after, link)
    if found.state != SessionState.PLANNED and (wrong := session_checks.gone(before, after)):
        raise Invalid(wrong)
    for name, value in after.items():
        setattr(found, name, value)
    found.version += 1
    found.updated_at = clock.now()
    if link != link_before or any(before[name] != after[name] for name in _TOLD):
        found.revision += 1
        if found.state != SessionState.PLANNED:
            messages.tell_session(
                session,
                found,
                messages.CHANGED,
                by=actor.person_id,
                other_days=any(before[name] != after[name] for name in _DAYS),
            )
    session.flush()
    if link != link_before:
        set_room(session, actor, found.id, link)
    if found.state != SessionState.PLANNED:
        publication.follow_sessions(session, found.training_id)
        messages.offer_next(session, found)
    record(session, actor, found, "training_session.changed")
    return found


def _check(values: Mapping[str, Any], video_link: str) -> None:
    wrong = session_checks.problems(values)
    if not wrong and video_link and not is_secure(video_link):
        wrong = {"video_link": str(NOT_A_LINK)}
    if wrong:
        raise Invalid(wrong)


def open_session(session: Session, actor: Actor, session_id: UUID) -> TrainingSession:
    """Anybody sees it and may ask to come. Quiet if it is open. Raises TrainingNotPublished."""
    found = _lock(session, actor, session_id)
    if found.state == SessionState.OPEN:
        return found
    if found.state == SessionState.CANCELLED or queries.is_over(found, clock.today()):
        raise SessionMovedOn
    if not policy.is_vouched_for(actor):
        raise FederationNotAdmitted
    if queries.find_published(session, found.training_id) is None:
        raise TrainingNotPublished
    found.announced_at = found.announced_at or clock.now()
    _move(session, found, SessionState.OPEN)
    record(session, actor, found, "training_session.opened")
    return found


def close_session(session: Session, actor: Actor, session_id: UUID) -> TrainingSession:
    """No more registrations; it takes place all the same."""
    found = _lock(session, actor, session_id)
    if found.state == SessionState.CLOSED:
        return found
    if found.state != SessionState.OPEN:
        raise SessionMovedOn
    _move(session, found, SessionState.CLOSED)
    record(session, actor, found, "training_session.closed")
    return found


def cancel_session(
    session: Session, actor: Actor, session_id: UUID, because: str
) -> TrainingSession:
    """It does not take place, or does not go on: everybody is told, with the organiser's words.
    What took place keeps its lists. Raises Invalid.
    """
    found = _lock(session, actor, session_id)
    if found.state == SessionState.CANCELLED:
        return found
    if queries.is_over(found, clock.today()):
        raise SessionMovedOn
    was_public = found.state != SessionState.PLANNED
    if was_public and not because.strip():
        raise Invalid({"because": str(N_("Écrivez pourquoi : les personnes le lisent."))})
    found.cancelled_because = because.strip()
    found.revision += 1
    _move(session, found, SessionState.CANCELLED)
    record(session, actor, found, "training_session.cancelled")
    if was_public:
        messages.tell_session(session, found, messages.CALLED_OFF, by=actor.person_id)
    return found


def set_room(session: Session, actor: Actor, session_id: UUID, video_link: str) -> None:
    """The video link, which only those who have a place read; empty takes it away."""
    found = _lock(session, actor, session_id)
    room = queries.find_room(session, found)
    if room is None and video_link:
        session.add(
            TrainingRoom(
                session_id=found.id, organisation_id=found.organisation_id, video_link=video_link
            )
        )
    elif room is not None:
        room.video_link = video_link
    session.flush()


def set_staff(
    session: Session,
    actor: Actor,
    session_id: UUID,
    people: Iterable[tuple[UUID, SessionRole]],
) -> None:
    """Who trains and who welcomes in this session. Whoever is no member of the federation, or only
    translates, is left out.
    """
    found = _lock(session, actor, session_id)
    colleagues = {member.person_id for member in queries.list_colleagues(session, actor)}
    session.execute(
        delete(SessionStaff).where(
            SessionStaff.session_id == found.id,
            SessionStaff.organisation_id == actor.organisation_id,
        )
    )
    for person_id, role in sorted({one for one in people if one[0] in colleagues}):
        session.add(
            SessionStaff(
                organisation_id=found.organisation_id,
                session_id=found.id,
                person_id=person_id,
                role=role,
            )
        )
    session.flush()
    record(session, actor, found, "training_session.staffed")


def note_taken(session: Session, actor: Actor, found: TrainingSession, people: int) -> None:
    """A list of people left the portal in a file: nobody sees any more who reads it."""
    record(session, actor, found, "training_session.list_taken", people=people)


def _lock(session: Session, actor: Actor, session_id: UUID) -> TrainingSession:
    found = queries.get_session(session, actor, session_id, lock=True)
    if not policy.can_plan(actor, found):
        raise NotAllowed
    return found


def _move(session: Session, found: TrainingSession, state: SessionState) -> None:
    found.state, found.updated_at = state, clock.now()
    found.version += 1
    session.flush()
    publication.follow_sessions(session, found.training_id)


def record(session: Session, actor: Actor, found: TrainingSession, code: str, **facts: int) -> None:
    """What was done with a session, in the journal."""
    audit.record(
        session,
        code,
        organisation_id=found.organisation_id,
        person_id=actor.person_id,
        subject=str(found.id),
        **facts,
    )
