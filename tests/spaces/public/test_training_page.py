"""The page of a training, top to bottom: what is read first, and how to reach who gives it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel import clock
from portal.kernel.db import Database
from portal.organisations.models import Organisation
from portal.people.models import Person
from portal.trainings.actions import venues
from portal.trainings.models import PublishedTraining, Training, TrainingSession, TrainingVenue
from tests.factories.recordings import read_by_somebody
from tests.factories.trainings import officer_of, open_session
from tests.support.htmx import HtmxVisitor
from tests.support.page import words

Publish = Callable[..., Training]
AddDates = Callable[..., TrainingSession]
HERE: dict[str, Any] = {
    "name": "Maison des associations",
    "address": "3 rue du Beffroi",
    "postcode": "59000",
    "city": "Lille",
    "directions": "Métro, sortie 2.",
    "passport": {"lift": "yes"},
}


@pytest.fixture
def venue(
    database: Database, backstage: Session, publish_training: Publish
) -> tuple[Training, TrainingVenue]:
    """A training, and a place of the federation that gives it."""
    training = publish_training(summary="Deux jours pour commencer.", days=2)
    federation = backstage.get_one(Organisation, training.organisation_id)
    actor = officer_of(federation, backstage.get_one(Person, training.written_by))
    with open_session(database, actor) as session:
        made = venues.add_venue(session, actor, HERE | {"verified_on": clock.today()})
        session.commit()
        return training, made


def test_what_it_is_comes_before_its_dates(
    visitor: HtmxVisitor, publish_training: Publish, add_dates: AddDates
) -> None:
    training = publish_training(summary="Deux jours pour commencer.", goals="Savoir où chercher.")
    add_dates(training)
    text = visitor.get(f"/trainings/{training.slug}").text
    order = ("Deux jours pour commencer.", "Durée", "Les prochaines dates", "Savoir où chercher.")
    assert sorted(order, key=text.index) == list(order)


def test_a_place_of_several_sessions_is_described_once(
    visitor: HtmxVisitor, venue: tuple[Training, TrainingVenue], add_dates: AddDates
) -> None:
    training, place = venue
    first = add_dates(training, venue_id=place.id)
    second = add_dates(training, venue_id=place.id, starts_on=first.starts_on + timedelta(days=30))
    elsewhere = add_dates(training, city="Lens", starts_on=first.starts_on + timedelta(days=60))
    page = visitor.get(f"/trainings/{training.slug}")
    assert "Métro, sortie 2." in words(page.by_id(f"session-{first.id}"))
    again = words(page.by_id(f"session-{second.id}"))
    assert "3 rue du Beffroi, 59000 Lille" in again
    assert "Métro, sortie 2." not in again
    assert page.link("C’est le même lieu") == f"#session-{first.id}"
    assert "C’est le même lieu" in again
    assert "C’est le même lieu" not in words(page.by_id(f"session-{elsewhere.id}"))


def test_without_dates_the_page_leads_to_who_gives_it(
    visitor: HtmxVisitor, publish_training: Publish
) -> None:
    training = publish_training(
        contact_email="formation@example.org", contact_phone="+33 1 99 00 12 34"
    )
    page = visitor.get(f"/trainings/{training.slug}")
    assert page.link("Comment joindre l’organisme") == "#contact"
    assert page.by_id("contact") is not None
    assert page.link("formation@example.org") == "mailto:formation@example.org"
    assert "tel:+33199001234" in page.links.values()


def test_where_somebody_reads_it_aloud_no_voice_of_the_device_is_missed(
    visitor: HtmxVisitor, backstage: Session, publish_training: Publish
) -> None:
    training = publish_training(summary="Deux jours pour commencer.")
    address = f"/trainings/{training.slug}"
    silent = "Votre appareil n’a pas de voix pour cette langue."
    assert silent in visitor.get(address).text
    snapshot = backstage.scalars(
        select(PublishedTraining).where(PublishedTraining.slug == training.slug)
    ).one()
    snapshot.document, _files = read_by_somebody(snapshot.document, ["summary"])
    backstage.commit()
    assert silent not in visitor.get(address).text
