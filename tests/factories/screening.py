"""Applications a structure received, and the actors who screen them."""

from datetime import timedelta
from itertools import count
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal.files.models import StoredFile
from portal.jobs import follow_links
from portal.jobs.models import Application, ApplicationPart, CallbackRequest
from portal.kernel import clock, jobs, tokens
from portal.kernel.db import Reach, new_id
from portal.organisations.enums import OrganisationKind, Role, Standing
from portal.organisations.models import Organisation
from portal.organisations.scope import Actor, Place
from portal.people.models import Person
from tests.factories.house import House

_numbers = count(1)


def make_application(session: Session, house: House, **values: Any) -> Application:
    """Sent today to the house's published offer, by somebody without an account. The caller
    commits. Give any column to have another application.
    """
    number = next(_numbers)
    now = clock.now()
    application = Application(
        **(
            {
                "id": new_id(),
                "organisation_id": house.structure.id,
                "offer_id": house.offer.id,
                "offer_title": house.offer.title,
                "structure_name": house.structure.name,
                "reference": f"R{number:05d}",
                "holder_digest": tokens.digest(f"holder-{number}"),
                "locale": "ps",
                "state": "received",
                "candidate_name": f"Personne {number}",
                "contact_phone": f"+336399802{number % 100:02d}",
                "ways": {"voice": True},
                "consent_text": "oui",
                "consented_at": now,
                "created_at": now,
                "submitted_at": now,
                "answer_due_on": clock.today() + timedelta(days=21),
                "state_changed_at": now,
                "last_activity_at": now,
                "waiting_for_answer": True,
            }
            | values
        )
    )
    session.add(application)
    session.flush()
    return application


def give_voice(session: Session, application: Application, **values: Any) -> StoredFile:
    """A recording, converted and released."""
    now = clock.now()
    found = StoredFile(
        **(
            {
                "organisation_id": application.organisation_id,
                "holder_digest": application.holder_digest,
                "purpose": "voice",
                "kind": "audio",
                "state": "ready",
                "name": "voix.ogg",
                "declared_size": 100,
                "received_size": 100,
                "content_type": "audio/mp4",
                "duration": 42.0,
                "waveform": [10, 50, 80],
                "created_at": now,
                "ready_at": now,
                "released_at": now,
            }
            | values
        )
    )
    session.add(found)
    session.flush()
    session.add(
        ApplicationPart(
            organisation_id=application.organisation_id,
            application_id=application.id,
            kind="cv" if found.purpose == "cv" else "voice",
            file_id=found.id,
            added_at=now,
        )
    )
    session.flush()
    return found


def ask_for_call(session: Session, application: Application, **values: Any) -> CallbackRequest:
    found = CallbackRequest(
        **(
            {
                "organisation_id": application.organisation_id,
                "application_id": application.id,
                "phone": "+33639980099",
                "moments": ["morning", "evening"],
                "moments_note": "Après le cours de français",
                "language": "ps",
                "created_at": clock.now(),
            }
            | values
        )
    )
    session.add(found)
    session.flush()
    return found


def member(house: House, person: Person, role: Role = Role.RECRUITER) -> Actor:
    """Somebody inside the structure, as the door of its space makes them."""
    structure: Organisation = house.structure
    return Actor(
        person_id=person.id,
        name=person.display_name,
        place=Place(
            id=structure.id,
            kind=OrganisationKind.STRUCTURE,
            slug=structure.slug,
            name=structure.name,
            standing=Standing.ADMITTED,
            role=role,
        ),
    )


def inside(house: House, person: Person) -> Reach:
    """What the door of the structure's space opens."""
    return Reach(
        person_id=person.id,
        organisation_id=house.structure.id,
        organisation_kind=OrganisationKind.STRUCTURE.value,
    )


def follow_address(application_id: UUID, version: int = 1) -> str:
    return follow_links.address(jobs.settings(), application_id, version)
