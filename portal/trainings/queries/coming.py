"""The sessions of what is searched, month by month."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Select, String, cast, func, select
from sqlalchemy.orm import Session

from portal.kernel import clock
from portal.kernel.shelf import Drawn
from portal.trainings import starting
from portal.trainings.models import PublishedTraining, TrainingSession
from portal.trainings.queries import nearby, published
from portal.trainings.queries.conditions import announced, answers_so
from portal.trainings.queries.published import STARTS, Wanted
from portal.trainings.starting import Span

# A month that holds more wants another filter, and says so.
MOST = 100


@dataclass(frozen=True)
class Coming(Drawn):
    """A session that is announced, and the card of its training."""

    session: TrainingSession
    slug: str
    written: str


@dataclass(frozen=True)
class Month:
    """The announced sessions that start in a time, the first ones first; whether there are more."""

    coming: Sequence[Coming]
    more: bool


def list_month(session: Session, wanted: Wanted, span: Span) -> Month:
    """What starts in these days, of the trainings that are wanted whenever they start."""
    found, values = _found(wanted, span)
    # The first ones, before any card is read.
    first = (
        _starting(session, select(TrainingSession.id), wanted, found, span)
        .order_by(TrainingSession.starts_on, TrainingSession.id)
        .limit(MOST + 1)
        .subquery("first")
    )
    rows = session.execute(
        select(
            TrainingSession,
            PublishedTraining.slug,
            cast(PublishedTraining.card, String).label("written"),
        )
        .join(first, first.c.id == TrainingSession.id)
        .join(PublishedTraining, PublishedTraining.training_id == TrainingSession.training_id)
        .order_by(TrainingSession.starts_on, TrainingSession.id),
        values,
    ).all()
    return Month([Coming(*row) for row in rows[:MOST]], len(rows) > MOST)


def first_day(session: Session, wanted: Wanted, after: date) -> date | None:
    """The first day something that is wanted starts, from a day on."""
    span = Span(after, starting.last_day(clock.today()))
    found, values = _found(wanted, span)
    day: date | None = session.scalar(
        _starting(session, select(func.min(TrainingSession.starts_on)), wanted, found, span),
        values,
    )
    return day


def _starting(
    session: Session, asked: Select[Any], wanted: Wanted, found: Any, span: Span
) -> Select[Any]:
    """Of the sessions that start in a time, those of the trainings found; near, and with what the
    passport is asked to say, if that counts.
    """
    rules = [nearby.is_near(wanted.near)] if wanted.near else []
    if answers := published.answers_of(session, wanted):
        rules.append(answers_so(answers))
    asked = asked.join(found, found.c.training_id == TrainingSession.training_id).where(
        announced(), TrainingSession.starts_on.between(span.first, span.last)
    )
    if not rules:
        return asked
    return asked.join(
        PublishedTraining, PublishedTraining.training_id == TrainingSession.training_id
    ).where(*rules)


def _found(wanted: Wanted, span: Span) -> tuple[Any, dict[str, Any]]:
    """The trainings that are wanted and start in a time: a table of keys, and its values."""
    then = starting.code_of(span.first, span.last)
    whenever = replace(wanted, chosen={**wanted.chosen, STARTS: [then]})
    return published.matching(), {"asked": whenever.question}
