"""What a federation sees of the offers of its region, and how many answers are late in each of its
structures. Never an application: counts only.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, select, text
from sqlalchemy.orm import Session

from portal.jobs.enums import OfferState
from portal.jobs.models import Offer, OfferRelay, PublishedOffer
from portal.kernel import clock
from portal.kernel.errors import NotFound
from portal.organisations.queries.places import get_own
from portal.organisations.scope import Actor

PAGE = 20


@dataclass(frozen=True)
class RegionalOffer:
    """A published offer and whether the federation passed it on. `card`: see `publication`."""

    offer_id: UUID
    slug: str
    published_at: datetime
    card: dict[str, Any]
    relayed_at: datetime | None
    note: str | None


def list_regional_offers(
    session: Session, actor: Actor, *, relayed: bool | None = None, page: int = 1
) -> tuple[list[RegionalOffer], bool]:
    """The published offers of the federation's region, newest first, and whether more follow."""
    query = (
        select(
            PublishedOffer.offer_id,
            PublishedOffer.slug,
            PublishedOffer.published_at,
            PublishedOffer.card,
            OfferRelay.relayed_at,
            OfferRelay.note,
        )
        .outerjoin(
            OfferRelay,
            and_(
                OfferRelay.offer_id == PublishedOffer.offer_id,
                OfferRelay.federation_id == actor.organisation_id,
            ),
        )
        .where(
            PublishedOffer.state == "published",
            PublishedOffer.region == get_own(session, actor).region,
        )
        .order_by(PublishedOffer.published_at.desc())
        .limit(PAGE + 1)
        .offset((page - 1) * PAGE)
    )
    if relayed is not None:
        is_relayed = OfferRelay.id.is_not(None)
        query = query.where(is_relayed if relayed else ~is_relayed)
    rows = [RegionalOffer(*row) for row in session.execute(query)]
    return rows[:PAGE], len(rows) > PAGE


def get_regional_offer(session: Session, actor: Actor, offer_id: UUID) -> PublishedOffer:
    """One of them. Raises NotFound for an offer elsewhere, or no longer published."""
    found = session.scalars(
        select(PublishedOffer).where(
            PublishedOffer.offer_id == offer_id,
            PublishedOffer.state == "published",
            PublishedOffer.region == get_own(session, actor).region,
        )
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def find_relay(session: Session, actor: Actor, offer_id: UUID) -> OfferRelay | None:
    return session.scalars(
        select(OfferRelay).where(
            OfferRelay.federation_id == actor.organisation_id, OfferRelay.offer_id == offer_id
        )
    ).one_or_none()


def count_late_answers(session: Session, actor: Actor) -> dict[UUID, int]:
    """How many candidates wait beyond the promised day, by structure of this federation."""
    rows = session.execute(
        text("SELECT organisation_id, how_many FROM door_late_answers(:today)"),
        {"today": clock.today()},
    )
    # The door reads the federation from the transaction; the actor says that one was entered.
    return {row.organisation_id: row.how_many for row in rows} if actor.place else {}


def list_published(session: Session, actor: Actor) -> list[UUID]:
    """What a structure has online."""
    return list(
        session.scalars(
            select(Offer.id).where(
                Offer.organisation_id == actor.organisation_id, Offer.state == OfferState.PUBLISHED
            )
        )
    )
