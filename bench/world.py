"""A large world for the measures: the demo's offers and one answered application, multiplied by
PostgreSQL itself. A fifth of the offers is published.
"""

from typing import Any

from sqlalchemy import Connection, text

from portal.kernel.db import Base

STRUCTURES = 500
_REGIONS = "('{11,27,32,75,84,53,76,52}'::text[])[1 + (i % 8)]"
_DEPARTMENTS = "('{75,93,21,59,33,69,35,31,44,13,95,92}'::text[])[1 + (i % 12)]"


def multiply(connection: Connection, offers: int, applications: int) -> None:
    """Bring the totals to these numbers, as the administrator. Repeatable, only ever grows."""
    _structures(connection)
    have = int(connection.scalar(text("SELECT count(*) FROM offer")) or 0)
    if have < offers:
        _offers(connection, have, offers)
        _published(connection)
    have = int(connection.scalar(text("SELECT count(*) FROM application")) or 0)
    if have < applications:
        _applications(connection, have, applications)
    connection.commit()
    connection.execution_options(isolation_level="AUTOCOMMIT")
    connection.execute(text("VACUUM ANALYZE"))


def _copy(table: str, source: str, numbers: str, changed: dict[str, str], tail: str = "") -> str:
    """INSERT … SELECT of every column, some computed. `s` is the source row, `i` a number."""
    columns = [column.name for column in Base.metadata.tables[table].columns]
    values = ", ".join(changed.get(name, f"s.{name}") for name in columns)
    rows = f"{numbers} CROSS JOIN {source} {tail}"
    return f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM {rows}"


def _structures(connection: Connection) -> None:
    connection.execute(
        text(
            _copy(
                "organisation",
                "(SELECT * FROM organisation WHERE slug = 'halte-des-quais') s",
                f"generate_series(1, {STRUCTURES}) i",
                {
                    "id": "gen_random_uuid()",
                    "slug": "'bench-' || i",
                    "name": "'Structure ' || i",
                    "siret": "NULL",
                },
                "WHERE NOT EXISTS (SELECT 1 FROM organisation WHERE slug = 'bench-1')",
            )
        )
    )
    connection.execute(text("CREATE TEMP TABLE bench_structure AS SELECT id,"
                            " row_number() OVER (ORDER BY slug) AS n FROM organisation"
                            " WHERE slug LIKE 'bench-%'"))  # fmt: skip
    connection.execute(
        text(
            "CREATE TEMP TABLE bench_source AS SELECT o.*, row_number() OVER (ORDER BY o.slug) AS n"
            " FROM offer o JOIN published_offer p ON p.offer_id = o.id"
            " WHERE p.state = 'published' AND o.slug NOT LIKE 'bench-%'"
        )
    )


def _offers(connection: Connection, have: int, wanted: int) -> None:
    sources = _sources(connection)
    published = "i % 5 = 0"
    changed = {
        "id": "gen_random_uuid()",
        "organisation_id": "t.id",
        "establishment_id": "NULL",
        "slug": "'bench-offer-' || i",
        "state": f"CASE WHEN {published} THEN 'published' ELSE 'closed' END",
        "close_reason": f"CASE WHEN {published} THEN NULL ELSE 'filled' END",
        "closed_at": f"CASE WHEN {published} THEN NULL ELSE now() END",
        "published_at": "now() - (i % 100000) * interval '1 minute'",
        "expires_at": "now() + interval '80 days'",
        "region": _REGIONS,
        "department": _DEPARTMENTS,
        # Another offer's words would only repeat: the source stays readable in the title.
        "title": "s.title || ' ' || i",
    }
    connection.execute(
        text(
            _copy(
                "offer",
                f"bench_source s JOIN bench_structure t ON TRUE WHERE s.n = 1 + i % {sources}"
                f" AND t.n = 1 + i % {STRUCTURES}",
                f"generate_series({have + 1}, {wanted}) i",
                changed,
            )
        )
    )


