"""What a person does with an application they sent: reply, add, take back, erase.

The link they hold, or their account, is the proof. The structure is told that something happened.
"""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from portal.files import actions as files
from portal.files.formats import MAX_SIZE
from portal.jobs import transitions
from portal.jobs.enums import (
    ApplicationState,
    Author,
    CallbackState,
    CallMoment,
    EventKind,
    PartKind,
)
from portal.jobs.errors import MovedOn, NothingToReach
from portal.jobs.messages import applications as messages
from portal.jobs.messages import steps
from portal.jobs.models import (
    Application,
    ApplicationEvent,
    ApplicationMessage,
    ApplicationPart,
    CallbackRequest,
)
from portal.jobs.policy import applications as policy
from portal.jobs.policy.applications import OVER
from portal.jobs.policy.screening import INTERVIEW_OVER
from portal.jobs.queries import applications as queries
from portal.kernel import audit, clock
from portal.kernel.db import new_id
from portal.kernel.errors import NotFound
from portal.kernel.jobs import enqueue
from portal.kernel.models import Erasure
from portal.organisations.scope import Actor

FORGET_TRACES = "jobs.forget_traces"


def _mine_if(
    may: Callable[[Actor, Application], bool], session: Session, actor: Actor, application_id: UUID
) -> Application:
    """The actor's application, locked, while it allows what is wanted."""
    application = queries.get_mine(session, actor, application_id, lock=True)
    if not may(actor, application):
        raise MovedOn
    return application


def _note(
    session: Session, application: Application, event: EventKind, to: str = "", **data: Any
) -> None:
    session.add(
        ApplicationEvent(
            organisation_id=application.organisation_id,
            application_id=application.id,
            at=clock.now(),
            kind=event,
            author=Author.CANDIDATE,
            from_state=application.state if to else "",
            to_state=to,
            data=data,
        )
    )


def _wait(session: Session, application: Application) -> None:
    """The last word is the person's: an answer is due, by a new date if the old one was kept.
    Once the recruitment is over it is only something new to read.
    """
    now = clock.now()
    application.last_activity_at = now
    if application.state in OVER:
        return
    if not application.waiting_for_answer:
        application.waiting_for_answer = True
        application.answer_due_on = queries.next_due(session, application)
        application.reminded_at = application.federation_told_at = None


def _move(session: Session, application: Application, to: ApplicationState) -> None:
    """By the person's hand; the state they saw may have moved meanwhile."""
    if to not in transitions.for_candidate(application.state):
        raise MovedOn
    _note(session, application, EventKind.MOVED, to)
    now = clock.now()
    application.state = to
    application.state_changed_at = application.last_activity_at = now
    application.waiting_for_answer = False
    if to in INTERVIEW_OVER:
        application.adjustment = ""
    application.version += 1
    session.flush()
    steps.confirm_own_move(session, application)


def has_said(session: Session, actor: Actor, application_id: UUID, message_id: UUID) -> bool:
    """Whether this very message was sent already: ask before its recording is kept. A second press
    waits here until the first is over.
    """
    application = _mine_if(policy.can_write, session, actor, application_id)
    said = ApplicationMessage.application_id == application.id, ApplicationMessage.id == message_id
    return bool(session.scalar(select(exists().where(*said))))


def reply(
    session: Session,
    actor: Actor,
    application_id: UUID,
    *,
    body: str,
    language: str,
    file_id: UUID | None = None,
    message_id: UUID | None = None,
) -> None:
    """A word to the structure, written or spoken. The same words twice in a row are one."""
    application = _mine_if(policy.can_write, session, actor, application_id)
    if file_id is not None:
        queries.get_given_file(session, actor, application, file_id)
    last = session.scalars(
        select(ApplicationMessage)
        .where(ApplicationMessage.application_id == application.id)
        .order_by(ApplicationMessage.at.desc())
        .limit(1)
    ).one_or_none()
    if last and last.author == Author.CANDIDATE and (last.body, last.file_id) == (body, file_id):
        return
    before = queries.last_word(session, application.id)
    session.add(
        ApplicationMessage(
            id=message_id or new_id(),
            organisation_id=application.organisation_id,
            application_id=application.id,
            at=clock.now(),
            author=Author.CANDIDATE,
            person_name=application.candidate_name,
            body=body,
            language=language,
            file_id=file_id,
        )
    )
    if file_id is not None:
        files.release(session, actor, file_id)
        messages.look_at_files(session, application)
    _wait(session, application)
    messages.tell_structure(session, application, "written", last=before)


