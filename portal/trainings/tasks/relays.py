"""What relays bring to each side, in its own walls."""

from uuid import UUID

from portal.kernel.jobs import database, task
from portal.trainings import publication
from portal.trainings.actions import relays
from portal.trainings.actions.moves import END_RELAY
from portal.trainings.forgetting import inside
from portal.trainings.messages import relays as messages
from portal.trainings.models import TrainingRelay


@task(relays.SHOW_RELAYS)
def show_relays(organisation_id: str, training_id: str, relay_id: str) -> None:
    """Let the training be found where it is relayed, and tell its owner of a new relay."""
    with inside(database(), UUID(organisation_id)) as session, session.begin():
        training = publication.show_relays(session, UUID(training_id))
        relay = session.get(TrainingRelay, UUID(relay_id)) if relay_id else None
        if training is not None and relay is not None:
            messages.tell_relayed(session, training, relay)


@task(END_RELAY)
def end_relay(federation_id: str, training_id: str, title: str) -> None:
    with inside(database(), UUID(federation_id)) as session, session.begin():
        relays.end_relay(session, UUID(federation_id), UUID(training_id), title)
