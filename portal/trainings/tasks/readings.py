"""What the files bring to trainings: a section read aloud that is ready to be heard."""

from uuid import UUID

from portal.files import actions as files
from portal.kernel.jobs import database, enqueue, task
from portal.languages import readings
from portal.languages.queries import readings_for
from portal.organisations.scope import SYSTEM
from portal.trainings import publication
from portal.trainings.actions.moves import HEAR
from portal.trainings.forgetting import inside
from portal.trainings.models import PublishedTraining
from portal.trainings.sections import SUBJECT

# A conversion takes seconds: looked at again after 20 s, 40 s, 60 s …, then left as it is.
_PAUSE_SECONDS = 20
_MOST_LOOKS = 12


@task(HEAR)
def hear_readings(organisation_id: str, training_id: str, look: int = 1) -> None:
    """Give the public the readings it was promised as they become ready."""
    owner, subject = UUID(organisation_id), UUID(training_id)
    with inside(database(), owner) as session, session.begin():
        snapshot = session.get(PublishedTraining, subject)
        if snapshot is None or snapshot.state != "published":
            return
        waiting = publication.let_hear(snapshot, readings_for(session, owner, SUBJECT, subject))
        named = [UUID(one) for one in readings.files_in(snapshot.document["readings"])]
        files.publish_recordings(session, SYSTEM, named)
        if waiting and look < _MOST_LOOKS:
            enqueue(
                session,
                HEAR,
                in_seconds=_PAUSE_SECONDS * look,
                organisation_id=organisation_id,
                training_id=training_id,
                look=look + 1,
            )
