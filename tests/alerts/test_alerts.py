"""Alerts without a screen: told once, of what is new, at the rhythm asked for, until they end."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.alerts import actions, nomenclatures, tending
from portal.alerts import messages as said
from portal.alerts.enums import About, Rhythm
from portal.alerts.models import SearchAlert
from portal.kernel import messages, tokens
from portal.kernel.db import Database, Reach
from portal.kernel.models import Erasure
from portal.kernel.one_by_one import SomeFailed
from tests.factories.alerts import (
    LATER,
    MAIL,
    PHONE,
    START,
    alerts,
    publish_offer_at,
    publish_training_at,
    queued,
    tend,
    titles,
)
from tests.factories.house import House
from tests.support.outbox import Outbox

Begin = Callable[..., str]


def test_what_is_new_is_told_once(
    database: Database, backstage: Session, house: House, begin: Begin
) -> None:
    begin()
    publish_offer_at(database, house, START + LATER, title="Un nouveau poste")
    for minutes in (15, 20, 25):
        tend(database, START + timedelta(minutes=minutes))
    [message] = queued(backstage)
    assert titles(message) == ["Un nouveau poste"]
    assert (message.channel, message.address) == ("mail", MAIL)


def test_what_was_there_before_is_not_new(
    database: Database, backstage: Session, house: House, begin: Begin
) -> None:
    publish_offer_at(database, house, START - LATER)
    begin()
    tend(database, START + LATER)
    assert queued(backstage) == []


def test_only_what_is_searched_is_told(
    database: Database, backstage: Session, house: House, begin: Begin
) -> None:
    begin(words="cuisine")
    begin(PHONE, contract=["cdd"])
    begin("noor@example.org", words="paire", contract=["cdi"])
    publish_offer_at(database, house, START + LATER, title="Travailleuse paire")
    tend(database, START + 2 * LATER)
    assert [message.address for message in queued(backstage)] == ["noor@example.org"]


def test_trainings_are_told_like_offers(
    database: Database, backstage: Session, house: House, begin: Begin
) -> None:
    begin(about=About.TRAININGS, region=["32"])
    begin(PHONE, about=About.TRAININGS, region=["11"])
    publish_training_at(database, house, START + LATER, title="Devenir pair", region="32")
    publish_offer_at(database, house, START + LATER)
    tend(database, START + 2 * LATER)
    [message] = queued(backstage)
    assert titles(message) == ["Devenir pair"]


def test_each_rhythm_waits_for_its_time(
    database: Database, backstage: Session, house: House, begin: Begin
) -> None:
    begin("now@example.org", rhythm=Rhythm.NOW)
    begin("day@example.org", rhythm=Rhythm.DAILY)
    begin("week@example.org", rhythm=Rhythm.WEEKLY)
    heard: dict[str, list[int]] = {"now": [], "day": [], "week": []}
    for day in range(8):
        for hour in (1, 3):
            at = START + timedelta(days=day, hours=hour)
            publish_offer_at(database, house, at - LATER)
            before = len(queued(backstage))
            tend(database, at)
            for message in queued(backstage)[before:]:
                heard[message.address.partition("@")[0]].append(day)
    assert heard["now"] == [day for day in range(8) for _twice in range(2)]
    assert heard["day"] == list(range(1, 8))
    assert heard["week"] == [7]


def test_a_daily_alert_says_everything_since_the_last_one(
    database: Database, backstage: Session, house: House, begin: Begin
) -> None:
    begin(rhythm=Rhythm.DAILY)
    for number in range(12):
        publish_offer_at(database, house, START + LATER * (number + 1), title=f"Poste {number}")
    tend(database, START + timedelta(days=1))
    [message] = queued(backstage)
    assert titles(message) == [f"Poste {number}" for number in reversed(range(2, 12))]
    assert message.data["more"] is True


def test_no_telephone_rings_at_night(
    database: Database, backstage: Session, house: House, begin: Begin
) -> None:
    begin(PHONE)
    night = START.replace(hour=22)
    publish_offer_at(database, house, night)
    assert tend(database, night + LATER) == {}
    assert tend(database, night.replace(day=21, hour=7)) == {"tell": 1}
    assert [message.channel for message in queued(backstage)] == ["sms"]


def test_a_worker_that_dies_tells_it_once_all_the_same(
    database: Database,
    backstage: Session,
    house: House,
    begin: Begin,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Before the commit nothing has happened; after it, nothing happens again."""
    begin()
    publish_offer_at(database, house, START + LATER)
    tell = said.tell_news

    def die(*told: Any) -> None:
        tell(*told)
        raise RuntimeError("killed")

    with monkeypatch.context() as patch:
        patch.setattr(said, "tell_news", die)
        with pytest.raises(SomeFailed):
            tend(database, START + 2 * LATER)
    assert queued(backstage) == []
    tend(database, START + 2 * LATER)
    tend(database, START + 3 * LATER)
    assert len(queued(backstage)) == 1


def test_an_offer_committed_late_is_not_missed(
    database: Database, backstage: Session, house: House, begin: Begin
) -> None:
    """It is dated by the moment of its request, and seen a little later."""
    begin()
    publish_offer_at(database, house, START + LATER, title="Le premier")
    seen = START + LATER + timedelta(seconds=30)
    tend(database, seen)
    publish_offer_at(database, house, START + LATER + timedelta(seconds=20), title="Le second")
    tend(database, seen + LATER)
    assert [title for one in queued(backstage) for title in titles(one)] == [
        "Le second",
        "Le premier",
    ]


