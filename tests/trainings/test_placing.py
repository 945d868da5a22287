"""Where a training is given, as the index says it, whatever communes are shipped."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.kernel import clock, jobs
from portal.kernel.db import Database
from portal.trainings.models import PublishedTraining
from portal.trainings.nearby import UNKNOWN, Near
from portal.trainings.queries import published
from portal.trainings.queries.published import AROUND, Wanted
from portal.trainings.tasks import finding
from tests.factories.desks import Desk
from tests.factories.joining import open_dates
from tests.factories.trainings import publish_training

HAMLET = "Les Essarts du Haut"


@pytest.fixture
def session(database: Database, settings: Settings) -> Iterator[Session]:
    """Anybody's."""
    jobs.surround(database, settings)
    with database.session() as opened:
        yield opened


@pytest.fixture
def hamlet(inside: Session, desk: Desk) -> str:
    """A training where no commune is; its address."""
    training = publish_training(inside, desk.writer, desk.reader, city=HAMLET, department="59")
    inside.commit()
    return training.slug


@pytest.fixture
def commune(backstage: Session) -> Iterator[None]:
    """A commune of that name, as a release might ship it."""
    backstage.execute(
        text(
            "INSERT INTO commune (code, name, department, postcodes, latitude, longitude)"
            " VALUES ('59xxx', :name, '59', '{59998}', 50.5, 3.1)"
        ),
        {"name": HAMLET},
    )
    backstage.commit()
    yield
    backstage.execute(text("DELETE FROM commune WHERE code = '59xxx'"))
    backstage.commit()


def lost(session: Session) -> list[str]:
    published.many.clear()
    wanted = Wanted("", {AROUND: [UNKNOWN]}, near=Near(UNKNOWN))
    return [line.slug for line in published.list_trainings(session, wanted).lines]


def test_what_nobody_could_place_is_placed_at_night(
    session: Session, backstage: Session, hamlet: str, commune: None
) -> None:
    assert lost(session) == [hamlet]
    finding.place_again(0)
    session.rollback()
    assert lost(session) == []
    labels = backstage.scalars(
        text("SELECT word FROM published_training, unnest(tsvector_to_array(search)) word")
    )
    assert [word for word in labels if word.startswith("spot:")] == ["spot:59-les-essarts-du-haut"]
    backstage.execute(text("DELETE FROM commune WHERE code = '59xxx'"))
    backstage.commit()
    finding.place_again(0)
    session.rollback()
    assert lost(session) == [hamlet]


def test_a_night_writes_nothing_where_nothing_changed(
    session: Session, inside: Session, backstage: Session, desk: Desk, hamlet: str
) -> None:
    for facts in ({}, {"city": "Lille", "department": "59"}, {"passport": {"remote": "yes"}}):
        publish_training(inside, desk.writer, desk.reader, **facts)
    inside.commit()
    version = text("SELECT array_agg(xmin::text ORDER BY slug) FROM published_training")
    before = backstage.scalar(version)
    finding.place_again(0)
    backstage.rollback()
    assert backstage.scalar(version) == before


def test_days_are_filed_with_the_last_one_and_those_from_afar(
    session: Session, inside: Session, desk: Desk
) -> None:
    training = publish_training(inside, desk.writer, desk.reader, city="Lille", department="59")
    inside.commit()

    def filed() -> set[str]:
        session.rollback()
        words = session.get_one(PublishedTraining, training.id).search.split()
        found = {word.strip("'") for word in words}
        return {word for word in found if word.startswith(("start:", "last:", "afar:"))}

    assert filed() == {"last:none"}
    first = clock.today() + timedelta(days=30)
    last = first + timedelta(days=9)
    open_dates(inside, desk.writer, training, starts_on=first)
    open_dates(inside, desk.writer, training, starts_on=last, online=True)
    inside.commit()
    assert filed() == {
        *(f"start:{first:%Y%m%d}", f"start:{last:%Y%m%d}"),
        *(f"last:{last:%Y%m%d}", f"afar:{last:%Y%m%d}"),
    }
