"""The clock of the alerts."""

import structlog

from portal.alerts import tending
from portal.kernel.jobs import database, periodic

log = structlog.get_logger()


@periodic("alerts.tend", cron="*/5 * * * *")
def tend(timestamp: int) -> None:
    """Every five minutes: tell what is new, warn of an end, end what is over."""
    for line in tending.tend(database()):
        log.info("alerts", what=line.what, how_many=line.how_many)
