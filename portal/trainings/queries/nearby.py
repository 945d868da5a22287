"""Where trainings are given, and how far that is from a commune."""

import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, ColumnElement, and_, exists, func, or_, select, text
from sqlalchemy.orm import Session

from portal.organisations.models import Commune
from portal.trainings.models import PublishedTraining, TrainingSession
from portal.trainings.nearby import (
    LABEL,
    NOWHERE,
    REMOTE,
    UNKNOWN,
    Near,
    Spot,
    code_of,
    read,
)
from portal.trainings.queries.conditions import announced

__all__ = ["UNKNOWN"]

# A degree of latitude, at its shortest, in kilometres; one of longitude shrinks with its cosine.
_A_DEGREE = 110.5


def find_near(session: Session, commune: Commune, kilometres: int) -> Near:
    """The places of trainings at most so far from a commune that has a place itself."""
    latitude, longitude = commune.latitude or 0.0, commune.longitude or 0.0
    high = kilometres / _A_DEGREE
    # The square is as wide as its end furthest from the equator asks for.
    wide = high / math.cos(math.radians(abs(latitude) + high))
    square = (latitude - high, latitude + high, longitude - wide, longitude + wide)
    # A function, where nothing is planned (decision 0035).
    around = func.published_training_around(latitude, longitude, kilometres, *square)
    rows = session.execute(select(around.table_valued("spot", "name", "kilometres")))
    return Near(
        code=code_of(commune.code, kilometres),
        name=commune.name,
        department=commune.department,
        spots={row.spot: Spot(row.name, row.kilometres) for row in rows},
    )


_MISPLACED = text(
    f"""
    SELECT organisation_id, training_id FROM published_training p CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE word <> '{NOWHERE}') = 0 OR count(*) FILTER (
        WHERE word NOT IN ('{NOWHERE}', '{REMOTE}') AND NOT EXISTS (SELECT 1 FROM commune c
          WHERE c.spot = substring(word FROM {len(LABEL) + 1}) AND c.latitude IS NOT NULL)) > 0
        AS is_lost
      FROM unnest(tsvector_to_array(p.search)) word WHERE word LIKE '{LABEL}%'
    ) placed
    WHERE p.state = 'published' AND is_lost <> ('{NOWHERE}' = ANY (tsvector_to_array(p.search)))
    """  # noqa: S608 - our own words
)


def list_misplaced(session: Session) -> Sequence[tuple[UUID, UUID]]:
    """(federation, training) of those whose labels no longer say what the communes do: what nobody
    could place has a place now, or the other way round.
    """
    return [(row[0], row[1]) for row in session.execute(_MISPLACED)]


def is_near(near: Near) -> ColumnElement[bool]:
    """Of a session and its published training: it is held within, or may be followed from afar."""
    if near.code == UNKNOWN:
        placed = exists().where(Commune.spot == TrainingSession.spot, Commune.latitude.is_not(None))
        return ~placed
    spots = list(near.spots)
    return _held_where(lambda spot: spot.in_(spots))


def _held_where(there: Callable[[Any], ColumnElement[bool]]) -> ColumnElement[bool]:
    return or_(
        PublishedTraining.remote,
        there(TrainingSession.spot),
        and_(TrainingSession.city == "", there(PublishedTraining.spot)),
        TrainingSession.afar,
    )


@dataclass(frozen=True)
class Around:
    """How far from which commune, asked of each training by itself: a few that are new, however
    many places there are. What `Near` says of all of them at once.
    """

    commune: str
    kilometres: int

    @classmethod
    def of(cls, code: str) -> "Around | None":
        """What a code of an address means, if it names a commune."""
        known = read(code)
        return cls(*known) if known else None

    def has_held(self) -> ColumnElement[bool]:
        """Of a session and its published training."""
        return _held_where(self._has)

    def has_own(self) -> ColumnElement[bool]:
        """Of a published training, whatever its sessions say."""
        return or_(PublishedTraining.remote, self._has(PublishedTraining.spot))

    def has(self) -> ColumnElement[bool]:
        """Of a published training: it is within, or one of its sessions is, as its labels say."""
        held = exists().where(
            TrainingSession.training_id == PublishedTraining.training_id,
            announced(),
            or_(TrainingSession.afar, self._has(TrainingSession.spot)),
        )
        return or_(self.has_own(), held)

    def _has(self, spot: Any) -> ColumnElement[bool]:
        return func.commune_within(spot, self.commune, self.kilometres, type_=Boolean)


@dataclass(frozen=True)
class Given:
    """Where a training is given, and whether one may follow it from afar."""

    spots: Sequence[str]
    remote: bool


def list_given(session: Session, slugs: Collection[str]) -> dict[str, Given]:
    """Where each of these trainings is given."""
    held = func.coalesce(func.array_agg(TrainingSession.spot.distinct()), [])
    online = func.coalesce(func.bool_or(TrainingSession.afar), False)
    rows = session.execute(
        select(
            PublishedTraining.slug, PublishedTraining.spot, held, online, PublishedTraining.remote
        )
        .outerjoin(
            TrainingSession,
            (TrainingSession.training_id == PublishedTraining.training_id) & announced(),
        )
        .where(PublishedTraining.slug.in_(slugs))
        .group_by(PublishedTraining.training_id)
    )
    return {
        slug: Given([own, *(spot for spot in spots if spot)], bool(by_session or by_passport))
        for slug, own, spots, by_session, by_passport in rows
    }
