"""Where trainings are given, and how far that is from a commune."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select, text
from sqlalchemy.orm import Session

from portal.organisations.models import Commune
from portal.trainings.models import PublishedTraining, TrainingSession
from portal.trainings.nearby import UNKNOWN, Near, Spot, code_of
from portal.trainings.queries.conditions import announced

__all__ = ["UNKNOWN"]

# Each place once, by its index, from one to the next: however many trainings are given there. Then
# how far it is as the crow flies (haversine, in kilometres).
_PLACES = text(
    """
    WITH RECURSIVE given(spot) AS (
      SELECT min(spot) FROM published_training WHERE state = 'published' AND spot > ''
      UNION ALL
      SELECT (SELECT min(p.spot) FROM published_training p
        WHERE p.state = 'published' AND p.spot > given.spot)
      FROM given WHERE given.spot IS NOT NULL
    ), held(spot) AS (
      SELECT min(spot) FROM training_session WHERE state IN ('open', 'closed') AND spot > ''
      UNION ALL
      SELECT (SELECT min(s.spot) FROM training_session s
        WHERE s.state IN ('open', 'closed') AND s.spot > held.spot)
      FROM held WHERE held.spot IS NOT NULL
    ), places AS (SELECT spot FROM given UNION SELECT spot FROM held)
    SELECT p.spot, c.name, CASE WHEN c.latitude IS NOT NULL THEN 12742 * asin(least(1, sqrt(
        sin(radians(c.latitude - cast(:latitude AS float8)) / 2) ^ 2
        + cos(radians(cast(:latitude AS float8))) * cos(radians(c.latitude))
          * sin(radians(c.longitude - cast(:longitude AS float8)) / 2) ^ 2
      ))) END AS kilometres
    FROM places p LEFT JOIN commune c ON c.spot = p.spot AND c.latitude IS NOT NULL
    WHERE p.spot IS NOT NULL
    """
)


def find_near(session: Session, commune: Commune, kilometres: int) -> Near:
    """The places of trainings at most so far from a commune that has a place itself."""
    at = {"latitude": commune.latitude, "longitude": commune.longitude}
    rows = session.execute(_PLACES, at).all()
    return Near(
        code=code_of(commune.code, kilometres),
        name=commune.name,
        department=commune.department,
        spots={
            row.spot: Spot(row.name, row.kilometres)
            for row in rows
            if row.kilometres is not None and row.kilometres <= kilometres
        },
        unplaced=[row.spot for row in rows if row.kilometres is None],
    )


def find_unplaced(session: Session) -> Near:
    """The places of trainings nobody can place."""
    rows = session.execute(_PLACES, {"latitude": 0, "longitude": 0}).all()
    return Near(UNKNOWN, unplaced=[row.spot for row in rows if row.kilometres is None])


def find_placed(session: Session, spots: Iterable[str]) -> dict[str, Commune]:
    """The communes of these places of which one knows where they are, by place, in one query."""
    rows = session.scalars(
        select(Commune).where(
            Commune.spot.in_({spot for spot in spots if spot}), Commune.latitude.is_not(None)
        )
    )
    return {commune.spot: commune for commune in rows}


def is_near(near: Near) -> ColumnElement[bool]:
    """Of a session and its published training: it is held within, or may be followed from afar."""
    if near.code == UNKNOWN:
        return TrainingSession.spot.in_(["", *near.unplaced])
    spots = list(near.spots)
    return or_(
        _held_afar(),
        TrainingSession.spot.in_(spots),
        _given_afar(),
        and_(TrainingSession.city == "", PublishedTraining.spot.in_(spots)),
    )


def _held_afar() -> ColumnElement[bool]:
    """Of a session: one may follow it from afar."""
    return or_(TrainingSession.online, TrainingSession.passport["remote"].astext == "yes")


def _given_afar() -> ColumnElement[bool]:
    """Of a published training, whatever its sessions say."""
    told: ColumnElement[bool] = PublishedTraining.document["passport"]["remote"].astext == "yes"
    return told


@dataclass(frozen=True)
class Given:
    """Where a training is given, and whether one may follow it from afar."""

    spots: Sequence[str]
    remote: bool


def list_given(session: Session, slugs: Collection[str]) -> dict[str, Given]:
    """Where each of these trainings is given."""
    held = func.coalesce(func.array_agg(TrainingSession.spot.distinct()), [])
    online = func.coalesce(func.bool_or(_held_afar()), False)
    rows = session.execute(
        select(PublishedTraining.slug, PublishedTraining.spot, held, online, _given_afar())
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
