"""The sessions of a federation: who runs them, a colleague who runs nothing, who asks to come."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.kernel import clock
from portal.kernel.db import Database
from portal.organisations.enums import Role
from portal.organisations.models import Membership
from portal.organisations.scope import Actor
from portal.people.models import Person
from portal.trainings.actions import sessions as actions
from portal.trainings.enums import SessionRole
from portal.trainings.models import Training, TrainingSession
from portal.trainings.queries import published
from portal.trainings.queries import sessions as queries
from tests.factories.joining import Asker, ask, open_dates
from tests.factories.people import make_person
from tests.factories.trainings import officer_of, open_session, publish_training
from tests.spaces.conftest import Region
from tests.support.htmx import HtmxVisitor

DESK = "/federation/fas-test/trainings/sessions"


@dataclass
class Office:
    """`writer` and `officer` run sessions; `helper` is a member who runs nothing."""

    database: Database
    settings: Settings
    training: Training
    writer: Actor
    helper: Person
    visitors: Callable[[Person], HtmxVisitor]
    region: Region

    @property
    def browser(self) -> HtmxVisitor:
        """The writer's."""
        return self.visitors(self.region.assistant)

    def open(self, **values: Any) -> TrainingSession:
        """A session one may ask to come to, in three weeks: two places unless said otherwise."""
        with open_session(self.database, self.writer) as session:
            found = open_dates(session, self.writer, self.training, **values)
            session.commit()
        return found

    def ask(self, dates: TrainingSession, name: str = "Zahra", **values: Any) -> Asker:
        return ask(self.database, self.settings, dates.id, name, **values)

    def entrust(self, dates: TrainingSession, person: Person, *roles: SessionRole) -> None:
        """Give somebody a part in a session."""
        with open_session(self.database, self.writer) as session:
            known = queries.list_staff(session, self.writer, dates.id)
            parts = [(one.person_id, one.role) for one in known]
            parts += [(person.id, role) for role in roles]
            actions.set_staff(session, self.writer, dates.id, parts)
            session.commit()

    def address(self, dates: TrainingSession | UUID, end: str = "") -> str:
        return f"{DESK}/{dates if isinstance(dates, UUID) else dates.id}{end}"


@pytest.fixture
def office(
    region: Region,
    signed_in: Callable[[Person], HtmxVisitor],
    backstage: Session,
    database: Database,
    settings: Settings,
) -> Office:
    published.many.clear()
    helper = make_person(backstage, settings, "Mina", "mina@example.org")
    backstage.add(
        Membership(
            organisation_id=region.federation.id,
            person_id=helper.id,
            role=Role.MEMBER,
            created_at=clock.now() - timedelta(days=1),
        )
    )
    backstage.commit()
    writer = officer_of(region.federation, region.assistant, Role.WRITER)
    with open_session(database, writer) as session:
        reader = officer_of(region.federation, region.officer)
        training = publish_training(session, writer, reader, title="Prendre la parole")
        session.commit()
    return Office(database, settings, training, writer, helper, signed_in, region)
