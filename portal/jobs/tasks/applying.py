"""What follows when a candidate did something: tell the structure, look at files, forget."""

from collections.abc import Iterator
from uuid import UUID

import structlog
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.files import actions as files
from portal.files.enums import FileState
from portal.files.models import StoredFile
from portal.jobs.actions.following import FORGET_TRACES
from portal.jobs.messages import applications as messages
from portal.jobs.models import Application, ApplicationPart, Offer
from portal.kernel.db import Reach
from portal.kernel.i18n import DEFAULT
from portal.kernel.jobs import database, task
from portal.kernel.messages import MAIL, send
from portal.kernel.models import OutgoingMessage
from portal.organisations.enums import OrganisationKind, Role
from portal.organisations.models import Organisation
from portal.organisations.queries import recipients
from portal.organisations.scope import SYSTEM
from portal.people import addresses
from portal.people.errors import BadAddress

log = structlog.get_logger()

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
    """Write to the members who recruit, and of a new answer to whom the offer names besides. Run
    twice, they hear it once.
    """
    with _inside(organisation_id) as session:
        row = session.execute(
            select(Application, Organisation.slug, Offer.copy_to)
            .join(Organisation, Organisation.id == Application.organisation_id)
            .join(Offer, Offer.id == Application.offer_id)
            .where(
                Application.id == UUID(application_id),
                Application.organisation_id == UUID(organisation_id),
            )
        ).one_or_none()
        if row is None:
            return
        application, slug, copy_to = row
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
        for address in _copied(copy_to) if what == "received" else ():
            send(
                session,
                template=messages.STRUCTURE_COPIED,
                channel=MAIL,
                address=address,
                locale=DEFAULT.tag,
                data={"title": application.offer_title, "slug": slug},
                organisation_id=UUID(organisation_id),
                once_key=f"copied:{application_id}:{address}",
            )
        session.commit()


def _copied(copy_to: str) -> Iterator[str]:
    """Who else must know. What is no address is said in the log, and keeps nobody from hearing."""
    for typed in addresses.split(copy_to):
        try:
            yield addresses.read_email(typed)
        except BadAddress:
            log.warning("an offer names somebody to tell who has no address")


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
            messages.tell_of_own_act(
                session, application, "jobs.file_unreadable", once=str(file_id)
            )
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
