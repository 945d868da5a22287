"""Migrations and models say the same (SE-09)."""

import importlib

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from portal.config import Settings
from portal.kernel import provision
from portal.kernel.db import Base
from tests.support.tree import contexts


def test_the_migrated_schema_is_the_models(admin_url: str) -> None:
    for name in ["kernel", *contexts()]:
        importlib.import_module(f"portal.{name}.models")
    engine = create_engine(admin_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_name": lambda name, kind, parents: (
                    kind != "table" or not str(name).startswith("procrastinate_")
                ),
            },
        )
        difference = compare_metadata(context, Base.metadata)
    engine.dispose()
    assert difference == []


def test_migrations_are_one_line() -> None:
    scripts = ScriptDirectory.from_config(provision.alembic_config())
    assert len(scripts.get_heads()) == 1
    assert len(scripts.get_bases()) == 1


def test_upgrading_twice_changes_nothing(admin_url: str, settings: Settings) -> None:
    provision.upgrade(admin_url, settings.secret)


def test_every_migration_says_what_it_is() -> None:
    for script in ScriptDirectory.from_config(provision.alembic_config()).walk_revisions():
        assert (script.doc or "").strip(), script.path
