"""What the calendar and the files bring to offers: a warning, an end, a recording that is ready."""

from uuid import UUID

import structlog
from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.jobs.actions import offer_ends
from portal.jobs.actions.offer_moves import HEAR
from portal.kernel import clock
from portal.kernel.db import Reach
from portal.kernel.jobs import database, enqueue, periodic, task
from portal.kernel.one_by_one import OneByOne
from portal.organisations.enums import OrganisationKind

log = structlog.get_logger()

# A conversion takes seconds: looked at again after 20 s, 40 s, 60 s …, then left as it is.
_PAUSE_SECONDS = 20
_MOST_LOOKS = 12


def _inside(organisation_id: UUID) -> Session:
    """A session that reaches the structure a job names."""
    kind = OrganisationKind.STRUCTURE.value
    return database().session(Reach(organisation_id=organisation_id, organisation_kind=kind))


@periodic("jobs.end_offers", cron="12 * * * *")
def end_offers(timestamp: int) -> None:
    """Warn about the offers that end soon, close those whose time is over. Each on its own."""
    with database().session() as session:
        now = clock.now()
        until = now + offer_ends.warning_period(session)
        due = session.execute(
            text("SELECT * FROM door_due_offers(:at, :until)"), {"at": now, "until": until}
        ).all()
    rows = OneByOne("end_offers")
    for row in due:
        with rows.one(offer=row.offer_id), _inside(row.organisation_id) as session:
            if row.what == "expire":
                offer_ends.expire_offer(session, row.organisation_id, row.offer_id)
            else:
                offer_ends.warn_before_end(session, row.organisation_id, row.offer_id)
            session.commit()
    log.info("offers ended or warned about", count=len(due))
    rows.settle()


@task(HEAR)
def hear_recordings(organisation_id: str, offer_id: str, look: int = 1) -> None:
    """Give the public the recordings of an offer as they become ready."""
    with _inside(UUID(organisation_id)) as session:
        waiting = offer_ends.hear_recordings(session, UUID(organisation_id), UUID(offer_id))
        if waiting and look < _MOST_LOOKS:
            enqueue(
                session,
                HEAR,
                in_seconds=_PAUSE_SECONDS * look,
                organisation_id=organisation_id,
                offer_id=offer_id,
                look=look + 1,
            )
        session.commit()
