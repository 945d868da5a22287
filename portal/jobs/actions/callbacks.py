"""Calling people back: each try is written down, and the person sees that one was made."""

from uuid import UUID

from sqlalchemy import case, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from portal.jobs.enums import Author, CallbackState, CallOutcome, EventKind
from portal.jobs.errors import CallOver, Withdrawn
from portal.jobs.models import Application, ApplicationEvent, CallbackRequest, CallbackTry
from portal.jobs.policy.screening import may_write
from portal.jobs.queries.screening import get_application, require_screener
from portal.kernel import clock
from portal.kernel.db import new_id
from portal.kernel.errors import NotFound, Refused
from portal.kernel.i18n import N_
from portal.organisations.scope import Actor
from portal.people.reachable import channels


def _locked(session: Session, actor: Actor, callback_id: UUID) -> CallbackRequest:
    """The request, locked: two colleagues do not close it at once. Its application before it, as
    by whoever notes a call from there.
    """
    organisation_id = require_screener(actor)
    session.execute(
        select(Application.id)
        .join(CallbackRequest, CallbackRequest.application_id == Application.id)
        .where(Application.organisation_id == organisation_id, CallbackRequest.id == callback_id)
        .with_for_update(of=Application)
    )
    found = session.scalars(
        select(CallbackRequest)
        .where(
            CallbackRequest.organisation_id == organisation_id,
            CallbackRequest.id == callback_id,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def _need_waiting(callback: CallbackRequest) -> None:
    if callback.state != CallbackState.WAITING:
        raise CallOver


def record_try(
    session: Session,
    actor: Actor,
    callback_id: UUID,
    outcome: CallOutcome,
    *,
    note: str = "",
    try_id: UUID | None = None,
) -> CallbackRequest:
    """One call and how it ended. The note stays in the structure; the person sees the outcome.
    With the same `try_id` twice, it was one call.
    """
    callback = _locked(session, actor, callback_id)
    if try_id is not None and _find_noted(session, try_id) == callback_id:
        return callback
    _need_waiting(callback)
    now = clock.now()
    session.add(
        CallbackTry(
            id=try_id or new_id(),
            organisation_id=callback.organisation_id,
            callback_id=callback.id,
            at=now,
            person_name=actor.name,
            outcome=outcome,
            note=note.strip()[:500],
        )
    )
    session.add(
        ApplicationEvent(
            organisation_id=callback.organisation_id,
            application_id=callback.application_id,
            at=now,
            kind=EventKind.CALLED,
            author=Author.STRUCTURE,
            person_name=actor.name,
            data={"outcome": outcome.value},
        )
    )
    if outcome == CallOutcome.REACHED:
        callback.state = CallbackState.REACHED
    session.flush()
    return callback


def record_call(
    session: Session,
    actor: Actor,
    application_id: UUID,
    outcome: CallOutcome,
    *,
    note: str = "",
    try_id: UUID | None = None,
) -> CallbackRequest:
    """A call made from the application, to somebody who can only be reached so. As long as they
    did not answer, they stay among those to call. Raises Refused once they took it back, and
    where a message reaches them.
    """
    application = get_application(session, actor, application_id, lock=True)
    if not may_write(application.state):
        raise Withdrawn(N_("On ne l’appelle plus."))
    if channels(application):
        raise Refused(N_("Un message joint maintenant cette personne : écrivez-lui."))
    noted = _find_noted(session, try_id) if try_id else None
    if noted is not None:
        return _locked(session, actor, noted)
    if _find_waiting(session, application) is None:
        call_instead(session, application)
    waiting = _find_waiting(session, application)
    if waiting is None:
        raise NotFound
    return record_try(session, actor, waiting, outcome, note=note, try_id=try_id)


def _find_noted(session: Session, try_id: UUID) -> UUID | None:
    """The request this call was made for, if it was noted already."""
    return session.scalar(select(CallbackTry.callback_id).where(CallbackTry.id == try_id))


def _find_waiting(session: Session, application: Application) -> UUID | None:
    return session.scalar(
        select(CallbackRequest.id).where(
            CallbackRequest.organisation_id == application.organisation_id,
            CallbackRequest.application_id == application.id,
            CallbackRequest.state == CallbackState.WAITING,
        )
    )


def call_instead(session: Session, application: Application) -> None:
    """A landline and no e-mail: what a message would have said is said on the phone. Whoever asked
    to be called before is called in the same way; what they asked for once and was done is not
    what holds now.
    """
    if not application.contact_phone:
        return
    asked = {
        "phone": application.contact_phone,
        "moments": [],
        "moments_note": "",
        "language": application.locale.partition("-x-")[0],
    }
    again = {"state": CallbackState.WAITING, "created_at": clock.now()}
    statement = insert(CallbackRequest).values(
        id=new_id(),
        organisation_id=application.organisation_id,
        application_id=application.id,
        **asked,
        **again,
    )
    waits = CallbackRequest.state == CallbackState.WAITING
    kept = {
        name: case((waits, CallbackRequest.__table__.c[name]), else_=statement.excluded[name])
        for name in asked
    }
    session.execute(
        statement.on_conflict_do_update(index_elements=["application_id"], set_={**kept, **again})
    )


def give_up(session: Session, actor: Actor, callback_id: UUID) -> CallbackRequest:
    """Stop calling: the number is dead or nobody answers. The application still needs an answer."""
    callback = _locked(session, actor, callback_id)
    _need_waiting(callback)
    callback.state = CallbackState.GIVEN_UP
    session.flush()
    return callback