def _sources(connection: Connection) -> int:
    return int(connection.scalar(text("SELECT count(*) FROM bench_source")) or 0)


def _published(connection: Connection) -> None:
    sources = _sources(connection)
    changed = {
        name: f"o.{name}"
        for name in (
            "organisation_id",
            "slug",
            "published_at",
            "expires_at",
            "region",
            "department",
        )
    } | {
        "offer_id": "o.id",
        "state": "'published'",
        "updated_at": "o.published_at",
        "card": "s.card || jsonb_build_object('title', o.title, 'region', o.region)",
        "document": "s.document || jsonb_build_object('title', o.title)",
    }
    connection.execute(
        text(
            _copy(
                "published_offer",
                "published_offer s WHERE s.offer_id = b.id AND NOT EXISTS"
                " (SELECT 1 FROM published_offer p WHERE p.offer_id = o.id)",
                "offer o JOIN bench_source b ON o.state = 'published'"
                f" AND b.n = 1 + substring(o.slug FROM '^bench-offer-(.+)$')::int % {sources}",
                changed,
            )
        )
    )


def _applications(connection: Connection, have: int, wanted: int) -> None:
    """A tenth of them go to the structure whose inbox is measured."""
    changed: dict[str, Any] = {
        "id": "gen_random_uuid()",
        "organisation_id": "t.organisation_id",
        "offer_id": "t.id",
        "reference": "'B' || i",
        "holder_digest": "md5(i::text) || md5('x' || i)",
        "person_id": "NULL",
        "submitted_at": "now() - i * interval '3 minutes'",
        "candidate_name": "'Personne ' || i",
        "state": "('{received,in_review,interview,declined}'::text[])[1 + i % 4]",
        "waiting_for_answer": "i % 4 < 2",
        "decline_kind": "CASE WHEN i % 4 = 3 THEN 'post' END",
    }
    connection.execute(
        text(
            "CREATE TEMP TABLE bench_answer AS SELECT a.* FROM application a"
            " JOIN organisation o ON o.id = a.organisation_id AND o.slug = 'halte-des-quais'"
            " WHERE a.submitted_at IS NOT NULL AND EXISTS (SELECT 1 FROM application_part p"
            " WHERE p.application_id = a.id AND p.file_id IS NOT NULL)"
            " ORDER BY a.submitted_at LIMIT 1"
        )
    )
    connection.execute(
        text(
            "CREATE TEMP TABLE bench_target AS SELECT id, organisation_id,"
            " row_number() OVER (ORDER BY id) AS n FROM offer WHERE state = 'published'"
        )
    )
    targets = int(connection.scalar(text("SELECT count(*) FROM bench_target")) or 0)
    measured = "(SELECT n FROM bench_target b JOIN organisation o ON o.id = b.organisation_id"
    connection.execute(
        text(
            _copy(
                "application",
                "bench_answer s"
                f" JOIN bench_target t ON t.n = CASE WHEN i % 10 = 0 THEN {measured}"
                f" WHERE o.slug = 'halte-des-quais' LIMIT 1) ELSE 1 + i % {targets} END",
                f"generate_series({have + 1}, {wanted}) i",
                changed,
            )
        )
    )
    for table in ("application_part", "application_event", "application_message"):
        connection.execute(text(_contents(table)))


def _contents(table: str) -> str:
    """What the answer of the measured structure holds, in each of its copies there."""
    changed = {"id": "gen_random_uuid()", "application_id": "a.id"}
    copies = (
        "bench_answer b JOIN application a ON a.organisation_id = b.organisation_id"
        " AND a.reference ~ '^B[0-9]+$'"
    )
    missing = f"NOT EXISTS (SELECT 1 FROM {table} t WHERE t.application_id = a.id)"
    return _copy(
        table, f"{table} s", copies, changed, f"WHERE s.application_id = b.id AND {missing}"
    )
