"""What each kind of house translates: a structure its offers, a federation its trainings."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from portal.jobs.actions import translating as offers
from portal.jobs.policy import offers as offers_policy
from portal.jobs.queries import translations as offer_queries
from portal.languages.readings import Given
from portal.languages.sections import Subject
from portal.organisations.enums import OrganisationKind
from portal.organisations.scope import Actor
from portal.trainings import policy as trainings_policy
from portal.trainings.actions import translating as trainings
from portal.trainings.queries import translations as training_queries
from portal.web.request import Session, place


@dataclass(frozen=True)
class Desk:
    """The same verbs, whatever is translated. `get_subject` raises NotFound, and NotAllowed for
    what is over. `publishing`: what the page of a subject says of going online.
    """

    may_enter: Callable[[Actor], bool]
    list_subjects: Callable[[Session, Actor], list[Subject]]
    get_subject: Callable[[Session, Actor, UUID], Subject]
    translate: Callable[..., Any]
    review: Callable[..., None]
    read: Callable[[Session, Actor, UUID, str, str, Given], None]
    take_back: Callable[[Session, Actor, UUID, str, str], None]
    draft: Callable[[Session, Actor, UUID, str], int]
    leave_to_people: Callable[..., None]
    may_write: Callable[[Actor], bool]
    publishing: Callable[[Session, Actor, UUID], dict[str, Any]]


# Asked each time: what answers is the policy, not what it was when this table was made.
def _of_offers(actor: Actor) -> bool:
    return offers_policy.can_translate_offers(actor)


def _of_trainings(actor: Actor) -> bool:
    return trainings_policy.can_translate_trainings(actor)


def _online(session: Session, actor: Actor, training_id: UUID) -> dict[str, Any]:
    """Translations of a training go online by a button of their own, for who may press it."""
    return {
        "can_publish": trainings_policy.can_write_trainings(actor),
        "has_news": training_queries.has_news(session, actor, training_id),
    }


_DESKS = {
    OrganisationKind.STRUCTURE: Desk(
        _of_offers,
        offer_queries.list_subjects,
        offer_queries.get_subject,
        offers.translate_offer,
        offers.review_offer,
        offers.read_offer,
        offers.take_back_reading,
        offers.draft_offer,
        offers.leave_offer_to_people,
        offers_policy.can_write_offers,
        lambda _session, _actor, _offer_id: {},
    ),
    OrganisationKind.FEDERATION: Desk(
        _of_trainings,
        training_queries.list_subjects,
        training_queries.get_subject,
        trainings.translate_training,
        trainings.review_training,
        trainings.read_training,
        trainings.take_back_reading,
        trainings.draft_training,
        trainings.leave_training_to_people,
        trainings_policy.can_write_trainings,
        _online,
    ),
}


def desk() -> Desk:
    """That of the house of this address."""
    return _DESKS[place().kind]
