"""Published offers, as anybody sees them: found, listed newest first, read one by one.

No wall here but the state: `published_offer` holds public snapshots only (see `publication`). The
list never loads `document`. How a search stays fast on many offers: decision 0017.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, bindparam, or_, select
from sqlalchemy.orm import Session

from portal.jobs.models import OfferRelay, PublishedOffer
from portal.kernel import clock, search, shelf
from portal.kernel.errors import Gone, NotFound
from portal.kernel.shelf import COUNTED, MOST_PAGES, PAGE_SIZE, Shelf
from portal.languages.spellings import MEANINGS
from portal.organisations.queries.relays import Relay, read_relays, relays_of

__all__ = ["COUNTED", "MOST_PAGES", "PAGE_SIZE"]

# What one may filter by; each family's choices are alternatives. Region and department are one
# family: « Nord or Île-de-France » is what somebody means who ticks both.
FAMILIES = ("nature", "contract", "time", "diploma", "language", "way", "type")
PLACES = ("region", "department")
INDEXABLE = "index:yes"


class Wanted(shelf.Wanted):
    """A search of offers: words, and the chosen codes of each family (`FAMILIES` and `PLACES`)."""

    meanings = MEANINGS

    @property
    def labels(self) -> list[list[str]]:
        """One of each group is asked for."""
        groups = [[f"{family}:{code}" for code in self.codes(family)] for family in FAMILIES]
        places = [f"{place}:{code}" for place in PLACES for code in self.codes(place)]
        return [*groups, places]


@dataclass(frozen=True)
class Line(shelf.Drawn):
    """An offer in a list. `written` is its card as the database has it (see `Shelf`)."""

    slug: str
    published_at: datetime
    updated_at: datetime
    apply_until: date | None
    written: str


Listing = shelf.Listing[Line]


@dataclass(frozen=True)
class Published:
    """An offer as its page shows it."""

    offer_id: UUID
    state: str
    slug: str
    published_at: datetime
    updated_at: datetime
    expires_at: datetime | None
    apply_until: date | None
    card: dict[str, Any]
    document: dict[str, Any]
    relays: list[Relay]


class OfferGone(Gone):
    """The offer was public and no longer is; where to look for similar ones."""

    def __init__(self, region: str, *, paused: bool) -> None:
        super().__init__()
        self.region = region
        self.paused = paused


_offers = Shelf(PublishedOffer, "offer_id", ("slug", "published_at", "updated_at", "apply_until"))
many = _offers.many


def list_offers(session: Session, wanted: Wanted, page: int = 1) -> Listing:
    """A page of what is wanted, newest first."""
    found = _offers.page(session, wanted.asked(*wanted.labels), page)
    return shelf.Listing(_lines(found.lines), found.page, found.total, found.more)


def list_new(
    session: Session, wanted: Wanted, after: datetime, until: datetime, most: int
) -> list[Line]:
    """What is wanted of the offers published between two moments, newest first."""
    return _lines(_offers.new(session, wanted.asked(*wanted.labels), after, until, most))


def still_open(session: Session, slugs: Sequence[str]) -> set[str]:
    """Those of these addresses that are online and may still be answered."""
    today, now = clock.today(), clock.now()
    found = select(PublishedOffer.slug).where(
        PublishedOffer.slug.in_(slugs),
        PublishedOffer.state == "published",
        or_(PublishedOffer.apply_until.is_(None), PublishedOffer.apply_until >= today),
        or_(PublishedOffer.expires_at.is_(None), PublishedOffer.expires_at > now),
    )
    return set(session.scalars(found))


def newest_at(session: Session) -> datetime | None:
    """When an offer was published last."""
    return _offers.newest_at(session)


def newest_offers(session: Session, most: int) -> list[Line]:
    return _lines(_offers.newest(session, most))


def _lines(rows: Sequence[Row[Any]]) -> list[Line]:
    return [Line(*tuple(row)[:5]) for row in rows]


def find_offer(session: Session, slug: str) -> Published:
    """The offer behind an address. Raises NotFound, or OfferGone once it is paused or over."""
    row = session.execute(_one(), {"slug": slug}).one_or_none()
    if row is None:
        raise NotFound
    if row.state != "published":
        raise OfferGone(row.region, paused=row.state == "paused")
    return Published(
        offer_id=row.offer_id,
        state=row.state,
        slug=row.slug,
        published_at=row.published_at,
        updated_at=row.updated_at,
        expires_at=row.expires_at,
        apply_until=row.apply_until,
        card=json.loads(row.written),
        document=row.document,
        relays=read_relays(row.relays),
    )


@cache
def _one() -> Select[Any]:
    return select(
        PublishedOffer.state,
        PublishedOffer.region,
        PublishedOffer.offer_id,
        PublishedOffer.expires_at,
        PublishedOffer.document,
        *_offers.line,
        relays_of(OfferRelay, PublishedOffer, OfferRelay.offer_id == PublishedOffer.offer_id),
    ).where(PublishedOffer.slug == bindparam("slug"))


def indexable_offers(session: Session, most: int) -> list[tuple[str, datetime]]:
    """(slug, last change) of the offers whose structure wants search engines to list them."""
    found = _offers.matching(most).subquery("found")
    rows = session.execute(
        select(PublishedOffer.slug, PublishedOffer.updated_at)
        .join(found, PublishedOffer.offer_id == found.c.offer_id)
        .order_by(*_offers.newest_first),
        {"questions": [search.query("", [[INDEXABLE]])]},
    )
    return [(row.slug, row.updated_at) for row in rows]
