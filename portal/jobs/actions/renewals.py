"""Keeping an offer on line by the link of the warning, without signing in."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.jobs import renewal_links
from portal.jobs.actions.offers import renew_offer
from portal.jobs.enums import OfferState
from portal.jobs.models import Offer
from portal.jobs.policy import offers as policy
from portal.jobs.queries import offers as queries
from portal.jobs.renewal_links import Ticket
from portal.kernel import clock
from portal.kernel.db import reach
from portal.kernel.errors import NotFound
from portal.organisations.enums import OrganisationKind, Standing
from portal.organisations.models import Membership, Organisation
from portal.organisations.queries import recipients
from portal.organisations.scope import Actor, Place


@dataclass(frozen=True)
class Renewal:
    """What whoever holds the link may know. `may_renew` is False once it has done its work.

    `closed_at`: the offer is over since then. A mail may have been passed on: of an offer that is
    over, its holder learns the day, not why it ended nor who answered. Whoever goes on from there,
    to the offer of that structure, has to sign in.
    """

    title: str
    ends_at: datetime
    may_renew: bool
    offer_id: UUID
    structure_slug: str
    closed_at: datetime | None = None


def open_renewal(session: Session, settings: Settings, token: str) -> Renewal:
    """The offer behind a link. Raises NotFound if it never was one, or the offer is paused."""
    actor, ticket = _enter(session, settings, token)
    return _renewal(session, actor, ticket)


def renew_by_link(session: Session, settings: Settings, token: str) -> Renewal:
    """Keep the offer on line for another while, once. Pressed again, quiet."""
    actor, ticket = _enter(session, settings, token)
    queries.lock_offer(session, actor, ticket.offer_id)
    if _renewal(session, actor, ticket).may_renew:
        renew_offer(session, actor, ticket.offer_id)
    return _renewal(session, actor, ticket)


def _renewal(session: Session, actor: Actor, ticket: Ticket) -> Renewal:
    offer = queries.get_offer(session, actor, ticket.offer_id)
    closed_at = _over_since(offer)
    ends_at = closed_at or offer.expires_at
    if ends_at is None or not (closed_at or offer.state == OfferState.PUBLISHED):
        raise NotFound
    is_the_end = int(ends_at.timestamp()) == int(ticket.ends_at.timestamp())
    return Renewal(
        title=offer.title,
        ends_at=ends_at,
        may_renew=is_the_end and closed_at is None and policy.can_renew(actor, offer),
        offer_id=offer.id,
        structure_slug=actor.place.slug if actor.place else "",
        closed_at=closed_at,
    )


def _over_since(offer: Offer) -> datetime | None:
    """When the offer ended: closed by somebody, or at the end of its time, even if the hourly round
    has not seen it yet.
    """
    if offer.state == OfferState.CLOSED:
        return offer.closed_at
    if offer.state == OfferState.PUBLISHED and offer.expires_at and offer.expires_at <= clock.now():
        return offer.expires_at
    return None


def _enter(session: Session, settings: Settings, token: str) -> tuple[Actor, Ticket]:
    """The member the link was sent to, if they still are one who may renew. Raises NotFound."""
    ticket = renewal_links.read(settings, token)
    if ticket is None:
        raise NotFound
    kind = OrganisationKind.STRUCTURE
    reach(session, organisation_id=ticket.organisation_id, organisation_kind=kind)
    structure = session.get(Organisation, ticket.organisation_id)
    known = recipients(session, ticket.organisation_id, policy.PUBLISHERS)
    member = next((one for one in known if one.person_id == ticket.person_id), None)
    if structure is None or structure.standing != Standing.ADMITTED or member is None:
        raise NotFound
    role = session.scalars(
        select(Membership.role).where(
            Membership.organisation_id == structure.id, Membership.person_id == member.person_id
        )
    ).one()
    place = Place(
        id=structure.id,
        kind=kind,
        slug=structure.slug,
        name=structure.name,
        standing=structure.standing,
        role=role,
    )
    return Actor(person_id=member.person_id, name=member.name, place=place), ticket
