"""What a federation sees of the trainings others publish: what the public reads, and its relay."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session

from portal.kernel.errors import NotFound
from portal.kernel.search import alternatives, normalise
from portal.organisations.models import Organisation
from portal.organisations.scope import Actor
from portal.trainings.models import PublishedTraining, TrainingRelay
from portal.trainings.queries import published
from portal.trainings.queries.published import Wanted

PAGE = 20


@dataclass(frozen=True)
class TrainingElsewhere:
    """A training another federation has online, and whether one's own passed it on. `card`: see
    `publication`.
    """

    training_id: UUID
    slug: str
    owner_id: UUID
    owner: str
    card: dict[str, Any]
    relayed_at: datetime | None
    note: str | None


@dataclass(frozen=True)
class RelayOf:
    """Who relays a training, since when, with which word."""

    federation: str
    relayed_at: datetime
    note: str


def list_elsewhere(
    session: Session, actor: Actor, words: str = "", *, relayed: bool | None = None, page: int = 1
) -> tuple[list[TrainingElsewhere], bool]:
    """What the other federations have online, newest first, and whether more follow."""
    query = _elsewhere(actor).order_by(*published.newest_first)
    if relayed is not None:
        is_relayed = TrainingRelay.id.is_not(None)
        query = query.where(is_relayed if relayed else ~is_relayed)
    asked = Wanted(words).asked()
    values = {"questions": alternatives(asked)}
    limited = published.among(query, asked).limit(PAGE + 1).offset((page - 1) * PAGE)
    rows = [TrainingElsewhere(*row) for row in session.execute(limited, values)]
    return rows[:PAGE], len(rows) > PAGE


def get_elsewhere(session: Session, actor: Actor, training_id: UUID) -> TrainingElsewhere:
    """One of them. Raises NotFound for one's own, a draft, one that is over."""
    query = _elsewhere(actor).where(PublishedTraining.training_id == training_id)
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound
    return TrainingElsewhere(*row)


def lock_relay(
    session: Session, federation_id: UUID | None, training_id: UUID
) -> TrainingRelay | None:
    """That of a federation, also when it was taken back; held until the end of the transaction."""
    return session.scalars(
        select(TrainingRelay)
        .where(
            TrainingRelay.federation_id == federation_id, TrainingRelay.training_id == training_id
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()


def list_relays(session: Session, training_id: UUID) -> list[RelayOf]:
    """Who relays it, by name: public, as the training is."""
    rows = session.execute(
        select(Organisation.name, TrainingRelay.relayed_at, TrainingRelay.note)
        .join(Organisation, Organisation.id == TrainingRelay.federation_id)
        .where(TrainingRelay.training_id == training_id, TrainingRelay.ended_at.is_(None))
    )
    return sorted((RelayOf(*row) for row in rows), key=lambda one: normalise(one.federation))


def relaying(session: Session, training_id: UUID) -> Sequence[UUID]:
    """The federations that relay it."""
    return session.scalars(
        select(TrainingRelay.federation_id).where(
            TrainingRelay.training_id == training_id, TrainingRelay.ended_at.is_(None)
        )
    ).all()


def _elsewhere(actor: Actor) -> Select[Any]:
    mine = and_(
        TrainingRelay.training_id == PublishedTraining.training_id,
        TrainingRelay.federation_id == actor.organisation_id,
        TrainingRelay.ended_at.is_(None),
    )
    return (
        select(
            PublishedTraining.training_id,
            PublishedTraining.slug,
            PublishedTraining.organisation_id,
            Organisation.name,
            PublishedTraining.card,
            TrainingRelay.relayed_at,
            TrainingRelay.note,
        )
        .join(Organisation, Organisation.id == PublishedTraining.organisation_id)
        .outerjoin(TrainingRelay, mine)
        .where(
            PublishedTraining.state == "published",
            PublishedTraining.organisation_id != actor.organisation_id,
        )
    )
