"""A database that holds records goes through the migrations that came after it was filled."""

from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
import pytest
from alembic import command
from psycopg import sql
from sqlalchemy import create_engine, text, update
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.kernel import provision
from portal.kernel.db import Database, Reach, new_id
from portal.organisations.enums import Role
from portal.organisations.models import Membership
from tests.factories.house import House, build_whole_house

# Before interviews, engagements and what is kept for how long; before the last one.
RELEASES = ("0010", "0021", "0026")
_COLUMNS = """
SELECT table_name, array_agg(column_name::text ORDER BY column_name) FROM information_schema.columns
JOIN pg_class ON relname = table_name AND relkind = 'r' AND relnamespace = 'public'::regnamespace
WHERE table_schema = 'public' AND is_generated = 'NEVER'
  AND table_name <> 'alembic_version' AND table_name NOT LIKE 'procrastinate%%'
GROUP BY table_name
"""
Columns = dict[str, list[str]]


@dataclass(frozen=True)
class Filled:
    """A database of an earlier release; its tables, and what they held."""

    url: str
    columns: Columns
    rows: dict[str, list[bytes]]


def _columns(connection: psycopg.Connection) -> Columns:
    return dict(connection.execute(_COLUMNS).fetchall())


def _read(connection: psycopg.Connection, table: str, columns: list[str]) -> list[bytes]:
    """The rows as they are copied, in an order of their own."""
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    asked = sql.SQL("COPY (SELECT {} FROM {}) TO STDOUT").format(names, sql.Identifier(table))
    with connection.cursor().copy(asked) as copied:
        return sorted(b"".join(bytes(part) for part in copied).splitlines())


def _write(
    connection: psycopg.Connection, table: str, columns: list[str], rows: list[bytes]
) -> None:
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    asked = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)
    with connection.cursor().copy(asked) as copied:
        copied.write(b"".join(row + b"\n" for row in rows))


@pytest.fixture
def house(backstage: Session) -> House:
    """A row in every table, as the newest release writes them."""
    built = build_whole_house(backstage, "ours", "OURS")
    # No release before this one knew a role for who only translates.
    translators = update(Membership).where(Membership.role == Role.TRANSLATOR)
    backstage.execute(translators.values(role=Role.MEMBER))
    backstage.commit()
    return built


@pytest.fixture(params=RELEASES)
def filled(
    request: pytest.FixtureRequest, house: House, admin_url: str, settings: Settings
) -> Iterator[Filled]:
    """What this release knew of the house, in a database it made."""
    root = provision.driver_url(admin_url)
    name = f"upgrade_{new_id().hex[-8:]}"
    url = provision.create_database(root, name)
    provision.ensure_roles(url, settings.secret)
    engine = create_engine(provision.driver_url(url))
    with engine.begin() as bound:
        configuration = provision.alembic_config()
        configuration.attributes["connection"] = bound
        command.upgrade(configuration, request.param)
    engine.dispose()
    rows = {}
    with (
        psycopg.connect(provision.plain_url(admin_url)) as now,
        psycopg.connect(provision.plain_url(url)) as then,
    ):
        known, newest = _columns(then), _columns(now)
        columns = {
            table: [column for column in names if column in newest[table]]
            for table, names in known.items()
        }
        then.execute("SET session_replication_role = replica")
        for table, names in columns.items():
            rows[table] = _read(now, table, names)
            then.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
            _write(then, table, names, rows[table])
    yield Filled(url, columns, rows)
    provision.drop_database(root, name)


def test_nothing_of_a_record_is_lost_on_the_way(
    filled: Filled, house: House, settings: Settings
) -> None:
    for table in (
        "share",
        "share_file",
        "evidence",
        "grid_answer",
        "knowledge_line",
        "stored_file",
    ):
        assert filled.rows[table] != [], table
    provision.upgrade(filled.url, settings.secret)
    with psycopg.connect(provision.plain_url(filled.url)) as connection:
        for table, columns in filled.columns.items():
            assert _read(connection, table, columns) == filled.rows[table], table


