"""What a list says of a training beside its card: it may change without a new edition."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.organisations.queries.relays import read_relays, relays_of
from portal.trainings.models import PublishedTraining, TrainingRelay, TrainingSession
from portal.trainings.queries.conditions import still_open
from portal.trainings.queries.published import living
from portal.trainings.starting import Span


@dataclass(frozen=True)
class Beside:
    """`day`: the next first day one may still ask to come to. `relays`: federations, by name."""

    day: date | None
    relays: tuple[str, ...]


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
        select(PublishedTraining.slug, first, relays).where(PublishedTraining.slug.in_(slugs))
    )
    return {
        slug: Beside(day, tuple(relay.name for relay in read_relays(found)))
        for slug, day, found in rows
    }
