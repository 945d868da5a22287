"""What a night brings to the index: sessions that are over, places the communes know now."""

from collections.abc import Sequence
from uuid import UUID

import structlog

from portal.kernel.jobs import database, periodic
from portal.kernel.one_by_one import OneByOne
from portal.trainings import publication
from portal.trainings.forgetting import inside
from portal.trainings.queries import nearby, sessions

log = structlog.get_logger()


@periodic("trainings.follow_ended", cron="35 2 * * *")
def follow_ended(timestamp: int) -> None:
    """Every night: a training is found by what its sessions to come say of the passport, or by its
    own sheet where none is left.
    """
    with database().session() as session:
        found = sessions.list_followed(session)
    _follow_each("follow_ended", found)


@periodic("trainings.place_again", cron="20 4 * * *")
def place_again(timestamp: int) -> None:
    """Every night, what is found by places that are no longer so: a release may have shipped other
    communes.
    """
    with database().session() as session:
        found = nearby.list_misplaced(session)
    _follow_each("place_again", found)


def _follow_each(job: str, found: Sequence[tuple[UUID, UUID]]) -> None:
    """(federation, training), each in its federation's walls."""
    rows = OneByOne(job)
    for federation_id, training_id in found:
        with rows.one(training=training_id), inside(database(), federation_id) as session:
            publication.follow_sessions(session, training_id)
            session.commit()
    log.info("trainings filed again", job=job, count=len(found))
    rows.settle()
