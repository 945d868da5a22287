"""Preparing apart: sealed until both open or the agreed moment comes."""

from typing import BinaryIO
from uuid import UUID

from sqlalchemy.orm import Session

from portal.files import actions as files
from portal.files.enums import FilePurpose
from portal.kernel import clock
from portal.kernel.errors import NotAllowed, NotFound
from portal.organisations.scope import Actor
from portal.skills import interview_messages as messages
from portal.skills import policy
from portal.skills.actions.interviews.acts import do, get_alive, note, own_id
from portal.skills.errors import AlreadyOpen
from portal.skills.interview_enums import AGENDA, Act, Topic
from portal.skills.models import InterviewPreparation
from portal.skills.queries.interviews import Meeting


def prepare(session: Session, actor: Actor, interview_id: UUID, topic: Topic, words: str) -> None:
    """Write what one wants to say about a topic; nothing written takes it back.

    Raises NotFound, AlreadySigned, AlreadyOpen.
    """
    meeting = _sealed(session, actor, interview_id, topic)
    row = _row(session, actor, meeting, topic)
    row.words, row.changed_at = words.strip(), clock.now()
    _keep(session, row)


def say(
    session: Session,
    actor: Actor,
    interview_id: UUID,
    topic: Topic,
    name: str,
    stream: BinaryIO,
    *,
    language: str,
) -> None:
    """Keep a recording about a topic, in place of the one before: the person's way only.

    Raises NotFound, NotAllowed, AlreadyOpen, FileRefused.
    """
    meeting = _sealed(session, actor, interview_id, topic)
    if not policy.is_worker(actor, meeting.interview):
        raise NotAllowed
    file_id = files.receive_whole(
        session, actor, FilePurpose.EVIDENCE, None, name, stream, language=language
    )
    row = _row(session, actor, meeting, topic)
    before, row.file_id, row.changed_at = row.file_id, file_id, clock.now()
    _keep(session, row)
    if before is not None:
        files.erase(session, actor, before)


def remove_voice(session: Session, actor: Actor, interview_id: UUID, topic: Topic) -> None:
    """Erase the recording; the words written beside it stay. Raises NotFound, AlreadyOpen."""
    meeting = _sealed(session, actor, interview_id, topic)
    row = _row(session, actor, meeting, topic)
    file_id, row.file_id = row.file_id, None
    if file_id is None:
        raise NotFound
    _keep(session, row)
    files.erase(session, actor, file_id)


def open_up(session: Session, actor: Actor, interview_id: UUID) -> None:
    """Say that one is ready to show. Once both said so, each reads the other's preparation."""
    meeting = get_alive(session, actor, interview_id)
    if meeting.act(Act.OPEN, worker=policy.is_worker(actor, meeting.interview)) is not None:
        return
    do(session, actor, meeting, Act.OPEN)
    note(session, actor, meeting, "opened")
    messages.tell_other(session, actor, meeting, messages.OPENED, meeting.day)


def _sealed(session: Session, actor: Actor, interview_id: UUID, topic: Topic) -> Meeting:
    if topic not in AGENDA:
        raise NotFound
    meeting = get_alive(session, actor, interview_id)
    if meeting.is_open:
        raise AlreadyOpen
    return meeting


def _row(session: Session, actor: Actor, meeting: Meeting, topic: Topic) -> InterviewPreparation:
    key = (meeting.interview.id, own_id(actor), topic)
    found = session.get(InterviewPreparation, key)
    return found or InterviewPreparation(
        interview_id=key[0], person_id=key[1], topic=topic, words="", changed_at=clock.now()
    )


def _keep(session: Session, row: InterviewPreparation) -> None:
    """Nothing written and nothing said is no row."""
    if row.words or row.file_id:
        session.add(row)
    elif row in session:
        session.delete(row)
    session.flush()
