"""What was verified when, for the job that asks to verify it again."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, func, select
from sqlalchemy.orm import Session

from portal.trainings.enums import TrainingEventKind, TrainingState
from portal.trainings.models import PublishedTraining, Training, TrainingEvent


def federations_with_old(session: Session, before: date) -> Sequence[UUID]:
    """The federations of what is online and was verified before this day: anybody may read it."""
    verified = PublishedTraining.card["verified_on"].astext.cast(Date)
    return session.scalars(
        select(PublishedTraining.organisation_id)
        .where(PublishedTraining.state == "published", verified < before)
        .distinct()
        .order_by(PublishedTraining.organisation_id)
    ).all()


def lock_online(session: Session, federation_id: UUID) -> Sequence[Training]:
    """The trainings of a federation the public reads, the longest verified first; held still, so
    that two jobs at once do not both write about them.
    """
    return session.scalars(
        select(Training)
        .where(
            Training.organisation_id == federation_id,
            Training.edition > 0,
            Training.state != TrainingState.ARCHIVED,
        )
        .order_by(Training.verified_on, Training.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def last_reminders(session: Session, federation_id: UUID) -> dict[UUID, datetime]:
    """When the federation was last asked to verify each training."""
    rows = session.execute(
        select(TrainingEvent.training_id, func.max(TrainingEvent.at))
        .where(
            TrainingEvent.organisation_id == federation_id,
            TrainingEvent.kind == TrainingEventKind.REMINDED,
        )
        .group_by(TrainingEvent.training_id)
    )
    return {training_id: at for training_id, at in rows}  # noqa: C416 - rows are no pairs