def test_what_was_there_is_read_through_the_new_walls(
    filled: Filled, house: House, settings: Settings
) -> None:
    provision.upgrade(filled.url, settings.secret)
    database = Database(provision.app_url(filled.url, settings.secret), pool_size=1)
    with database.session(Reach(house.candidate.id)) as session:
        # A share made before shares could end with a post is one that does not.
        assert session.scalars(text("SELECT at_work FROM share")).all() == [False]
        heard = text("SELECT count(*) FROM stored_file WHERE purpose = 'evidence'")
        assert session.scalar(heard) == 1
    with database.session(Reach(house.recruiter.id)) as session:
        for table in ("evidence", "grid_answer", "knowledge_line", "profile_version"):
            assert session.scalar(text(f"SELECT count(*) FROM {table}")) == 1, table
    with database.session(
        Reach(house.administrator.id, house.structure.id, "structure")
    ) as session:
        assert session.scalar(text("SELECT count(*) FROM share")) == 0
    database.close()


@pytest.mark.parametrize("filled", ["0034"], indirect=True)
def test_what_was_kept_twice_or_of_nobody_is_put_right(
    filled: Filled, house: House, settings: Settings
) -> None:
    with psycopg.connect(provision.plain_url(filled.url)) as connection:
        first = connection.execute(
            "SELECT id FROM evidence WHERE file_id IS NOT NULL ORDER BY created_at, id"
        ).fetchone()
        assert first
        connection.execute(
            "INSERT INTO evidence (id, person_id, action_id, kind, words, file_id, created_at)"
            " SELECT gen_random_uuid(), person_id, action_id, kind, words, file_id,"
            " created_at + interval '1 second' FROM evidence WHERE id = %s",
            first,
        )
        connection.execute("UPDATE callback_request SET phone = ''")
        called = connection.execute(
            "SELECT c.id, a.contact_phone FROM callback_request c"
            " JOIN application a ON a.id = c.application_id"
        ).fetchall()
        assert called
        connection.execute(
            "INSERT INTO stated_hire VALUES (%s, %s, '2024-01-01')",
            (house.candidate.id, house.structure.id),
        )
    provision.upgrade(filled.url, settings.secret)
    with psycopg.connect(provision.plain_url(filled.url)) as connection:
        left = connection.execute(
            "SELECT id FROM evidence WHERE file_id IS NOT NULL AND id = %s"
            " AND (SELECT count(*) FROM evidence) = %s",
            (*first, len(filled.rows["evidence"])),
        ).fetchall()
        assert left == [first]
        phones = connection.execute("SELECT id, phone FROM callback_request").fetchall()
        assert sorted(phones) == sorted(one for one in called if one[1])
        hired = connection.execute("SELECT person_id FROM stated_hire").fetchall()
        assert {person for (person,) in hired} == {house.member.id, house.recruiter.id}


@pytest.mark.parametrize("filled", ["0049"], indirect=True)
def test_why_a_badge_was_taken_back_is_read_from_its_words(
    filled: Filled, house: House, settings: Settings
) -> None:
    causes = {
        "Un autre badge le remplace.": "replaced",
        "Les présences ont été corrigées.": "corrected",
        "Une erreur de liste": "taken_back",
    }
    with psycopg.connect(provision.plain_url(filled.url)) as connection:
        for words in causes:
            connection.execute(
                "INSERT INTO badge (id, organisation_id, session_id, registration_id, key_id, jwt,"
                " document, issued_at, revoked_at, revoked_because) SELECT gen_random_uuid(),"
                " organisation_id, session_id, registration_id, key_id, jwt, document, issued_at,"
                " now(), %s FROM badge LIMIT 1",
                [words],
            )
    provision.upgrade(filled.url, settings.secret)
    with psycopg.connect(provision.plain_url(filled.url)) as connection:
        rows = connection.execute("SELECT revoked_because, revoked_cause FROM badge").fetchall()
    assert dict(rows) == {**causes, "": None}
