"""Alerts that keep the days and the distance of a search: told what is there, then."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy.orm import Session

from portal.alerts import actions, queries
from portal.alerts.enums import About, Rhythm
from portal.kernel import clock
from portal.kernel.db import Database, Reach
from portal.trainings.actions import relays
from tests.factories.alerts import (
    LATER,
    MAIL,
    PHONE,
    START,
    alerts,
    open_dates_at,
    publish_training_at,
    queued,
    tend,
    titles,
)
from tests.factories.house import House, build_training_house
from tests.factories.trainings import copy_trainings, officer_of, open_session
from tests.support import sql
from tests.support.outbox import Outbox

Begin = Callable[..., str]
A_DAY = timedelta(days=1)
LILLE_25, PARIS_10 = ["59350-25"], ["75056-10"]
LILLE = {"city": "LILLE cedex", "department": "59"}
ROUBAIX = {"city": "Roubaix", "department": "59"}
PARIS = {"city": "Paris 13e", "department": "75"}
NEXT_YEAR = ["2027-01-01_2027-03-31"]


@pytest.fixture
def told(database: Database, backstage: Session) -> Callable[..., list[str]]:
    """What the worker tells at a moment, as titles."""

    def look(at: Any) -> list[str]:
        before = len(queued(backstage))
        tend(database, at)
        return [title for message in queued(backstage)[before:] for title in titles(message)]

    return look


Told = Callable[..., list[str]]


def test_what_is_published_within_the_distance_is_told_and_nothing_further(
    database: Database, house: House, begin: Begin, told: Told
) -> None:
    begin(about=About.TRAININGS, around=LILLE_25)
    for title, place in (
        ("À Roubaix", ROUBAIX),
        ("À Paris", PARIS),
        ("Nulle part", {}),
        ("Par internet", {"passport": {"remote": "yes"}}),
    ):
        publish_training_at(database, house, START + LATER, title=title, **place)
    assert set(told(START + 2 * LATER)) == {"À Roubaix", "Par internet"}
    assert told(START + 3 * LATER) == []


def test_dates_announced_within_the_distance_bring_a_training_once(
    database: Database, house: House, begin: Begin, told: Told
) -> None:
    far = publish_training_at(database, house, START - LATER, title="De Paris", **PARIS)
    near = publish_training_at(database, house, START - LATER, title="De Lille", **LILLE)
    begin(about=About.TRAININGS, around=LILLE_25)
    for number in range(1, 3):
        at = START + number * A_DAY
        open_dates_at(database, house, at, far, **ROUBAIX)
        open_dates_at(database, house, at, near, **LILLE)
        # What is in Lille was there before, and so is what came to Roubaix the day before.
        assert told(at + LATER) == (["De Paris"] if number == 1 else [])


def test_days_are_told_when_dates_are_announced(
    database: Database, house: House, begin: Begin, told: Told
) -> None:
    begin(about=About.TRAININGS, starts=NEXT_YEAR)
    training = publish_training_at(database, house, START + LATER, title="Devenir pair")
    assert told(START + 2 * LATER) == []
    for number, first in enumerate((date(2026, 12, 20), date(2027, 2, 1), date(2027, 2, 8)), 1):
        at = START + number * A_DAY
        open_dates_at(database, house, at, training, starts_on=first)
        assert told(at + LATER) == (["Devenir pair"] if number == 2 else [])


def test_a_day_and_a_distance_are_of_the_same_dates(
    database: Database, house: House, begin: Begin, told: Told
) -> None:
    begin(about=About.TRAININGS, starts=NEXT_YEAR, around=LILLE_25)
    both = publish_training_at(database, house, START + LATER, title="Deux lieux", **PARIS)
    at = START + A_DAY
    open_dates_at(database, house, at, both, starts_on=date(2027, 2, 1), **PARIS)
    open_dates_at(database, house, at, both, starts_on=date(2026, 12, 20), **LILLE)
    assert told(at + LATER) == []
    open_dates_at(database, house, at + A_DAY, both, starts_on=date(2027, 3, 1), **LILLE)
    assert told(at + A_DAY + LATER) == ["Deux lieux"]


def test_dates_not_known_yet_are_no_dates(
    database: Database, house: House, begin: Begin, told: Told
) -> None:
    begin(about=About.TRAININGS, starts=["unknown"])
    dated = publish_training_at(database, house, START + LATER, title="Avec date")
    open_dates_at(database, house, START + LATER, dated)
    publish_training_at(database, house, START + LATER, title="Sans date")
    assert told(START + 2 * LATER) == ["Sans date"]


def test_a_distance_nobody_knows_is_asked_too(
    database: Database, house: House, begin: Begin, told: Told
) -> None:
    begin(about=About.TRAININGS, around=["unknown"])
    publish_training_at(database, house, START + LATER, title="À Lille", **LILLE)
    publish_training_at(database, house, START + LATER, title="Nulle part")
    hamlet = {"city": "Lieu-dit des Essarts", "department": "59"}
    publish_training_at(database, house, START + LATER, title="Au hameau", **hamlet)
    assert set(told(START + 2 * LATER)) == {"Nulle part", "Au hameau"}


def test_what_is_relayed_counts_as_in_the_search(
    database: Database, backstage: Session, house: House, begin: Begin, told: Told
) -> None:
    neighbours = build_training_house(backstage, "voisins", region="27")
    backstage.commit()
    officer = officer_of(neighbours.federation, neighbours.federal_officer)
    training = publish_training_at(
        database, house, START - LATER, title="Relayée", region="11", **PARIS
    )
    begin(about=About.TRAININGS, region=["27"], around=PARIS_10)
    begin(PHONE, about=About.TRAININGS, region=["27"], around=LILLE_25)
    at = START + A_DAY
    with time_machine.travel(at, tick=False), open_session(database, officer) as session:
        relays.relay_training(session, officer, training.id, "")
        session.commit()
    assert told(at + LATER) == ["Relayée"]


@pytest.mark.parametrize(
    ("code", "last"),
    [
        ("month", date(2026, 11, 30)),
        ("3-months", date(2027, 2, 20)),
        ("2027-01-01_2027-01-31", date(2027, 1, 31)),
        ("_2027-01-31", date(2027, 1, 31)),
        ("2027-01-01_", None),
        ("unknown", None),
    ],
)
def test_the_days_are_fixed_when_they_are_asked_for(
    backstage: Session, begin: Begin, code: str, last: date | None
) -> None:
    begin(about=About.TRAININGS, starts=[code])
    assert [alert.last_day for alert in alerts(backstage)] == [last]


def test_asking_again_on_another_day_makes_no_second_alert(
    backstage: Session, begin: Begin
) -> None:
    first = begin(about=About.TRAININGS, starts=["3-months"])
    assert begin(about=About.TRAININGS, starts=["3-months"], at=START + A_DAY) == first
    assert [alert.last_day for alert in alerts(backstage)] == [date(2027, 2, 21)]


def test_once_its_days_are_past_it_says_so_and_ends(
    database: Database,
    backstage: Session,
    house: House,
    begin: Begin,
    run_jobs: Callable[[], None],
    outbox: Outbox,
) -> None:
    begin(about=About.TRAININGS, starts=["_2026-12-05"], around=LILLE_25)
    begin(PHONE, about=About.TRAININGS, starts=["_2026-12-05"], locale="ps")
    begin("noor@example.org", about=About.TRAININGS, starts=["2026-12-01_"])
    last = START.replace(month=12, day=5)
    assert tend(database, last) == {}
    night = last.replace(hour=23, minute=30)
    assert tend(database, night) == {}
    publish_training_at(database, house, last, title="Trop tard", **LILLE)
    assert tend(database, last + A_DAY) == {"past": 2, "tell": 1}
    assert tend(database, last + A_DAY + LATER) == {}
    assert [alert.address for alert in alerts(backstage)] == ["noor@example.org"]
    run_jobs()
    mail, sms = sorted(
        (one for one in outbox.messages if one.to in {MAIL, "+33639980101"}),
        key=lambda one: one.channel,
    )
    assert mail.subject == "Votre alerte est terminée"
    assert "c’était le 5 décembre 2026" in mail.text
    assert "Nous vous souhaitons" in mail.text
    assert "Lille" not in mail.text
    assert sms.language == "ps"
    assert "https://portail.example.org/trainings?lang=ps" in sms.text
    assert "2026" not in sms.text
    assert len(sms.text) <= 320


def test_an_alert_that_ends_with_its_days_is_not_asked_whether_to_go_on(
    database: Database, begin: Begin
) -> None:
    begin(about=About.TRAININGS, starts=["_2027-05-15"])
    begin(PHONE, about=About.TRAININGS, starts=["_2027-12-31"])
    assert tend(database, START + timedelta(days=170)) == {"warn": 1}


def test_looking_takes_as_many_questions_however_many_there_are(
    database: Database, backstage: Session, house: House, begin: Begin
) -> None:
    digest = begin(about=About.TRAININGS, starts=NEXT_YEAR, around=LILLE_25)
    training = publish_training_at(database, house, START + LATER, title="À Lille", **LILLE)
    open_dates_at(database, house, START + LATER, training, starts_on=date(2027, 2, 1), **LILLE)

    def asked() -> int:
        reach = Reach(doors={"alert": digest})
        with (
            time_machine.travel(START + A_DAY, tick=False),
            database.session(reach) as session,
            sql.statements(database.engine) as found,
        ):
            alert = queries.get_alert(session, digest)
            news = queries.list_news(session, alert, clock.now())
            assert [title for title, *_more in news.lines][-1:] == ["À Lille"]
        return len(found)

    few = asked()
    copy_trainings(backstage, training.id, 30)
    backstage.commit()
    assert asked() == few


def test_the_commune_is_kept_with_the_alert_and_goes_with_it(
    database: Database, backstage: Session, begin: Begin
) -> None:
    digest = begin(about=About.TRAININGS, around=LILLE_25)
    [alert] = alerts(backstage)
    assert alert.chosen == {"around": LILLE_25}
    with database.session() as session, session.begin():
        actions.stop(session, digest)
    assert alerts(backstage) == []


def test_an_alert_of_a_commune_that_is_gone_tells_only_what_is_followed_from_afar(
    database: Database, house: House, begin: Begin, told: Told
) -> None:
    begin(MAIL, about=About.TRAININGS, rhythm=Rhythm.NOW, around=["99999-25"])
    publish_training_at(database, house, START + LATER, title="À Lille", **LILLE)
    publish_training_at(
        database, house, START + LATER, title="Par internet", passport={"remote": "yes"}
    )
    assert told(START + 2 * LATER) == ["Par internet"]
