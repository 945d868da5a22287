"""The life of a training: read by another officer, published, sent back, archived."""

from uuid import UUID

from sqlalchemy.orm import Session

from portal.files import actions as files
from portal.kernel import audit, clock
from portal.kernel.db import new_id
from portal.kernel.errors import Invalid, NotAllowed
from portal.kernel.i18n import N_
from portal.kernel.jobs import enqueue
from portal.kernel.slugs import slug_for
from portal.languages import readings
from portal.organisations.models import Organisation
from portal.organisations.scope import SYSTEM, Actor
from portal.trainings import policy, publication
from portal.trainings.completeness import missing
from portal.trainings.enums import TrainingEventKind, TrainingState
from portal.trainings.errors import (
    ChangedMeanwhile,
    FederationNotAdmitted,
    MovedOn,
    NotReady,
    OwnWriting,
)
from portal.trainings.messages import reviews as messages
from portal.trainings.models import PublishedTraining, Training, TrainingEdition, TrainingEvent
from portal.trainings.queries import relays
from portal.trainings.queries import trainings as queries

HEAR = "trainings.hear_readings"
END_RELAY = "trainings.end_relay"


def log_event(
    session: Session,
    actor: Actor,
    training: Training,
    kind: TrainingEventKind,
    before: TrainingState,
    note: str = "",
) -> TrainingEvent:
    """Write the line of the log and the link of the audit chain."""
    event = TrainingEvent(
        id=new_id(),
        organisation_id=training.organisation_id,
        training_id=training.id,
        at=clock.now(),
        kind=kind,
        from_state=before,
        to_state=training.state,
        person_name=actor.name,
        note=note,
    )
    session.add(event)
    session.flush()
    audit.record(
        session,
        f"training.{kind.value}",
        organisation_id=training.organisation_id,
        person_id=actor.person_id,
        subject=str(training.id),
    )
    return event


def ask_review(session: Session, actor: Actor, training_id: UUID) -> Training:
    """Hand it to colleagues, who are written to. Quiet if it is being read already.

    Raises NotReady, MovedOn.
    """
    training = _lock(session, actor, training_id)
    if training.state == TrainingState.IN_REVIEW:
        return training
    if training.state != TrainingState.DRAFT:
        raise MovedOn
    if missing(training):
        raise NotReady
    asked = _move(session, actor, training, TrainingState.IN_REVIEW, TrainingEventKind.SUBMITTED)
    messages.tell_review_asked(session, actor, training, str(asked.id))
    return training


def send_back(session: Session, actor: Actor, training_id: UUID, words: str) -> Training:
    """Give it back to who writes, with what is to be changed; its writer takes it back without."""
    training = _lock(session, actor, training_id)
    if training.state != TrainingState.IN_REVIEW:
        raise MovedOn
    if policy.can_review(actor, training):
        if not words.strip():
            raise Invalid({"words": str(N_("Dites en quelques mots ce qui est à changer."))})
    elif not policy.can_take_back(actor, training):
        raise NotAllowed
    kind = TrainingEventKind.SENT_BACK
    back = _move(session, actor, training, TrainingState.DRAFT, kind, words.strip())
    messages.tell_reviewed(session, actor, training, back)
    return training


def publish_training(
    session: Session, actor: Actor, training_id: UUID, *, version: int | None = None
) -> Training:
    """Put what was read before the public. Quiet if it is there already.

    Raises OwnWriting for who wrote it, FederationNotAdmitted, MovedOn, ChangedMeanwhile if what was
    read is not `version` any more.
    """
    training = _lock(session, actor, training_id)
    if training.state == TrainingState.PUBLISHED:
        return training
    if training.state != TrainingState.IN_REVIEW:
        raise MovedOn
    if not policy.can_review(actor, training):
        raise OwnWriting if policy.can_take_back(actor, training) else NotAllowed
    if not policy.is_vouched_for(actor):
        raise FederationNotAdmitted
    if version is not None and version != training.version:
        raise ChangedMeanwhile
    now = clock.now()
    if not training.edition:
        training.slug = slug_for(training.title, "formation")
    training.edition += 1
    training.reviewed_by, training.published_at = actor.person_id, training.published_at or now
    done = _move(session, actor, training, TrainingState.PUBLISHED, TrainingEventKind.PUBLISHED)
    federation = session.get_one(Organisation, training.organisation_id)
    translations = queries.translations_of(session, actor, training.id)
    recorded = queries.readings_of(session, actor, training.id)
    snapshot = publication.publish(session, training, federation, now, translations, recorded)
    let_hear(session, training, snapshot, recorded)
    session.add(
        TrainingEdition(
            organisation_id=training.organisation_id,
            training_id=training.id,
            number=training.edition,
            published_at=now,
            published_by=actor.name,
            document=snapshot.document,
        )
    )
    session.flush()
    messages.tell_reviewed(session, actor, training, done)
    return training


def archive_training(session: Session, actor: Actor, training_id: UUID) -> Training:
    """It is over: the public's copy is emptied, its address says so. Quiet if it is already."""
    training = _lock(session, actor, training_id)
    if training.state == TrainingState.ARCHIVED:
        return training
    if not policy.can_archive(actor, training):
        raise NotAllowed
    recorded = queries.readings_of(session, actor, training.id)
    files.unpublish_recordings(session, actor, [file.id for _row, file in recorded])
    publication.withdraw(session, training, clock.now())
    _move(session, actor, training, TrainingState.ARCHIVED, TrainingEventKind.ARCHIVED)
    _end_relays(session, training)
    return training


def _end_relays(session: Session, training: Training) -> None:
    """Each federation that relays it hears so, in its own walls."""
    for federation_id in relays.relaying(session, training.id):
        enqueue(
            session,
            END_RELAY,
            federation_id=str(federation_id),
            training_id=str(training.id),
            title=training.title,
        )


def let_hear(
    session: Session, training: Training, snapshot: PublishedTraining, recorded: readings.Recorded
) -> None:
    """Open to everybody the readings the public's copy names; those still being prepared follow by
    themselves.
    """
    waiting = publication.let_hear(snapshot, recorded)
    named = [UUID(one) for one in readings.files_in(snapshot.document["readings"])]
    files.publish_recordings(session, SYSTEM, named)
    if waiting:
        owner, subject = str(training.organisation_id), str(training.id)
        enqueue(session, HEAR, in_seconds=15, organisation_id=owner, training_id=subject)


def _lock(session: Session, actor: Actor, training_id: UUID) -> Training:
    training = queries.lock_training(session, actor, training_id)
    if not policy.can_write_trainings(actor):
        raise NotAllowed
    return training


def _move(
    session: Session,
    actor: Actor,
    training: Training,
    state: TrainingState,
    kind: TrainingEventKind,
    note: str = "",
) -> TrainingEvent:
    before = TrainingState(training.state)
    training.state, training.updated_at = state, clock.now()
    session.flush()
    return log_event(session, actor, training, kind, before, note)
