"""A training into somebody's own record: on their word, from their account, once."""

from collections.abc import Callable

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.kernel.db import Database
from portal.organisations.enums import Role
from portal.skills.models import KnowledgeLine, PathEntry
from tests.conftest import BASE_URL
from tests.factories.attending import came, held_dates
from tests.factories.house import House, build_training_house
from tests.factories.people import enter
from tests.factories.trainings import officer_of
from tests.support.htmx import HtmxVisitor


@pytest.fixture
def house(backstage: Session) -> House:
    built = build_training_house(backstage, "parcours")
    assert built.trainings
    document = (
        '{"organiser": "Institut des Marches", "modules": [{"title": "Écouter", "text": ""}]}'
    )
    backstage.execute(
        text("UPDATE published_training SET document = CAST(:d AS jsonb) WHERE training_id = :id"),
        {"d": document, "id": built.trainings.online.id},
    )
    backstage.commit()
    return built


@pytest.fixture
def address(house: House, database: Database, settings: Settings) -> str:
    assert house.trainings
    writer = officer_of(house.federation, house.federal_writer, Role.WRITER)
    dates = held_dates(database, writer, house.trainings.online)
    return f"/registrations/{came(database, settings, dates).token}/after/path"


def test_without_an_account_it_says_what_is_needed(visitor: HtmxVisitor, address: str) -> None:
    page = visitor.get(f"{address}?lang=fr")
    assert "il faut un compte" in page.text
    assert not [form for form in page.find("form") if str(form.get("action")).endswith("/path")]
    data = visitor.get(address.replace("/path", "/name")).form().data({})
    referer = {"Referer": f"{BASE_URL}{address}"}
    assert (
        visitor.fetch(address, method="POST", data=dict(data), headers=referer).status_code == 404
    )


def mine(backstage: Session, house: House) -> tuple[list[PathEntry], list[KnowledgeLine]]:
    backstage.expire_all()
    who = house.candidate.id
    entries = select(PathEntry).where(PathEntry.person_id == who, PathEntry.kind == "training")
    lines = select(KnowledgeLine).where(KnowledgeLine.person_id == who)
    return list(backstage.scalars(entries)), list(backstage.scalars(lines))


def test_what_is_ticked_is_written_and_nothing_else(
    new_visitor: Callable[..., HtmxVisitor], house: House, address: str, backstage: Session
) -> None:
    person = new_visitor()
    enter(person, backstage, house.candidate)
    before = mine(backstage, house)
    page = person.get(f"{address}?lang=fr")
    assert mine(backstage, house) == before
    form = page.form()
    assert form.choices("knowledge") == ["Une formation", "Écouter"]
    person.submit(form, knowledge=["Écouter"])
    entries, lines = mine(backstage, house)
    assert [(one.title, one.place) for one in entries] == [
        ("Une formation", "Institut des Marches")
    ]
    assert [(one.field, one.sources) for one in lines][len(before[1]) :] == [
        ("Écouter", ["training"])
    ]
    person.submit(person.get(address).form(address), knowledge=["Écouter"])
    assert (len(mine(backstage, house)[0]), len(mine(backstage, house)[1])) == (1, len(lines))


def test_words_nobody_offered_are_not_written(
    new_visitor: Callable[..., HtmxVisitor], house: House, address: str, backstage: Session
) -> None:
    person = new_visitor()
    enter(person, backstage, house.candidate)
    lines = len(mine(backstage, house)[1])
    data = dict(person.get(address).form(address).data({})) | {"knowledge": "Médecin"}
    referer = {"Referer": f"{BASE_URL}{address}"}
    assert person.fetch(address, method="POST", data=data, headers=referer).status_code == 302
    assert len(mine(backstage, house)[1]) == lines
