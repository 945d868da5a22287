"""The sessions of what is searched, month by month."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    String,
    and_,
    cast,
    func,
    literal_column,
    select,
    text,
)
from sqlalchemy.orm import Session

from portal.kernel import clock, search
from portal.kernel.shelf import Drawn
from portal.trainings import starting
from portal.trainings.models import PublishedTraining, TrainingSession
from portal.trainings.queries import nearby, published
from portal.trainings.queries.conditions import announced, answers_so, still_open
from portal.trainings.queries.published import STARTS, S, Wanted
from portal.trainings.starting import Span

# A month that holds more wants another filter, and says so: nobody reads more of them on a phone.
MOST = 50
# How many more of the first sessions than are wanted are looked at one by one, before the index.
_BESIDE = 50

Rules = Sequence[ColumnElement[bool]]


@dataclass(frozen=True)
class Coming(Drawn):
    """A session that is announced, and the card of its training: what a page of them shows.
    `is_open`: one may still ask to come.
    """

    id: UUID
    starts_on: date
    ends_on: date
    register_until: date
    is_open: bool
    city: str
    online: bool
    slug: str
    written: str


@dataclass(frozen=True)
class Month:
    """The announced sessions that start in a time, the first ones first; whether there are more."""

    coming: Sequence[Coming]
    more: bool


def list_month(session: Session, wanted: Wanted, span: Span) -> Month:
    """What starts in these days, of the trainings that are wanted whenever they start."""
    first = _first(session, wanted, span, MOST + 1)
    card = cast(PublishedTraining.card, String).label("written")
    its = _one(
        select(PublishedTraining.slug, card).where(_its_training()).correlate(TrainingSession)
    )
    rows = session.execute(
        select(
            TrainingSession.id,
            TrainingSession.starts_on,
            TrainingSession.ends_on,
            TrainingSession.register_until,
            and_(*still_open()),
            TrainingSession.city,
            TrainingSession.online,
            its.c.slug,
            its.c.written,
        )
        .join(its, text("true"))
        .where(TrainingSession.id.in_([row.id for row in first[:MOST]]))
        .order_by(TrainingSession.starts_on, TrainingSession.id)
    )
    return Month([Coming(*row) for row in rows], len(first) > MOST)


def first_day(session: Session, wanted: Wanted, after: date) -> date | None:
    """The first day something that is wanted starts, from a day on."""
    first = _first(session, wanted, Span(after, starting.last_day(clock.today())), 1)
    return first[0].starts_on if first else None


def _first(session: Session, wanted: Wanted, span: Span, most: int) -> Sequence[Row[Any]]:
    """(id, starts_on) of the first sessions in a time, of the trainings that are wanted whenever
    they start. What finds many finds them among the first ones of all, looked at one by one; what
    finds few finds them by the index of words, as in a list (decision 0017). What is in between is
    asked of the index for no more days than the first ones let expect.
    """
    rules = _rules(session, wanted)
    asked = wanted.whenever.question
    rows = session.execute(_among_the_first(rules, span, most, asked), {"asked": asked}).all()
    found, (*_row, seen, until) = [row for row in rows if row.id is not None], rows[0]
    if len(found) == most or seen < most + _BESIDE:
        return found
    days = ((until - span.first).days + 2) * 1.5 * most / max(len(found), 1)
    soon = span.first + timedelta(days=min(days, (span.last - span.first).days))
    if soon < span.last:
        found = _by_words(session, wanted, rules, Span(span.first, soon), most)
        if len(found) == most:
            return found
    return _by_words(session, wanted, rules, span, most)


def _rules(session: Session, wanted: Wanted) -> Rules:
    """What is asked of a session besides its training: that it is near, that it answers so."""
    answers = published.answers_of(session, wanted)
    near = [nearby.is_near(wanted.near)] if wanted.near else []
    return [*near, *([answers_so(answers)] if answers else [])]


def _by_words(
    session: Session, wanted: Wanted, rules: Rules, span: Span, most: int
) -> list[Row[Any]]:
    then = starting.code_of(span.first, span.last)
    asked = replace(wanted, chosen={**wanted.chosen, STARTS: [then]}).question
    values = {"questions": search.alternatives(asked)}
    return list(session.execute(_among_all(rules, span, most), values))


def _among_the_first(rules: Rules, span: Span, most: int, asked: str) -> Select[Any]:
    """Always a row at least: how many sessions were looked at (`seen`), and up to which day."""
    first = select(TrainingSession.id, TrainingSession.training_id, TrainingSession.starts_on)
    near = first.where(*_in_time(span))
    seen = _in_order(near, TrainingSession, most + _BESIDE).cte("seen")
    is_wanted = select(PublishedTraining.training_id).where(
        PublishedTraining.training_id == seen.c.training_id,
        PublishedTraining.state == "published",
        *([published.is_asked] if asked else []),
    )
    found = select(seen.c.id, seen.c.starts_on).join(_one(is_wanted), text("true"))
    if rules:
        there = select(TrainingSession.id).join(PublishedTraining, _its_training())
        here = there.where(TrainingSession.id == seen.c.id, *rules)
        found = found.join(_one(here), text("true"))
    page = _in_order(found, seen.c, most).subquery("page")
    return _in_order(
        select(
            page.c.id,
            page.c.starts_on,
            select(func.count()).select_from(seen).scalar_subquery().label("seen"),
            select(func.max(seen.c.starts_on)).scalar_subquery().label("until"),
        )
        .select_from(select(1).subquery("once"))
        .outerjoin(page, text("true")),
        page.c,
    )


def _among_all(rules: Rules, span: Span, most: int) -> Select[Any]:
    found = published.matching()
    here = select(TrainingSession.id, TrainingSession.starts_on).where(
        TrainingSession.training_id == found.c.training_id, *_in_time(span)
    )
    if rules:
        here = here.join(PublishedTraining, _its_training()).where(*rules)
    one = _one(here)
    asked = select(one.c.id, one.c.starts_on).select_from(found).join(one, text("true"))
    return _in_order(asked, one.c, most)


def _one(asked: Any) -> Any:
    """Asked of each row outside: OFFSET 0 leaves nothing to join."""
    return asked.offset(literal_column("0")).lateral()


def _its_training() -> ColumnElement[bool]:
    return PublishedTraining.training_id == TrainingSession.training_id


def _in_time(span: Span) -> tuple[ColumnElement[bool], ...]:
    return announced(), TrainingSession.starts_on.between(span.first, span.last)


def _in_order(asked: S, of: Any, most: int | None = None) -> S:
    return asked.order_by(of.starts_on, of.id).limit(most)
