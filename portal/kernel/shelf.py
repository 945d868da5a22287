"""What is published, as anybody finds it: by words and filters, newest first, a page at a time.

A shelf stands on one table of public snapshots. Its SQL function `<table>_matches(asked, most)`
asks the one index of words and filters. How a search stays fast on many rows: decision 0017.
"""

import json
import math
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache, cached_property
from threading import Lock
from typing import Any, ClassVar, Generic, TypeVar
from uuid import UUID

from sqlalchemy import (
    Row,
    Select,
    String,
    bindparam,
    case,
    cast,
    column,
    func,
    literal_column,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY
from sqlalchemy.orm import Session

from portal.kernel import clock, search

PAGE_SIZE = 20
MOST_PAGES = 50
COUNTED = PAGE_SIZE * MOST_PAGES

# How many of the newest are looked at one by one before the whole index is asked.
_NEAR = 300
_SECONDS = 60
# What is more than is counted changes little.
_MANY_SECONDS = 600

L = TypeVar("L")
C = TypeVar("C")


@dataclass(frozen=True)
class Wanted:
    """A search: words, and the chosen codes of each family. `meanings`: what words of other
    languages are called in these texts.
    """

    meanings: ClassVar[search.Meanings | None] = None
    words: str = ""
    chosen: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def codes(self, family: str) -> Sequence[str]:
        return self.chosen.get(family, ())

    def asked(self, *groups: Collection[str]) -> str:
        """The `tsquery` literal of the words and of one label of each group; empty for all."""
        return search.query(self.words, groups, self.meanings)


class Drawn:
    """A line that is drawn from its card, read only where it was not drawn before."""

    written: str

    @cached_property
    def card(self) -> dict[str, Any]:
        """What `publication.card_of` of its context wrote."""
        card: dict[str, Any] = json.loads(self.written)
        return card


@dataclass(frozen=True)
class Listing(Generic[L]):
    """A page of lines. `total` stops at `COUNTED`; `more` says that there are more."""

    lines: list[L]
    page: int
    total: int
    more: bool

    @property
    def pages(self) -> int:
        return max(1, math.ceil(self.total / PAGE_SIZE))


class Counted:
    """What was counted of searches, remembered for a minute: counting is what takes long. What is
    many stays so for longer.
    """

    def __init__(self, most: int = 500) -> None:
        self._until: OrderedDict[str, tuple[float, Any]] = OrderedDict()
        self._most = most
        self._lock = Lock()

    def __contains__(self, asked: str) -> bool:
        return self.get(asked) is not None

    def once(
        self, asked: str, count: Callable[[], C], is_many: Callable[[C], bool] | None = None
    ) -> C:
        """What was counted under this name, or is now."""
        known: C | None = self.get(asked)
        if known is None:
            known = count()
            self.add(asked, known, many=bool(is_many and is_many(known)))
        return known

    def get(self, asked: str) -> Any:
        """What was counted under this name; None once it is forgotten."""
        with self._lock:
            until, count = self._until.get(asked, (0.0, None))
            return count if until > clock.now().timestamp() else None

    def add(self, asked: str, count: object, *, many: bool) -> None:
        seconds = _MANY_SECONDS if many else _SECONDS
        with self._lock:
            self._until.pop(asked, None)
            self._until[asked] = (clock.now().timestamp() + seconds, count)
            while len(self._until) > self._most:
                self._until.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._until.clear()


Sieve = Mapping[str, Any]


class Shelf:
    """The published rows of a table with `slug`, `state`, `published_at`, `card` and `search`.

    `key` names its primary key, `shown` the columns a line is made of. A row comes as those columns
    and then `written`, its card as the database has it: most lists show cards that were drawn
    before, and need not read it.

    What labels cannot say is asked of each row they find: a sieve gives the values of `sifted`, in
    this order, to the SQL functions `<table>_passes(key, …)` and `<table>_sifted(asked, most, …)`.

    Where all that is found is no more than `sorts`, it is sorted for its page; else the newest are
    looked at first. On a shelf of many rare things the newest seldom hold a page.
    """

    def __init__(
        self,
        table: Any,
        key: str,
        shown: Sequence[str],
        sifted: Mapping[str, Any] | None = None,
        sorts: int = COUNTED,
    ) -> None:
        self._table = table
        self._sifted = [bindparam(name, type_=type_) for name, type_ in (sifted or {}).items()]
        self._name = str(table.__tablename__)
        self._key = key
        self._sorts = sorts
        self._shown = tuple(shown)
        # Those known to find more than is counted, and whether it is rare among all: that hardly
        # ever stops being true.
        self.many = Counted()
        # What is said beside a list, a place at a time or as a whole.
        self.counts = Counted()
        self.newest_first = (self._table.published_at.desc(), getattr(self._table, key).desc())
        self._is_published = text(f"{self._name}.state = 'published'")
        self.line = self._line_of(table)

    def page(
        self,
        session: Session,
        asked: str,
        page: int,
        sieve: Sieve | None = None,
        *,
        narrow: bool = False,
    ) -> Listing[Row[Any]]:
        """What is asked, newest first, in at most four queries however many there are. `narrow`:
        what is sifted is seldom among the newest.
        """
        offset = (page - 1) * PAGE_SIZE
        known = f"{asked} {dict(sieve)}" if sieve else asked
        if known not in self.many:
            most = COUNTED if sieve or not asked else self._sorts
            total, rows = self._counted(session, asked, offset, most, sieve)
            if total <= COUNTED:
                return Listing(rows, page, total, more=False)
            if not asked or total <= most:
                # All were counted, or the newest of all: the page is among them.
                return Listing(rows, page, COUNTED, more=True)
            rare = narrow and self._has_few(session, asked)
            self.many.add(known, rare, many=True)
        rare = self.many.get(known) is True
        rows = self._of_many(session, asked, offset, sieve, rare=rare)
        return Listing(rows, page, COUNTED, more=True)

    def count(self, session: Session, asked: str, sieve: Sieve | None = None) -> int:
        """How many there are, up to one more than is counted; as of a minute ago at most, or of
        ten where there are more. It is said beside another search, and must not cost more.
        """
        found = self.matching(COUNTED + 1, sifted=bool(sieve)).subquery("found")
        values = {"questions": search.alternatives(asked), **(sieve or {})}

        def count() -> int:
            return session.scalar(select(func.count()).select_from(found), values) or 0

        name = f"{asked} {dict(sieve or {})}"
        return self.counts.once(name, count, lambda total: total > COUNTED)

    def newest(self, session: Session, most: int) -> Sequence[Row[Any]]:
        everything = select(*self.line).where(self._is_published).order_by(*self.newest_first)
        return session.execute(everything.limit(most)).all()

    def new(
        self, session: Session, asked: str, after: datetime, until: datetime, most: int
    ) -> Sequence[Row[Any]]:
        """What is asked of what was published between two moments, the second included."""
        values = {"asked": asked, "after": after, "until": until, "most": most}
        return session.execute(self._of_a_time(everything=not asked), values).all()

    def newest_at(self, session: Session) -> datetime | None:
        """When something was published last."""
        last = select(self._table.published_at).where(self._is_published)
        return session.scalar(last.order_by(*self.newest_first).limit(1))

    def matching(
        self, most: int | None, *, everything: bool = False, sifted: bool = False
    ) -> Select[UUID, datetime]:
        """(key, published_at) of what is asked, in no order, through an index in any case."""
        if everything:
            every = select(getattr(self._table, self._key), self._table.published_at)
            return every.where(self._is_published).order_by(*self.newest_first).limit(most)
        name = f"{self._name}_sifted" if sifted else f"{self._name}_matches"
        values = (_questions(), most, *(self._sifted if sifted else ()))
        found = getattr(func, name)(*values).table_valued(column(self._key), column("published_at"))
        return select(found.c[self._key], found.c.published_at)

    def _line_of(self, source: Any) -> tuple[Any, ...]:
        """The columns of a line, from the table or from a part of it."""
        shown = (getattr(source, name) for name in self._shown)
        return (*shown, cast(source.card, String).label("written"))

    def _counted(
        self, session: Session, asked: str, offset: int, most: int, sieve: Sieve | None
    ) -> tuple[int, list[Row[Any]]]:
        """How many there are, up to one more than `most`, and the page if all were counted."""
        values = _values(asked, offset, sieve)
        statement = self._page_and_count(most + 1, everything=not asked, sifted=bool(sieve))
        rows = session.execute(statement, values).all()
        return rows[0].total, [row for row in rows if row.slug is not None]

    # Each statement is built once: building it takes as long as asking it.

    @cache  # noqa: B019 - a shelf lives as long as the process
    def _page_and_count(self, most: int, *, everything: bool, sifted: bool) -> Select[Any]:
        found = self.matching(most, everything=everything, sifted=sifted)
        counted = found.cte("found").prefix_with("MATERIALIZED")
        total = select(func.count()).select_from(counted).scalar_subquery()
        # The page of what is more than was counted is not among it: nothing is read in vain.
        size = PAGE_SIZE if everything else case((total < most, PAGE_SIZE), else_=0)
        page = self._page_among(counted, size)
        return (
            select(*self.line, total.label("total"))
            .select_from(select(1).subquery("once"))
            .outerjoin(page, text("true"))
            .outerjoin(self._table, self._is(page))
            .order_by(*self._order(page))
        )

    @cache  # noqa: B019 - as above
    def _of_a_time(self, *, everything: bool) -> Select[Any]:
        """Few are so new: they are looked at one by one, by the index of the newest."""
        published = self._table.published_at
        found = select(*self.line).where(
            self._is_published, published > bindparam("after"), published <= bindparam("until")
        )
        if not everything:
            found = found.where(self._table.search.op("@@")(select(_query()).scalar_subquery()))
        return found.order_by(*self.newest_first).limit(bindparam("most"))

    def _has_few(self, session: Session, asked: str) -> bool:
        """The index finds no more than are sorted soon."""
        found = select(func.count()).select_from(self.matching(self._sorts + 1).subquery("found"))
        total = session.scalar(found, {"questions": search.alternatives(asked)}) or 0
        return total <= self._sorts

    def _of_many(
        self, session: Session, asked: str, offset: int, sieve: Sieve | None, *, rare: bool
    ) -> list[Row[Any]]:
        """A page of a search that finds very many: most often the newest already hold it, but not
        if these are `rare` among all.
        """
        values = _values(asked, offset, sieve)
        if not asked:
            return list(session.execute(self._page_of_everything, values))
        if not rare:
            rows = list(session.execute(self._page_of_the_newest(sifted=bool(sieve)), values))
            if len(rows) == PAGE_SIZE:
                return rows
        return list(session.execute(self._page_of_all(sifted=bool(sieve)), values))

    @cached_property
    def _page_of_everything(self) -> Select[Any]:
        return self._of_page(self._unread().where(self._is_published).order_by(*self.newest_first))

    @cache  # noqa: B019 - as above
    def _page_of_the_newest(self, *, sifted: bool) -> Select[Any]:
        """The limits are written into it: with unknown ones PostgreSQL plans it anew each time."""
        newest = self._unread().add_columns(self._table.search).where(self._is_published)
        newest = newest.order_by(*self.newest_first)
        near = newest.limit(literal_column(str(_NEAR))).subquery("near")
        # The words are asked for apart: read once and not beside each row.
        wanted = near.c.search.op("@@")(select(_query()).scalar_subquery())
        found = select(*near.c).where(wanted).order_by(*self._order(near))
        if sifted:
            found = found.where(self._passes(near))
        return self._of_page(found)

    @cache  # noqa: B019 - as above
    def _page_of_all(self, *, sifted: bool) -> Select[Any]:
        """Of those that are sifted, the newest are asked first, and no more than make a page."""
        among = self.matching(None).subquery("found")
        if sifted:
            newest = select(among).order_by(*self._order(among)).offset(literal_column("0"))
            each = newest.subquery("newest")
            among = select(each).where(self._passes(each)).subquery("passed")
        page = self._page_among(among)
        found = select(*self.line).join(page, self._is(page))
        return found.order_by(*self.newest_first)

    def _passes(self, part: Any) -> Any:
        return getattr(func, f"{self._name}_passes")(part.c[self._key], *self._sifted)

    def _page_among(self, found: Any, size: Any = PAGE_SIZE) -> Any:
        page = select(found).order_by(*self._order(found)).limit(size)
        return page.offset(bindparam("offset")).subquery("page")

    def _of_page(self, found: Select[Any]) -> Select[Any]:
        """A page of what was found. The cards of the pages before it stay unread."""
        found = found.limit(literal_column(str(PAGE_SIZE))).offset(bindparam("offset"))
        page = found.subquery("page")
        return select(*self._line_of(page.c)).order_by(*self._order(page))

    def _unread(self) -> Select[Any]:
        """What a line is made of, its card not read yet."""
        names = dict.fromkeys((*self._shown, "published_at", "card", self._key))
        return select(*(getattr(self._table, name) for name in names))

    def _order(self, part: Any) -> tuple[Any, Any]:
        return part.c.published_at.desc(), part.c[self._key].desc()

    def _is(self, part: Any) -> Any:
        return getattr(self._table, self._key) == part.c[self._key]


def plain(value: object) -> Any:
    """A value of a column as the JSON of a snapshot knows it."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    return value


def _values(asked: str, offset: int, sieve: Sieve | None) -> dict[str, Any]:
    questions = search.alternatives(asked)
    return {"asked": asked, "questions": questions, "offset": offset, **(sieve or {})}


def _query() -> Any:
    return cast(bindparam("asked", type_=String), TSQUERY)


def _questions() -> Any:
    """What is asked, as an index is asked it: `search.alternatives`."""
    return cast(bindparam("questions", type_=ARRAY(String)), ARRAY(TSQUERY))
