"""Keeping an offer on line by the link of the warning, without signing in."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.jobs import renewal_links
from portal.jobs.actions.offers import renew_offer
from portal.jobs.enums import OfferState
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
    """What whoever holds the link may know. `may_renew` is False once it has done its work."""

    title: str
    ends_at: datetime
    may_renew: bool


def open_renewal(session: Session, settings: Settings, token: str) -> Renewal:
    """The offer behind a link. Raises NotFound if it never was one, or nothing is left to renew."""
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
    if offer.state != OfferState.PUBLISHED or offer.expires_at is None:
        raise NotFound
    is_the_end = int(offer.expires_at.timestamp()) == int(ticket.ends_at.timestamp())
    return Renewal(
        title=offer.title,
        ends_at=offer.expires_at,
        may_renew=is_the_end and policy.can_renew(actor, offer),
    )


def _enter(session: Session, settings: Settings, token: str) -> tuple[Actor, Ticket]:
    """The member the link was sent to, if they still are one who may renew. Raises NotFound."""
    ticket = renewal_links.read(settings, token)
    if ticket is None or ticket.ends_at <= clock.now():
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