def test_asking_twice_makes_one_alert(begin: Begin, backstage: Session) -> None:
    first = begin(words="accueil", nature=["travail_pair"], rhythm=Rhythm.NOW)
    again = begin("AWA@example.org", words="accueil", nature=["travail_pair"], locale="ps")
    other = begin(words="accueil")
    assert first == again != other
    found = {alert.token_digest: alert for alert in alerts(backstage)}
    assert len(found) == 2
    assert found[first].locale == "ps"


def test_a_link_reaches_its_alert_and_no_other(
    database: Database, begin: Begin, backstage: Session
) -> None:
    mine, other = begin(), begin(PHONE)
    with database.session(Reach(doors={"alert": mine})) as session:
        assert [one.token_digest for one in session.scalars(select(SearchAlert))] == [mine]
        taken = session.execute(update(SearchAlert).values(rhythm="weekly"))
        assert taken.rowcount == 1  # type: ignore[attr-defined]  # of an update
        session.rollback()
    with database.session() as session:
        assert session.scalars(select(SearchAlert)).all() == []
    assert {one.token_digest for one in alerts(backstage)} == {mine, other}


def test_an_alert_ends_by_itself_after_a_warning(
    database: Database, backstage: Session, begin: Begin
) -> None:
    begin()
    with database.session() as session:
        life, notice = nomenclatures.life(session), nomenclatures.notice(session)
    assert (life.days, notice.days) == (183, 14)
    warned = START + life - notice
    assert tend(database, warned - timedelta(days=1)) == {}
    assert tend(database, warned) == {"warn": 1}
    assert tend(database, warned + LATER) == {}
    [message] = queued(backstage)
    assert message.template == "alerts.ends"
    assert tend(database, START + life) == {"end": 1}
    assert alerts(backstage) == []


def test_an_alert_that_is_kept_goes_on(
    database: Database, backstage: Session, begin: Begin
) -> None:
    digest = begin()
    late = START + timedelta(days=175)
    tend(database, late)
    with time_machine.travel(late, tick=False), database.session() as session, session.begin():
        actions.renew(session, digest)
    assert tend(database, START + timedelta(days=190)) == {}
    assert [alert.warned_at for alert in alerts(backstage)] == [None]


def test_a_dead_address_stops_its_alert(
    database: Database,
    backstage: Session,
    house: House,
    begin: Begin,
) -> None:
    begin()
    other = begin("noor@example.org")
    publish_offer_at(database, house, START + LATER)
    tend(database, START + 2 * LATER)
    for message in queued(backstage):
        # One is refused for good, the other only expired.
        refused = message.address == MAIL
        message.state, message.error = "dead", "refused" if refused else "expired"
    backstage.commit()
    assert tend(database, START + 3 * LATER) == {"dead": 1}
    assert [alert.token_digest for alert in alerts(backstage)] == [other]


def test_what_is_stopped_leaves_nothing_and_does_not_come_back_from_a_backup(
    database: Database, backstage: Session, begin: Begin
) -> None:
    digest = begin()
    [known] = [alert.id for alert in alerts(backstage)]
    with database.session() as session, session.begin():
        actions.stop(session, digest)
    assert alerts(backstage) == []
    erased = select(Erasure.subject_id).where(Erasure.kind == "search_alert")
    assert backstage.scalars(erased).all() == [known]


def test_a_rehearsal_counts_and_erases_nothing(
    database: Database, backstage: Session, begin: Begin
) -> None:
    begin()
    with time_machine.travel(START + timedelta(days=200), tick=False):
        [line] = tending.forget(database, rehearsal=True)
        assert (line.what, line.how_many, len(alerts(backstage))) == ("search_alert", 1, 1)
        tending.forget(database)
    assert alerts(backstage) == []


@pytest.mark.parametrize("locale", ["fr", "ps"])
def test_neither_a_subject_nor_a_text_message_tells_what_is_searched(
    database: Database,
    house: House,
    begin: Begin,
    run_jobs: Callable[[], None],
    outbox: Outbox,
    locale: str,
) -> None:
    for typed in (MAIL, PHONE):
        begin(typed, words="paire", locale=locale)
    publish_offer_at(database, house, START + LATER, title="Médiatrice paire en addictologie")
    tend(database, START + 2 * LATER)
    run_jobs()
    mail, sms = sorted(outbox.messages, key=lambda sent: sent.channel)
    assert (mail.language, sms.language) == (locale, locale)
    shown = mail.subject + sms.subject + sms.text
    for word in ("paire", "addictologie", "Médiatrice", house.structure.name):
        assert word not in shown
    assert "Médiatrice paire en addictologie" in mail.text
    assert len(sms.text) <= 320


@pytest.mark.parametrize("typed", [MAIL, PHONE])
def test_a_message_leads_to_the_search_and_to_stopping(
    database: Database, house: House, begin: Begin, backstage: Session, typed: str
) -> None:
    digest = begin(typed)
    publish_offer_at(database, house, START + LATER)
    tend(database, START + 2 * LATER)
    [told] = queued(backstage)
    letter = messages.compose(told.template, "fr", told.data, told.channel)
    links = re.findall(r"https://\S+/alerts/(\w+)(/\w+)", letter.text)
    assert {end for _token, end in links} == {"/search", "/stop"}
    assert {tokens.digest(token) for token, _end in links} == {digest}
    assert typed == PHONE or letter.unsubscribe.endswith("/stop")


def test_a_capital_makes_no_other_alert(begin: Begin, backstage: Session) -> None:
    assert begin(words="Accueil  de jour") == begin(words="accueil de jour")
    assert [alert.words for alert in alerts(backstage)] == ["accueil de jour"]
