"""Every month: the keys that have signed badges for a year sign no more, and others do."""

import structlog

from portal.kernel.jobs import database, periodic, settings
from portal.kernel.one_by_one import OneByOne
from portal.trainings.actions import keys
from portal.trainings.forgetting import inside

log = structlog.get_logger()


@periodic("trainings.turn_keys", cron="40 3 2 * *")
def turn_keys(timestamp: int) -> None:
    """What a key signed stays good, and its private half is gone: what is lost is less."""
    with database().session() as session:
        found = keys.old(session)
    rows = OneByOne("turn_keys")
    for federation_id in found:
        with (
            rows.one(federation=federation_id),
            inside(database(), federation_id) as session,
        ):
            keys.rotate(session, settings(), federation_id)
            session.commit()
    log.info("keys of badges turned", count=len(found))
    rows.settle()
