"""Writing a framework beside the guide, in editions: what is published changes only with the next.

A line that leaves or is reworded stays where somebody answered it; the new wording follows the old.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.files import actions as files
from portal.files.enums import FilePurpose
from portal.kernel import audit, clock
from portal.kernel.db import new_id
from portal.kernel.errors import Invalid, NotAllowed, NotFound
from portal.kernel.i18n import DEFAULT, LOCALES, N_
from portal.languages import actions as languages
from portal.organisations.scope import Actor
from portal.skills import policy
from portal.skills.actions.record import EMPTY
from portal.skills.errors import NothingToPublish
from portal.skills.models import (
    Framework,
    FrameworkAction,
    FrameworkHeading,
    FrameworkRecording,
)
from portal.skills.queries import frameworks as queries

NO_SOURCE = N_("Dites d’où viennent ces mots.")


@dataclass(frozen=True)
class Said:
    """A line in French: as it is named, in usual words, with an example."""

    label: str
    plain: str = ""
    example: str = ""


def create_framework(
    session: Session, actor: Actor, title: str, source: str = "", source_date: date | None = None
) -> Framework:
    """A draft of the organisation one stands in. A date nobody told stays unsaid.

    Raises NotAllowed, Invalid.
    """
    _need(actor)
    if not title.strip():
        raise Invalid({"title": str(EMPTY)})
    framework = Framework(
        organisation_id=actor.organisation_id,
        code=new_id().hex,
        title=title.strip(),
        source=source.strip(),
        source_date=source_date,
        edition=1,
    )
    session.add(framework)
    session.flush()
    return framework


def add_line(
    session: Session, actor: Actor, framework_id: UUID, heading_id: UUID, said: Said
) -> FrameworkAction:
    """A line of the next edition. Raises Invalid, NotFound for a heading of elsewhere."""
    framework = ours(session, actor, framework_id)
    heading = session.get(FrameworkHeading, heading_id)
    if heading is None or heading.framework_id != framework.id:
        raise NotFound
    if not said.label.strip():
        raise Invalid({"label": str(EMPTY)})
    count = session.scalar(select(func.count()).where(FrameworkAction.framework_id == framework.id))
    return _new_line(session, framework, heading.id, said, position=count or 0)


def change_line(
    session: Session, actor: Actor, framework_id: UUID, action_id: UUID, said: Said
) -> FrameworkAction:
    """Say a line otherwise. Published, it becomes a new line that follows it: answers to the old
    words stay answers to the old words. The same words change nothing. Raises Invalid, NotFound.
    """
    framework = ours(session, actor, framework_id)
    line = queries.get_line(session, framework, action_id)
    if not said.label.strip():
        raise Invalid({"label": str(EMPTY)})
    if said == Said(line.label, line.plain, line.example):
        return line
    if line.since_edition == queries.next_edition(framework):
        line.label, line.plain, line.example = said.label, said.plain, said.example
        session.flush()
        return line
    line.until_edition = framework.edition
    return _new_line(
        session, framework, line.heading_id, said, position=line.position, follows=line.id
    )


def retire_line(session: Session, actor: Actor, framework_id: UUID, action_id: UUID) -> None:
    """Leave a line out of the next edition. Never published, it is gone."""
    framework = ours(session, actor, framework_id)
    line = queries.get_line(session, framework, action_id)
    if line.since_edition < queries.next_edition(framework):
        line.until_edition = framework.edition
        session.flush()
        return
    languages.erase_translations(session, actor, subject_kind=queries.LINE, subject_id=line.id)
    for recording, _file in queries.list_recordings(session, line.id):
        _take_back(session, actor, recording)
    session.delete(line)
    session.flush()


def publish_framework(session: Session, actor: Actor, framework_id: UUID) -> Framework:
    """Give everybody what was written since the last edition. Raises NothingToPublish."""
    framework = ours(session, actor, framework_id)
    if not queries.read_sheet(session, framework).is_changed:
        raise NothingToPublish
    framework.edition = queries.next_edition(framework)
    framework.published_at = clock.now()
    session.flush()
    audit.record(
        session,
        "framework.published",
        person_id=actor.person_id,
        organisation_id=actor.organisation_id,
        subject=str(framework.id),
    )
    return framework


def translate_line(
    session: Session,
    actor: Actor,
    framework_id: UUID,
    action_id: UUID,
    language: str,
    said: Said | None,
) -> None:
    """Say a line in another language; a part left blank stays as it is. Nothing at all takes back
    what was said in it. `label` stays the source's.
    """
    framework = ours(session, actor, framework_id)
    line = queries.get_line(session, framework, action_id)
    plain, example = (said.plain, said.example) if said else ("", "")
    texts = (
        (queries.PLAIN, plain, line.plain or line.label),
        (queries.EXAMPLE, example, line.example or line.label),
    )
    kept = [one for one in texts if said is None or one[1]]
    say(session, actor, queries.LINE, line.id, language, kept)


def add_recording(  # noqa: PLR0917 - a line, its language, and the file as it came
    session: Session,
    actor: Actor,
    framework_id: UUID,
    action_id: UUID,
    language: str,
    name: str,
    stream: BinaryIO,
) -> None:
    """Keep a line read aloud, in place of the recording there was. Raises FileRefused, NotFound."""
    framework = _kept(session, actor, framework_id)
    line = queries.get_line(session, framework, action_id)
    if language not in LOCALES:
        raise NotFound
    file_id = files.receive_whole(
        session,
        actor,
        FilePurpose.READING,
        actor.organisation_id,
        name,
        stream,
        language=language,
    )
    remove_recording(session, actor, framework_id, action_id, language)
    session.add(
        FrameworkRecording(
            action_id=line.id,
            language=language,
            framework_id=framework.id,
            file_id=file_id,
            read_by=actor.name[:120],
        )
    )
    session.flush()
    files.publish_recordings(session, actor, [file_id])


def remove_recording(
    session: Session, actor: Actor, framework_id: UUID, action_id: UUID, language: str
) -> None:
    """Take a recording back, for good. None there: nothing happens."""
    framework = _kept(session, actor, framework_id)
    line = queries.get_line(session, framework, action_id)
    for recording, _file in queries.list_recordings(session, line.id):
        if recording.language == language:
            _take_back(session, actor, recording)


def complete_line(
    session: Session, actor: Actor, framework_id: UUID, action_id: UUID, words: str, source: str
) -> FrameworkAction:
    """Say the whole of a label the source has cut, and where that comes from. Its own letters stay.

    Empty words take it back. Raises NotAllowed, NotFound, Invalid without a source.
    """
    if not policy.can_keep_guide(actor):
        raise NotAllowed
    line = queries.get_line(session, _kept(session, actor, framework_id), action_id)
    if not line.flaw:
        raise NotFound
    if words.strip() and not source.strip():
        raise Invalid({"source": str(NO_SOURCE)})
    line.completed = words.strip()
    line.completed_source = source.strip() if line.completed else ""
    session.flush()
    audit.record(
        session,
        "framework.line_completed",
        person_id=actor.person_id,
        organisation_id=actor.organisation_id,
        subject=str(line.id),
    )
    return line


def ours(session: Session, actor: Actor, framework_id: UUID) -> Framework:
    """A framework of the house one stands in, to write in. Raises NotAllowed, NotFound."""
    _need(actor)
    return queries.get_ours(session, actor, framework_id, lock=True)


def say(
    session: Session,
    actor: Actor,
    subject_kind: str,
    subject_id: UUID,
    language: str,
    texts: Iterable[tuple[str, str, str]],
) -> None:
    """Write a line or a group in another language: sections, each with its text and its French.

    Raises NotFound for French itself, and for a language the portal does not speak.
    """
    if language not in LOCALES or language == DEFAULT.tag:
        raise NotFound
    for section, text, french in texts:
        languages.save_translation(
            session,
            actor,
            subject_kind=subject_kind,
            subject_id=subject_id,
            section=section,
            language=language,
            text=text,
            source=french,
            made_by=actor.name[:120],
        )


def _take_back(session: Session, actor: Actor, recording: FrameworkRecording) -> None:
    file_id = recording.file_id
    session.delete(recording)
    session.flush()
    files.erase(session, actor, file_id)


def _new_line(
    session: Session,
    framework: Framework,
    heading_id: UUID,
    said: Said,
    *,
    position: int,
    follows: UUID | None = None,
) -> FrameworkAction:
    line = FrameworkAction(
        framework_id=framework.id,
        heading_id=heading_id,
        code=new_id().hex,
        label=said.label.strip(),
        plain=said.plain.strip(),
        example=said.example.strip(),
        position=position,
        since_edition=queries.next_edition(framework),
        follows_id=follows,
    )
    session.add(line)
    session.flush()
    return line


def _kept(session: Session, actor: Actor, framework_id: UUID) -> Framework:
    if not policy.can_keep_guide(actor):
        _need(actor)
    return queries.get_kept(session, actor, framework_id)


def _need(actor: Actor) -> None:
    if not policy.can_write_frameworks(actor):
        raise NotAllowed
