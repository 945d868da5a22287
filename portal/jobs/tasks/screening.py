"""What the clock does to applications: reminders, and forgetting what is over.

A door tells which ids are due; each structure is then served in a transaction of its own, which
reaches that structure and nothing else.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from uuid import UUID

import structlog
from sqlalchemy.orm import Session

from portal.jobs.actions import keeping
from portal.jobs.queries import retention
from portal.jobs.queries.retention import ERASING, Due
from portal.kernel.db import Reach
from portal.kernel.jobs import database, periodic
from portal.organisations.enums import OrganisationKind

log = structlog.get_logger()


@periodic("jobs.remind_answers", cron="0 6 * * *")
def remind_answers(timestamp: int) -> None:
    """In the morning: who must be answered soon, and which promises are over."""
    _by_structure(["remind"], keeping.remind_structure)
    _by_structure(["tell_federation"], keeping.tell_federation)


@periodic("jobs.tend_applications", cron="20 * * * *")
def tend_applications(timestamp: int) -> None:
    """Every hour: interviews that took place, kept applications that come to their end."""
    for due in _due(["interview_passed"]):
        with _inside(due) as session:
            keeping.note_interview_passed(session, due.organisation_id, due.application_id)
            session.commit()
    for due in _due(["warn_pool"]):
        with _inside(due) as session:
            keeping.warn_of_pool_end(session, due.organisation_id, due.application_id)
            session.commit()


@periodic("jobs.forget_applications", cron="40 2 * * *")
def forget_applications(timestamp: int) -> None:
    """At night: erase what its retention gives up. A thousand of a kind at a time, until none."""
    while _forget(_due(ERASING)):
        pass


def _forget(found: list[Due]) -> int:
    erased = 0
    for due in found:
        with _inside(due) as session:
            erased += keeping.erase(session, due.organisation_id, due.application_id, due.what)
            session.commit()
    log.info("applications forgotten", how_many=erased)
    return erased


def _due(what: Iterable[str]) -> list[Due]:
    with database().session() as session:
        return retention.list_due(session, what)


def _inside(due: Due) -> Session:
    """A session that reaches the structure, and its holder: a draft is nobody else's."""
    return database().session(
        Reach(
            organisation_id=due.organisation_id,
            organisation_kind=OrganisationKind.STRUCTURE.value,
            doors={"holder": due.holder_digest},
        )
    )


def _by_structure(what: Iterable[str], act: Callable[[Session, UUID, list[UUID]], None]) -> None:
    waiting: dict[UUID, list[UUID]] = defaultdict(list)
    for due in _due(what):
        waiting[due.organisation_id].append(due.application_id)
    for organisation_id, applications in waiting.items():
        with database().session(
            Reach(
                organisation_id=organisation_id,
                organisation_kind=OrganisationKind.STRUCTURE.value,
            )
        ) as session:
            act(session, organisation_id, applications)
            session.commit()
