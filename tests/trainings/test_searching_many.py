"""What a search reads does not grow with the catalogue: by an index, and no more rows than it is
allowed to, whatever it finds.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.kernel import clock
from portal.kernel.db import Database
from portal.kernel.shelf import COUNTED
from portal.organisations.queries import communes
from portal.trainings import starting
from portal.trainings.actions import sessions
from portal.trainings.nearby import UNKNOWN, Near
from portal.trainings.queries import coming, nearby, published
from portal.trainings.queries.published import AROUND, STARTS, Wanted
from tests.factories.desks import Desk
from tests.factories.joining import copy_dates, open_dates
from tests.factories.trainings import copy_trainings, publish_training

LILLE, SOON = "59350", timedelta(days=40)
# A list counts, sorts three times as many where they are all, and looks at some of the newest.
LIST = 3 * COUNTED + 500
# Each of them has a session to look at, where what is near is asked by days.
LIST_OF_DAYS = 2 * LIST
# Those of a page, and as many again to choose among.
CALENDAR = 1000
FEW = 200
NEVER = "2031-01-01_2031-02-01"
PASS = {"pass": ["interpreter"]}
# Each one that is on a map is counted, and asked for a session to look at.
MAP = 20 * COUNTED
Ask = Callable[[], Any]
TABLES = ("published_training", "training_session")

FULL: dict[str, Any] = {
    "organiser": "Institut des Marches",
    "region": "32",
    "department": "59",
    "city": "Lille",
    "days": 12,
    "prerequisites": ["none"],
    "audiences": ["aspiring"],
    "languages": ["ps"],
    "funding": [{"year": None, "free": "yes", "words": "ARS"}],
    "passport": {"interpreter": "yes"},
}
FACETS = {
    "region": "32",
    "department": "59",
    "duration": "weeks",
    "cost": "free",
    "diploma": "none",
    "post": "out",
    "language": "ps",
    "pass": "interpreter",
}


@pytest.fixture
def many(backstage: Session, inside: Session, desk: Desk) -> date:
    """Ten thousand trainings, half of them with a session on this day, the others with none."""
    dated, undated = (
        publish_training(inside, desk.writer, desk.reader, title=title, **FULL)
        for title in ("Pair, un jour", "Pair, sans date")
    )
    first = clock.today() + SOON
    dates = open_dates(inside, desk.writer, dated, starts_on=first, department="59")
    inside.commit()
    for training in (dated, undated):
        copy_trainings(backstage, training.id, 5 * COUNTED)
    copy_dates(backstage, dates)
    backstage.commit()
    for table in TABLES:
        backstage.execute(text(f"ANALYZE {table}"))
    backstage.commit()
    return first


def read_of(session: Session) -> dict[str, tuple[int, int]]:
    """Table → how often it was read from end to end, and how many of its rows were read."""
    rows = session.execute(
        text(
            "SELECT relname, seq_scan, coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)"
            " FROM pg_stat_xact_user_tables WHERE relname = ANY (:tables)"
        ),
        {"tables": list(TABLES)},
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def looked_at(session: Session, ask: Ask) -> tuple[int, int]:
    """(tables read from end to end, rows read) by what is asked, first and again."""
    before = read_of(session)
    ask()
    ask()
    after = read_of(session)
    scans = sum(after[table][0] - before[table][0] for table in TABLES)
    return scans, sum(after[table][1] - before[table][1] for table in TABLES) // 2


def wanted(words: str = "", near: Near | None = None, **codes: str) -> Wanted:
    chosen = {family: [code] for family, code in codes.items()}
    return Wanted(words, chosen | ({AROUND: [near.code]} if near else {}), near=near)


def with_pass(search: Wanted) -> Wanted:
    return replace(search, chosen={**search.chosen, **PASS})


def lists(day: str, near: Near) -> dict[str, tuple[Wanted, int]]:
    """What each search is called, and how many rows it may read."""
    return {
        "everything": (wanted(), LIST),
        "words": (wanted("pair"), LIST),
        "nothing": (wanted("introuvable"), FEW),
        **{family: (Wanted("", {family: [code]}), LIST) for family, code in FACETS.items()},
        "a day": (wanted(starts=day), LIST),
        "months": (wanted(starts="6-months"), LIST),
        "days and words": (wanted("pair", starts="3-months"), LIST),
        "days of nothing": (wanted("introuvable", starts="3-months"), FEW),
        "days without any": (wanted(starts=NEVER), FEW),
        "no day known": (wanted(starts="unknown"), LIST),
        "no day known, nothing": (wanted("introuvable", starts="unknown"), FEW),
        "near": (wanted(near=near), LIST),
        "near, by days": (wanted(near=near, starts="3-months"), LIST_OF_DAYS),
        "near, by many days and a facet": (
            wanted(near=near, starts="6-months", diploma="none"),
            LIST_OF_DAYS,
        ),
        "many days and a facet": (wanted(starts="6-months", diploma="none"), LIST_OF_DAYS),
        "a passport line and days": (with_pass(wanted(starts="3-months")), LIST_OF_DAYS),
        "a passport line, days and near": (
            with_pass(wanted(near=near, starts="3-months")),
            LIST_OF_DAYS,
        ),
        "a passport line and days without any": (with_pass(wanted(starts=NEVER)), FEW),
        "a facet and many days without any": (wanted(starts="2031-01-01_", diploma="none"), FEW),
        "nobody knows how far": (wanted(near=Near(UNKNOWN)), FEW),
    }


def searches(session: Session, first: date) -> dict[str, tuple[Ask, int]]:
    """Each way to search, and how many rows it may read."""
    commune = communes.find_commune(session, LILLE)
    assert commune
    near = nearby.find_near(session, commune, 25)
    assert list(near.spots) == ["59-lille"]
    span, never = starting.month(first, clock.today()), starting.month(date(2031, 5, 1), first)
    months = {
        "all": wanted(),
        "words": wanted("pair"),
        "a facet": wanted(diploma="none"),
        "near": wanted(near=near),
        "nothing": wanted("introuvable"),
    }
    asked: dict[str, tuple[Ask, int]] = {
        "month: empty": (partial(coming.list_month, session, wanted(), never), FEW),
        "first day": (partial(coming.first_day, session, wanted("pair"), clock.today()), FEW),
        "places around": (partial(nearby.find_near, session, commune, 100), FEW),
    }
    for name, search in months.items():
        asked[f"month: {name}"] = partial(coming.list_month, session, search, span), CALENDAR
    for name, (search, most) in lists(starting.code_of(first, first), near).items():
        asked[f"list: {name}"] = partial(published.list_trainings, session, search), most
        if search.question:
            asked[f"count: {name}"] = partial(published.count_trainings, session, search), most
    return asked


def test_a_search_reads_no_more_of_a_large_catalogue(database: Database, many: date) -> None:
    with database.session() as session:
        asked = searches(session, many)
        read = {name: looked_at(session, ask) for name, (ask, _most) in asked.items()}
        found = {name: ask() for name, (ask, _most) in asked.items() if name.startswith("list")}
    assert {name: scans for name, (scans, _rows) in read.items() if scans} == {}
    too_many = {name: rows for name, (_scans, rows) in read.items() if rows > asked[name][1]}
    assert too_many == {}
    # What finds nothing reads nothing: each of the others finds very many.
    few = {name for name, (_ask, most) in asked.items() if most == FEW}
    assert {name for name, page in found.items() if not page.more} == few & set(found)


def test_a_map_of_many_is_counted_by_the_index_once_in_ten_minutes(
    database: Database, many: date
) -> None:
    chosen = {"diploma": ["none"], STARTS: [starting.code_of(many, many)]}
    with database.session() as session:
        for search in (Wanted("pair"), Wanted("", chosen), Wanted("", chosen | PASS)):
            ask = partial(published.count_places, session, search)
            scans, rows = looked_at(session, ask)
            assert scans == 0
            # Once for the two times it is asked.
            assert 2 * rows <= MAP
            assert looked_at(session, ask) == (0, 0)
            with time_machine.travel(clock.now() + timedelta(minutes=9)):
                assert looked_at(session, ask) == (0, 0)
        assert published.count_places(session, Wanted("", chosen)) == [
            ("32", "59", 5 * COUNTED + 1)
        ]


def test_a_month_is_the_same_however_it_was_found(
    inside: Session, backstage: Session, database: Database, desk: Desk, many: date
) -> None:
    """Far behind what is looked at one by one, the index of words finds it; a page full of the
    others does not hide it.
    """
    rare = publish_training(inside, desk.writer, desk.reader, title="Zibeline", **FULL)
    last = open_dates(inside, desk.writer, rare, starts_on=starting.month(many, many).last)
    inside.commit()
    span = starting.month(many, clock.today())
    with database.session() as session:
        (found,) = coming.list_month(session, Wanted("zibeline"), span).coming
        assert found.id == last.id
        assert coming.first_day(session, Wanted("zibeline"), clock.today()) == last.starts_on
        page = coming.list_month(session, Wanted("pair"), span)
        assert (len(page.coming), page.more) == (coming.MOST, True)
    sessions.cancel_session(inside, desk.writer, last.id, "Plus de salle.")
    inside.commit()
    with database.session() as session:
        assert coming.list_month(session, Wanted("zibeline"), span).coming == []
