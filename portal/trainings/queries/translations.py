"""Trainings as they are translated: their sections in French."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.errors import NotAllowed
from portal.languages.sections import Subject
from portal.organisations.scope import Actor
from portal.trainings import policy, publication
from portal.trainings.enums import TrainingState
from portal.trainings.models import Training
from portal.trainings.queries import trainings
from portal.trainings.sections import subject_of

_MOST = 100


def list_subjects(session: Session, actor: Actor) -> list[Subject]:
    """The trainings of the federation that are not archived, the last changed first.

    Raises NotAllowed to who does not translate.
    """
    if not policy.can_translate_trainings(actor):
        raise NotAllowed
    found = session.scalars(
        select(Training)
        .where(
            Training.organisation_id == actor.organisation_id,
            Training.state != TrainingState.ARCHIVED,
            Training.title != "",
        )
        .order_by(Training.updated_at.desc(), Training.id)
        .limit(_MOST)
    )
    return [subject_of(training) for training in found]


def get_subject(session: Session, actor: Actor, training_id: UUID) -> Subject:
    """Raises NotFound outside the actor's walls, NotAllowed once the training is archived."""
    training = trainings.get_training(session, actor, training_id)
    if not policy.can_translate(actor, training):
        raise NotAllowed
    return subject_of(training)


def has_news(session: Session, actor: Actor, training_id: UUID) -> bool:
    """Whether something was translated that the public could read now and does not."""
    snapshot = trainings.find_snapshot(session, actor, training_id)
    rows = trainings.translations_of(session, actor, training_id)
    recorded = trainings.readings_of(session, actor, training_id)
    return snapshot is not None and publication.news(snapshot, rows, recorded) is not None
