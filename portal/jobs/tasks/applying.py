"""What follows when a candidate did something: tell the structure, look at files, forget."""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.files import actions as files
from portal.files.enums import FileState
from portal.files.models import StoredFile
from portal.jobs.actions.following import FORGET_TRACES
from portal.jobs.messages import applications as messages
from portal.jobs.models import Application, ApplicationPart
from portal.kernel.db import Reach
from portal.kernel.jobs import database, task
from portal.kernel.messages import send
from portal.kernel.models import OutgoingMessage
from portal.organisations.enums import OrganisationKind, Role
from portal.organisations.models import Organisation
from portal.organisations.queries import recipients
from portal.organisations.scope import SYSTEM

# Who of a structure hears about applications: writers prepare offers and see none.
_ROLES = (Role.ADMINISTRATOR, Role.RECRUITER)


def _inside(organisation_id: str) -> Session:
    """A session that reaches the structure a job names."""
    return database().session(
        Reach(
            organisation_id=UUID(organisation_id),
            organisation_kind=OrganisationKind.STRUCTURE.value,
        )
    )


@task(messages.TELL_STRUCTURE)
def tell_structure(organisation_id: str, application_id: str, what: str, moment: str) -> None:
    """Write to the members who recruit. Run twice, they hear it once."""
    with _inside(organisation_id) as session:
        row = session.execute(
            select(Application, Organisation.slug)
            .join(Organisation, Organisation.id == Application.organisation_id)
            .where(
                Application.id == UUID(application_id),
                Application.organisation_id == UUID(organisation_id),
            )
        ).one_or_none()
        if row is None:
            return
        application, slug = row
        due = application.answer_due_on
        for member in recipients(session, UUID(organisation_id), _ROLES):
            send(
                session,
                template=f"jobs.structure_{what}",
                channel=member.channel,
                address=member.address,
                locale=member.locale,
                data={
                    "application_id": application_id,
                    "reference": application.reference,
                    "title": application.offer_title,
                    "slug": slug,
                    "due": due.isoformat() if due else "",
                },
                organisation_id=UUID(organisation_id),
                about_id=UUID(application_id),
                once_key=f"{what}:{application_id}:{moment}:{member.person_id}",
            )
        session.commit()


@task(messages.CHECK_FILES)
def check_files(organisation_id: str, application_id: str) -> None:
    """Tell the person, once for each file, that something they sent cannot be read."""
    with _inside(organisation_id) as session:
        application = session.get(Application, UUID(application_id))
        if application is None:
            return
        refused = session.scalars(
            select(StoredFile.id)
            .join(ApplicationPart, ApplicationPart.file_id == StoredFile.id)
            .where(
                ApplicationPart.application_id == application.id,
                StoredFile.state == FileState.REFUSED,
            )
        )
        for file_id in refused:
            messages.tell_person(session, application, "jobs.file_unreadable", once=str(file_id))
        session.commit()


@task(FORGET_TRACES)
def forget_traces(organisation_id: str, application_id: str, files_of_structure: list[str]) -> None:
    """What the structure held about an erased application: messages left, recordings for it."""
    with _inside(organisation_id) as session:
        session.execute(
            delete(OutgoingMessage).where(
                OutgoingMessage.organisation_id == UUID(organisation_id),
                OutgoingMessage.about_id == UUID(application_id),
                OutgoingMessage.template.not_in(messages.TO_STRUCTURE),
            )
        )
        for file_id in files_of_structure:
            files.erase(session, SYSTEM, UUID(file_id))
        session.commit()
