"""Imports that take long, and the end of what is kept of them."""

from datetime import timedelta
from uuid import UUID

import structlog
from sqlalchemy import text

from portal.kernel import clock
from portal.kernel.db import Reach
from portal.kernel.errors import NotFound
from portal.kernel.jobs import database, periodic, task
from portal.organisations.enums import OrganisationKind
from portal.organisations.queries import places
from portal.organisations.scope import Actor
from portal.people.models import Person
from portal.trainings.actions import importing
from portal.trainings.queries import imports

log = structlog.get_logger()

_SOME = 25


@task("trainings.import")
def import_trainings(import_id: str, person_id: str, federation: str) -> None:
    """Some lines a transaction, so that the page shows how far it is. Run twice, it goes on."""
    while _import_some(UUID(import_id), UUID(person_id), federation):
        pass


def _import_some(import_id: UUID, person_id: UUID, federation: str) -> bool:
    with database().session(Reach(person_id=person_id)) as session, session.begin():
        try:
            place = places.enter(session, OrganisationKind.FEDERATION, federation)
        except NotFound:
            # Who pressed has left the federation: a colleague goes on.
            log.info("import_left", import_id=str(import_id))
            return False
        person = session.get_one(Person, person_id)
        actor = Actor(person_id=person_id, name=person.display_name, place=place)
        return importing.import_some(session, actor, import_id, _SOME)


@periodic("trainings.forget_imports", cron="35 3 * * *")
def forget_imports(timestamp: int) -> None:
    """Forget what was sent once an import is no longer to be undone."""
    with database().session() as session, session.begin():
        before = clock.now() - timedelta(days=imports.kept_days(session))
        forgotten = session.scalar(
            text("SELECT door_forget_training_imports(:before)"), {"before": before}
        )
    log.info("imports_forgotten", how_many=forgotten)
