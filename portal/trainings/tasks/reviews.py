"""What the calendar brings to trainings: what is old is to be verified again."""

from datetime import timedelta

import structlog

from portal.kernel import clock, nomenclatures
from portal.kernel.jobs import database, periodic
from portal.kernel.one_by_one import OneByOne
from portal.trainings.actions import keeping
from portal.trainings.forgetting import inside
from portal.trainings.nomenclatures import TRAINING_TERM
from portal.trainings.queries import verifying

log = structlog.get_logger()


@periodic("trainings.remind_old", cron="45 6 * * *")
def remind_old(timestamp: int) -> None:
    """Every morning, each federation in a transaction of its own."""
    with database().session() as session:
        term = nomenclatures.find(session, TRAINING_TERM, "verified")
        days = timedelta(days=term.data["days"]) if term else None
        found = verifying.federations_with_old(session, clock.today() - days) if days else []
    rows, count = OneByOne("remind_old"), 0
    for federation_id in found:
        with rows.one(federation=federation_id), inside(database(), federation_id) as session:
            count += keeping.remind_old(session, federation_id)
            session.commit()
    log.info("asked to verify trainings again", count=count)
    rows.settle()
