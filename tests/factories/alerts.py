"""Alerts without a screen: what is published at a moment, what the worker then says."""

from datetime import UTC, datetime, timedelta
from typing import Any

import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.alerts import tending
from portal.alerts.models import SearchAlert
from portal.kernel.db import Database
from portal.kernel.models import OutgoingMessage
from portal.organisations.enums import Role
from portal.trainings.models import Training, TrainingSession
from tests.factories.house import House
from tests.factories.joining import open_dates
from tests.factories.offers import actor_of, open_session, publish
from tests.factories.trainings import officer_of, publish_training
from tests.factories.trainings import open_session as open_federation

# A Friday, at eleven in Paris.
START = datetime(2026, 11, 20, 10, tzinfo=UTC)
LATER = timedelta(minutes=10)
MAIL, PHONE = "awa@example.org", "06 39 98 01 01"


def publish_offer_at(database: Database, house: House, at: datetime, **facts: Any) -> None:
    actor = actor_of(house)
    with time_machine.travel(at, tick=False), open_session(database, actor) as session:
        publish(session, actor, **facts)
        session.commit()


def publish_training_at(database: Database, house: House, at: datetime, **facts: Any) -> Training:
    writer = officer_of(house.federation, house.federal_writer, Role.WRITER)
    reader = officer_of(house.federation, house.federal_officer)
    with time_machine.travel(at, tick=False), open_federation(database, writer) as session:
        found = publish_training(session, writer, reader, **facts)
        session.commit()
        return found


def open_dates_at(
    database: Database, house: House, at: datetime, training: Training, **values: Any
) -> TrainingSession:
    writer = officer_of(house.federation, house.federal_writer)
    with time_machine.travel(at, tick=False), open_federation(database, writer) as session:
        found = open_dates(session, writer, training, **values)
        session.commit()
        return found


def tend(database: Database, at: datetime) -> dict[str, int]:
    with time_machine.travel(at, tick=False):
        return {line.what: line.how_many for line in tending.tend(database)}


def queued(backstage: Session) -> list[OutgoingMessage]:
    backstage.rollback()
    found = select(OutgoingMessage).where(OutgoingMessage.template.like("alerts.%"))
    return list(backstage.scalars(found.order_by(OutgoingMessage.created_at)))


def titles(message: OutgoingMessage) -> list[str]:
    return [title for title, *_others in message.data["lines"]]


def alerts(backstage: Session) -> list[SearchAlert]:
    backstage.rollback()
    return list(backstage.scalars(select(SearchAlert)))
