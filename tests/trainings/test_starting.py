"""Trainings by when they start: what one may still come to, and « not known yet »."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy.orm import Session

from portal.kernel import clock
from portal.kernel.db import Database
from portal.trainings import starting
from portal.trainings.actions import moves, sessions, writing
from portal.trainings.enums import TrainingStep
from portal.trainings.models import Training, TrainingSession
from portal.trainings.queries import published
from portal.trainings.queries.published import Wanted
from portal.trainings.starting import Span
from tests.factories.desks import Desk
from tests.factories.joining import open_dates
from tests.factories.trainings import copy_trainings, publish_training
from tests.support import sql

SOON, LATER = timedelta(days=20), timedelta(days=120)


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """Anybody's."""
    with database.session() as opened:
        yield opened


@pytest.fixture
def trainings(inside: Session, desk: Desk) -> dict[str, Training]:
    made = {
        title: publish_training(inside, desk.writer, desk.reader, title=title)
        for title in ("Bientôt", "Plus tard", "Sans date")
    }
    inside.commit()
    return made


def begin(inside: Session, desk: Desk, training: Training, after: timedelta) -> TrainingSession:
    dates = open_dates(inside, desk.writer, training, starts_on=clock.today() + after)
    inside.commit()
    return dates


def titles(session: Session, *codes: str, words: str = "") -> list[str]:
    listing = published.list_trainings(session, Wanted(words, {"starts": codes}))
    return [line.card["title"] for line in listing.lines]


def between(first: timedelta, last: timedelta) -> str:
    return starting.code_of(clock.today() + first, clock.today() + last)


def test_a_day_finds_what_starts_then_and_not_known_the_others(
    inside: Session, session: Session, desk: Desk, trainings: dict[str, Training]
) -> None:
    begin(inside, desk, trainings["Bientôt"], SOON)
    begin(inside, desk, trainings["Plus tard"], LATER)
    assert titles(session, "3-months") == ["Bientôt"]
    assert titles(session, "6-months") == ["Plus tard", "Bientôt"]
    assert titles(session, between(SOON, SOON)) == ["Bientôt"]
    assert titles(session, between(SOON + timedelta(days=1), LATER)) == ["Plus tard"]
    assert titles(session, "unknown") == ["Sans date"]
    assert titles(session, "unknown", words="bientôt") == []


def test_a_session_that_moves_closes_or_is_called_off_is_followed(
    inside: Session, session: Session, desk: Desk, trainings: dict[str, Training]
) -> None:
    dates = begin(inside, desk, trainings["Bientôt"], SOON)
    later = clock.today() + LATER
    moved = {"starts_on": later, "ends_on": later, "half_days": [], "register_until": later}
    sessions.change_session(inside, desk.writer, dates.id, moved, version=dates.version)
    inside.commit()
    assert titles(session, "3-months") == []
    assert titles(session, "6-months") == ["Bientôt"]
    sessions.close_session(inside, desk.writer, dates.id)
    inside.commit()
    assert titles(session, "6-months") == []
    other = begin(inside, desk, trainings["Plus tard"], SOON)
    assert titles(session, "3-months") == ["Plus tard"]
    sessions.cancel_session(inside, desk.writer, other.id, "Plus de salle.")
    inside.commit()
    assert titles(session, "3-months") == []
    # What is announced is known, also once nobody may ask to come.
    assert titles(session, "unknown") == ["Sans date", "Plus tard"]


def test_a_planned_session_is_nobody_s_to_find(
    inside: Session, session: Session, desk: Desk, trainings: dict[str, Training]
) -> None:
    day = clock.today() + SOON
    planned = {"starts_on": day, "ends_on": day, "places": 3, "register_until": day}
    sessions.plan_session(inside, desk.writer, trainings["Bientôt"].id, planned)
    inside.commit()
    assert titles(session, "3-months") == []


