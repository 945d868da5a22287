"""What an alert says is true when the message leaves, not when it was written."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.alerts import actions
from portal.alerts.enums import About, Rhythm
from portal.kernel.db import Database
from portal.trainings.models import PublishedTraining
from tests.factories.alerts import (
    LATER,
    MAIL,
    PHONE,
    START,
    open_dates_at,
    publish_offer_at,
    publish_training_at,
    queued,
    tend,
    titles,
)
from tests.factories.house import House
from tests.support.outbox import Outbox

Begin = Callable[..., str]
A_DAY = timedelta(days=1)
NEXT_YEAR = ["2027-01-01_2027-03-31"]


@pytest.mark.parametrize(
    "ended",
    [
        "state = 'paused'",
        "state = 'gone'",
        "expires_at = now() - interval '1 hour'",
        "apply_until = '2026-11-20'",
    ],
)
def test_an_offer_that_ended_before_the_message_left_is_not_told(  # noqa: PLR0917 - each is a part of it
    database: Database,
    backstage: Session,
    house: House,
    begin: Begin,
    run_jobs: Callable[[], None],
    outbox: Outbox,
    ended: str,
) -> None:
    begin(rhythm=Rhythm.DAILY)
    begin(PHONE, rhythm=Rhythm.DAILY, words="zebrure")
    for title in ("Poste qui reste", "Mission zébrure"):
        publish_offer_at(database, house, START + LATER, title=title)
    tend(database, START + timedelta(days=1))
    assert len(queued(backstage)) == 2
    backstage.execute(
        text(f"UPDATE published_offer SET {ended} WHERE card ->> 'title' = 'Mission zébrure'")
    )
    backstage.commit()
    run_jobs()
    [mail] = [one for one in outbox.messages if one.to in {MAIL, "+33639980101"}]
    assert "Poste qui reste" in mail.text
    assert "Mission zébrure" not in mail.text
    assert {message.error for message in queued(backstage)} == {"", "outdated"}


def test_an_alert_that_was_stopped_sends_nothing_that_was_waiting(
    database: Database,
    house: House,
    begin: Begin,
    run_jobs: Callable[[], None],
    outbox: Outbox,
) -> None:
    digest = begin()
    publish_offer_at(database, house, START + LATER)
    tend(database, START + 2 * LATER)
    tend(database, START + timedelta(days=170))
    with database.session() as session, session.begin():
        actions.stop(session, digest)
    run_jobs()
    assert [one for one in outbox.messages if one.to == MAIL] == []


def test_an_alert_that_is_kept_is_not_said_to_end(
    database: Database,
    house: House,
    begin: Begin,
    run_jobs: Callable[[], None],
    outbox: Outbox,
) -> None:
    digest = begin()
    tend(database, START + timedelta(days=170))
    with database.session() as session, session.begin():
        actions.renew(session, digest)
    run_jobs()
    assert [one for one in outbox.messages if one.to == MAIL] == []


@pytest.mark.parametrize("what", ["archived", "closed"])
def test_what_ended_before_the_message_left_is_not_told(  # noqa: PLR0917 - each one is a part of it
    database: Database,
    backstage: Session,
    house: House,
    begin: Begin,
    run_jobs: Callable[[], None],
    outbox: Outbox,
    what: str,
) -> None:
    begin(about=About.TRAININGS, rhythm=Rhythm.DAILY, starts=NEXT_YEAR)
    stays, ends = (
        publish_training_at(database, house, START + LATER, title=title)
        for title in ("Reste", "Finie")
    )
    for training in (stays, ends):
        open_dates_at(database, house, START + LATER, training, starts_on=date(2027, 2, 1))
    morning = START + A_DAY
    tend(database, morning)
    assert set(titles(queued(backstage)[0])) == {"Reste", "Finie"}
    if what == "archived":
        backstage.get_one(PublishedTraining, ends.id).state = "gone"
    else:
        backstage.execute(
            text("UPDATE training_session SET state = 'closed' WHERE training_id = :id"),
            {"id": ends.id},
        )
    backstage.commit()
    run_jobs()
    [mail] = [one for one in outbox.messages if one.to == MAIL]
    assert "Reste" in mail.text
    assert "Finie" not in mail.text
