"""Published offers, as anybody sees them: found, listed newest first, read one by one.

No wall here but the state: `published_offer` holds public snapshots only (see `publication`). The
list never loads `document`. How a search stays fast on many offers: decision 0017.
"""

import json
import math
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, cached_property
from threading import Lock
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Select,
    String,
    bindparam,
    cast,
    column,
    func,
    literal_column,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from portal.jobs.models import OfferRelay, PublishedOffer
from portal.jobs.spellings import MEANINGS
from portal.kernel import clock, search
from portal.kernel.errors import Gone, NotFound
from portal.organisations.models import Organisation

PAGE_SIZE = 20
MOST_PAGES = 50
COUNTED = PAGE_SIZE * MOST_PAGES

# What one may filter by; each family's choices are alternatives. Region and department are one
# family: « Nord or Île-de-France » is what somebody means who ticks both.
FAMILIES = ("nature", "contract", "time", "diploma", "language", "way", "type")
PLACES = ("region", "department")
INDEXABLE = "index:yes"

# How many of the newest offers are looked at one by one before the whole index is asked.
_NEAR = 300
_MANY_SECONDS = 60


@dataclass(frozen=True)
class Wanted:
    """A search: words, and the chosen codes of each family (`FAMILIES` and `PLACES`)."""

    words: str = ""
    chosen: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def asked(self) -> str:
        """The `tsquery` literal; empty to see everything."""
        groups = [[f"{family}:{code}" for code in self.codes(family)] for family in FAMILIES]
        places = [f"{place}:{code}" for place in PLACES for code in self.codes(place)]
        return search.query(self.words, [*groups, places], MEANINGS)

    def codes(self, family: str) -> Sequence[str]:
        return self.chosen.get(family, ())


@dataclass(frozen=True)
class Line:
    """An offer in a list. `written` is its card as the database has it: most lists show cards that
    were drawn before, and need not read it.
    """

    slug: str
    published_at: datetime
    updated_at: datetime
    apply_until: date | None
    written: str

    @cached_property
    def card(self) -> dict[str, Any]:
        """What `publication.card_of` wrote."""
        card: dict[str, Any] = json.loads(self.written)
        return card


@dataclass(frozen=True)
class Listing:
    """A page of offers. `total` stops at `COUNTED`; `more` says that there are more."""

    lines: list[Line]
    page: int
    total: int
    more: bool

    @property
    def pages(self) -> int:
        return max(1, math.ceil(self.total / PAGE_SIZE))


@dataclass(frozen=True)
class Relay:
    """A federation that passed an offer on to its network."""

    name: str
    note: str


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


class _Many:
    """Searches known to find more than is counted, remembered for a minute.

    Counting is what takes long, and « more than 1,000 » hardly ever stops being true.
    """

    def __init__(self, most: int = 500) -> None:
        self._until: OrderedDict[str, float] = OrderedDict()
        self._most = most
        self._lock = Lock()

    def __contains__(self, asked: str) -> bool:
        with self._lock:
            return self._until.get(asked, 0) > clock.now().timestamp()

    def add(self, asked: str) -> None:
        with self._lock:
            self._until.pop(asked, None)
            self._until[asked] = clock.now().timestamp() + _MANY_SECONDS
            while len(self._until) > self._most:
                self._until.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._until.clear()


many = _Many()


def _line_of(offer: Any) -> tuple[Any, ...]:
    """The columns of a `Line`, from the table or from a part of it."""
    return (
        offer.slug,
        offer.published_at,
        offer.updated_at,
        offer.apply_until,
        cast(offer.card, String).label("written"),
    )


_LINE = _line_of(PublishedOffer)
_NEWEST = (PublishedOffer.published_at.desc(), PublishedOffer.offer_id.desc())
_IS_PUBLISHED = text("published_offer.state = 'published'")


def list_offers(session: Session, wanted: Wanted, page: int = 1) -> Listing:
    """A page of what is wanted, newest first, in at most three queries however many there are."""
    asked = wanted.asked
    offset = (page - 1) * PAGE_SIZE
    if asked in many:
        return Listing(_of_many(session, asked, offset), page, COUNTED, more=True)
    total, lines = _counted(session, asked, offset)
    if total <= COUNTED:
        return Listing(lines, page, total, more=False)
    many.add(asked)
    return Listing(_of_many(session, asked, offset), page, COUNTED, more=True)


def newest_offers(session: Session, most: int) -> list[Line]:
    return _lines(session, _everything().limit(most))


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
        relays=[Relay(**relay) for relay in row.relays],
    )


@cache
def _one() -> Select[Any]:
    return select(
        PublishedOffer.state,
        PublishedOffer.region,
        PublishedOffer.offer_id,
        PublishedOffer.expires_at,
        PublishedOffer.document,
        *_LINE,
        _relays(),
    ).where(PublishedOffer.slug == bindparam("slug"))


def indexable_offers(session: Session, most: int) -> list[tuple[str, datetime]]:
    """(slug, last change) of the offers whose structure wants search engines to list them."""
    found = _matching(most).subquery("found")
    rows = session.execute(
        select(PublishedOffer.slug, PublishedOffer.updated_at)
        .join(found, PublishedOffer.offer_id == found.c.offer_id)
        .order_by(*_NEWEST),
        {"asked": search.query("", [[INDEXABLE]])},
    )
    return [(row.slug, row.updated_at) for row in rows]


