"""Throttles: counted by all processes together, even when the try itself is rolled back."""

from datetime import UTC, datetime

import pytest
import time_machine
from sqlalchemy import select

from portal.kernel import throttle
from portal.kernel.db import Database
from portal.kernel.errors import Throttled
from portal.kernel.models import ThrottleCount

_START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def _hit(database: Database, key: str = "somebody@example.org") -> None:
    with database.session() as session:
        throttle.hit(session, key=key, limit=2, seconds=60)
        session.rollback()


def test_the_third_try_waits_for_the_end_of_the_window(database: Database) -> None:
    with time_machine.travel(_START, tick=False) as clock:
        _hit(database)
        _hit(database)
        clock.shift(20)
        with pytest.raises(Throttled) as refusal:
            _hit(database)
        assert refusal.value.retry_after == 40
        clock.shift(41)
        _hit(database)


def test_keys_do_not_share_their_counts(database: Database) -> None:
    with time_machine.travel(_START, tick=False):
        for key in ("a", "b", "a", "b"):
            _hit(database, key)


def test_no_address_is_kept(database: Database) -> None:
    _hit(database)
    with database.session() as session:
        assert "example" not in session.scalars(select(ThrottleCount.key)).one()
