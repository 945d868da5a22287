"""What the calendar brings to the index: what is over answers for its training no more."""

import structlog

from portal.kernel.db import Reach
from portal.kernel.jobs import database, periodic
from portal.kernel.one_by_one import OneByOne
from portal.organisations.enums import OrganisationKind
from portal.trainings import publication
from portal.trainings.queries import sessions

log = structlog.get_logger()


@periodic("trainings.follow_ended", cron="35 2 * * *")
def follow_ended(timestamp: int) -> None:
    """Every night, each training in its federation's walls: it is found by what its sessions to
    come say of the passport, or by its own sheet where none is left.
    """
    with database().session() as session:
        found = sessions.list_followed(session)
    rows = OneByOne("follow_ended")
    for federation_id, training_id in found:
        reach = Reach(
            organisation_id=federation_id, organisation_kind=OrganisationKind.FEDERATION.value
        )
        with rows.one(training=training_id), database().session(reach) as session:
            publication.follow_sessions(session, training_id)
            session.commit()
    log.info("trainings found by their sessions", count=len(found))
    rows.settle()