def _counted(session: Session, asked: str, offset: int) -> tuple[int, list[Line]]:
    """How many there are, up to one more than is counted, and the page if all were counted."""
    values = {"asked": asked, "offset": offset}
    rows = session.execute(_page_and_count(everything=not asked), values).all()
    lines = [Line(*row[1:]) for row in rows if row.slug is not None]
    return rows[0].total, lines


@cache
def _page_and_count(*, everything: bool) -> Select[Any]:
    """Built once, as the next ones: building it takes as long as asking it."""
    found = _matching(COUNTED + 1, everything).cte("found").prefix_with("MATERIALIZED")
    page = (
        select(found)
        .order_by(found.c.published_at.desc(), found.c.offer_id.desc())
        .limit(PAGE_SIZE)
        .offset(bindparam("offset"))
        .subquery("page")
    )
    total = select(func.count()).select_from(found).scalar_subquery()
    return (
        select(total.label("total"), *_LINE)
        .select_from(select(1).subquery("once"))
        .outerjoin(page, text("true"))
        .outerjoin(PublishedOffer, PublishedOffer.offer_id == page.c.offer_id)
        .order_by(page.c.published_at.desc(), page.c.offer_id.desc())
    )


def _of_many(session: Session, asked: str, offset: int) -> list[Line]:
    """A page of a search that finds very many: most often the newest offers already hold it."""
    values = {"asked": asked, "offset": offset}
    if not asked:
        return _lines(session, _page_of_everything(), values)
    lines = _lines(session, _page_of_the_newest(), values)
    return lines if len(lines) == PAGE_SIZE else _lines(session, _page_of_all(), values)


@cache
def _page_of_everything() -> Select[Any]:
    return _of_page(_unread().where(_IS_PUBLISHED).order_by(*_NEWEST))


@cache
def _page_of_the_newest() -> Select[Any]:
    """The limits are written into it: with unknown ones PostgreSQL plans it anew each time."""
    newest = _unread().add_columns(PublishedOffer.search).where(_IS_PUBLISHED).order_by(*_NEWEST)
    near = newest.limit(literal_column(str(_NEAR))).subquery("near").c
    # The words are asked for apart: read once and not beside each offer.
    wanted = near.search.op("@@")(select(_query()).scalar_subquery())
    found = select(*near).where(wanted)
    return _of_page(found.order_by(near.published_at.desc(), near.offer_id.desc()))


def _unread() -> Select[Any]:
    """What a `Line` is made of, its card not read yet."""
    names = ("slug", "published_at", "updated_at", "apply_until", "card", "offer_id")
    return select(*(getattr(PublishedOffer, name) for name in names))


def _of_page(found: Select[Any]) -> Select[Any]:
    """A page of what was found. The cards of the pages before it stay unread."""
    found = found.limit(literal_column(str(PAGE_SIZE))).offset(bindparam("offset"))
    page = found.subquery("page").c
    return select(*_line_of(page)).order_by(page.published_at.desc(), page.offer_id.desc())


@cache
def _page_of_all() -> Select[Any]:
    everything = _matching(None).subquery("found")
    page = (
        select(everything)
        .order_by(everything.c.published_at.desc(), everything.c.offer_id.desc())
        .limit(PAGE_SIZE)
        .offset(bindparam("offset"))
        .subquery("page")
    )
    found = select(*_LINE).join(page, PublishedOffer.offer_id == page.c.offer_id)
    return found.order_by(*_NEWEST)


def _matching(most: int | None, everything: bool = False) -> Select[UUID, datetime]:
    """(offer_id, published_at) of what is asked, in no order, through an index in any case."""
    if everything:
        every = select(PublishedOffer.offer_id, PublishedOffer.published_at).where(_IS_PUBLISHED)
        return every.order_by(*_NEWEST).limit(most)
    matches = func.published_offer_matches(_query(), most).table_valued(
        column("offer_id"), column("published_at")
    )
    return select(matches.c.offer_id, matches.c.published_at)


def _query() -> Any:
    return cast(bindparam("asked", type_=String), TSQUERY)


def _everything() -> Select[Any]:
    return select(*_LINE).where(_IS_PUBLISHED).order_by(*_NEWEST)


def _lines(
    session: Session, statement: Select[Any], values: Mapping[str, Any] | None = None
) -> list[Line]:
    return [Line(*row) for row in session.execute(statement, values)]


def _relays() -> Any:
    """The federations that relay the offer, in the same query."""
    relay = (
        select(
            func.coalesce(
                func.jsonb_agg(
                    func.jsonb_build_object("name", Organisation.name, "note", OfferRelay.note)
                ),
                text("'[]'::jsonb"),
            )
        )
        .select_from(OfferRelay)
        .join(Organisation, Organisation.id == OfferRelay.federation_id)
        .where(OfferRelay.offer_id == PublishedOffer.offer_id)
        .correlate(PublishedOffer)
    )
    return relay.scalar_subquery().label("relays")
