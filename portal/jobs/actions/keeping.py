"""What time does to applications: reminders before a promised day, forgetting when it is over.

One act a structure and a kind, called by jobs which reach that structure only. Run twice, each does
its work once.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from portal.files import actions as files
from portal.jobs import step_texts
from portal.jobs.enums import ApplicationState as State
from portal.jobs.enums import Author, EventKind
from portal.jobs.messages import screening as messages
from portal.jobs.messages import steps
from portal.jobs.models import (
    Application,
    ApplicationEvent,
    Offer,
)
from portal.jobs.queries import applications
from portal.kernel import audit, clock
from portal.kernel.db import new_id, reach
from portal.kernel.models import Erasure, OutgoingMessage
from portal.organisations.scope import SYSTEM


def _owing(
    session: Session, organisation_id: UUID, applications: Sequence[UUID]
) -> list[Application]:
    """Those which still wait for an answer, locked: an answer may have left meanwhile."""
    return list(
        session.scalars(
            select(Application)
            .where(
                Application.organisation_id == organisation_id,
                Application.id.in_(applications),
                Application.waiting_for_answer,
            )
            .with_for_update(skip_locked=True)
        )
    )


def remind_structure(session: Session, organisation_id: UUID, applications: Sequence[UUID]) -> None:
    """A promised day comes near: tell the people who screen, once for each promise."""
    structure = messages.find_structure(session, organisation_id)
    owing = [one for one in _owing(session, organisation_id, applications) if not one.reminded_at]
    if structure is None or not owing:
        return
    messages.remind_structure(session, structure, _owed(session, owing))
    for application in owing:
        application.reminded_at = clock.now()
        _log(session, application, EventKind.REMINDED)
    session.flush()


def _owed(session: Session, owing: Sequence[Application]) -> list[messages.Owed]:
    days: dict[UUID, list[date]] = defaultdict(list)
    for application in owing:
        if application.answer_due_on:
            days[application.offer_id].append(application.answer_due_on)
    titles = session.execute(select(Offer.id, Offer.title).where(Offer.id.in_(days)))
    found = [messages.Owed(row.title, len(days[row.id]), min(days[row.id])) for row in titles]
    return sorted(found, key=lambda owed: (owed.due, owed.title))


def tell_federation(session: Session, organisation_id: UUID, applications: Sequence[UUID]) -> None:
    """A promised day is over: the federation hears how many, of which structure."""
    structure = messages.find_structure(session, organisation_id)
    owing = [
        one for one in _owing(session, organisation_id, applications) if not one.federation_told_at
    ]
    if structure is None or not owing:
        return
    messages.tell_federation(session, structure, len(owing))
    for application in owing:
        application.federation_told_at = clock.now()
    session.flush()


def note_interview_passed(session: Session, organisation_id: UUID, application_id: UUID) -> None:
    """The interview took place: what was wished for it is deleted (LG-07), and the last word is the
    person's, so an answer is owed again.
    """
    application = _one(session, organisation_id, application_id)
    if application is None or application.interview_passed_at:
        return
    application.interview_passed_at = clock.now()
    if application.state == State.INTERVIEW and not application.waiting_for_answer:
        application.waiting_for_answer = True
        application.reminded_at = application.federation_told_at = None
    _forget_wish(session, application)


def forget_wish(session: Session, organisation_id: UUID, application_id: UUID) -> None:
    """No date was written for an interview, and it must be over by now: what was wished for it goes
    all the same.
    """
    application = _one(session, organisation_id, application_id)
    if application is not None and application.adjustment:
        _forget_wish(session, application)


def _forget_wish(session: Session, application: Application) -> None:
    application.adjustment = ""
    audit.record(
        session,
        "application.adjustment_forgotten",
        organisation_id=application.organisation_id,
        subject=str(application.id),
    )


def warn_of_pool_end(session: Session, organisation_id: UUID, application_id: UUID) -> None:
    """A month before a kept application is erased, the person is told (LG-01)."""
    application = _one(session, organisation_id, application_id)
    if application is None or application.state != State.POOL or application.reminded_at:
        return
    text = step_texts.fill(
        step_texts.default(step_texts.POOL_ENDS, application.locale),
        step_texts.Filling(kept_until=application.pool_until),
        application.locale,
    )
    application.reminded_at = clock.now()
    _log(session, application, EventKind.TOLD, text=text, language=application.locale)
    steps.tell_step(session, application, text, once=f"pool-ends-{application.pool_until}")
    session.flush()


def _one(session: Session, organisation_id: UUID, application_id: UUID) -> Application | None:
    return session.scalars(
        select(Application)
        .where(Application.organisation_id == organisation_id, Application.id == application_id)
        .with_for_update(skip_locked=True)
    ).one_or_none()


def _log(session: Session, application: Application, kind: EventKind, **data: str) -> None:
    session.add(
        ApplicationEvent(
            organisation_id=application.organisation_id,
            application_id=application.id,
            at=clock.now(),
            kind=kind,
            author=Author.PORTAL,
            data=data,
            for_candidate=kind == EventKind.TOLD,
        )
    )


def erase(session: Session, organisation_id: UUID, application_id: UUID, why: str) -> bool:
    """Its retention is over: the row, all that hangs on it, its stored files and the messages about
    it go; the ledger keeps its random id, so that a restored backup forgets it again.

    The session reaches the structure, and the holder for a draft; the files of its link go, whether
    or not the answer names them. Returns whether it was there.
    """
    application = session.scalars(
        select(Application)
        .where(Application.organisation_id == organisation_id, Application.id == application_id)
        .with_for_update()
    ).one_or_none()
    if application is None:
        return False
    reach(session, holder=application.holder_digest)
    given = applications.files_of(session, application)
    session.execute(
        delete(Application).where(
            Application.organisation_id == organisation_id, Application.id == application_id
        )
    )
    session.expunge(application)
    for file_id in (*given.mine, *given.theirs):
        files.erase(session, SYSTEM, file_id)
    session.execute(
        delete(OutgoingMessage).where(
            OutgoingMessage.organisation_id == organisation_id,
            OutgoingMessage.about_id == application_id,
        )
    )
    session.execute(
        insert(Erasure)
        .values(id=new_id(), kind="application", subject_id=application_id, erased_at=clock.now())
        .on_conflict_do_nothing()
    )
    audit.record(
        session,
        "application.erased",
        organisation_id=organisation_id,
        subject=str(application_id),
        why=why,
    )
    return True