def add_file(
    session: Session, actor: Actor, application_id: UUID, kind: PartKind, file_id: UUID
) -> None:
    """A recording or a document more. Sent twice, it is there once."""
    application = _mine_if(policy.can_add, session, actor, application_id)
    queries.get_given_file(session, actor, application, file_id)
    before = queries.last_word(session, application.id)
    added = session.connection().execute(
        insert(ApplicationPart)
        .values(
            id=new_id(),
            organisation_id=application.organisation_id,
            application_id=application.id,
            kind=kind,
            file_id=file_id,
            question_text="",
            text="",
            position=1000,
            added_at=clock.now(),
        )
        .on_conflict_do_nothing(index_elements=["application_id", "file_id"])
    )
    if not added.rowcount:
        return
    files.release(session, actor, file_id)
    if kind in policy.WAY_OF:
        application.ways = application.ways | {policy.WAY_OF[kind].value: True}
    _note(session, application, EventKind.ADDED, kind=kind.value)
    _wait(session, application)
    messages.look_at_files(session, application)
    messages.tell_structure(session, application, "added", last=before)


def add_files(
    session: Session, actor: Actor, application_id: UUID, kind: PartKind, file_ids: Iterable[UUID]
) -> None:
    """Documents more; several photos are the pages of one. Sent twice, they are there once."""
    application = _mine_if(policy.can_add, session, actor, application_id)
    there = queries.given_of(session, application, file_ids)
    photos = [file for file in there if queries.is_photo(session, file.id)]
    # Joined already, the single ones are gone.
    if len(photos) > 1 and sum(photo.received_size for photo in photos) <= MAX_SIZE:
        joined = files.join_photos(session, actor, [photo.id for photo in photos])
        add_file(session, actor, application_id, kind, joined)
        there = [file for file in there if file not in photos]
    for file in there:
        add_file(session, actor, application_id, kind, file.id)


def change_call(
    session: Session,
    actor: Actor,
    application_id: UUID,
    *,
    phone: str,
    moments: Iterable[CallMoment],
    note: str,
    language: str,
) -> None:
    """Be called at another number, at another moment; without a number, not at all. Raises NotFound
    where no call is waited for.
    """
    application = _mine_if(policy.can_add, session, actor, application_id)
    callback = _waited_for(session, application)
    if callback is None:
        raise NotFound
    if phone:
        callback.phone = phone
        callback.moments = [moment.value for moment in moments]
        callback.moments_note = note
        callback.language = language
    else:
        callback.state = CallbackState.GIVEN_UP
    _note(session, application, EventKind.CALL_CHANGED, cancelled=not phone)
    session.flush()


def change_contact(
    session: Session, actor: Actor, application_id: UUID, *, phone: str, email: str, locale: str
) -> None:
    """How to be reached, and in which language, from now on."""
    application = _mine_if(policy.can_write, session, actor, application_id)
    if not (phone or email):
        raise NothingToReach
    application.contact_phone, application.contact_email = phone, email
    application.locale = locale
    application.version += 1


def speak(session: Session, actor: Actor, application_id: UUID, locale: str) -> None:
    """The language of the messages from now on; the page speaks what it likes."""
    queries.get_mine(session, actor, application_id, lock=True).locale = locale


def withdraw(session: Session, actor: Actor, application_id: UUID) -> None:
    """Take the application back. Already taken back: nothing happens."""
    application = queries.get_mine(session, actor, application_id, lock=True)
    if application.state == ApplicationState.WITHDRAWN:
        return
    if not policy.can_withdraw(actor, application):
        raise MovedOn
    told = _withdrawal(application)
    _move(session, application, ApplicationState.WITHDRAWN)
    _stop_calls(session, application)
    messages.tell_structure(session, application, told)


