"""Notes of a meeting, opened to the group once nobody they speak about objects."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.orm import Session

from portal.events import messages, policy, terms
from portal.events.errors import MeetingOver
from portal.events.models import MeetingNote, NoteConsent
from portal.events.queries import groups, meetings, notes
from portal.kernel import clock
from portal.kernel.db import new_id
from portal.kernel.errors import Invalid, NotAllowed
from portal.kernel.i18n import N_
from portal.organisations.scope import Actor

EMPTY = N_("Écrivez vos notes.")


def propose_notes(
    session: Session,
    actor: Actor,
    meeting_id: UUID,
    body: str,
    *,
    mentions: Iterable[UUID] = (),
) -> MeetingNote:
    """Write notes of a meeting. `mentions` are memberships of the group.

    Those who came and those named read them first and may object until `opens_at`; without an
    objection a job opens them to the group. Raises NotFound, MeetingOver, Invalid.
    """
    meeting = meetings.get_meeting(session, actor, meeting_id).meeting
    groups.get_own(session, actor, meeting.group_id)
    now = clock.now()
    kept = terms.length(session, "sign_up", scheme=terms.RETENTION)
    if not policy.can_write_notes(meeting, now, kept):
        raise MeetingOver
    if not body.strip():
        raise Invalid({"body": str(EMPTY)})
    note = MeetingNote(
        id=new_id(),
        group_id=meeting.group_id,
        meeting_id=meeting_id,
        author_id=actor.person_id,
        body=body.strip(),
        proposed_at=now,
        opens_at=now + terms.length(session, "objection"),
    )
    session.add(note)
    session.flush()
    wanted = set(mentions)
    members = groups.list_members(session, actor, meeting.group_id)
    named = {member.person_id for member in members if member.id in wanted}
    for person_id in (notes.people_there(session, meeting_id) | named) - {actor.person_id}:
        session.add(NoteConsent(note_id=note.id, person_id=person_id))
    session.flush()
    messages.ask_about_note(session, note)
    return note


def object_to_notes(session: Session, actor: Actor, note_id: UUID, *, wish: str = "") -> None:
    """Keep notes closed, or close them again. Anybody who reads them may, without giving a reason;
    the author learns that somebody did and what they wish, not who. Raises NotFound, NotAllowed.
    """
    found = notes.get_note(session, actor, note_id)
    if found.is_mine:
        raise NotAllowed
    consent = notes.find_consent(session, actor, note_id)
    if consent is None:
        consent = NoteConsent(note_id=note_id, person_id=actor.person_id)
        session.add(consent)
    consent.objected_at = clock.now()
    consent.wish = wish.strip()[:300]
    session.flush()


def withdraw_notes(session: Session, actor: Actor, note_id: UUID) -> None:
    """The author takes their notes back: they are gone. Raises NotFound, NotAllowed."""
    found = notes.get_note(session, actor, note_id)
    if not found.is_mine:
        raise NotAllowed
    session.delete(found.note)
    session.flush()
