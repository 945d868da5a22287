"""A federation passes the offers of its region on; it stops those of a structure it suspended."""

from uuid import UUID

from sqlalchemy.orm import Session

from portal.jobs.actions.offers import pause_offer
from portal.jobs.messages import relays as messages
from portal.jobs.models import OfferRelay
from portal.jobs.policy import relays as policy
from portal.jobs.queries import relays
from portal.kernel import audit, clock
from portal.kernel.errors import NotAllowed
from portal.organisations.actions.supervision import enter_supervised
from portal.organisations.models import Organisation
from portal.organisations.scope import Actor


def relay_offer(session: Session, actor: Actor, offer_id: UUID, note: str) -> OfferRelay:
    """Pass an offer on, or change the note of one that is. Raises NotFound, NotAllowed."""
    offer = relays.get_regional_offer(session, actor, offer_id)
    _need(actor)
    relay = relays.find_relay(session, actor, offer_id)
    is_new = relay is None
    if relay is None:
        relay = OfferRelay(
            federation_id=actor.organisation_id, offer_id=offer_id, relayed_at=clock.now()
        )
    relay.note = note.strip()
    session.add(relay)
    session.flush()
    if is_new and actor.place is not None:
        messages.tell_relay(
            session,
            offer.organisation_id,
            offer_id,
            title=offer.card.get("title", ""),
            slug=offer.slug,
            federation=actor.place.name,
            federation_id=actor.place.id,
        )
        _record(session, actor, "offer.relayed", offer_id)
    return relay


def stop_relaying(session: Session, actor: Actor, offer_id: UUID) -> None:
    """Quiet if it is not relayed. Raises NotFound, NotAllowed."""
    relays.get_regional_offer(session, actor, offer_id)
    _need(actor)
    relay = relays.find_relay(session, actor, offer_id)
    if relay is not None:
        session.delete(relay)
        session.flush()
        _record(session, actor, "offer.relay_stopped", offer_id)


def pause_offers_of(session: Session, actor: Actor, structure: Organisation) -> int:
    """What a suspended structure had online is paused at once; how many offers that was.

    It may resume them itself once somebody vouches for it again. Raises NotAllowed.
    """
    with enter_supervised(session, actor, structure) as inside:
        published = relays.list_published(session, inside)
        for offer_id in published:
            pause_offer(session, inside, offer_id)
    return len(published)


def _need(actor: Actor) -> None:
    if not policy.can_relay(actor):
        raise NotAllowed


def _record(session: Session, actor: Actor, action: str, offer_id: UUID) -> None:
    audit.record(
        session,
        action,
        organisation_id=actor.organisation_id,
        person_id=actor.person_id,
        subject=str(offer_id),
    )