def _withdrawal(application: Application) -> str:
    """What the structure hears: that nothing is to be done, or that the post is to be filled."""
    return "given_up" if application.state == ApplicationState.ACCEPTED else "withdrawn"


def accept_post(session: Session, actor: Actor, application_id: UUID) -> None:
    """Say yes to the post that was offered."""
    application = queries.get_mine(session, actor, application_id, lock=True)
    if application.state == ApplicationState.ACCEPTED:
        return
    if not policy.can_accept_post(actor, application):
        raise MovedOn
    _move(session, application, ApplicationState.ACCEPTED)
    messages.tell_structure(session, application, "accepted")


def _waited_for(session: Session, application: Application) -> CallbackRequest | None:
    """The call the structure still has to make, locked."""
    return session.scalars(
        select(CallbackRequest)
        .where(
            CallbackRequest.application_id == application.id,
            CallbackRequest.state == CallbackState.WAITING,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()


def _stop_calls(session: Session, application: Application) -> None:
    callback = _waited_for(session, application)
    if callback:
        callback.state = CallbackState.GIVEN_UP


def answer_pool(session: Session, actor: Actor, application_id: UUID, *, agrees: bool) -> None:
    """Whether the structure may keep the application for later (LG-01). Can be taken back."""
    application = queries.get_mine(session, actor, application_id, lock=True)
    if not policy.can_answer_pool(actor, application):
        raise MovedOn
    application.pool_asked_at = None
    if agrees:
        application.pool_consented_at = clock.now()
        application.pool_until = queries.pool_until(session, clock.today())
    elif application.state == ApplicationState.POOL:
        _move(session, application, ApplicationState.WITHDRAWN)
    else:
        application.pool_consented_at = application.pool_until = None
    _note(session, application, EventKind.POOL, agrees=agrees)
    application.version += 1


def claim(session: Session, actor: Actor, application_id: UUID) -> None:
    """Put the application whose link one holds into one's account."""
    application = queries.get_mine(session, actor, application_id, lock=True)
    if application.person_id is not None and application.person_id == actor.person_id:
        return
    if not policy.can_claim(actor, application):
        raise MovedOn
    application.person_id = actor.person_id


def erase(session: Session, actor: Actor, application_id: UUID) -> None:
    """Erase everything, for good. The structure only sees « withdrawn », of nobody.

    The row goes and takes its parts, messages and notes along; an empty one stands in its place.
    What only the structure may reach (messages sent about it) is erased by a job.
    """
    application = queries.get_mine(session, actor, application_id, lock=True)
    was_open, told = policy.can_withdraw(actor, application), _withdrawal(application)
    given = queries.files_of(session, application)
    empty = _husk(application)
    session.delete(application)
    session.flush()
    for file_id in given.mine:
        files.erase(session, actor, file_id)
    session.add(empty)
    session.execute(
        insert(Erasure)
        .values(id=new_id(), kind="application", subject_id=empty.id, erased_at=clock.now())
        .on_conflict_do_nothing()
    )
    session.flush()
    _note(session, empty, EventKind.MOVED, ApplicationState.WITHDRAWN)
    audit.record(
        session,
        "application.erased",
        organisation_id=empty.organisation_id,
        subject=str(empty.id),
    )
    enqueue(
        session,
        FORGET_TRACES,
        organisation_id=str(empty.organisation_id),
        application_id=str(empty.id),
        files_of_structure=[str(file_id) for file_id in given.theirs],
    )
    if was_open:
        messages.tell_structure(session, empty, told)


def _husk(application: Application) -> Application:
    now = clock.now()
    return Application(
        id=application.id,
        organisation_id=application.organisation_id,
        offer_id=application.offer_id,
        offer_title=application.offer_title,
        structure_name=application.structure_name,
        reference=application.reference,
        holder_digest=application.holder_digest,
        token_version=application.token_version,
        locale=application.locale,
        state=ApplicationState.WITHDRAWN,
        version=application.version + 1,
        created_at=application.created_at,
        submitted_at=application.submitted_at,
        state_changed_at=now,
        last_activity_at=now,
    )
