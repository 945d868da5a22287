"""What a machine drafts, one section a job."""

from uuid import UUID

import structlog
from procrastinate import JobContext, RetryStrategy
from sqlalchemy.orm import Session

from portal.kernel.db import Reach
from portal.kernel.jobs import database, settings, task
from portal.languages import machine
from portal.languages.actions import keep_draft, keep_failure
from portal.languages.actions.drafts import DRAFT, find_draft
from portal.languages.machine import MachineError
from portal.organisations.enums import OrganisationKind, Role, Standing
from portal.organisations.scope import Actor, Place

log = structlog.get_logger()

# 5 s, 25 s, 2 min: who pressed the button is still there.
TRIES = 4


@task(DRAFT, pass_context=True, retry=RetryStrategy(max_attempts=TRIES, exponential_wait=5))
def draft_section(context: JobContext, organisation_id: str, kind: str, draft_id: str) -> None:
    """Ask the machine for one section, outside any transaction, and keep what it says."""
    owner, wanted = UUID(organisation_id), UUID(draft_id)
    with _inside(owner, kind) as session:
        found = find_draft(session, owner, wanted)
        asked = (found.source, found.language) if found and not found.error else None
    translator = settings().translator
    if asked is None or translator is None:
        return
    try:
        text = machine.translate(translator, *asked)
    except MachineError as problem:
        if problem.is_passing and context.job.attempts + 1 < TRIES:
            raise
        with _inside(owner, kind) as session, session.begin():
            if (found := find_draft(session, owner, wanted)) is not None:
                keep_failure(session, found, problem.reason)
        log.warning("no draft", reason=problem.reason.value)
        return
    with _inside(owner, kind) as session, session.begin():
        if (found := find_draft(session, owner, wanted)) is not None:
            keep_draft(session, _portal_in(owner, kind), found, text, translator.kind.label)


def _inside(organisation_id: UUID, kind: str) -> Session:
    return database().session(Reach(organisation_id=organisation_id, organisation_kind=kind))


def _portal_in(organisation_id: UUID, kind: str) -> Actor:
    """The portal itself, in the organisation a job names: nobody's name is under a draft."""
    place = Place(
        id=organisation_id,
        kind=OrganisationKind(kind),
        slug="",
        name="",
        standing=Standing.ADMITTED,
        role=Role.MEMBER,
    )
    return Actor(place=place)
