"""Published trainings, as anybody sees them: found, listed newest first, read one by one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel import clock, shelf
from portal.kernel.errors import Gone, NotFound
from portal.kernel.shelf import Shelf
from portal.languages.spellings import MEANINGS
from portal.trainings import facts
from portal.trainings.models import PublishedTraining

# What one may filter by. Choices of a family are alternatives, but for the passport: who needs an
# interpreter and a step-free way in needs both.
FAMILIES = ("region", "duration", "cost", "diploma", "post", "language", "pass")
FREE = "free"


class Wanted(shelf.Wanted):
    """A search of trainings: words, and the chosen codes of each family of `FAMILIES`."""

    meanings = MEANINGS

    @property
    def labels(self) -> list[list[str]]:
        """One of each group is asked for."""
        alike = [family for family in FAMILIES if family not in ("cost", "pass")]
        groups = [[f"{family}:{code}" for code in self.codes(family)] for family in alike]
        groups += [[f"pass:{code}"] for code in self.codes("pass")]
        if FREE in self.codes("cost"):
            this_year = clock.today().year
            groups.append([f"free:{year}" for year in (facts.ALWAYS, this_year, this_year + 1)])
        return groups


@dataclass(frozen=True)
class Line(shelf.Drawn):
    """A training in a list. `written` is its card as the database has it (see `Shelf`)."""

    slug: str
    published_at: datetime
    written: str


Listing = shelf.Listing[Line]


@dataclass(frozen=True)
class Published:
    """A training as its page shows it."""

    slug: str
    published_at: datetime
    updated_at: datetime
    document: dict[str, Any]


class TrainingGone(Gone):
    """The training was public and no longer is; where to look for others."""

    def __init__(self, region: str) -> None:
        super().__init__()
        self.region = region


_trainings = Shelf(PublishedTraining, "training_id", ("slug", "published_at"))
many = _trainings.many


def list_trainings(session: Session, wanted: Wanted, page: int = 1) -> Listing:
    """A page of what is wanted, newest first."""
    found = _trainings.page(session, wanted.asked(*wanted.labels), page)
    lines = [Line(*tuple(row)[:3]) for row in found.lines]
    return shelf.Listing(lines, found.page, found.total, found.more)


def find_training(session: Session, slug: str) -> Published:
    """The training behind an address. Raises NotFound, or TrainingGone once it is archived."""
    row = session.execute(
        select(
            PublishedTraining.state,
            PublishedTraining.region,
            PublishedTraining.published_at,
            PublishedTraining.updated_at,
            PublishedTraining.document,
        ).where(PublishedTraining.slug == slug)
    ).one_or_none()
    if row is None:
        raise NotFound
    if row.state != "published":
        raise TrainingGone(row.region)
    return Published(slug, row.published_at, row.updated_at, row.document)


def read_listed(session: Session, listing: Listing) -> list[Published]:
    """The whole trainings of a page of a list, in its order."""
    slugs = [line.slug for line in listing.lines]
    rows = session.execute(
        select(
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
