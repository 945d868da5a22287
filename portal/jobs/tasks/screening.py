"""What the clock does to applications: reminders, and forgetting what is over.

A door tells which ids are due; each structure is then served in a transaction of its own, which
reaches that structure and nothing else.
"""

from collections import defaultdict
from collections.abc import Callable
from uuid import UUID

import structlog
from sqlalchemy.orm import Session

from portal.jobs import forgetting
from portal.jobs.actions import keeping
from portal.jobs.queries import retention
from portal.kernel.db import Reach
from portal.kernel.jobs import database, periodic
from portal.kernel.one_by_one import OneByOne
from portal.organisations.enums import OrganisationKind

log = structlog.get_logger()


@periodic("jobs.remind_answers", cron="0 6 * * *")
def remind_answers(timestamp: int) -> None:
    """In the morning: who must be answered soon, and which promises are over."""
    rows = OneByOne("remind_answers")
    _by_structure(rows, "remind", keeping.remind_structure)
    _by_structure(rows, "tell_federation", keeping.tell_federation)
    rows.settle()


@periodic("jobs.tend_applications", cron="20 * * * *")
def tend_applications(timestamp: int) -> None:
    """Every hour: interviews that took place, kept applications whose end comes near."""
    forgetting.tend_applications(database())


@periodic("jobs.forget", cron="40 2 * * *")
def forget(timestamp: int) -> None:
    """At night: erase what its retention gives up."""
    rows = OneByOne("forget")
    for part in (forgetting.forget_applications, forgetting.forget_security):
        with rows.one(part=part.__name__):
            for line in part(database()):
                log.info("forgotten", what=line.what, how_many=line.how_many)
    rows.settle()


def _by_structure(
    rows: OneByOne, what: str, act: Callable[[Session, UUID, list[UUID]], None]
) -> None:
    with database().session() as session:
        found = retention.list_due(session, (what,))
    waiting: dict[UUID, list[UUID]] = defaultdict(list)
    for due in found:
        waiting[due.organisation_id].append(due.application_id)
    for organisation_id, applications in waiting.items():
        reach = Reach(
            organisation_id=organisation_id, organisation_kind=OrganisationKind.STRUCTURE.value
        )
        with (
            rows.one(what=what, organisation=organisation_id),
            database().session(reach) as session,
            session.begin(),
        ):
            act(session, organisation_id, applications)
