"""Roles, migrations and the way from an administrator's URL to the application's.

`portal_owner` owns the tables (no login), `portal_app` is what the portal runs as (walls apply),
`portal_keeper` owns the `door_*` functions (no login). The administrator may create roles.
"""

import hashlib
import hmac
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from psycopg import sql
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

MIGRATIONS = Path(__file__).resolve().parents[1] / "migrations"
OWNER, APP, KEEPER = "portal_owner", "portal_app", "portal_keeper"


def app_url(admin_url: str, secret: str) -> str:
    """The application role's URL on the same server, its password derived from the secret."""
    return (
        make_url(admin_url)
        .set(drivername="postgresql+psycopg", username=APP, password=_password(secret))
        .render_as_string(hide_password=False)
    )


def _password(secret: str) -> str:
    return hmac.new(secret.encode(), b"portal_app", hashlib.sha256).hexdigest()


def driver_url(url: str) -> str:
    """The same URL with the driver we ship."""
    return make_url(url).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)


def plain_url(url: str) -> str:
    """The same URL as libpq and its tools write it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def create_database(admin_url: str, name: str) -> str:
    """Make a database on the server if it is absent; its URL for the administrator."""
    with psycopg.connect(plain_url(admin_url), autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if found.fetchone() is None:
            connection.execute(
                sql.SQL("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0").format(
                    sql.Identifier(name)
                )
            )
    return make_url(driver_url(admin_url)).set(database=name).render_as_string(hide_password=False)


def drop_database(admin_url: str, name: str) -> None:
    """Drop a database and whoever is connected to it."""
    with psycopg.connect(plain_url(admin_url), autocommit=True) as connection:
        connection.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        )


def upgrade(admin_url: str, secret: str) -> None:
    """Create the roles if needed and bring the schema to the newest migration. Repeatable."""
    ensure_roles(admin_url, secret)
    engine = create_engine(driver_url(admin_url))
    try:
        with engine.begin() as bound:
            configuration = alembic_config()
            configuration.attributes["connection"] = bound
            command.upgrade(configuration, "head")
    finally:
        engine.dispose()


def ensure_roles(admin_url: str, secret: str) -> None:
    """Create the roles that are missing and give this database to its owner."""
    with psycopg.connect(plain_url(admin_url), autocommit=True) as connection:
        _patiently(lambda: _ensure_roles(connection, _password(secret)))


def _patiently(change: Callable[[], None]) -> None:
    """Roles belong to the whole server: somebody may be changing them for another database."""
    for pause in (0.1, 0.3, 1.0, 3.0):
        try:
            return change()
        except (psycopg.errors.InternalError_, psycopg.errors.DuplicateObject):
            time.sleep(pause)
    return change()


def _ensure_roles(connection: psycopg.Connection, password: str) -> None:
    # One provisioner at a time: `CREATE ROLE` has no IF NOT EXISTS and roles are cluster-wide.
    connection.execute("SELECT pg_advisory_lock(4701)")
    for role, attributes in ((OWNER, "NOLOGIN"), (KEEPER, "NOLOGIN"), (APP, "LOGIN")):
        known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
        if known is None:
            connection.execute(
                sql.SQL("CREATE ROLE {} " + attributes + " NOSUPERUSER NOBYPASSRLS").format(
                    sql.Identifier(role)
                )
            )
    connection.execute(
        sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(APP), sql.Literal(password))
    )
    connection.execute(
        sql.SQL("GRANT {}, {} TO CURRENT_USER").format(
            sql.Identifier(OWNER), sql.Identifier(KEEPER)
        )
    )
    connection.execute(
        sql.SQL("GRANT {} TO {}").format(sql.Identifier(KEEPER), sql.Identifier(OWNER))
    )
    name = connection.info.dbname
    connection.execute(
        sql.SQL("ALTER DATABASE {} OWNER TO {}").format(sql.Identifier(name), sql.Identifier(OWNER))
    )
    connection.execute("SELECT pg_advisory_unlock(4701)")


def alembic_config() -> Config:
    configuration = Config()
    configuration.set_main_option("script_location", str(MIGRATIONS))
    return configuration


def pending(app_database_url: str) -> bool:
    """Whether the schema is behind the code."""
    head = ScriptDirectory.from_config(alembic_config()).get_current_head()
    engine = create_engine(driver_url(app_database_url))
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision() != head
    finally:
        engine.dispose()
