"""Published trainings, as anybody sees them: found, listed newest first, read one by one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Row, Select, Text, and_, cast, exists, func, select
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
from portal.trainings.queries.conditions import answers_so, still_open
from portal.trainings.queries.nearby import is_near
from portal.trainings.starting import Span

# What one may filter by. Choices of a family are alternatives, but for the passport: who needs an
# interpreter and a step-free way in needs both.
# Region and department are one family: « Nord or Île-de-France » is what somebody means with both.
PLACES = ("region", "department")
FAMILIES = (*PLACES, "duration", "cost", "diploma", "post", "language", "pass")
# One choice at most of each: when it starts, how far it is. An alert keeps none of these.
STARTS, AROUND = "starts", "around"
ORDER = (*FAMILIES, STARTS, AROUND)
FREE = "free"
# Nobody announced a day to come.
UNKNOWN = "unknown"

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

    @property
    def labels(self) -> list[list[str]]:
        """One of each group is asked for."""
        alone = ("cost", "pass", *PLACES)
        alike = [family for family in FAMILIES if family not in alone]
        groups = [[f"{family}:{code}" for code in self.codes(family)] for family in alike]
        groups.append([f"{place}:{code}" for place in PLACES for code in self.codes(place)])
        groups += [[f"pass:{code}"] for code in self.codes("pass")]
        if FREE in self.codes("cost"):
            this_year = clock.today().year
            groups.append([f"free:{year}" for year in (facts.ALWAYS, this_year, this_year + 1)])
        if self.span:
            groups.append(starting.labels(self.span))
        if self.near:
            groups.append(self.near.labels)
        return groups

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
        unknown = UNKNOWN in self.codes(STARTS)
        without = starting.any_to_come(clock.today()) if unknown else ()
        return self.asked(*self.labels, without=without)


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


_trainings = Shelf(
    PublishedTraining,
    "training_id",
    ("slug", "published_at", "updated_at"),
    {
        "first": Date(),
        "last": Date(),
        "today": Date(),
        "spots": ARRAY(Text()),
        "answers": JSONB(none_as_null=True),
    },
)
many, counts = _trainings.many, _trainings.counts
newest_first = _trainings.newest_first


def list_trainings(session: Session, wanted: Wanted, page: int = 1) -> Listing:
    """A page of what is wanted, newest first."""
    found = _trainings.page(session, wanted.question, page, _sieve(session, wanted))
    return shelf.Listing(_lines(found.lines), found.page, found.total, found.more)


def count_trainings(session: Session, wanted: Wanted) -> int:
    """How many are wanted, up to one more than is counted."""
    return _trainings.count(session, wanted.question, _sieve(session, wanted))


def answers_of(session: Session, wanted: Wanted) -> Mapping[str, str]:
    """The lines of the passport that are asked for, each with the answer one looks for."""
    found = (
        (code, nomenclatures.recall(session, PASSPORT_LINE, code)) for code in wanted.codes("pass")
    )
    return {code: entry.data["good"] for code, entry in found if entry is not None}


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
    """The keys of what `asked` finds, to join."""
    return _trainings.matching(None).subquery("found")


def list_on_topics(session: Session, topics: Sequence[str]) -> Listing:
    """The newest that work on one of these headings of the grid."""
    asked = search.query("", [[f"topic:{code}" for code in topics]])
    found = _trainings.page(session, asked, 1)
    return shelf.Listing(_lines(found.lines), found.page, found.total, found.more)


def list_new(
    session: Session, wanted: Wanted, after: datetime, until: datetime, most: int
) -> list[Line]:
    """What is wanted of the trainings published between two moments, or relayed by then to a region
    that is asked for, the newest first. Nothing comes twice: what was published or relayed there
    before the first moment is not new.
    """
    asked = wanted.asked(*wanted.labels)
    published = _lines(_trainings.new(session, asked, after, until, most))
    known = {line.slug for line in published}
    relayed = _newly_relayed(session, wanted, after, until, most)
    both = [*published, *(line for line in relayed if line.slug not in known)]
    return sorted(both, key=lambda line: line.published_at, reverse=True)[:most]


def newest_at(session: Session) -> datetime | None:
    """When a training was published or relayed last."""
    is_alive = TrainingRelay.ended_at.is_(None)
    relayed = session.scalar(select(func.max(TrainingRelay.announced_at)).where(is_alive))
    known = [moment for moment in (_trainings.newest_at(session), relayed) if moment]
    return max(known, default=None)


def _newly_relayed(
    session: Session, wanted: Wanted, after: datetime, until: datetime, most: int
) -> list[Line]:
    """What only a relay brought where it is looked for. Its place in the index may still be on its
    way: the region of who relays it is asked.
    """
    regions = wanted.codes("region")
    if not regions:
        return []
    here = (
        select(TrainingRelay.id)
        .join(Organisation, Organisation.id == TrainingRelay.federation_id)
        .where(*living(), Organisation.region.in_(regions))
        .correlate(PublishedTraining)
    )
    asked = wanted.anywhere.question
    query = select(*_trainings.line).where(
        PublishedTraining.state == "published",
        PublishedTraining.region.not_in(regions),
        PublishedTraining.department.not_in(wanted.codes("department")),
        here.where(
            TrainingRelay.announced_at > after, TrainingRelay.announced_at <= until
        ).exists(),
        ~here.where(TrainingRelay.announced_at <= after).exists(),
    )
    if asked:
        query = query.where(PublishedTraining.search.op("@@")(cast(asked, TSQUERY)))
    return _lines(session.execute(query.order_by(*_trainings.newest_first).limit(most)).all())


def _lines(rows: Sequence[Row[Any]]) -> list[Line]:
    return [Line(*tuple(row)[:4]) for row in rows]


def count_places(session: Session, wanted: Wanted) -> list[tuple[str, str, int]]:
    """(region, department, how many) of what is wanted, wherever it is; a place may be empty."""
    place = PublishedTraining.region, PublishedTraining.department
    counted = select(*place, func.count()).where(PublishedTraining.state == "published")
    asked = wanted.anywhere.question
    counted = _wanted(session, counted, wanted.anywhere)
    rows = session.execute(counted.group_by(*place).order_by(*place), {"asked": asked})
    return [(row[0], row[1], row[2]) for row in rows]


def count_relayed(session: Session, wanted: Wanted) -> dict[str, int]:
    """How many of what is wanted, wherever it is, each region has by relays alone."""
    counted = (
        select(Organisation.region, func.count(PublishedTraining.training_id.distinct()))
        .select_from(PublishedTraining)
        .join(TrainingRelay, and_(*living()))
        .join(Organisation, Organisation.id == TrainingRelay.federation_id)
        .where(
            PublishedTraining.state == "published", Organisation.region != PublishedTraining.region
        )
    )
    asked = wanted.anywhere.question
    counted = _wanted(session, counted, wanted.anywhere)
    rows = session.execute(counted.group_by(Organisation.region), {"asked": asked})
    return {row[0]: row[1] for row in rows}


def among(counted: S, asked: str) -> S:
    """Of what is asked for only, if anything is: `asked` is the value of a parameter so named."""
    if not asked:
        return counted
    found = matching()
    return counted.join(found, found.c.training_id == PublishedTraining.training_id)


def _wanted(session: Session, counted: S, wanted: Wanted) -> S:
    """The same, with what the index does not know: what still starts on the days asked for."""
    found = among(counted, wanted.question)
    if wanted.span is None:
        return found
    return found.where(_starts(wanted.span, wanted.near, answers_of(session, wanted)))


def _starts(span: Span, near: Near | None, answers: Mapping[str, str]) -> ColumnElement[bool]:
    """What `published_training_passes` says, of all of them at once."""
    there = [is_near(near)] if near and near.code != UNKNOWN else []
    there += [answers_so(answers)] if answers else []
    return exists().where(
        TrainingSession.training_id == PublishedTraining.training_id,
        *still_open(),
        TrainingSession.starts_on.between(span.first, span.last),
        *there,
    )


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
