"""What the calendar brings to arrivals: reminders, departures, the end of what is kept."""

import structlog

from portal.engagements.actions import keeping
from portal.engagements.queries import rules
from portal.kernel.db import Reach
from portal.kernel.jobs import database, periodic
from portal.organisations.enums import OrganisationKind

log = structlog.get_logger()


@periodic("engagements.tend", cron="25 5 * * *")
def tend(timestamp: int) -> None:
    tend_all()


def tend_all() -> None:
    """Each engagement in a transaction of its own."""
    with database().session() as session:
        found = rules.list_due(session)
    for due in found:
        reaching = Reach(
            organisation_id=due.organisation_id, organisation_kind=OrganisationKind.STRUCTURE.value
        )
        with database().session(reaching) as session:
            keeping.tend(session, due)
            session.commit()
    log.info("engagements tended", count=len(found))
