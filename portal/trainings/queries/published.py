"""Published trainings, as anybody sees them: found, listed newest first, read one by one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    Row,
    Select,
    Text,
    bindparam,
    cast,
    func,
    literal_column,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSQUERY
from sqlalchemy.orm import Session

from portal.kernel import clock, nomenclatures, search, shelf
from portal.kernel.errors import Gone, NotFound
from portal.kernel.shelf import Shelf
from portal.languages.spellings import MEANINGS
from portal.organisations.models import Organisation
from portal.organisations.queries.relays import Relay, read_relays, relays_of
from portal.trainings import facts, starting
from portal.trainings.models import PublishedTraining, TrainingRelay, TrainingSession
from portal.trainings.nearby import Near
from portal.trainings.nomenclatures import PASSPORT_LINE
from portal.trainings.queries.conditions import announced
from portal.trainings.starting import Span

# What one may filter by. Choices of a family are alternatives, but for the passport: who needs an
# interpreter and a step-free way in needs both.
# Region and department are one family: « Nord or Île-de-France » is what somebody means with both.
PLACES = ("region", "department")
FAMILIES = (
    *PLACES,
    "duration",
    "internship",
    "cost",
    "diploma",
    "asks",
    "post",
    "language",
    "pass",
)
# One choice at most of each: when it starts, how far it is.
STARTS, AROUND = "starts", "around"
ORDER = (*FAMILIES, STARTS, AROUND)
FREE = "free"
# Nobody announced a day to come.
UNKNOWN = "unknown"

_A_MONTH, _A_SEASON = 31, 100

S = TypeVar("S", bound=Select[*tuple[Any, ...]])


@dataclass(frozen=True)
class Wanted(shelf.Wanted):
    """A search of trainings: words, and the chosen codes of each family of `ORDER`. `near`: what
    the code of `AROUND` means (`portal.trainings.queries.nearby`).
    """

    meanings = MEANINGS
    near: Near | None = None

    @property
    def anywhere(self) -> "Wanted":
        """The same, wherever it is."""
        elsewhere = {name: codes for name, codes in self.chosen.items() if name not in PLACES}
        return replace(self, chosen=elsewhere)

    def labels(self, *, days: bool = True) -> list[list[str]]:
        """One of each group is asked for; `days`: those of its days, too."""
        alone = ("cost", "pass", *PLACES)
        alike = [family for family in FAMILIES if family not in alone]
        groups = [[f"{family}:{code}" for code in self.codes(family)] for family in alike]
        groups.append([f"{place}:{code}" for place in PLACES for code in self.codes(place)])
        groups += [[f"pass:{code}"] for code in self.codes("pass")]
        if FREE in self.codes("cost"):
            this_year = clock.today().year
            groups.append([f"free:{year}" for year in (facts.ALWAYS, this_year, this_year + 1)])
        if self.span:
            groups += [starting.labels(self.span)] if days else []
        elif UNKNOWN in self.codes(STARTS):
            groups.append(starting.none_to_come(clock.today()))
        if self.near:
            groups.append(self.near.labels(starting.afar(self.span) if self.span else None))
        return groups

    @property
    def whenever(self) -> "Wanted":
        """The same, on any day."""
        return replace(self, chosen={**self.chosen, STARTS: []})

    @property
    def span(self) -> Span | None:
        """The days one of which it starts on; None where that is not asked."""
        return next(
            (span for code in self.codes(STARTS) if (span := starting.read(code, clock.today()))),
            None,
        )

    @property
    def question(self) -> str:
        """What is asked of the index."""
        return self.asked(*self.labels())

    @property
    def dayless(self) -> str:
        """The same, but for the days: they are asked of each one found. Empty for all."""
        return self.asked(*self.labels(days=False))


@dataclass(frozen=True)
class Line(shelf.Drawn):
    """A training in a list. `written` is its card as the database has it (see `Shelf`)."""

    slug: str
    published_at: datetime
    updated_at: datetime
    written: str


Listing = shelf.Listing[Line]


@dataclass(frozen=True)
class Published:
    """A training as its page shows it."""

    id: UUID
    slug: str
    published_at: datetime
    updated_at: datetime
    document: dict[str, Any]
    relays: tuple[Relay, ...] = ()


class TrainingGone(Gone):
    """The training was public and no longer is; where to look for others."""

    def __init__(self, region: str) -> None:
        super().__init__()
        self.region = region


_SIFTED: dict[str, Any] = {
    "first": Date(),
    "last": Date(),
    "today": Date(),
    "spots": ARRAY(Text()),
    "answers": JSONB(none_as_null=True),
}
_trainings = Shelf(
    PublishedTraining,
    "training_id",
    ("slug", "published_at", "updated_at"),
    _SIFTED,
    sorts=3 * shelf.COUNTED,
)
many, counts = _trainings.many, _trainings.counts
newest_first = _trainings.newest_first


def list_trainings(session: Session, wanted: Wanted, page: int = 1) -> Listing:
    """A page of what is wanted, newest first."""
    is_local = wanted.near is not None
    found = _trainings.page(
        session, _question(session, wanted), page, _sieve(session, wanted), narrow=is_local
    )
    return shelf.Listing(_lines(found.lines), found.page, found.total, found.more)


def count_trainings(session: Session, wanted: Wanted) -> int:
    """How many are wanted, up to one more than is counted."""
    return _trainings.count(session, _question(session, wanted), _sieve(session, wanted))


def answers_of(session: Session, wanted: Wanted) -> Mapping[str, str]:
    """The lines of the passport that are asked for, each with the answer one looks for."""
    found = (
        (code, nomenclatures.recall(session, PASSPORT_LINE, code)) for code in wanted.codes("pass")
    )
    return {code: entry.data["good"] for code, entry in found if entry is not None}


def _question(session: Session, wanted: Wanted) -> str:
    """What is asked of the index. Its labels of many days find very many: where something else is
    asked, they are left to the sieve, which looks at each one found in any case.
    """
    span, otherwise = wanted.span, wanted.dayless
    if span is None or not otherwise or (span.last - span.first).days <= _long(otherwise):
        return wanted.question

    def count() -> bool:
        then = TrainingSession.starts_on.between(span.first, span.last)
        first = TrainingSession.starts_on, TrainingSession.id
        many = select(TrainingSession.id).where(announced(), then).order_by(*first)
        return session.scalar(many.offset(shelf.COUNTED).limit(1)) is not None

    are_many = counts.once(f"start {span}", count, bool)
    return otherwise if are_many else wanted.question


def _long(otherwise: str) -> int:
    """After how many days they are left out: sooner, where each of several questions would go
    through all of them.
    """
    return _A_MONTH if len(search.alternatives(otherwise)) > 1 else _A_SEASON


def _sieve(session: Session, wanted: Wanted) -> shelf.Sieve | None:
    """What is asked besides of each one found: one may still ask to come to what starts then, and
    it is there and so that it starts. What ends by itself, and what belongs to one session, is no
    label.
    """
    if wanted.span is None:
        return None
    near = wanted.near
    spots = list(near.spots) if near and near.code != UNKNOWN else None
    days = {"first": wanted.span.first, "last": wanted.span.last, "today": clock.today()}
    return {**days, "spots": spots, "answers": answers_of(session, wanted) or None}


def matching() -> Any:
    """The keys of what `questions` find, to join."""
    return _trainings.matching(None).subquery("found")


def list_on_topics(session: Session, topics: Sequence[str]) -> Listing:
    """The newest that work on one of these headings of the grid."""
    asked = search.query("", [[f"topic:{code}" for code in topics]])
    found = _trainings.page(session, asked, 1)
    return shelf.Listing(_lines(found.lines), found.page, found.total, found.more)


def list_where(session: Session, asked: str, most: int, *where: ColumnElement[bool]) -> list[Line]:
    """What is asked of the trainings these rules leave, newest first: few, found by the rules."""
    query = select(*_trainings.line).where(PublishedTraining.state == "published", *where)
    if asked:
        # Asked for apart, so that nobody plans to begin with the words.
        words = select(cast(asked, TSQUERY)).scalar_subquery()
        query = query.where(PublishedTraining.search.op("@@")(words))
    return _lines(session.execute(query.order_by(*_trainings.newest_first).limit(most)).all())


def newest_at(session: Session) -> datetime | None:
    """When a training was published last."""
    return _trainings.newest_at(session)


def _lines(rows: Sequence[Row[Any]]) -> list[Line]:
    return [Line(*tuple(row)[:4]) for row in rows]


def count_places(session: Session, wanted: Wanted) -> Sequence[tuple[str, str, int]]:
    """(region, department, how many) of what is wanted, wherever it is, as of a minute ago at most,
    or of ten where they are more than a list counts; a place may be empty.
    """
    values = _values(session, wanted.anywhere)
    asked = _places if values["asked"] else _places_of_all

    def count() -> list[tuple[str, str, int]]:
        return sorted((row[0], row[1], row[2]) for row in session.execute(asked, values))

    return counts.once(f"places {values}", count, _are_many)


def _are_many(places: Sequence[tuple[str, str, int]]) -> bool:
    return sum(how_many for *_place, how_many in places) > shelf.COUNTED


def count_relayed(session: Session, wanted: Wanted) -> Mapping[str, int]:
    """How many of what is wanted, wherever it is, each region has by relays alone; as above."""
    values = _values(session, wanted.anywhere)
    asked = _relayed(in_words=bool(values["asked"]), in_time=bool(values["first"]))

    def count() -> dict[str, int]:
        return {row[0]: row[1] for row in session.execute(asked, values)}

    return counts.once(f"relayed {values}", count)


def _relayed(*, in_words: bool, in_time: bool) -> Select[str, int]:
    """Each one that is relayed is looked at: OFFSET 0 leaves nothing to join."""
    rules = [*([is_asked] if in_words else []), *([_is_passed] if in_time else [])]
    one = (
        select(PublishedTraining.region)
        .where(
            PublishedTraining.training_id == TrainingRelay.training_id,
            PublishedTraining.state == "published",
            *rules,
        )
        .offset(literal_column("0"))
        .lateral("one")
    )
    return (
        select(Organisation.region, func.count(TrainingRelay.training_id.distinct()))
        .select_from(TrainingRelay)
        .join(Organisation, Organisation.id == TrainingRelay.federation_id)
        .join(one, Organisation.region != one.c.region)
        .where(TrainingRelay.ended_at.is_(None))
        .group_by(Organisation.region)
    )


def _values(session: Session, wanted: Wanted) -> dict[str, Any]:
    asked = _question(session, wanted)
    questions = search.alternatives(asked)
    return {
        "asked": asked,
        "questions": questions,
        **dict.fromkeys(_SIFTED),
        **(_sieve(session, wanted) or {}),
    }


_asked = cast(bindparam("asked", type_=Text), TSQUERY)
_besides: list[Any] = [bindparam(name, type_=type_) for name, type_ in _SIFTED.items()]
is_asked = PublishedTraining.search.op("@@")(_asked)
_is_passed = func.published_training_passes(PublishedTraining.training_id, *_besides)
_questions = cast(bindparam("questions", type_=ARRAY(Text)), ARRAY(TSQUERY))
_places = select(
    func.published_training_places(_questions, *_besides).table_valued(
        "region", "department", "how_many"
    )
)
_place = PublishedTraining.region, PublishedTraining.department
_places_of_all = (
    select(*_place, func.count()).where(PublishedTraining.state == "published").group_by(*_place)
)


def among(counted: S, asked: str) -> S:
    """Of what is asked for only, if anything is: `questions` are its `search.alternatives`."""
    if not asked:
        return counted
    found = matching()
    return counted.join(found, found.c.training_id == PublishedTraining.training_id)


def find_training(session: Session, slug: str) -> Published:
    """The training behind an address. Raises NotFound, or TrainingGone once it is archived."""
    row = session.execute(
        select(
            PublishedTraining.training_id,
            PublishedTraining.state,
            PublishedTraining.region,
            PublishedTraining.published_at,
            PublishedTraining.updated_at,
            PublishedTraining.document,
            relays_of(TrainingRelay, PublishedTraining, *living()),
        ).where(PublishedTraining.slug == slug)
    ).one_or_none()
    if row is None:
        raise NotFound
    if row.state != "published":
        raise TrainingGone(row.region)
    relays = tuple(read_relays(row.relays))
    return Published(row.training_id, slug, row.published_at, row.updated_at, row.document, relays)


def living() -> tuple[ColumnElement[bool], ...]:
    """The relays of a training; what was taken back is seen by who took it back, and is none."""
    mine = TrainingRelay.training_id == PublishedTraining.training_id
    return mine, TrainingRelay.ended_at.is_(None)


def find_trainings(session: Session, slugs: Sequence[str]) -> list[Published]:
    """Those of these addresses that are online, in this order, in one query."""
    rows = session.execute(
        select(
            PublishedTraining.training_id,
            PublishedTraining.slug,
            PublishedTraining.published_at,
            PublishedTraining.updated_at,
            PublishedTraining.document,
        ).where(PublishedTraining.slug.in_(slugs), PublishedTraining.state == "published")
    )
    found = {row.slug: Published(*row) for row in rows}
    return [found[slug] for slug in dict.fromkeys(slugs) if slug in found]


def read_listed(session: Session, listing: Listing) -> list[Published]:
    """The whole trainings of a page of a list, in its order."""
    slugs = [line.slug for line in listing.lines]
    rows = session.execute(
        select(
            PublishedTraining.training_id,
            PublishedTraining.slug,
            PublishedTraining.published_at,
            PublishedTraining.updated_at,
            PublishedTraining.document,
        ).where(PublishedTraining.slug.in_(slugs), PublishedTraining.state == "published")
    )
    found = {row.slug: Published(*row) for row in rows}
    return [found[slug] for slug in slugs if slug in found]


def newest_addresses(session: Session, most: int) -> list[tuple[str, datetime]]:
    """(slug, last publication) of the trainings search engines may list: all that are online."""
    return [(row.slug, row.published_at) for row in _trainings.newest(session, most)]
