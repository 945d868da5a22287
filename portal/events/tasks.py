"""What the clock and others bring to people: reminders, changes, words that wait, forgetting.

A door tells which ids are due; each person is then served in a transaction that reaches them only.
"""

from uuid import UUID

import structlog
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from portal.events import forgetting, messages, terms
from portal.events.models import GroupMeeting, MeetingNote, MeetingSignUp, NearbyMessage
from portal.events.queries import notes
from portal.kernel import clock
from portal.kernel.db import Reach
from portal.kernel.jobs import database, periodic, task

log = structlog.get_logger()


def _as(person_id: UUID) -> Session:
    """A session that reaches one person."""
    return database().session(Reach(person_id=person_id))


@periodic("events.remind", cron="25 * * * *")
def remind(timestamp: int) -> None:
    """Every hour: who has a meeting tomorrow. Run twice, each hears it once."""
    with database().session() as session:
        now = clock.now()
        until = now + terms.length(session, "remind", "hours")
        due = session.execute(
            text("SELECT * FROM door_due_reminders(:at, :until)"), {"at": now, "until": until}
        ).all()
    for row in due:
        with _as(row.person_id) as session:
            _remind(session, row.sign_up_id, row.person_id)
            session.commit()
    log.info("reminded of meetings", count=len(due))


def _remind(session: Session, sign_up_id: UUID, person_id: UUID) -> None:
    found = session.execute(
        select(MeetingSignUp, GroupMeeting)
        .join(GroupMeeting, GroupMeeting.id == MeetingSignUp.meeting_id)
        .where(MeetingSignUp.id == sign_up_id, MeetingSignUp.reminded_at.is_(None))
        .with_for_update(of=MeetingSignUp, skip_locked=True)
    ).one_or_none()
    if found is None:
        return
    sign_up, meeting = found
    once = f"{sign_up_id}:{meeting.starts_at.isoformat()}"
    messages.tell(session, person_id, "events.reminder", messages.when(meeting), once=once)
    sign_up.reminded_at = clock.now()


@task(messages.TELL_SIGNED_UP)
def tell_signed_up(meeting_id: str, what: str, revision: int) -> None:
    """A meeting moved or is called off: those who come hear it, and are reminded anew."""
    with database().session() as session:
        people = session.scalars(
            text("SELECT person_id FROM door_signed_up(:id)"), {"id": UUID(meeting_id)}
        ).all()
    for person_id in people:
        with _as(person_id) as session:
            meeting = session.get(GroupMeeting, UUID(meeting_id))
            if meeting is None:
                return
            once = f"{meeting_id}:{revision}:{person_id}"
            messages.tell(session, person_id, f"events.{what}", messages.when(meeting), once=once)
            if what == messages.CHANGED:
                session.execute(
                    update(MeetingSignUp)
                    .where(
                        MeetingSignUp.meeting_id == UUID(meeting_id),
                        MeetingSignUp.person_id == person_id,
                    )
                    .values(reminded_at=None)
                )
            session.commit()


@task(messages.ASK_ABOUT_NOTE)
def ask_about_note(note_id: str, author_id: str) -> None:
    """Tell those a note speaks about that they may object, and until when."""
    with _as(UUID(author_id)) as session:
        note = session.get(MeetingNote, UUID(note_id))
        people = notes.people_asked(session, UUID(note_id))
    if note is None or note.opens_at <= clock.now():
        return
    for person_id in people:
        with _as(person_id) as session:
            data = {"note_id": note_id, "until": note.opens_at.isoformat()}
            once = f"{note_id}:{person_id}"
            messages.tell(session, person_id, "events.note_waits", data, once=once)
            session.commit()


@task(messages.TELL_WRITTEN_TO)
def tell_written_to(message_id: str, reader_id: str) -> None:
    """Tell somebody that words wait for them, never which nor whose."""
    with _as(UUID(reader_id)) as session:
        message = session.get(NearbyMessage, UUID(message_id))
        if message is not None and message.refused_at is None:
            messages.tell(session, UUID(reader_id), "events.written_to", {}, once=message_id)
        session.commit()


@periodic("events.open_notes", cron="35 * * * *")
def open_notes(timestamp: int) -> None:
    """Open the notes nobody objected to in time."""
    now = clock.now()
    with database().session() as session:
        due = session.execute(text("SELECT * FROM door_due_notes(:at)"), {"at": now}).all()
    for row in due:
        with _as(row.author_id) as session:
            session.execute(
                update(MeetingNote)
                .where(MeetingNote.id == row.note_id, MeetingNote.opened_at.is_(None))
                .values(opened_at=now)
            )
            session.commit()
    log.info("notes opened", count=len(due))


@periodic("events.forget", cron="50 2 * * *")
def forget(timestamp: int) -> None:
    """At night: erase what is over."""
    for line in forgetting.forget(database()):
        log.info("forgotten", what=line.what, how_many=line.how_many)
