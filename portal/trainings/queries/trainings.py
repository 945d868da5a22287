"""Trainings as their federation sees them. The owner is in every `where`."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.files.models import StoredFile
from portal.kernel.errors import NotFound
from portal.languages import queries as languages
from portal.languages.models import ContentTranslation, SectionRecording
from portal.organisations.models import Organisation
from portal.organisations.scope import Actor
from portal.trainings import publication
from portal.trainings.enums import TrainingState
from portal.trainings.models import (
    PublishedTraining,
    Training,
    TrainingEdition,
    TrainingEvent,
)
from portal.trainings.sections import SUBJECT

__all__ = ["Training", "TrainingEdition", "TrainingEvent"]


def list_trainings(session: Session, actor: Actor) -> Sequence[Training]:
    """Those of the federation, the last changed first."""
    found = select(Training).where(Training.organisation_id == actor.organisation_id)
    return session.scalars(found.order_by(Training.updated_at.desc(), Training.id.desc())).all()


def list_to_review(session: Session, actor: Actor) -> Sequence[Training]:
    """What waits for the actor to read it: a colleague wrote it. The oldest first."""
    found = select(Training).where(
        Training.organisation_id == actor.organisation_id,
        Training.state == TrainingState.IN_REVIEW,
        Training.written_by.is_distinct_from(actor.person_id),
    )
    return session.scalars(found.order_by(Training.updated_at, Training.id)).all()


def find_training(session: Session, actor: Actor, training_id: UUID) -> Training | None:
    return session.scalars(
        select(Training).where(
            Training.id == training_id, Training.organisation_id == actor.organisation_id
        )
    ).one_or_none()


def get_training(session: Session, actor: Actor, training_id: UUID) -> Training:
    """NotFound outside the actor's walls."""
    found = find_training(session, actor, training_id)
    if found is None:
        raise NotFound
    return found


def lock_training(session: Session, actor: Actor, training_id: UUID) -> Training:
    """The same, held until the end of the transaction and read anew."""
    found = session.scalars(
        select(Training)
        .where(Training.id == training_id, Training.organisation_id == actor.organisation_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def find_snapshot(session: Session, actor: Actor, training_id: UUID) -> PublishedTraining | None:
    """What the public reads of it at this moment."""
    return session.scalars(
        select(PublishedTraining).where(
            PublishedTraining.organisation_id == actor.organisation_id,
            PublishedTraining.training_id == training_id,
            PublishedTraining.state == "published",
        )
    ).one_or_none()


def list_events(session: Session, actor: Actor, training_id: UUID) -> Sequence[TrainingEvent]:
    """The log, the newest first."""
    found = select(TrainingEvent).where(
        TrainingEvent.training_id == training_id,
        TrainingEvent.organisation_id == actor.organisation_id,
    )
    newest = (TrainingEvent.at.desc(), TrainingEvent.id.desc())
    return session.scalars(found.order_by(*newest)).all()


def list_editions(session: Session, actor: Actor, training_id: UUID) -> Sequence[TrainingEdition]:
    found = select(TrainingEdition).where(
        TrainingEdition.training_id == training_id,
        TrainingEdition.organisation_id == actor.organisation_id,
    )
    return session.scalars(found.order_by(TrainingEdition.number.desc())).all()


def get_edition(session: Session, actor: Actor, training_id: UUID, number: int) -> TrainingEdition:
    """What was published under a number. NotFound outside the actor's walls."""
    found = session.scalars(
        select(TrainingEdition).where(
            TrainingEdition.training_id == training_id,
            TrainingEdition.organisation_id == actor.organisation_id,
            TrainingEdition.number == number,
        )
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def document(session: Session, actor: Actor, training: Training) -> dict[str, Any]:
    """What the public would read of it now, for the colleague who reads it first."""
    federation = session.get_one(Organisation, actor.organisation_id)
    translations = translations_of(session, actor, training.id)
    recorded = readings_of(session, actor, training.id)
    return publication.document_of(training, federation, translations, recorded)


def readings_of(
    session: Session, actor: Actor, training_id: UUID
) -> list[tuple[SectionRecording, StoredFile]]:
    """The sections of the training read aloud."""
    return languages.list_readings(session, actor, SUBJECT, training_id)


def translations_of(
    session: Session, actor: Actor, training_id: UUID
) -> Sequence[ContentTranslation]:
    """The sections of the training in other languages."""
    return languages.translations_of(session, actor, SUBJECT, training_id)
