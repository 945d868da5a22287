"""The structure opens an application, and writes or speaks to the person."""

from typing import BinaryIO
from uuid import UUID

from sqlalchemy import exists, or_, select, update
from sqlalchemy.orm import Session

from portal.files import actions as files
from portal.files.enums import FilePurpose
from portal.jobs.actions import callbacks
from portal.jobs.enums import Author, EventKind
from portal.jobs.errors import Withdrawn
from portal.jobs.messages import steps as messages
from portal.jobs.models import Application, ApplicationEvent, ApplicationMessage
from portal.jobs.policy import screening as policy
from portal.jobs.queries import screening as queries
from portal.jobs.queries.whole import Event, WholeApplication
from portal.kernel import clock
from portal.kernel.db import new_id
from portal.kernel.errors import Invalid
from portal.kernel.i18n import N_, _
from portal.organisations.scope import Actor
from portal.people.reachable import channels

LONGEST = 4000


def mark_opened(session: Session, actor: Actor, found: WholeApplication) -> bool:
    """Somebody of the structure has it in front of them, with all that is written in it. The person
    is told who, once a day; returns whether it was unread.
    """
    queries.require_screener(actor)
    application, now = found.application, clock.now()
    if not any(_is_of_today(event, actor) for event in found.events):
        session.add(
            ApplicationEvent(
                organisation_id=application.organisation_id,
                application_id=application.id,
                at=now,
                kind=EventKind.OPENED,
                author=Author.STRUCTURE,
                person_name=actor.name,
                data={"person_id": str(actor.person_id)},
            )
        )
    if application.seen_at and application.seen_at >= application.last_activity_at:
        return False
    marked = session.execute(
        update(Application)
        .where(
            Application.organisation_id == application.organisation_id,
            Application.id == application.id,
            or_(Application.seen_at.is_(None), Application.seen_at < Application.last_activity_at),
        )
        .values(seen_at=now)
        .returning(Application.id)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    return marked is not None


def _is_of_today(event: Event, actor: Actor) -> bool:
    """Whether it says that this colleague opened the application today."""
    return (
        event.kind == EventKind.OPENED
        and event.data.get("person_id") == str(actor.person_id)
        and event.at.astimezone(clock.PARIS).date() == clock.today()
    )


def write_to_candidate(
    session: Session,
    actor: Actor,
    application_id: UUID,
    *,
    body: str,
    language: str,
    voice: tuple[str, BinaryIO] | None = None,
    message_id: UUID | None = None,
) -> bool:
    """A word, a recording (its name, its bytes) or both, that the person finds behind the follow
    link. Returns whether a mail or a text message tells them; if none can, somebody has to call.

    A message is not an answer: the promised date stays until the application moves. With the same
    `message_id` twice, it is sent once, and a recording is kept once. Raises FileRefused.
    """
    application = queries.get_application(session, actor, application_id, lock=True)
    sent = ApplicationMessage.application_id == application.id, ApplicationMessage.id == message_id
    if message_id is not None and session.scalar(select(exists().where(*sent))):
        return bool(channels(application))
    if not policy.may_write(application.state):
        raise Withdrawn(N_("On ne lui écrit plus."))
    body = body.strip()
    if not body and voice is None:
        raise Invalid({"body": _("Écrivez un message, ou ajoutez un message vocal.")})
    if len(body) > LONGEST:
        raise Invalid({"body": _("C’est trop long. Raccourcissez ce texte.")})
    file_id = _keep(session, actor, application, voice, language) if voice else None
    message = ApplicationMessage(
        id=message_id or new_id(),
        organisation_id=application.organisation_id,
        application_id=application.id,
        at=clock.now(),
        author=Author.STRUCTURE,
        person_name=actor.name,
        body=body,
        language=language,
        file_id=file_id,
    )
    session.add(message)
    session.flush()
    messages.tell_written(session, application, body, once=str(message.id))
    is_told = bool(channels(application))
    if not is_told:
        callbacks.call_instead(session, application)
    return is_told


def _keep(
    session: Session,
    actor: Actor,
    application: Application,
    voice: tuple[str, BinaryIO],
    language: str,
) -> UUID:
    """The recording, of the structure's own. Last of all: nothing refuses the message any more."""
    name, stream = voice
    return files.receive_whole(
        session,
        actor,
        FilePurpose.MESSAGE,
        application.organisation_id,
        name,
        stream,
        language=language,
    )
