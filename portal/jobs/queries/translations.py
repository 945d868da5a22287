"""Offers as they are translated: their sections in French, none of what candidates sent."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from portal.jobs.enums import OfferState
from portal.jobs.models import Offer
from portal.jobs.policy import offers as policy
from portal.jobs.queries import offers
from portal.jobs.sections import subject_of
from portal.kernel.errors import NotAllowed
from portal.languages.sections import Subject
from portal.organisations.scope import Actor

_MOST = 100


def list_subjects(session: Session, actor: Actor) -> list[Subject]:
    """The offers of the structure that are not over and say something, the last changed first.

    Raises NotAllowed to who does not translate.
    """
    if not policy.can_translate_offers(actor):
        raise NotAllowed
    found = session.scalars(
        select(Offer)
        .where(
            Offer.organisation_id == actor.organisation_id,
            Offer.state != OfferState.CLOSED,
            Offer.title != "",
        )
        .options(selectinload(Offer.questions))
        .order_by(Offer.updated_at.desc(), Offer.id)
        .limit(_MOST)
    )
    return [subject_of(offer) for offer in found]


def get_subject(session: Session, actor: Actor, offer_id: UUID) -> Subject:
    """Raises NotFound outside the actor's walls, NotAllowed once the offer is over."""
    offer = offers.get_offer(session, actor, offer_id)
    if not policy.can_translate(actor, offer):
        raise NotAllowed
    return subject_of(offer)
