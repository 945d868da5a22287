"""Dates: added one by one or as a series, changed, called off; and who comes."""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.events import messages, policy, recurrence, terms
from portal.events.enums import Rhythm
from portal.events.errors import MeetingOver
from portal.events.models import GroupMeeting, MeetingRoom, MeetingSignUp
from portal.events.queries import groups, meetings
from portal.kernel import clock
from portal.kernel.db import new_id
from portal.kernel.errors import Gone, Invalid, NotFound
from portal.kernel.i18n import N_
from portal.kernel.urls import is_secure
from portal.organisations.scope import Actor

PAST = N_("Choisissez une date à venir.")
BACKWARDS = N_("L’heure de fin vient après l’heure de début.")
NOT_A_LINK = N_("Collez l’adresse entière de la réunion, qui commence par https://")


@dataclass(frozen=True)
class MeetingFacts:
    """When, about what, and where. Hours are those of Paris."""

    day: date
    begins: time
    ends: time
    about: str = ""
    place: str = ""
    video_link: str = ""

    def check(self) -> None:
        problems = {}
        if self.starts(self.day) <= clock.now():
            problems["day"] = str(PAST)
        if self.ends <= self.begins:
            problems["ends"] = str(BACKWARDS)
        if self.video_link and not is_secure(self.video_link):
            problems["video_link"] = str(NOT_A_LINK)
        if problems:
            raise Invalid(problems)

    def starts(self, day: date) -> datetime:
        return datetime.combine(day, self.begins, tzinfo=clock.PARIS)

    def stops(self, day: date) -> datetime:
        return datetime.combine(day, self.ends, tzinfo=clock.PARIS)


def add_meetings(
    session: Session,
    actor: Actor,
    group_id: UUID,
    facts: MeetingFacts,
    *,
    rhythm: Rhythm = Rhythm.ONCE,
    how_many: int = 1,
) -> list[GroupMeeting]:
    """One date, or those that follow it. Raises NotFound, Gone, Invalid."""
    group = groups.get_run(session, actor, group_id)
    if group.closed_at is not None:
        raise Gone
    facts.check()
    added = []
    for day in recurrence.dates(facts.day, rhythm, how_many):
        meeting = GroupMeeting(
            id=new_id(),
            group_id=group_id,
            starts_at=facts.starts(day),
            ends_at=facts.stops(day),
            about=facts.about,
        )
        room = MeetingRoom(
            meeting_id=meeting.id,
            group_id=group_id,
            place=facts.place,
            video_link=facts.video_link,
        )
        session.add(meeting)
        session.flush()
        session.add(room)
        added.append(meeting)
    session.flush()
    return added


def get_run_meeting(session: Session, actor: Actor, meeting_id: UUID) -> meetings.Meeting:
    """A date of a group the actor runs. Raises NotFound."""
    found = meetings.get_meeting(session, actor, meeting_id)
    groups.get_run(session, actor, found.meeting.group_id)
    return found


def change_meeting(
    session: Session, actor: Actor, meeting_id: UUID, facts: MeetingFacts
) -> GroupMeeting:
    """Move a date or say something else about it; those who come are told what matters.

    Raises NotFound, MeetingOver, Invalid.
    """
    found = get_run_meeting(session, actor, meeting_id)
    meeting, room = found.meeting, found.room
    if not policy.can_sign_up(meeting, clock.now()):
        raise MeetingOver
    facts.check()
    if room is None:
        raise NotFound
    before = (meeting.starts_at, meeting.ends_at, room.place, room.video_link)
    meeting.starts_at, meeting.ends_at = facts.starts(facts.day), facts.stops(facts.day)
    room.place, room.video_link = facts.place, facts.video_link
    meeting.about = facts.about
    if before != (meeting.starts_at, meeting.ends_at, room.place, room.video_link):
        meeting.revision += 1
        messages.tell_signed_up(session, meeting, messages.CHANGED)
    session.flush()
    return meeting


def cancel_meeting(session: Session, actor: Actor, meeting_id: UUID) -> GroupMeeting:
    """It does not take place; those who would have come are told. Raises NotFound, MeetingOver."""
    meeting = get_run_meeting(session, actor, meeting_id).meeting
    if not policy.can_sign_up(meeting, clock.now()):
        raise MeetingOver
    meeting.cancelled_at = clock.now()
    meeting.revision += 1
    messages.tell_signed_up(session, meeting, messages.CANCELLED)
    session.flush()
    return meeting


def cancel_coming(session: Session, actor: Actor, group_id: UUID) -> None:
    """Every date to come is called off: the group closes. Raises NotFound."""
    for one in meetings.list_coming(session, actor, group_id):
        if one.meeting.cancelled_at is None:
            cancel_meeting(session, actor, one.meeting.id)


def sign_up(session: Session, actor: Actor, meeting_id: UUID) -> GroupMeeting:
    """« Je viens ». Said twice, it holds once. Raises NotFound, MeetingOver."""
    meeting = _to_choose(session, actor, meeting_id)
    if meetings.find_sign_up(session, actor, meeting_id) is None and actor.person_id:
        now = clock.now()
        # Whoever signs up on the eve knows: nothing to remind them of.
        is_soon = meeting.starts_at - now <= terms.length(session, "remind", "hours")
        session.add(
            MeetingSignUp(
                group_id=meeting.group_id,
                meeting_id=meeting_id,
                person_id=actor.person_id,
                signed_up_at=now,
                reminded_at=now if is_soon else None,
            )
        )
        session.flush()
    return meeting


def give_up(session: Session, actor: Actor, meeting_id: UUID) -> GroupMeeting:
    """« Je ne viens plus ». Nobody is told. Raises NotFound, MeetingOver."""
    meeting = _to_choose(session, actor, meeting_id)
    session.execute(
        delete(MeetingSignUp).where(
            MeetingSignUp.meeting_id == meeting_id, MeetingSignUp.person_id == actor.person_id
        )
    )
    session.expire_all()
    return meeting


def _to_choose(session: Session, actor: Actor, meeting_id: UUID) -> GroupMeeting:
    meeting = meetings.get_meeting(session, actor, meeting_id).meeting
    groups.get_own(session, actor, meeting.group_id)
    if not policy.can_sign_up(meeting, clock.now()):
        raise MeetingOver
    return meeting
