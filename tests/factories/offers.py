"""Offers as a structure writes them, through the actions, ready to be published."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal.jobs.actions import offers as actions
from portal.jobs.actions import writing
from portal.jobs.enums import OfferStep
from portal.jobs.models import Offer
from portal.kernel.db import Database, Reach
from portal.organisations.enums import OrganisationKind, Role, Standing
from portal.organisations.scope import Actor, Place
from tests.factories.house import House

FACTS: dict[OfferStep, dict[str, Any]] = {
    OfferStep.JOB: {
        "title": "Travailleuse paire ou travailleur pair",
        "nature": "travail_pair",
        "model": "b",
        "summary": "Vous accueillez et vous accompagnez, avec une équipe de six personnes.",
    },
    OfferStep.PLACE: {"establishment_name": "Le Relais", "postcode": "75020", "city": "Paris"},
    OfferStep.CONTRACT: {
        "contract": "cdi",
        "starts_asap": True,
        "time_choice": "candidate",
        "hours_min": Decimal(20),
        "hours_max": Decimal(35),
    },
    OfferStep.PAY: {
        "pay_min": Decimal("13.20"),
        "pay_max": Decimal("15.40"),
        "pay_unit": "hour",
        "collective_agreement": "0413",
        "pay_index": "Coefficient 411",
    },
    OfferStep.MISSIONS: {
        "missions": [{"title": "Accueillir", "text": "", "tasks": ["Écouter", "Orienter"]}]
    },
    OfferStep.PROFILE: {
        "training_requirement": "in_post",
        "criteria": [{"kind": "soft_skill", "text": "Écouter sans juger", "firm": True}],
    },
    OfferStep.FRENCH: {
        "french_needs": ["welcome"],
        "languages": [{"language": "ps", "use": "spoken"}],
    },
    OfferStep.ANSWERING: {
        "ways": {"voice": "", "callback": ""},
        "questions": [(None, "Qu’est-ce qui vous a amené à postuler sur ce poste ?")],
    },
    OfferStep.RECRUITMENT: {
        "contact_name": "Noor Example",
        "contact_phone": "+33199000001",
        "copy_to": "",
    },
}


def actor_of(
    house: House, role: Role = Role.RECRUITER, standing: Standing = Standing.ADMITTED
) -> Actor:
    """A member of the house's structure, as the door of the space makes one."""
    person = {
        Role.ADMINISTRATOR: house.administrator,
        Role.RECRUITER: house.recruiter,
        Role.WRITER: house.writer,
    }[role]
    place = Place(
        id=house.structure.id,
        kind=OrganisationKind.STRUCTURE,
        slug=house.structure.slug,
        name=house.structure.name,
        standing=standing,
        role=role,
    )
    return Actor(person_id=person.id, name=person.display_name, place=place)


def open_session(database: Database, actor: Actor) -> Session:
    """A session that reaches what the actor reaches once inside the door."""
    return database.session(
        Reach(
            person_id=actor.person_id,
            organisation_id=actor.organisation_id,
            organisation_kind="structure",
        )
    )


def write_offer(session: Session, actor: Actor, **changes: Any) -> Offer:
    """A complete draft; `changes` replaces single facts."""
    offer = actions.create_offer(session, actor)
    for step, facts in FACTS.items():
        values = {field: changes.get(field, value) for field, value in facts.items()}
        offer = writing.save_step(session, actor, offer.id, step, values, version=offer.version)
    return offer


def publish(session: Session, actor: Actor, **changes: Any) -> UUID:
    offer = write_offer(session, actor, **changes)
    return actions.publish_offer(session, actor, offer.id).id
