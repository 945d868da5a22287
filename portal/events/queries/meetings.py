"""The dates of groups: those that come, who comes, and where for those who do."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select, text
from sqlalchemy.orm import Session

from portal.events import terms
from portal.events.enums import GroupRole
from portal.events.models import (
    GroupMeeting,
    GroupMembership,
    MeetingRoom,
    MeetingSignUp,
    PracticeGroup,
)
from portal.kernel import clock
from portal.kernel.errors import NotFound
from portal.organisations.scope import Actor


@dataclass(frozen=True)
class Meeting:
    """A date as somebody of the group sees it. `room` is there for those who come only; `is_next`
    is the first one that takes place.
    """

    meeting: GroupMeeting
    room: MeetingRoom | None
    is_coming: bool
    names: list[str] = field(default_factory=list)
    is_host: bool = False
    is_next: bool = False


def list_coming(session: Session, actor: Actor, group_id: UUID) -> list[Meeting]:
    """The dates to come of a group, cancelled ones too so that nobody waits in front of a door."""
    found = session.scalars(
        select(GroupMeeting)
        .where(GroupMeeting.group_id == group_id, GroupMeeting.ends_at > clock.now())
        .order_by(GroupMeeting.starts_at)
        .limit(40)
    ).all()
    told = _told(session, actor, found)
    upcoming = [one.meeting.id for one in told if one.meeting.cancelled_at is None][:1]
    return [replace(one, is_next=one.meeting.id in upcoming) for one in told]


def list_past(session: Session, actor: Actor, group_id: UUID) -> list[Meeting]:
    """What took place while it is known who came, the newest first: notes may be written."""
    now = clock.now()
    kept = terms.length(session, "sign_up", scheme=terms.RETENTION)
    found = session.scalars(
        select(GroupMeeting)
        .where(
            GroupMeeting.group_id == group_id,
            GroupMeeting.ends_at <= now,
            GroupMeeting.ends_at > now - kept,
            GroupMeeting.cancelled_at.is_(None),
        )
        .order_by(GroupMeeting.starts_at.desc())
    ).all()
    return _told(session, actor, found)


def get_meeting(session: Session, actor: Actor, meeting_id: UUID) -> Meeting:
    """One date of a group of theirs: they take part in it, or their federation runs it.

    Raises NotFound.
    """
    groups = _groups_run(actor) if actor.place is not None else _groups_of(actor)
    found = session.scalars(
        select(GroupMeeting).where(GroupMeeting.id == meeting_id, GroupMeeting.group_id.in_(groups))
    ).all()
    if not found:
        raise NotFound
    return _told(session, actor, found)[0]


def _groups_of(actor: Actor) -> Select[UUID]:
    return select(GroupMembership.group_id).where(GroupMembership.person_id == actor.person_id)


def _groups_run(actor: Actor) -> Select[UUID]:
    return select(PracticeGroup.id).where(PracticeGroup.organisation_id == actor.organisation_id)


def _may_find(actor: Actor) -> ColumnElement[bool]:
    """Where a meeting is: told to those who come, to its hosts and to the federation."""
    if actor.place is not None:
        return MeetingRoom.group_id.in_(_groups_run(actor))
    coming = select(MeetingSignUp.meeting_id).where(MeetingSignUp.person_id == actor.person_id)
    hosted = _groups_of(actor).where(GroupMembership.role == GroupRole.HOST)
    return or_(MeetingRoom.meeting_id.in_(coming), MeetingRoom.group_id.in_(hosted))


def _told(session: Session, actor: Actor, found: Sequence[GroupMeeting]) -> list[Meeting]:
    ids = [meeting.id for meeting in found]
    rooms = {
        room.meeting_id: room
        for room in session.scalars(
            select(MeetingRoom).where(MeetingRoom.meeting_id.in_(ids), _may_find(actor))
        )
    }
    names: dict[UUID, list[str]] = {}
    mine = set()
    for meeting_id, person_id, name in session.execute(
        select(MeetingSignUp.meeting_id, MeetingSignUp.person_id, GroupMembership.shown_name)
        .join(
            GroupMembership,
            (GroupMembership.group_id == MeetingSignUp.group_id)
            & (GroupMembership.person_id == MeetingSignUp.person_id),
        )
        .where(MeetingSignUp.meeting_id.in_(ids))
        .order_by(GroupMembership.shown_name)
    ):
        names.setdefault(meeting_id, []).append(name)
        if person_id == actor.person_id:
            mine.add(meeting_id)
    hosted = set(session.scalars(_groups_of(actor).where(GroupMembership.role == GroupRole.HOST)))
    return [
        Meeting(
            one,
            rooms.get(one.id),
            one.id in mine,
            names.get(one.id, []),
            is_host=one.group_id in hosted,
        )
        for one in found
    ]


@dataclass(frozen=True)
class MyDate:
    """A date somebody comes to, of which group, and where."""

    meeting: GroupMeeting
    title: str
    room: MeetingRoom | None


def list_my_dates(session: Session, actor: Actor, group_id: UUID | None = None) -> list[MyDate]:
    """The dates to come somebody signed up for, in all their groups or in one."""
    query = (
        select(GroupMeeting, PracticeGroup.title, MeetingRoom)
        .join(MeetingSignUp, MeetingSignUp.meeting_id == GroupMeeting.id)
        .join(PracticeGroup, PracticeGroup.id == GroupMeeting.group_id)
        .outerjoin(MeetingRoom, MeetingRoom.meeting_id == GroupMeeting.id)
        .where(MeetingSignUp.person_id == actor.person_id, GroupMeeting.ends_at > clock.now())
        .order_by(GroupMeeting.starts_at)
    )
    if group_id is not None:
        query = query.where(GroupMeeting.group_id == group_id)
    return [MyDate(*row) for row in session.execute(query)]


def find_sign_up(session: Session, actor: Actor, meeting_id: UUID) -> MeetingSignUp | None:
    return session.scalars(
        select(MeetingSignUp).where(
            MeetingSignUp.meeting_id == meeting_id, MeetingSignUp.person_id == actor.person_id
        )
    ).one_or_none()


def find_room(session: Session, meeting_id: UUID) -> MeetingRoom | None:
    return session.get(MeetingRoom, meeting_id)


def meeting_counts(session: Session, actor: Actor) -> dict[UUID, int]:
    """How many come to each meeting of a federation; less than five is not there."""
    rows = session.execute(text("SELECT meeting_id, how_many FROM door_meeting_counts()"))
    return {row.meeting_id: row.how_many for row in rows}
