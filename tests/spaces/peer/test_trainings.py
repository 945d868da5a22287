"""« Ce que je pourrais faire », from the browser's side: asked for, explained, forgotten."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel import clock
from portal.kernel.db import Database
from portal.organisations.enums import Role
from portal.people.models import Person
from portal.skills.enums import Level, Mobilised
from portal.skills.models import Framework, FrameworkAction, GridAnswer
from portal.trainings.queries import published
from portal.trainings.topics import FRAMEWORK
from tests.factories.house import build_training_house
from tests.factories.trainings import officer_of, open_session, publish_training, tell_in
from tests.support import sql
from tests.support.htmx import HtmxVisitor
from tests.support.page import words
from tests.support.published import forget_trainings

Publish = Callable[..., str]


@pytest.fixture
def publish(backstage: Session, database: Database) -> Iterator[Publish]:
    house = build_training_house(backstage, "formations")
    forget_trainings(backstage)
    writer = officer_of(house.federation, house.federal_writer, Role.WRITER)
    reader = officer_of(house.federation, house.federal_officer)

    def make(title: str, *about: str) -> str:
        with open_session(database, writer) as session:
            made = publish_training(session, writer, reader, title=title, topics=list(about))
            session.commit()
            return made.slug

    yield make
    published.many.clear()


def _answer(session: Session, person: Person, code: str) -> None:
    guide = select(Framework.id).where(Framework.code == FRAMEWORK)
    line = select(FrameworkAction.id).where(
        FrameworkAction.code == code, FrameworkAction.framework_id.in_(guide)
    )
    session.add(
        GridAnswer(
            person_id=person.id,
            action_id=session.scalars(line).one(),
            interest=Level.FIVE,
            mobilised=Mobilised.NOT_YET,
            answered_at=clock.now(),
        )
    )
    session.commit()


def test_it_is_asked_for_from_ones_record(
    worker: HtmxVisitor, karim: Person, backstage: Session, publish: Publish
) -> None:
    slug = publish("Animer", "workshops")
    publish("Autre chose", "care")
    _answer(backstage, karim, "workshops-run")
    page = worker.click(worker.get("/my/record"), "Voir des formations")
    assert [words(one) for one in page.find("h2", class_="card-title")] == ["Animer"]
    assert page.link("Animer") == f"/trainings/{slug}"
    assert "Cela vous plaît :" in page.text
    assert "Vous ne l’avez pas encore fait :" in page.text


def test_it_is_kept_in_no_cache(worker: HtmxVisitor, publish: Publish) -> None:
    assert worker.fetch("/my/trainings/ideas").headers["Cache-Control"] == "no-store"


def test_who_wrote_nothing_is_told_where_to_begin(worker: HtmxVisitor, publish: Publish) -> None:
    page = worker.get("/my/trainings/ideas")
    assert "Votre grille ne dit encore rien" in page.text
    assert page.link("Voir toute la grille") == "/my/grid"


def test_where_no_sheet_says_it_one_is_sent_to_the_list(
    worker: HtmxVisitor, karim: Person, backstage: Session, publish: Publish
) -> None:
    publish("On ne sait pas")
    _answer(backstage, karim, "link-trust")
    page = worker.get("/my/trainings/ideas")
    assert "Aucune fiche n’en parle" in page.text
    assert page.link("Voir toutes les formations") == "/trainings"


def test_it_costs_the_same_for_one_and_for_many(
    worker: HtmxVisitor,
    karim: Person,
    backstage: Session,
    publish: Publish,
    database: Database,
) -> None:
    _answer(backstage, karim, "link-trust")
    asked = []
    for number in (1, 4):
        for _one in range(number):
            publish("Écouter", "link")
        worker.get("/my/trainings/ideas")
        with sql.statements(database.engine) as found:
            worker.get("/my/trainings/ideas")
        asked.append(len(found))
    assert asked[0] == asked[1]


def test_a_name_somebody_translated_is_read_in_ones_language(
    worker: HtmxVisitor, karim: Person, backstage: Session, publish: Publish
) -> None:
    tell_in(backstage, publish("Écouter", "link"), "ps", title="اورېدل")
    _answer(backstage, karim, "link-trust")
    page = worker.get("/my/trainings/ideas?lang=ps")
    assert "اورېدل" in page.text
    assert "Écouter" not in page.text


@pytest.mark.parametrize("language", ["ar", "ps"])
def test_it_reads_in_other_languages(
    worker: HtmxVisitor, karim: Person, backstage: Session, publish: Publish, language: str
) -> None:
    publish("Écouter", "link")
    _answer(backstage, karim, "link-trust")
    page = worker.get(f"/my/trainings/ideas?lang={language}")
    assert "Ce que je pourrais faire" not in page.text
    assert "Cela vous plaît" not in page.text
    assert "Écouter" in page.text
