"""Nobody is woken: text messages leave by day, but the codes somebody waits for."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.kernel import clock, delivery, jobs, messages, nomenclatures
from portal.kernel import tasks as kernel_tasks
from portal.kernel.db import Database
from portal.kernel.messages import Content, Letter
from portal.kernel.models import NomenclatureEntry, OutgoingMessage
from portal.kernel.sending_hours import SENDING_HOURS, next_departure

_NIGHT = datetime(2026, 11, 30, 0, 18, tzinfo=clock.PARIS)
_MORNING = datetime(2026, 11, 30, 8, tzinfo=clock.PARIS)


class _Gateway:
    """Hands over, or sleeps."""

    def __init__(self) -> None:
        self.got: list[str] = []
        self.sleeps = False

    def deliver(self, address: str, letter: Letter, reference: str) -> None:
        if self.sleeps:
            raise ConnectionError
        self.got.append(address)


@pytest.fixture
def gateway(
    monkeypatch: pytest.MonkeyPatch, database: Database, settings: Settings
) -> Iterator[_Gateway]:
    found = _Gateway()
    monkeypatch.setattr(delivery, "transport", lambda _settings, _channel: found)
    jobs.surround(database, replace(settings, sms_url="json://sms.example.org/{to}"))
    for name, at_once in (("tests.reminder", False), ("tests.code", True)):

        @messages.template(name, at_once=at_once)
        def _said(data: dict[str, Any]) -> Content:
            return Content("Sujet", ["Texte"])

    yield found
    for name in ("tests.reminder", "tests.code"):
        del messages._TEMPLATES[name]
    messages._AT_ONCE.discard("tests.code")
    jobs.surround(database, settings)


def _send(database: Database, channel: str = "sms", template: str = "tests.reminder") -> str:
    with database.session() as session:
        messages.send(
            session, template=template, channel=channel, address="+33639980001", locale="fr",
            data={},
        )  # fmt: skip
        session.commit()
    return template


def _try(backstage: Session) -> OutgoingMessage:
    """The worker comes by, at the pretended hour."""
    backstage.expire_all()
    message = backstage.scalars(select(OutgoingMessage)).one()
    kernel_tasks.deliver(_Job(), message_id=str(message.id))
    backstage.expire_all()
    return message


class _Job:
    """What a worker says of the job it runs."""

    class job:  # noqa: N801 - as procrastinate calls it
        id = 7


def _again_at(backstage: Session) -> list[timedelta]:
    """In how long the job that waits comes again."""
    rows = backstage.execute(
        text(
            "SELECT j.scheduled_at - e.at AS wait FROM procrastinate_jobs j"
            " JOIN procrastinate_events e ON e.job_id = j.id AND e.type = 'deferred'"
            " WHERE j.task_name = 'kernel.deliver' AND j.scheduled_at IS NOT NULL"
        )
    )
    return [row.wait for row in rows]


@pytest.mark.parametrize(
    ("now", "leaves"),
    [
        ("2026-11-30T00:18+01:00", "2026-11-30T08:00+01:00"),
        ("2026-11-30T07:59+01:00", "2026-11-30T08:00+01:00"),
        ("2026-11-30T08:00+01:00", "2026-11-30T08:00+01:00"),
        ("2026-11-30T20:59+01:00", "2026-11-30T20:59+01:00"),
        ("2026-11-30T21:00+01:00", "2026-12-01T08:00+01:00"),
        # The night summer time begins, then the one it ends: eight o'clock is that of the morning.
        ("2026-03-28T22:00+01:00", "2026-03-29T08:00+02:00"),
        ("2026-03-29T01:59+01:00", "2026-03-29T08:00+02:00"),
        ("2026-10-24T22:00+02:00", "2026-10-25T08:00+01:00"),
        ("2026-10-25T02:30+01:00", "2026-10-25T08:00+01:00"),
    ],
)
def test_what_comes_at_night_leaves_in_the_morning(
    backstage: Session, now: str, leaves: str
) -> None:
    moment = datetime.fromisoformat(now).astimezone(UTC)
    with clock.pretending(moment):
        assert next_departure(backstage, "sms", moment) == datetime.fromisoformat(leaves)
        assert next_departure(backstage, "mail", moment) == moment


@pytest.mark.parametrize(
    ("at", "hours"),
    [
        (datetime(2026, 3, 28, 22, tzinfo=clock.PARIS), 9),
        (datetime(2026, 10, 24, 22, tzinfo=clock.PARIS), 11),
        (_NIGHT, 7.7),
    ],
)
def test_a_text_message_waits_for_the_morning_and_is_not_a_try(
    database: Database, backstage: Session, gateway: _Gateway, at: datetime, hours: float
) -> None:
    _send(database)
    with clock.pretending(at.astimezone(UTC)):
        message = _try(backstage)
    assert (message.state, message.attempts, gateway.got) == ("queued", 0, [])
    (wait,) = _again_at(backstage)
    assert timedelta() < wait - timedelta(hours=hours) < timedelta(seconds=5)
    with clock.pretending((at + timedelta(hours=12)).astimezone(UTC)):
        assert _try(backstage).state == "sent"
    assert gateway.got == ["+33639980001"]


def test_a_code_leaves_at_any_hour(
    database: Database, backstage: Session, gateway: _Gateway
) -> None:
    _send(database, template="tests.code")
    with clock.pretending(_NIGHT.astimezone(UTC)):
        assert _try(backstage).state == "sent"


def test_codes_are_what_somebody_waits_for() -> None:
    assert "people.code" in messages._AT_ONCE
    assert not {"trainings.reminder", "trainings.registration"} & messages._AT_ONCE


def test_a_mail_leaves_at_night(database: Database, backstage: Session, gateway: _Gateway) -> None:
    _send(database, channel="mail")
    with clock.pretending(_NIGHT.astimezone(UTC)):
        assert _try(backstage).state == "sent"


def test_what_a_gateway_refused_in_the_evening_is_not_tried_at_night(
    database: Database, backstage: Session, gateway: _Gateway
) -> None:
    _send(database)
    gateway.sleeps = True
    evening = datetime(2026, 11, 29, 20, 59, tzinfo=clock.PARIS).astimezone(UTC)
    with clock.pretending(evening), pytest.raises(ConnectionError):
        _try(backstage)
    gateway.sleeps = False
    with clock.pretending(_NIGHT.astimezone(UTC)):
        message = _try(backstage)
    assert (message.state, message.attempts, gateway.got) == ("failed", 1, [])
    with clock.pretending(_MORNING.astimezone(UTC)):
        assert _try(backstage).state == "sent"


def test_the_hours_are_a_dated_rule(backstage: Session) -> None:
    for row in backstage.scalars(
        select(NomenclatureEntry).where(NomenclatureEntry.scheme == SENDING_HOURS)
    ):
        row.data = {"from": 9, "to": 20}
    backstage.flush()
    nomenclatures.forget()
    with clock.pretending(_MORNING.astimezone(UTC)):
        assert next_departure(backstage, "sms", _MORNING) == _MORNING + timedelta(hours=1)
    backstage.rollback()
    nomenclatures.forget()


def test_in_a_demo_nothing_rings(
    database: Database, backstage: Session, run_jobs: Callable[[], None]
) -> None:
    with time_machine.travel(_NIGHT, tick=False):
        with database.session() as session:
            messages.send(
                session, template="people.contact_added", channel="sms",
                address="+33639980001", locale="fr", data={"other": "x"},
            )  # fmt: skip
            session.commit()
        assert _try(backstage).state == "sent"
