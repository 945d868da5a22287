"""What the communes bring to trainings: a place nobody knew is known, or the other way round."""

import structlog

from portal.kernel.db import Reach
from portal.kernel.jobs import database, periodic
from portal.kernel.one_by_one import OneByOne
from portal.organisations.enums import OrganisationKind
from portal.trainings import publication
from portal.trainings.queries import nearby

log = structlog.get_logger()


@periodic("trainings.place_again", cron="20 4 * * *")
def place_again(timestamp: int) -> None:
    """Every night, what is found by places that are no longer so, each in its federation's walls:
    a release may have shipped other communes.
    """
    with database().session() as session:
        found = nearby.list_misplaced(session)
    rows = OneByOne("place_again")
    for federation_id, training_id in found:
        kind = OrganisationKind.FEDERATION.value
        reaching = Reach(organisation_id=federation_id, organisation_kind=kind)
        with rows.one(training=training_id), database().session(reaching) as session:
            publication.follow_sessions(session, training_id)
            session.commit()
    log.info("placed trainings again", count=len(found))
    rows.settle()
