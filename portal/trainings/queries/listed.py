"""What a list says of a training beside its card: it may change without a new edition."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from portal.organisations.queries.relays import read_relays, relays_of
from portal.trainings.models import PublishedTraining, TrainingRelay, TrainingSession
from portal.trainings.queries.conditions import announced, still_open
from portal.trainings.queries.published import living
from portal.trainings.starting import Span


@dataclass(frozen=True)
class Beside:
    """`day`: the next first day one may still ask to come to. `relays`: federations, by name.
    `since`: when the last of its relays or of its dates was announced, which a list of a region or
    of days finds it by; a card does not say it.
    """

    day: date | None
    relays: tuple[str, ...]
    since: datetime | None = field(default=None, compare=False)


NOTHING = Beside(None, ())


def beside(session: Session, slugs: Collection[str], span: Span | None = None) -> dict[str, Beside]:
    """Of each of these trainings, by its address, in one query; the day among these, if asked."""
    rules = [TrainingSession.starts_on.between(span.first, span.last)] if span else []
    first = (
        select(func.min(TrainingSession.starts_on))
        .where(
            TrainingSession.training_id == PublishedTraining.training_id,
            *still_open(),
            *rules,
        )
        .correlate(PublishedTraining)
        .scalar_subquery()
    )
    relays = relays_of(TrainingRelay, PublishedTraining, *living())
    rows = session.execute(
        select(PublishedTraining.slug, first, relays, _since()).where(
            PublishedTraining.slug.in_(slugs)
        )
    )
    return {
        slug: Beside(day, tuple(relay.name for relay in read_relays(found)), since)
        for slug, day, found, since in rows
    }


def _since() -> ColumnElement[datetime | None]:
    relayed = select(func.max(TrainingRelay.relayed_at)).where(*living())
    dated = select(func.max(TrainingSession.announced_at)).where(
        TrainingSession.training_id == PublishedTraining.training_id, announced()
    )
    both = (one.correlate(PublishedTraining).scalar_subquery() for one in (relayed, dated))
    return func.greatest(*both)
