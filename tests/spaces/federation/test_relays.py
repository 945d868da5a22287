"""Trainings of other federations: looked for, relayed with a word, taken back; whom that shows."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.db import Database
from portal.organisations.enums import Role, Standing
from portal.organisations.models import Organisation
from portal.people.models import Person
from portal.trainings.models import Training, TrainingRelay
from portal.trainings.queries import published
from tests.factories.house import House, build_training_house
from tests.factories.trainings import officer_of, open_session, publish_training
from tests.spaces.conftest import Region
from tests.support import sql
from tests.support.htmx import HtmxVisitor
from tests.support.page import words

Browsers = Callable[[Person], HtmxVisitor]
DESK = "/federation/fas-test/trainings"
ELSEWHERE = f"{DESK}/elsewhere"


@pytest.fixture
def other(backstage: Session) -> House:
    """A federation of another region, with one training online."""
    house = build_training_house(backstage, "voisins", region="27")
    backstage.commit()
    published.many.clear()
    return house


@pytest.fixture
def officer(region: Region, signed_in: Browsers, other: House) -> HtmxVisitor:
    return signed_in(region.assistant)


@pytest.fixture
def publish(database: Database, other: House) -> Callable[..., Training]:
    writer = officer_of(other.federation, other.federal_writer, Role.WRITER)
    reader = officer_of(other.federation, other.federal_officer)

    def make(**facts: Any) -> Training:
        with open_session(database, writer) as session:
            made = publish_training(session, writer, reader, **facts)
            session.commit()
        return made

    return make


def test_from_the_list_to_the_public_and_back(
    officer: HtmxVisitor,
    visitor: HtmxVisitor,
    publish: Callable[..., Training],
    run_jobs: Callable[[], None],
) -> None:
    training = publish(title="Oser dire", organiser="Les Marches", city="Dijon")
    listed = officer.click(officer.get(DESK), "Formations des autres fédérations")
    assert listed.url == ELSEWHERE
    assert "Publiée par Fédération voisins" in listed.text
    page = officer.click(listed, "Oser dire")
    assert page.heading == "Oser dire"
    assert "elle seule la change" in page.text
    address = f"{ELSEWHERE}/{training.id}"
    done = officer.submit(page.form(address), note="  Pour les équipes d’ici. ")
    assert "La formation est relayée." in done.text
    run_jobs()
    told = visitor.get(f"/trainings/{training.slug}")
    relays = words(told.one("section", aria_labelledby="relays"))
    assert relays == "Qui relaie cette formation FAS Test Pour les équipes d’ici."
    found = visitor.get("/trainings?region=11")
    assert "Oser dire" in found.text
    assert "Relayée par FAS Test" in found.text
    changed = officer.submit(done.form(address), note="Demandez Yves.")
    assert "Votre mot est changé." in changed.text
    assert "Demandez Yves." in visitor.get(f"/trainings/{training.slug}").text
    over = officer.submit(changed.form(f"{address}/stop"))
    assert "La formation n’est plus relayée." in over.text
    assert "FAS Test" not in visitor.get(f"/trainings/{training.slug}").text
    run_jobs()
    assert "Oser dire" not in visitor.get("/trainings?region=11").text


def test_its_owner_sees_who_relays_it(
    officer: HtmxVisitor,
    signed_in: Browsers,
    other: House,
    publish: Callable[..., Training],
) -> None:
    training = publish(title="Oser dire")
    owner = signed_in(other.federal_officer)
    desk = f"/federation/{other.federation.slug}/trainings"
    assert "Qui relaie" not in owner.get(f"{desk}/{training.id}").text
    page = officer.get(f"{ELSEWHERE}/{training.id}")
    officer.submit(page.form(f"{ELSEWHERE}/{training.id}"), note="Pour nos équipes.")
    shown = words(owner.get(f"{desk}/{training.id}").one("section", aria_labelledby="relays"))
    assert "FAS Test" in shown
    assert "Pour nos équipes." in shown
    # Its own is not among those of others.
    owner.get(f"{desk}/elsewhere/{training.id}", expect=404)
    assert "Oser dire" not in owner.get(f"{desk}/elsewhere").text


def test_words_and_what_is_relayed_narrow_the_list(
    officer: HtmxVisitor, publish: Callable[..., Training]
) -> None:
    said = publish(title="Oser dire", city="Dijon")
    publish(title="Animer un groupe", city="Nevers")
    address = f"{ELSEWHERE}/{said.id}"
    officer.submit(officer.get(address).form(address), note="")
    for asked, expected in (
        ("", {"Oser dire", "Animer un groupe", "Formation"}),
        ("?q=dijon", {"Oser dire"}),
        ("?show=relayed", {"Oser dire"}),
        ("?show=others", {"Animer un groupe", "Formation"}),
        ("?show=others&q=nevers", {"Animer un groupe"}),
    ):
        page = officer.get(ELSEWHERE + asked)
        titles = {words(one) for one in page.find("h2", class_="card-title")}
        assert titles == expected, asked
    nothing = officer.get(f"{ELSEWHERE}?show=relayed&q=piano")
    assert "Rien ne correspond" in nothing.text
    assert ("q", "piano") in nothing.form(name="q").data({})
    assert officer.click(nothing, "Voir toutes les formations").url == ELSEWHERE


def test_nothing_relayed_yet_says_what_to_do(officer: HtmxVisitor) -> None:
    page = officer.get(f"{ELSEWHERE}?show=relayed")
    assert "Vous ne relayez encore aucune formation" in page.text


def test_a_note_too_long_is_kept_in_the_page(
    officer: HtmxVisitor, publish: Callable[..., Training], backstage: Session
) -> None:
    address = f"{ELSEWHERE}/{publish(title='Oser dire').id}"
    long = "a" * 501
    page = officer.submit(officer.get(address).form(address), note=long, expect=422)
    assert ("note", long) in page.form(address).data({})
    assert backstage.scalars(select(TrainingRelay)).all() == []


def test_a_suspended_federation_relays_nothing(
    officer: HtmxVisitor, publish: Callable[..., Training], region: Region, backstage: Session
) -> None:
    address = f"{ELSEWHERE}/{publish(title='Oser dire').id}"
    backstage.get_one(Organisation, region.federation.id).standing = Standing.SUSPENDED
    backstage.commit()
    page = officer.get(address)
    assert "Relayer cette formation" not in page.text


def test_pages_follow_each_other_at_the_same_price(
    officer: HtmxVisitor, publish: Callable[..., Training], database: Database
) -> None:
    with sql.statements(database.engine) as few:
        officer.get(ELSEWHERE)
    for number in range(20):
        publish(title=f"Formation {number}")
    officer.get(ELSEWHERE)
    with sql.statements(database.engine) as many:
        first = officer.get(ELSEWHERE)
    assert len(many) <= len(few)
    second = officer.click(first, "Suivante")
    assert second.url == f"{ELSEWHERE}?page=2"
    assert len(second.find("h2", class_="card-title")) == 1
