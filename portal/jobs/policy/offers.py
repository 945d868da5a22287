"""Who may do what with the offers of a structure. Pure: used by the actions and the templates."""

from portal.jobs.enums import OfferState
from portal.jobs.models import Offer
from portal.organisations.enums import OrganisationKind, Role, Standing
from portal.organisations.scope import Actor

PUBLISHERS = (Role.ADMINISTRATOR, Role.RECRUITER)
# Managers and members of the team see what everybody sees: the offers that are online.
WRITERS = (*PUBLISHERS, Role.WRITER)
TRANSLATORS = (*WRITERS, Role.TRANSLATOR)


def can_write_offers(actor: Actor) -> bool:
    """Start an offer and prepare it: those of a structure whose role is to write."""
    place = actor.place
    return place is not None and place.kind == OrganisationKind.STRUCTURE and place.role in WRITERS


def can_edit(actor: Actor, offer: Offer) -> bool:
    return actor.is_in(offer.organisation_id, *WRITERS) and offer.state != OfferState.CLOSED


def can_translate_offers(actor: Actor) -> bool:
    """Put offers into other languages: those who write them, and who only translates."""
    place = actor.place
    return (
        place is not None and place.kind == OrganisationKind.STRUCTURE and place.role in TRANSLATORS
    )


def can_translate(actor: Actor, offer: Offer) -> bool:
    return actor.is_in(offer.organisation_id, *TRANSLATORS) and offer.state != OfferState.CLOSED


def can_delete(actor: Actor, offer: Offer) -> bool:
    """Only what nobody outside ever saw."""
    return actor.is_in(offer.organisation_id, *WRITERS) and offer.state == OfferState.DRAFT


def can_publish_offers(actor: Actor) -> bool:
    """Put offers online, pause and close them: what the role gives, whatever the offer."""
    return can_write_offers(actor) and actor.is_in(actor.organisation_id, *PUBLISHERS)


def can_move(actor: Actor, offer: Offer) -> bool:
    """Decide what the public sees, whatever the state the offer is in now."""
    return actor.is_in(offer.organisation_id, *PUBLISHERS)


def can_publish(actor: Actor, offer: Offer) -> bool:
    """The role only; whether the portal vouches for the structure is `is_vouched_for`."""
    return can_edit(actor, offer) and can_publish_offers(actor)


def is_vouched_for(actor: Actor) -> bool:
    return actor.place is not None and actor.place.standing == Standing.ADMITTED


def can_pause(actor: Actor, offer: Offer) -> bool:
    return can_publish(actor, offer) and offer.state == OfferState.PUBLISHED


def can_resume(actor: Actor, offer: Offer) -> bool:
    return can_publish(actor, offer) and offer.state == OfferState.PAUSED


def can_renew(actor: Actor, offer: Offer) -> bool:
    return can_pause(actor, offer) or can_resume(actor, offer)


def can_close(actor: Actor, offer: Offer) -> bool:
    return can_renew(actor, offer)
