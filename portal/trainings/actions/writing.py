"""Writing a training: started, copied, kept one step at a time, by several people."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal.kernel import clock
from portal.kernel.db import new_id, take_turns
from portal.kernel.errors import Invalid, NotAllowed
from portal.kernel.slugs import slug_for
from portal.organisations.scope import Actor
from portal.trainings import policy
from portal.trainings.actions.moves import log_event
from portal.trainings.checks import problems, tidied
from portal.trainings.enums import TrainingEventKind, TrainingState, TrainingStep
from portal.trainings.errors import ChangedMeanwhile, MovedOn
from portal.trainings.models import Training
from portal.trainings.queries import trainings as queries
from portal.trainings.steps import COPIED, FIELDS


def create_training(session: Session, actor: Actor, training_id: UUID | None = None) -> Training:
    """Start an empty training. With a `training_id` already used, the one that has it: the form
    carries one, so a repeated submit starts nothing twice.
    """
    training, is_new = blank_training(session, actor, training_id)
    if is_new:
        log_event(session, actor, training, TrainingEventKind.CREATED, TrainingState.DRAFT)
    return training


def copy_training(
    session: Session, actor: Actor, source_id: UUID, training_id: UUID | None = None
) -> Training:
    """Start a training from another of the same federation; it is to be verified anew."""
    source = queries.get_training(session, actor, source_id)
    training, is_new = blank_training(session, actor, training_id)
    if is_new:
        for field in COPIED:
            setattr(training, field, getattr(source, field))
        kind = TrainingEventKind.COPIED
        log_event(session, actor, training, kind, TrainingState.DRAFT, source.title)
    return training


def get_for_writing(session: Session, actor: Actor, training_id: UUID) -> Training:
    """The training, to show it to who writes. Raises NotFound, NotAllowed or MovedOn."""
    return _writable(actor, queries.get_training(session, actor, training_id))


def save_step(
    session: Session,
    actor: Actor,
    training_id: UUID,
    step: TrainingStep,
    values: Mapping[str, Any],
    *,
    version: int,
    page: str = "",
) -> Training:
    """Keep the facts of one step. `version` is the one the page showed, `page` names that page: one
    that saved last may save again.

    Saving what is already there does nothing. A published training becomes a draft beside what the
    public still reads. Raises Invalid, ChangedMeanwhile, ValueError for a fact of another step.
    """
    if strangers := set(values) - set(FIELDS[step]):
        raise ValueError(f"not facts of this step: {sorted(strangers)}")
    training = _writable(actor, queries.lock_training(session, actor, training_id))
    wrong: dict[str, str] = {}
    given = tidied(values, wrong)
    changes = {field: value for field, value in given.items() if getattr(training, field) != value}
    if not changes and not wrong:
        return training
    if training.version != version and not (page and training.saved_from == page):
        raise ChangedMeanwhile
    if wrong := wrong | problems(session, training, changes):
        raise Invalid(wrong)
    before = keep(session, actor, training, changes, page)
    if before != TrainingState.DRAFT:
        log_event(session, actor, training, TrainingEventKind.CHANGED, before)
    return training


def keep(
    session: Session, actor: Actor, training: Training, changes: Mapping[str, Any], page: str = ""
) -> TrainingState:
    """Write what was checked in a training the caller holds: it is a draft then. What it was."""
    for field, value in changes.items():
        setattr(training, field, value)
    training.version, training.saved_from = training.version + 1, page
    training.written_by, training.updated_at = actor.person_id, clock.now()
    before = TrainingState(training.state)
    training.state = TrainingState.DRAFT
    session.flush()
    return before


def _writable(actor: Actor, training: Training) -> Training:
    if not policy.can_write_trainings(actor):
        raise NotAllowed
    if not policy.can_edit(actor, training):
        raise MovedOn
    return training


def blank_training(
    session: Session, actor: Actor, training_id: UUID | None = None
) -> tuple[Training, bool]:
    """A new draft of the actor's federation, or the one that already has this id (then False)."""
    if not policy.can_write_trainings(actor):
        raise NotAllowed
    if training_id is not None:
        # Pressed twice at once, the second waits for the first and finds it.
        take_turns(session, 30, str(training_id))
        known = queries.find_training(session, actor, training_id)
        if known is not None:
            return known, False
    now = clock.now()
    training = Training(
        id=training_id or new_id(),
        organisation_id=actor.organisation_id,
        slug=slug_for("", "formation"),
        written_by=actor.person_id,
        created_at=now,
        updated_at=now,
    )
    session.add(training)
    session.flush()
    return training, True
