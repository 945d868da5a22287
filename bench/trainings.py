"""A large catalogue of trainings for the measures: the demo's, multiplied by PostgreSQL itself."""

from sqlalchemy import Connection, text

from portal.kernel import search
from portal.kernel.db import Base

# One in so many says a word that no other says.
RARE, _ONE_IN = "zibeline", 25_000
# The demo knows no answer of a passport: a seventh of the copies has these; as many at any size
# have those, so that a page shows as much.
OFTEN, SELDOM = ("pass:interpreter", "pass:step_free"), ("pass:lsf", "pass:interpreter")
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
    # The copies have the days of the demo's sessions as labels, and no session: all are sifted.
    "trainings, a day and a distance": [
        "/trainings?starts=3-months",
        "/trainings?around=75056-25",
        "/trainings?around=93048-50&starts=6-months&diploma=none",
    ],
    "trainings, a rare word": [f"/trainings?q={RARE}", f"/trainings?q={RARE}&diploma=none"],
}


def multiply(connection: Connection, wanted: int) -> None:
    """Bring the published ones to this number, as the administrator. It only ever grows."""
    have = int(connection.scalar(text(_COUNT)) or 0)
    if have < wanted:
        sources = int(connection.scalar(text(f"SELECT count(*) FROM ({_SOURCES}) s")) or 0)
        values = {"first": have + 1, "last": wanted, "sources": sources}
        connection.execute(text(_copied("training", _TRAINING)), values)
        connection.execute(
            text(_copied("published_training", _PUBLISHED)),
            values
            | {"rare": search.document([RARE]), "one_in": _ONE_IN}
            | {
                "often": search.document([], OFTEN),
                "seldom": search.document([], SELDOM),
                "few": _FEW,
            },
        )
    connection.commit()
    connection.execution_options(isolation_level="AUTOCOMMIT")
    connection.execute(text("VACUUM ANALYZE training, published_training"))


_COUNT = "SELECT count(*) FROM published_training WHERE state = 'published'"
_SOURCES = (
    "SELECT training_id AS source_id, row_number() OVER (ORDER BY slug) AS n"
    f" FROM published_training WHERE state = 'published' AND slug NOT LIKE '{_MINE}%'"
)
# The same id in both tables, told by the number.
_ID = f"md5('{_MINE}' || i)::uuid"
_TRAINING = {
    "id": _ID,
    "slug": f"'{_MINE}' || i",
    "title": "s.title || ' ' || i",
    "published_at": "now() - i * interval '1 minute'",
}
_PUBLISHED = {
    "training_id": _ID,
    "slug": f"'{_MINE}' || i",
    "published_at": "now() - i * interval '1 minute'",
    "updated_at": "now() - i * interval '1 minute'",
    "card": "s.card || jsonb_build_object('title', (s.card ->> 'title') || ' ' || i)",
    "search": "s.search || CASE WHEN i % :one_in = 1 THEN cast(:rare AS tsvector) ELSE '' END"
    " || CASE WHEN i % 7 = 0 THEN cast(:often AS tsvector) ELSE '' END"
    " || CASE WHEN i <= :few THEN cast(:seldom AS tsvector) ELSE '' END",
}


def _copied(table: str, changed: dict[str, str]) -> str:
    """INSERT … SELECT of every column, some computed. `s` is the source row, `i` a number."""
    all_columns = Base.metadata.tables[table].columns
    columns = [column.name for column in all_columns if column.computed is None]
    values = ", ".join(changed.get(name, f"s.{name}") for name in columns)
    key = "id" if table == "training" else "training_id"
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values}"
        f" FROM generate_series(cast(:first AS int), cast(:last AS int)) i"
        f" JOIN ({_SOURCES}) b ON b.n = 1 + i % cast(:sources AS int)"
        f" JOIN {table} s ON s.{key} = b.source_id"
    )
