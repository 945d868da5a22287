"""A federation passes a training of another one on to its region, and stops when it wants."""

from uuid import UUID

from sqlalchemy.orm import Session

from portal.kernel import audit, clock
from portal.kernel.db import take_turns
from portal.kernel.errors import NotAllowed
from portal.kernel.jobs import enqueue
from portal.organisations.scope import Actor
from portal.trainings import policy
from portal.trainings.messages import relays as messages
from portal.trainings.models import TrainingRelay
from portal.trainings.queries import relays

SHOW_RELAYS = "trainings.show_relays"


def relay_training(session: Session, actor: Actor, training_id: UUID, note: str) -> TrainingRelay:
    """Pass a training on, or change the note of one that is. Raises NotFound, NotAllowed."""
    training = relays.get_elsewhere(session, actor, training_id)
    _need(actor)
    # Two colleagues who press at once make one relay.
    take_turns(session, 44, f"{actor.organisation_id}:{training_id}")
    relay, now = relays.lock_relay(session, actor.organisation_id, training_id), clock.now()
    is_new = relay is None or relay.ended_at is not None
    if relay is None:
        relay = TrainingRelay(
            federation_id=actor.organisation_id, training_id=training_id, announced_at=now
        )
    if is_new:
        relay.relayed_at, relay.ended_at = now, None
    relay.note = note.strip()
    session.add(relay)
    session.flush()
    if is_new:
        _show(session, training, told=relay.id)
        _record(session, actor, "training.relayed", training_id)
    return relay


def stop_relaying(session: Session, actor: Actor, training_id: UUID) -> None:
    """Quiet if it is not relayed. Raises NotFound, NotAllowed."""
    training = relays.get_elsewhere(session, actor, training_id)
    _need(actor)
    relay = relays.lock_relay(session, actor.organisation_id, training_id)
    if relay is not None and relay.ended_at is None:
        _end(session, relay)
        _show(session, training)
        _record(session, actor, "training.relay_stopped", training_id)


def end_relay(session: Session, federation_id: UUID, training_id: UUID, title: str) -> None:
    """The training is over, so its relay is: those who relayed it are written to, once."""
    relay = relays.lock_relay(session, federation_id, training_id)
    if relay is not None and relay.ended_at is None:
        _end(session, relay)
        messages.tell_over(session, relay, title)


def _end(session: Session, relay: TrainingRelay) -> None:
    relay.ended_at, relay.note = clock.now(), ""
    session.flush()


def _show(session: Session, training: relays.TrainingElsewhere, told: UUID | None = None) -> None:
    """Where it is found is in its owner's walls: a job of theirs writes it, and tells them."""
    enqueue(
        session,
        SHOW_RELAYS,
        organisation_id=str(training.owner_id),
        training_id=str(training.training_id),
        relay_id=str(told or ""),
    )


def _need(actor: Actor) -> None:
    if not policy.can_relay_trainings(actor):
        raise NotAllowed


def _record(session: Session, actor: Actor, action: str, training_id: UUID) -> None:
    audit.record(
        session,
        action,
        organisation_id=actor.organisation_id,
        person_id=actor.person_id,
        subject=str(training_id),
    )