def test_once_registrations_are_over_it_is_found_no_more(
    inside: Session, database: Database, desk: Desk, trainings: dict[str, Training]
) -> None:
    begin(inside, desk, trainings["Bientôt"], SOON)
    with (
        time_machine.travel(clock.now() + SOON - timedelta(days=1)),
        database.session() as session,
    ):
        assert titles(session, "3-months") == []


def test_publishing_anew_keeps_the_days(
    inside: Session, session: Session, desk: Desk, trainings: dict[str, Training]
) -> None:
    begin(inside, desk, trainings["Bientôt"], SOON)
    made, told = trainings["Bientôt"], {"goals": "Autre chose"}
    writing.save_step(
        inside, desk.writer, made.id, TrainingStep.CONTENT, told, version=made.version
    )
    moves.ask_review(inside, desk.writer, made.id)
    moves.publish_training(inside, desk.reader, made.id)
    inside.commit()
    assert titles(session, "3-months", words="bientôt") == ["Bientôt"]


@pytest.mark.parametrize(
    ("code", "span"),
    [
        ("month", Span(date(2026, 11, 30), date(2026, 11, 30))),
        ("3-months", Span(date(2026, 11, 30), date(2027, 2, 28))),
        ("6-months", Span(date(2026, 11, 30), date(2027, 5, 30))),
        ("2026-12-01_2027-01-31", Span(date(2026, 12, 1), date(2027, 1, 31))),
        ("_2027-01-31", Span(date(2026, 11, 30), date(2027, 1, 31))),
        ("2020-01-01_2027-01-31", Span(date(2026, 11, 30), date(2027, 1, 31))),
        ("2027-03-01_", Span(date(2027, 3, 1), date(2032, 12, 31))),
        ("_", None),
        ("2026-13-01_", None),
        ("demain", None),
        ("unknown", None),
    ],
)
def test_a_code_means_these_days(code: str, span: Span | None) -> None:
    assert starting.read(code, date(2026, 11, 30)) == span


def test_whole_months_and_years_are_asked_by_how_they_begin() -> None:
    span = Span(date(2026, 11, 29), date(2028, 2, 2))
    assert starting.labels(span) == [
        *("start:20261129", "start:20261130", "start:202612", "start:2027", "start:202801"),
        *("start:20280201", "start:20280202"),
    ]
    assert starting.labels(Span(date(2027, 1, 2), date(2027, 1, 1))) == ["start:never"]


def test_of_many_days_few_labels_are_asked_that_cover_them() -> None:
    span = Span(date(2027, 1, 29), date(2032, 12, 31))
    assert starting.labels(span) == [
        *("start:20270", "start:20271", "start:2028", "start:2029", "start:2030", "start:2031"),
        "start:2032",
    ]
    assert starting.afar(Span(date(2027, 1, 28), date(2027, 7, 5))) == [
        f"afar:20270{month}" for month in range(1, 8)
    ]


def test_a_list_by_days_asks_once_whatever_the_labels_find(
    session: Session,
    backstage: Session,
    inside: Session,
    desk: Desk,
    trainings: dict[str, Training],
) -> None:
    """The copies have the label of the day and no session: each is asked, in the same query."""
    begin(inside, desk, trainings["Bientôt"], SOON)
    copy_trainings(backstage, trainings["Bientôt"].id, 60)
    backstage.commit()
    with sql.statements(session.get_bind().engine) as found:
        assert titles(session, "3-months") == ["Bientôt"]
    assert len(found) == 1, sql.explain(found)


def test_what_is_counted_beside_a_search_is_counted_once_a_minute(
    session: Session, inside: Session, desk: Desk, trainings: dict[str, Training]
) -> None:
    undated = Wanted("", {"starts": ["unknown"]})
    with sql.statements(session.get_bind().engine) as found:
        assert [published.count_trainings(session, undated) for _ in range(3)] == [3, 3, 3]
    assert len(found) == 1, sql.explain(found)
    begin(inside, desk, trainings["Bientôt"], SOON)
    with time_machine.travel(clock.now() + timedelta(minutes=2)):
        assert published.count_trainings(session, undated) == 2
