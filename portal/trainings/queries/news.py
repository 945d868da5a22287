"""What is new of a search of trainings: published since, relayed since to where it is looked for,
or come into the days and the distance asked for with a session announced since.

Each is found by the index of its moments; what is asked besides is asked of these few. So it takes
as long however many trainings there are, and however many places.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, false, func, select
from sqlalchemy.orm import Session

from portal.organisations.models import Organisation
from portal.trainings.models import PublishedTraining, TrainingRelay, TrainingSession
from portal.trainings.nearby import UNKNOWN, Near
from portal.trainings.queries.conditions import answers_so, still_open
from portal.trainings.queries.nearby import Around, is_near
from portal.trainings.queries.published import (
    AROUND,
    Line,
    Wanted,
    answers_of,
    list_where,
    living,
    newest_at,
)

__all__ = ["Line", "Wanted"]


@dataclass(frozen=True)
class Between:
    """Two moments, the second included."""

    after: datetime
    until: datetime

    def has(self, moment: SQLColumnExpression[Any]) -> ColumnElement[bool]:
        return and_(moment > self.after, moment <= self.until)


def list_new(
    session: Session, wanted: Wanted, after: datetime, until: datetime, most: int
) -> list[Line]:
    """What is wanted and became so between two moments, the newest training first. Nothing comes
    twice: what could be heard of before the first moment is not new.
    """
    asked, time = _placed(wanted), Between(after, until)
    published = time.has(PublishedTraining.published_at)
    found = list_where(session, asked.question, most, published, *_fitting(session, asked))
    found += _newly_relayed(session, asked, time, most)
    found += _newly_dated(session, asked, time, most)
    lines = {line.slug: line for line in found}.values()
    return sorted(lines, key=lambda line: line.published_at, reverse=True)[:most]


def still_wanted(session: Session, wanted: Wanted, slugs: Sequence[str]) -> set[str]:
    """Those of these addresses that are online and still what is wanted."""
    asked = _placed(wanted)
    # Where it is found by a relay alone, its place in the index may still be on its way.
    here = PublishedTraining.slug.in_(slugs)
    found = list_where(
        session, asked.anywhere.question, len(slugs), here, *_fitting(session, asked)
    )
    return {line.slug for line in found}


def newest_moment(session: Session) -> datetime | None:
    """When something came last that may be new to somebody."""
    alive, is_open = TrainingRelay.ended_at.is_(None), TrainingSession.state == "open"
    moments = (
        newest_at(session),
        session.scalar(select(func.max(TrainingRelay.announced_at)).where(alive)),
        session.scalar(select(func.max(TrainingSession.announced_at)).where(is_open)),
    )
    return max((moment for moment in moments if moment), default=None)


def _placed(wanted: Wanted) -> Wanted:
    """What nobody can place is asked of the index, a distance of each one found."""
    unknown = UNKNOWN in wanted.codes(AROUND)
    return replace(wanted, near=Near(UNKNOWN) if unknown else None)


def _around(wanted: Wanted) -> Around | None:
    return next(iter(filter(None, map(Around.of, wanted.codes(AROUND)))), None)


def _fitting(session: Session, wanted: Wanted) -> list[ColumnElement[bool]]:
    """What the words and the labels do not say: that it is there, then, and still open."""
    around = _around(wanted)
    if wanted.span is not None:
        return [_session(session, wanted).exists()]
    return [around.has()] if around else []


def _session(session: Session, wanted: Wanted) -> Select[Any]:
    """A session of the training one may still ask to come to, on the days and where it is asked."""
    rules = [TrainingSession.training_id == PublishedTraining.training_id, *still_open()]
    if wanted.span is not None:
        rules.append(TrainingSession.starts_on.between(wanted.span.first, wanted.span.last))
        if answers := answers_of(session, wanted):
            rules.append(answers_so(answers))
    if around := _around(wanted):
        rules.append(around.has_held())
    elif wanted.near:
        rules.append(is_near(wanted.near))
    return select(TrainingSession.id).where(*rules).correlate(PublishedTraining)


def _newly_relayed(session: Session, wanted: Wanted, time: Between, most: int) -> list[Line]:
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
    return list_where(
        session,
        wanted.anywhere.question,
        most,
        PublishedTraining.region.not_in(regions),
        PublishedTraining.department.not_in(wanted.codes("department")),
        here.where(time.has(TrainingRelay.announced_at)).exists(),
        ~here.where(TrainingRelay.announced_at <= time.after).exists(),
        *_fitting(session, wanted),
    )


def _newly_dated(session: Session, wanted: Wanted, time: Between, most: int) -> list[Line]:
    """What a session brought into the days or the distance asked for: it was not there before by
    another one, nor, where no day is asked, by itself.
    """
    around = _around(wanted)
    if wanted.span is None and around is None:
        return []
    announced = select(TrainingSession.training_id).where(
        TrainingSession.state == "open", time.has(TrainingSession.announced_at)
    )
    here = _session(session, wanted)
    before = TrainingSession.announced_at <= time.after
    by_itself = around.has_own() if around and wanted.span is None else false()
    return list_where(
        session,
        wanted.question,
        most,
        PublishedTraining.training_id.in_(announced),
        here.where(time.has(TrainingSession.announced_at)).exists(),
        ~here.where(before).exists(),
        ~by_itself,
    )
