"""Alembic's entry: runs on the connection it is handed, as the owner of the tables."""

import importlib

from alembic import context
from sqlalchemy import text

from portal.kernel.db import Base

NAMES = (
    "kernel",
    "people",
    "organisations",
    "files",
    "languages",
    "events",
    "skills",
    "trainings",
    "jobs",
)
for name in NAMES:
    importlib.import_module(f"portal.{name}.models")

connection = context.config.attributes["connection"]
connection.execute(text("SET ROLE portal_owner"))
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    compare_type=True,
    include_name=lambda name, kind, parents: (
        kind != "table" or not str(name).startswith("procrastinate_")
    ),
)
with context.begin_transaction():
    context.run_migrations()
connection.execute(text("RESET ROLE"))
