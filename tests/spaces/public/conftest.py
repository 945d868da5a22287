"""An offer somebody may answer; a structure that publishes, and what anybody then sees."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.jobs.actions import offers as actions
from portal.jobs.actions import translating
from portal.jobs.models import PublishedOffer
from portal.jobs.queries import published
from portal.jobs.queries.applications import OfferToAnswer
from portal.kernel.db import Database
from portal.organisations.enums import Role
from portal.organisations.models import Organisation
from portal.people.models import Person
from portal.trainings.actions import moves
from portal.trainings.models import Training, TrainingSession
from portal.trainings.queries import published as trainings
from tests.factories.applications import open_offer
from tests.factories.house import House, build_house, build_training_house
from tests.factories.joining import open_dates
from tests.factories.offers import actor_of, open_session, write_offer
from tests.factories.trainings import officer_of
from tests.factories.trainings import open_session as open_federation
from tests.factories.trainings import publish_training as write_and_publish

Publish = Callable[..., PublishedOffer]


@pytest.fixture
def house(backstage: Session) -> House:
    built = build_house(backstage, "answered")
    backstage.commit()
    return built


@pytest.fixture
def offer(database: Database, house: House) -> OfferToAnswer:
    """Takes every way, asks one question."""
    return open_offer(database, house)


@pytest.fixture
def publisher(backstage: Session) -> Iterator[House]:
    """A structure without any public offer yet."""
    built = build_house(backstage, "publisher")
    backstage.execute(text("DELETE FROM published_offer"))
    backstage.commit()
    published.many.clear()
    yield built
    published.many.clear()


@pytest.fixture
def publish_one(database: Database, publisher: House) -> Publish:
    """Publishes an offer. `facts` are fields of it, `translations` {language: {section: text}}."""
    actor = actor_of(publisher)

    def publish(
        translations: dict[str, dict[str, str]] | None = None, **facts: Any
    ) -> PublishedOffer:
        with open_session(database, actor) as session:
            offer = write_offer(session, actor, **facts)
            for name, value in facts.items():
                if name != "questions":
                    setattr(offer, name, value)
            for language, texts in (translations or {}).items():
                translating.translate_offer(session, actor, offer.id, language, texts)
            actions.publish_offer(session, actor, offer.id)
            snapshot = session.get_one(PublishedOffer, offer.id)
            session.commit()
            return snapshot

    return publish


@pytest.fixture
def publish_training(database: Database, backstage: Session) -> Iterator[Callable[..., Training]]:
    """Publishes a training, written by one officer and read by another."""
    house: House = build_training_house(backstage, "formations")
    backstage.execute(text("DELETE FROM published_training"))
    backstage.commit()
    trainings.many.clear()
    trainings.counts.clear()
    writer = officer_of(house.federation, house.federal_writer, Role.WRITER)
    reader = officer_of(house.federation, house.federal_officer)

    def make(**facts: Any) -> Training:
        with open_federation(database, writer) as session:
            found = write_and_publish(session, writer, reader, **facts)
            if facts.get("archived"):
                moves.archive_training(session, reader, found.id)
            session.commit()
            return found

    yield make
    trainings.many.clear()
    trainings.counts.clear()


@pytest.fixture
def add_dates(database: Database, backstage: Session) -> Callable[..., TrainingSession]:
    """Opens a session of a published training, as who wrote it."""

    def add(training: Training, **values: Any) -> TrainingSession:
        federation = backstage.get_one(Organisation, training.organisation_id)
        writer = backstage.get_one(Person, training.written_by)
        actor = officer_of(federation, writer)
        with open_federation(database, actor) as session:
            found = open_dates(session, actor, training, **values)
            session.commit()
            return found

    return add
