"""Notes of meetings: one's own, those one is asked about, those open to the group."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from portal.events import policy
from portal.events.models import (
    GroupMeeting,
    GroupMembership,
    MeetingNote,
    MeetingSignUp,
    NoteConsent,
)
from portal.kernel.errors import NotFound
from portal.organisations.scope import Actor


@dataclass(frozen=True)
class Note:
    """Notes, of which date, by whom. `objections` and `wishes` are told to the author only."""

    note: MeetingNote
    meeting: GroupMeeting
    author: str
    is_mine: bool
    has_objected: bool
    objections: int
    wishes: list[str]

    @property
    def is_open(self) -> bool:
        return self.note.opened_at is not None and not self.objections and not self.has_objected


def list_notes(session: Session, actor: Actor, group_id: UUID) -> list[Note]:
    """Every note of a group this person may read, the newest meeting first."""
    rows = session.execute(
        select(MeetingNote, GroupMeeting, func.coalesce(GroupMembership.shown_name, ""))
        .join(GroupMeeting, GroupMeeting.id == MeetingNote.meeting_id)
        .outerjoin(
            GroupMembership,
            (GroupMembership.group_id == MeetingNote.group_id)
            & (GroupMembership.person_id == MeetingNote.author_id),
        )
        .where(MeetingNote.group_id == group_id, _readable(actor))
        .order_by(GroupMeeting.starts_at.desc(), MeetingNote.proposed_at.desc())
        .limit(50)
    ).all()
    consents: dict[UUID, list[NoteConsent]] = {}
    for consent in session.scalars(
        select(NoteConsent).where(
            NoteConsent.note_id.in_([row[0].id for row in rows]),
            NoteConsent.objected_at.is_not(None),
        )
    ):
        consents.setdefault(consent.note_id, []).append(consent)
    return [_note(actor, *row, consents.get(row[0].id, [])) for row in rows]


def _note(
    actor: Actor,
    note: MeetingNote,
    meeting: GroupMeeting,
    author: str,
    objections: Sequence[NoteConsent],
) -> Note:
    return Note(
        note,
        meeting,
        author,
        is_mine=policy.is_author(actor, note),
        has_objected=any(one.person_id == actor.person_id for one in objections),
        objections=len(objections),
        wishes=[one.wish for one in objections if one.wish],
    )


def get_note(session: Session, actor: Actor, note_id: UUID) -> Note:
    """One of them. Raises NotFound."""
    group_id = session.scalar(
        select(MeetingNote.group_id).where(MeetingNote.id == note_id, _readable(actor))
    )
    if group_id is not None:
        for found in list_notes(session, actor, group_id):
            if found.note.id == note_id:
                return found
    raise NotFound


def _readable(actor: Actor) -> ColumnElement[bool]:
    """One's own, those one is asked about, and those open to a group one was in when they came."""
    asked = select(NoteConsent.note_id).where(NoteConsent.person_id == actor.person_id)
    was_there = (
        select(GroupMembership.id)
        .where(
            GroupMembership.group_id == MeetingNote.group_id,
            GroupMembership.person_id == actor.person_id,
            GroupMembership.joined_at <= MeetingNote.proposed_at,
        )
        .correlate(MeetingNote)
        .exists()
    )
    opened = and_(
        MeetingNote.opened_at.is_not(None),
        was_there,
        MeetingNote.id.not_in(select(func.door_contested_notes())),
    )
    return or_(MeetingNote.author_id == actor.person_id, MeetingNote.id.in_(asked), opened)


def find_consent(session: Session, actor: Actor, note_id: UUID) -> NoteConsent | None:
    return session.scalars(
        select(NoteConsent).where(
            NoteConsent.note_id == note_id, NoteConsent.person_id == actor.person_id
        )
    ).one_or_none()


def people_there(session: Session, meeting_id: UUID) -> set[UUID]:
    """Who had signed up for a meeting, for the members of its group."""
    return set(
        session.scalars(
            select(MeetingSignUp.person_id).where(MeetingSignUp.meeting_id == meeting_id)
        )
    )


def people_asked(session: Session, note_id: UUID) -> list[UUID]:
    """Who is asked about a note, for its author."""
    found = session.scalars(select(NoteConsent.person_id).where(NoteConsent.note_id == note_id))
    return [person_id for person_id in found if person_id is not None]
