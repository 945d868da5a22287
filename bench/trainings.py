"""A large catalogue of trainings for the measures: the demo's, multiplied by PostgreSQL itself.
Each copy has a place and days of its own (`trainings.sql`).
"""

import json
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection, text

from portal.kernel import search
from portal.kernel.db import Base

# One in so many says a word that no other says.
RARE, _ONE_IN = "zibeline", 25_000
# The demo knows few answers of a passport: a seventh of the copies has these; as many at any size
# have those, so that a page shows as much.
OFTEN, SELDOM = ("interpreter", "step_free"), ("lsf", "interpreter")
_FEW = 100
_MINE = "bench-training-"

PAGES = {
    "trainings, no words": ["/trainings", "/trainings?page=2", "/trainings?page=3"],
    "trainings, words and two facets": [
        "/trainings?q=pair&duration=days&diploma=none",
        "/trainings?q=formation&region=11&diploma=none",
        "/trainings?q=accompagnement&duration=months&post=in",
    ],
    "trainings, passport": [
        "/trainings?pass=interpreter&pass=step_free",
        "/trainings?pass=interpreter&diploma=none",
        "/trainings?pass=lsf&pass=interpreter",
    ],
    "trainings, days": [
        "/trainings?starts=month",
        "/trainings?starts=3-months",
        "/trainings?starts=6-months&diploma=none",
    ],
    "trainings, passport and days": [
        "/trainings?pass=interpreter&starts=3-months",
        "/trainings?pass=interpreter&pass=step_free&starts=6-months",
    ],
    "trainings, no day known": [
        "/trainings?starts=unknown",
        "/trainings?starts=unknown&diploma=none",
    ],
    "trainings, a distance": ["/trainings?around=75056-25", "/trainings?around=59350-50"],
    "trainings, a day and a distance": [
        "/trainings?starts=3-months&around=75056-25",
        "/trainings?around=93048-50&starts=6-months&diploma=none",
    ],
    "trainings, map": ["/trainings/map", "/trainings/map?diploma=none"],
    "trainings, map with days": ["/trainings/map?starts=3-months"],
    "trainings, calendar": ["/trainings/calendar", "/trainings/calendar?diploma=none"],
    "trainings, a rare word": [f"/trainings?q={RARE}", f"/trainings?q={RARE}&diploma=none"],
    "trainings, nothing found": ["/trainings?q=introuvable", "/trainings?starts=unknown&q=xyzzy"],
}


def multiply(connection: Connection, wanted: int) -> None:
    """Bring the published ones to this number, as the administrator. It only ever grows."""
    have = int(connection.scalar(text(_COUNT)) or 0)
    if have < wanted:
        _add(connection, have + 1, wanted)
    connection.commit()
    connection.execution_options(isolation_level="AUTOCOMMIT")
    connection.execute(text("VACUUM ANALYZE training, published_training, training_session"))


def _add(connection: Connection, first: int, last: int) -> None:
    connection.execute(text(f"CREATE TEMP TABLE bench_source AS {_SOURCES}"))
    sources = connection.scalar(text("SELECT count(*) FROM bench_source"))
    numbers = {"first": first, "last": last, "sources": sources}
    for statement in _DRAWN.read_text().split("\n\n"):
        asked = text(statement)
        connection.execute(asked, {name: numbers[name] for name in asked.compile().params})
    values = {
        "rare": search.document([RARE]),
        "one_in": _ONE_IN,
        "often": _labels(OFTEN),
        "said_often": _answers(OFTEN),
        "seldom": _labels(SELDOM),
        "said_seldom": _answers(SELDOM),
        "few": _FEW,
    }
    copies = "bench_copy c JOIN {table} s ON s.{key} = c.source_id"
    connection.execute(text(_copied("training", copies, _TRAINING)))
    filed = f"{copies} JOIN bench_label l ON l.training_id = c.id"
    connection.execute(text(_copied("published_training", filed, _PUBLISHED)), values)
    days = f"bench_day c CROSS JOIN ({_ANY_SESSION}) s JOIN training t ON t.id = c.training_id"
    connection.execute(text(_copied("training_session", days, _SESSION)))
    for table in ("source", "commune", "copy", "day", "label"):
        connection.execute(text(f"DROP TABLE bench_{table}"))
    connection.execute(text("DROP FUNCTION pg_temp.draw"))


