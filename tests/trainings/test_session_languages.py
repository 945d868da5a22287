"""What a session says of languages itself: who finds the training by it, and what is told."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from portal.kernel import clock
from portal.trainings import calendar_words
from portal.trainings.actions import sessions
from portal.trainings.models import Training, TrainingSession
from portal.trainings.queries import published
from portal.trainings.queries.published import Wanted
from portal.trainings.tasks.finding import follow_ended
from tests.factories.desks import Desk
from tests.factories.joining import open_dates
from tests.factories.trainings import publish_training

DARI: dict[str, Any] = {"spoken": {"trainer_languages": ["fa-AF"]}}


@pytest.fixture
def training(desk: Desk, inside: Session) -> Training:
    """It is in French, by people who speak Pashto."""
    said = {"languages": ["fr"], "trainer_languages": ["ps"]}
    made = publish_training(inside, desk.writer, desk.reader, **said)
    inside.commit()
    return made


@pytest.fixture
def add_dates(desk: Desk, inside: Session, training: Training) -> Callable[..., TrainingSession]:
    def add(**values: Any) -> TrainingSession:
        made = open_dates(inside, desk.writer, training, **values)
        inside.commit()
        return made

    return add


def spoken(session: Session) -> set[str]:
    """The languages the training is found by."""
    session.expire_all()
    found = set()
    for code in ("fr", "ps", "fa-AF", "ar"):
        published.many.clear()
        published.counts.clear()
        if published.list_trainings(session, Wanted(chosen={"language": [code]})).total:
            found.add(code)
    return found


def test_without_a_session_the_sheet_holds(inside: Session, training: Training) -> None:
    assert spoken(inside) == {"fr", "ps"}


def test_a_training_is_found_by_what_a_session_to_come_speaks(
    desk: Desk, inside: Session, add_dates: Callable[..., TrainingSession]
) -> None:
    dates = add_dates(**DARI)
    assert spoken(inside) == {"fr", "fa-AF"}
    # Another one says nothing: the sheet holds for it.
    add_dates(starts_on=dates.starts_on + timedelta(days=30))
    assert spoken(inside) == {"fr", "fa-AF", "ps"}
    sessions.cancel_session(inside, desk.writer, dates.id, "Personne ne peut.")
    inside.commit()
    assert spoken(inside) == {"fr", "ps"}


def test_what_changes_is_followed_and_at_night_what_is_over(
    desk: Desk,
    inside: Session,
    add_dates: Callable[..., TrainingSession],
    run_jobs: Callable[[], None],
) -> None:
    dates = add_dates(**DARI)
    run_jobs()
    changed = {"spoken": {"trainer_languages": ["ar"]}}
    sessions.change_session(inside, desk.writer, dates.id, changed, version=dates.version)
    inside.commit()
    assert spoken(inside) == {"fr", "ar"}
    with clock.pretending(clock.now() + timedelta(days=25)):
        follow_ended(0)
        assert spoken(inside) == {"fr", "ps"}


def test_a_planned_session_says_nothing_to_anybody(
    desk: Desk, inside: Session, training: Training, add_dates: Callable[..., TrainingSession]
) -> None:
    dates = add_dates(**DARI)
    values = {
        name: getattr(dates, name)
        for name in ("starts_on", "ends_on", "half_days", "register_until", "places")
    }
    planned = {"spoken": {"trainer_languages": ["ar"]}}
    sessions.plan_session(inside, desk.writer, training.id, values | planned)
    inside.commit()
    assert "ar" not in spoken(inside)


def test_a_session_tells_what_it_says_itself_and_no_more(
    inside: Session, add_dates: Callable[..., TrainingSession]
) -> None:
    dates = add_dates(spoken={"trainer_languages": ["fa-AF", "fr"], "french_oral": "a1"})
    told = calendar_words.tell(inside, dates)
    assert [(fact.label, fact.value) for fact in told.spoken] == [
        ("Français à l’oral", "A1 : phrases simples sur soi et le quotidien"),
        ("Langues parlées par qui forme", "dari, français"),
    ]
    assert calendar_words.tell(inside, add_dates()).spoken == []
