"""What follows a share: its reader is told. What time does to a record nobody comes back to."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.db import Reach
from portal.kernel.jobs import database, periodic, task
from portal.kernel.messages import send
from portal.kernel.one_by_one import OneByOne
from portal.organisations.enums import OrganisationKind
from portal.organisations.models import Organisation
from portal.organisations.queries import recipients
from portal.people import queries as people
from portal.people.addresses import Address
from portal.people.models import Share
from portal.skills import messages, policy, retention

# Where each kind of organisation reads what is shared with it. Nothing is shared with the operator.
_SPACES = {OrganisationKind.STRUCTURE: "employer", OrganisationKind.FEDERATION: "federation"}


@task(messages.TELL_READER)
def tell_reader(share_id: str, person_id: str, organisation_id: str) -> None:
    """Write to the person, or to those who read for the organisation. Run twice, told once."""
    reaching = Reach(
        person_id=UUID(person_id) if person_id else None,
        organisation_id=UUID(organisation_id) if organisation_id else None,
    )
    with database().session(reaching) as session:
        # Revoked meanwhile: there is nothing to tell.
        if session.scalar(select(Share.id).where(Share.id == UUID(share_id))) is None:
            return
        if person_id:
            _tell_person(session, UUID(person_id), share_id)
        else:
            _tell_organisation(session, UUID(organisation_id), share_id)
        session.commit()


@periodic("skills.tend_records", cron="50 3 * * *")
def tend_records(timestamp: int) -> None:
    """At night: tell whose record ends, erase those whose time is over. Each on its own."""
    with database().session() as session:
        idle = retention.list_idle(session)
    rows = OneByOne("tend_records")
    for person_id, what in idle:
        with (
            rows.one(person=person_id),
            database().session(Reach(person_id=person_id)) as session,
            session.begin(),
        ):
            if what == retention.WARN:
                retention.warn(session, person_id)
            else:
                retention.erase(session, person_id)
    rows.settle()


def _tell_person(session: Session, person_id: UUID, share_id: str) -> None:
    person = people.get_person(session, person_id)
    for contact in people.list_contacts(session, person_id)[:1]:
        address = Address(contact.kind, contact.value)
        send(
            session,
            template="skills.shared",
            channel=address.channel,
            address=address.value,
            locale=person.locale,
            data={"path": f"/my/shares/received/{share_id}"},
            once_key=f"share:{share_id}:{person_id}",
        )


def _tell_organisation(session: Session, organisation_id: UUID, share_id: str) -> None:
    found = session.get_one(Organisation, organisation_id)
    for member in recipients(session, organisation_id, policy.READERS):
        send(
            session,
            template="skills.shared",
            channel=member.channel,
            address=member.address,
            locale=member.locale,
            data={"path": f"/{_SPACES[found.kind]}/{found.slug}/shares/{share_id}"},
            organisation_id=organisation_id,
            once_key=f"share:{share_id}:{member.person_id}",
        )
