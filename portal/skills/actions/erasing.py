"""Erasing a whole record: when its owner leaves for good, or asked nothing of it for too long."""

from uuid import UUID

from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session

from portal.files import actions as files
from portal.files.enums import FilePurpose
from portal.files.models import StoredFile
from portal.kernel import audit
from portal.organisations.scope import Actor
from portal.people.models import Share
from portal.skills.actions.record import owner
from portal.skills.models import (
    CareerProject,
    CvChoice,
    Evidence,
    Framework,
    FrameworkAction,
    FrameworkChoice,
    FrameworkHeading,
    GridAnswer,
    InterviewPreparation,
    KnowledgeLine,
    PathEntry,
    ProfileVersion,
    ProjectStep,
    StatedHire,
)
from portal.skills.queries import interviews
from portal.skills.queries.grid import find_own_framework

_TABLES = (
    Share,
    Evidence,
    GridAnswer,
    KnowledgeLine,
    PathEntry,
    CareerProject,
    ProjectStep,
    ProfileVersion,
    FrameworkChoice,
    CvChoice,
    StatedHire,
)


def erase_record(session: Session, actor: Actor, *, leaving: bool = False) -> None:
    """Everything somebody wrote of themselves, its recordings and photos, and what they share.

    What they prepared for an interview, theirs or one they hold as a manager, goes as long as
    nobody could read it. Once opened it stays with the interview, and what both signed is not
    theirs alone: it is not here.
    `leaving`: their account closes next, and their interviews with it. Nothing left: nothing
    happens.
    """
    person_id = owner(actor)
    _erase_preparations(session, person_id, opened=leaving)
    heard = select(InterviewPreparation.file_id).where(
        InterviewPreparation.person_id == person_id, InterviewPreparation.file_id.is_not(None)
    )
    given = session.scalars(
        select(StoredFile.id).where(
            StoredFile.person_id == person_id,
            StoredFile.purpose == FilePurpose.EVIDENCE,
            StoredFile.id.not_in(heard),
        )
    ).all()
    for table in _TABLES:
        session.execute(delete(table).where(table.person_id == person_id))
    _erase_own_framework(session, person_id)
    session.flush()
    for file_id in given:
        files.erase(session, actor, file_id)
    audit.record(session, "record.erased", person_id=person_id)


def _erase_preparations(session: Session, person_id: UUID, *, opened: bool) -> None:
    """Those of one's own interviews that are still sealed; all of them with `opened`."""
    wanted = [
        meeting.interview.id
        for meeting in interviews.list_mine(session, person_id)
        if opened or not meeting.is_open
    ]
    session.execute(
        delete(InterviewPreparation).where(
            InterviewPreparation.person_id == person_id,
            InterviewPreparation.interview_id.in_(wanted),
        )
    )
    # As a manager too: those rows are reached inside the organisation only.
    session.execute(text("SELECT * FROM door_forget_held_preparations()"))


def _erase_own_framework(session: Session, person_id: UUID) -> None:
    own = find_own_framework(session, person_id)
    if own is None:
        return
    for table in (FrameworkAction, FrameworkHeading):
        session.execute(delete(table).where(table.framework_id == own.id))
    session.execute(delete(Framework).where(Framework.id == own.id))