def _labels(lines: Sequence[str]) -> str:
    return search.document([], [f"pass:{line}" for line in lines])


def _answers(lines: Sequence[str]) -> str:
    return json.dumps(dict.fromkeys(lines, "yes"))


_DRAWN = Path(__file__).with_suffix(".sql")
_COUNT = "SELECT count(*) FROM published_training WHERE state = 'published'"
_SOURCES = (
    "SELECT training_id AS source_id, row_number() OVER (ORDER BY slug) AS n"
    f" FROM published_training WHERE state = 'published' AND slug NOT LIKE '{_MINE}%'"
)
_ANY_SESSION = "SELECT * FROM training_session WHERE state = 'open' ORDER BY id LIMIT 1"
_AT = "now() - c.i * interval '1 minute'"
_PLACE = {name: f"c.{name}" for name in ("city", "department", "region")}
# The labels of another place and other days go.
_KEPT = (
    "(SELECT array_to_tsvector(array_agg(word)) FROM unnest(tsvector_to_array(s.search)) word"
    " WHERE word !~ '^(start|last|afar|spot|region|department):')"
)
_TRAINING = {
    **_PLACE,
    "id": "c.id",
    "slug": f"'{_MINE}' || c.i",
    "title": "s.title || ' ' || c.i",
    "published_at": _AT,
}
_PUBLISHED = {
    "region": "c.region",
    "department": "c.department",
    "training_id": "c.id",
    "slug": f"'{_MINE}' || c.i",
    "published_at": _AT,
    "updated_at": _AT,
    "card": "s.card || jsonb_build_object('title', (s.card ->> 'title') || ' ' || c.i,"
    " 'city', c.city, 'department', c.department, 'region', c.region)",
    "document": "s.document || jsonb_build_object('title', (s.card ->> 'title') || ' ' || c.i,"
    " 'city', c.city, 'department', c.department, 'region', c.region, 'passport',"
    " (s.document -> 'passport') || jsonb_build_object('remote',"
    " CASE WHEN c.remote THEN 'yes' ELSE 'no' END)"
    " || CASE WHEN c.i % 7 = 0 THEN cast(:said_often AS jsonb) ELSE '{}' END"
    " || CASE WHEN c.i <= :few THEN cast(:said_seldom AS jsonb) ELSE '{}' END)",
    "search": f"{_KEPT} || l.labels"
    " || CASE WHEN c.i % :one_in = 1 THEN cast(:rare AS tsvector) ELSE '' END"
    " || CASE WHEN c.i % 7 = 0 THEN cast(:often AS tsvector) ELSE '' END"
    " || CASE WHEN c.i <= :few THEN cast(:seldom AS tsvector) ELSE '' END",
}
_SESSION = {
    "id": "gen_random_uuid()",
    "organisation_id": "t.organisation_id",
    "training_id": "c.training_id",
    "state": "c.state",
    "starts_on": "c.starts_on",
    "ends_on": "c.starts_on + 2",
    "register_until": "c.starts_on - c.ahead",
    "half_days": "'[]'",
    "venue_id": "NULL",
    "there": "'{}'",
    "city": "c.city",
    "department": "CASE WHEN c.city = '' THEN '' ELSE c.department END",
    "online": "c.online",
    "passport": "'{}'",
}


def _copied(table: str, rows: str, changed: dict[str, str]) -> str:
    """INSERT … SELECT of every column of `s`, some computed."""
    all_columns = Base.metadata.tables[table].columns
    columns = [column.name for column in all_columns if column.computed is None]
    values = ", ".join(changed.get(name, f"s.{name}") for name in columns)
    key = "id" if table == "training" else "training_id"
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values}"
        f" FROM {rows.format(table=table, key=key)}"
    )
