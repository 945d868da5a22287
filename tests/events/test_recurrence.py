"""Dates that come back on the same weekday, at the end of a year and of a month too."""

from datetime import date

import pytest

from portal.events.enums import Rhythm
from portal.events.neighbours import AROUND
from portal.events.recurrence import MOST_DATES, dates
from portal.organisations.nomenclatures import region_of


def test_the_second_tuesday_of_each_month_across_a_year() -> None:
    found = dates(date(2026, 11, 10), Rhythm.MONTHLY, 4)
    assert found == [
        date(2026, 11, 10),
        date(2026, 12, 8),
        date(2027, 1, 12),
        date(2027, 2, 9),
    ]


def test_the_last_friday_of_each_month() -> None:
    found = dates(date(2026, 10, 30), Rhythm.MONTHLY, 3)
    assert found == [date(2026, 10, 30), date(2026, 11, 27), date(2026, 12, 25)]


def test_every_three_months() -> None:
    found = dates(date(2026, 11, 5), Rhythm.QUARTERLY, 3)
    assert found == [date(2026, 11, 5), date(2027, 2, 4), date(2027, 5, 6)]


def test_one_date_is_one_date() -> None:
    assert dates(date(2026, 11, 5), Rhythm.ONCE, 9) == [date(2026, 11, 5)]


def test_a_series_has_an_end() -> None:
    assert len(dates(date(2026, 11, 5), Rhythm.MONTHLY, 500)) == MOST_DATES


@pytest.mark.parametrize("code", AROUND)
def test_neighbours_are_neighbours_both_ways(code: str) -> None:
    for other in AROUND[code].split():
        assert region_of(other), other
        assert code in AROUND[other].split(), f"{code} touches {other}, which ignores it"
