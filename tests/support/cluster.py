"""One embedded PostgreSQL for every worker of a test run, a database for each of them.

The server's folder and the migrated template stay in var/tests: the second run starts in a moment.
Tests commit for real, so that walls, locks and jobs behave as in life; what a test wrote is removed
after it.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import LiteralString

import psutil
import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

from portal import seeds
from portal.kernel import nomenclatures, provision
from portal.kernel.db import Database, Reach
from portal.kernel.embedded import EmbeddedDatabase

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "var" / "tests" / "postgresql"
# Tests lose nothing when the machine dies. The kill tests start a server of their own.
FAST = ("fsync", "synchronous_commit", "full_page_writes")
LOCK = 4702
SHIPPED = ROOT / "portal" / "skills" / "shipped"

_TABLES = """
SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
"""
# Rows by the ten thousand, which nothing writes but the seeds: not counted after each test.
_ONLY_READ = ("commune",)
_REMOVE_ROWS = """
DO $$
DECLARE
  one record;
  found boolean;
BEGIN
  SET LOCAL session_replication_role = replica;
  FOR one IN SELECT oid::regclass AS name FROM pg_class
             WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
               AND relname <> ALL (string_to_array('{kept}', ','))
  LOOP
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM %s)', one.name) INTO found;
    IF found THEN
      EXECUTE format('DELETE FROM %s', one.name);
    END IF;
  END LOOP;
END $$
"""


@contextmanager
def worker_database(secret: str) -> Iterator[str]:
    """The administrator's URL of a fresh, migrated database, dropped at the end."""
    embedded = EmbeddedDatabase(FOLDER)
    name = f"test_{os.getpid()}"
    try:
        with _connect(embedded.admin_url) as server:
            # One worker at a time: a template cannot be copied while somebody looks at it.
            server.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            _hurry(server)
            _create(server, name, _template(server, embedded.admin_url, secret))
            server.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
        yield _address(embedded.admin_url, name)
    finally:
        provision.drop_database(embedded.admin_url, name)
        embedded.close()


class Sweeper:
    """Leaves a database after each test as it was before the first.

    Rows are deleted, which takes a few milliseconds where TRUNCATE takes a hundred. Tables filled
    with the schema are put back from a copy if a test changed them.
    """

    def __init__(self, admin: psycopg.Connection) -> None:
        self._admin = admin
        self._tables = [str(row[0]) for row in admin.execute(_TABLES) if row[0] not in _ONLY_READ]
        self._seeded = {name: mark for name in self._tables if (mark := self._mark(name))[0]}
        for name in self._seeded:
            admin.execute(_sql("CREATE TEMP TABLE {copy} AS TABLE {table}", name))

    def sweep(self) -> None:
        """A process may remember nomenclatures: it is told when a test changed them."""
        kept = ",".join([*self._seeded, *_ONLY_READ])
        self._admin.execute(_REMOVE_ROWS.replace("{kept}", kept).encode())
        for name, mark in self._seeded.items():
            if self._mark(name) != mark:
                self._put_back(name)
                nomenclatures.forget()

    def touched(self) -> list[str]:
        """The tables that hold something else than what came with the schema."""
        return [name for name in self._tables if self._mark(name) != self._seeded.get(name, (0, 0))]

    def _mark(self, name: str) -> tuple[int, int]:
        """Changes whenever a row is added, changed or removed."""
        statement = "SELECT count(*), coalesce(max(xmin::text::bigint), 0) FROM {table}"
        count, newest = self._admin.execute(_sql(statement, name)).fetchone() or (0, 0)
        return int(count), int(newest)

    def _put_back(self, name: str) -> None:
        with self._admin.transaction():
            self._admin.execute("SET LOCAL session_replication_role = replica")
            self._admin.execute(_sql("DELETE FROM {table}", name))
            insert = "INSERT INTO {table} OVERRIDING SYSTEM VALUE SELECT * FROM {copy}"
            self._admin.execute(_sql(insert, name))
        self._seeded[name] = self._mark(name)


def _sql(statement: LiteralString, table: str) -> sql.Composed:
    return sql.SQL(statement).format(
        table=sql.Identifier("public", table), copy=sql.Identifier(f"copy_of_{table}")
    )


def connect(admin_url: str) -> psycopg.Connection:
    """As the administrator: no wall applies."""
    return _connect(admin_url)


def _connect(url: str) -> psycopg.Connection:
    return psycopg.connect(provision.plain_url(url), autocommit=True)


def _address(admin_url: str, name: str) -> str:
    url = make_url(provision.driver_url(admin_url)).set(database=name)
    return url.render_as_string(hide_password=False)


def _hurry(server: psycopg.Connection) -> None:
    for setting in FAST:
        server.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
    server.execute("SELECT pg_reload_conf()")


def _template(server: psycopg.Connection, admin_url: str, secret: str) -> str:
    """The name of a database migrated by the code as it is now, made if it is not there."""
    wanted = f"template_{_digest(secret)}"
    known = {str(row[0]) for row in server.execute("SELECT datname FROM pg_database")}
    for name in known - {wanted}:
        kind, _, pid = name.partition("_")
        if kind == "template" or (kind == "test" and not psutil.pid_exists(int(pid))):
            _drop(server, name)
    if wanted not in known:
        # Under another name until complete: a run that was stopped leaves no half template.
        _drop(server, "making")
        _make(provision.create_database(admin_url, "making"), secret)
        server.execute(sql.SQL("ALTER DATABASE making RENAME TO {}").format(sql.Identifier(wanted)))
    return wanted


def _make(admin_url: str, secret: str) -> None:
    """The schema and the shipped nomenclatures, as `portal db upgrade` leaves them."""
    provision.upgrade(admin_url, secret)
    database = Database(provision.app_url(admin_url, secret), pool_size=1)
    with database.session(Reach(organisation_kind="operator")) as session:
        seeds.plant(session)
        session.commit()
    database.close()


def _digest(secret: str) -> str:
    files = sorted(provision.MIGRATIONS.rglob("*")) + [Path(provision.__file__)]
    content = b"".join(file.read_bytes() for file in files if file.suffix in {".py", ".sql"})
    planted = "".join(repr(replace(seed, label=str(seed.label))) for seed in seeds.SEEDS)
    shipped = b"".join(file.read_bytes() for file in sorted(SHIPPED.glob("*.py")))
    said = secret.encode() + content + planted.encode() + shipped
    return hashlib.sha256(said).hexdigest()[:16]


def _create(server: psycopg.Connection, name: str, template: str) -> None:
    _drop(server, name)
    server.execute(
        sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy OWNER {}").format(
            sql.Identifier(name), sql.Identifier(template), sql.Identifier(provision.OWNER)
        )
    )


def _drop(server: psycopg.Connection, name: str) -> None:
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
