"""Trainings come from files: what was sent, line by line, and by what name a file calls a training."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

TABLES = ("training_reference", "training_import", "training_import_line")
JSONB = postgresql.JSONB(astext_type=sa.Text())

WALLS = (
    "ALTER TABLE training_reference ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE training_reference FORCE ROW LEVEL SECURITY",
    "CREATE POLICY federation ON training_reference FOR ALL TO portal_app USING (organisation_id = portal_organisation()) WITH CHECK (organisation_id = portal_organisation() AND portal_organisation_kind() = 'federation')",
    "ALTER TABLE training_import ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE training_import FORCE ROW LEVEL SECURITY",
    "CREATE POLICY federation ON training_import FOR ALL TO portal_app USING (organisation_id = portal_organisation()) WITH CHECK (organisation_id = portal_organisation() AND portal_organisation_kind() = 'federation')",
    "CREATE POLICY keeper ON training_import FOR SELECT TO portal_keeper USING (true)",
    "CREATE POLICY forgotten ON training_import FOR DELETE TO portal_keeper USING (true)",
    "ALTER TABLE training_import_line ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE training_import_line FORCE ROW LEVEL SECURITY",
    "CREATE POLICY federation ON training_import_line FOR ALL TO portal_app USING (organisation_id = portal_organisation()) WITH CHECK (organisation_id = portal_organisation() AND portal_organisation_kind() = 'federation')",
)

# What was sent is kept as long as an import may be undone; its lines go with it.
DOOR = """
CREATE FUNCTION door_forget_training_imports(before timestamptz) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE forgotten bigint;
BEGIN
  DELETE FROM training_import WHERE created_at < before;
  GET DIAGNOSTICS forgotten = ROW_COUNT;
  RETURN forgotten;
END $$;
"""
SIGNATURE = "door_forget_training_imports(timestamptz)"


def upgrade() -> None:
    op.create_table(
        "training_reference",
        sa.Column("training_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=200), nullable=False),
        sa.Column("said", JSONB, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "training_id"],
            ["training.organisation_id", "training.id"],
            name=op.f("fk_training_reference_organisation_id_training_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("training_id", name=op.f("pk_training_reference")),
    )
    op.create_index(
        "uq_training_reference_organisation_id_reference",
        "training_reference",
        ["organisation_id", "reference"],
        unique=True,
        postgresql_where=sa.text("reference <> ''"),
    )
    op.create_table(
        "training_import",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("columns", JSONB, nullable=False),
        sa.Column("mapping", JSONB, nullable=False),
        sa.Column("person_name", sa.String(length=120), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('columns', 'preview', 'running', 'done', 'undone')",
            name=op.f("ck_training_import_state"),
        ),
        sa.CheckConstraint("kind IN ('table', 'lheo')", name=op.f("ck_training_import_kind")),
        sa.CheckConstraint(
            "jsonb_array_length(columns) = jsonb_array_length(mapping)",
            name=op.f("ck_training_import_mapped"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_training_import_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_import")),
        sa.UniqueConstraint(
            "organisation_id", "id", name=op.f("uq_training_import_organisation_id_id")
        ),
    )
    op.create_index(
        "ix_training_import_organisation_id", "training_import", ["organisation_id", "created_at"]
    )
    op.create_index("ix_training_import_created_at", "training_import", ["created_at"])
    op.create_table(
        "training_import_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("cells", JSONB, nullable=False),
        sa.Column("reference", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("said", JSONB, nullable=False),
        sa.Column("errors", JSONB, nullable=False),
        sa.Column("changes", JSONB, nullable=False),
        sa.Column("verdict", sa.String(length=10), nullable=True),
        sa.Column("is_taken", sa.Boolean(), nullable=False),
        sa.Column("training_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=True),
        sa.Column("before", JSONB, nullable=False),
        sa.Column("remarks", JSONB, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "import_id"],
            ["training_import.organisation_id", "training_import.id"],
            name=op.f("fk_training_import_line_organisation_id_import_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "training_id"],
            ["training.organisation_id", "training.id"],
            name=op.f("fk_training_import_line_organisation_id_training_id"),
            ondelete="SET NULL (training_id)",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_import_line")),
        sa.UniqueConstraint(
            "organisation_id",
            "import_id",
            "number",
            name=op.f("uq_training_import_line_organisation_id_import_id_number"),
        ),
    )
    op.create_index("ix_training_import_line_training_id", "training_import_line", ["training_id"])
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {', '.join(TABLES)} TO portal_app")
    op.execute("GRANT SELECT (created_at), DELETE ON training_import TO portal_keeper")
    for wall in WALLS:
        op.execute(wall)
    op.execute(DOOR)
    op.execute("GRANT USAGE, CREATE ON SCHEMA public TO portal_keeper")
    op.execute(f"ALTER FUNCTION {SIGNATURE} OWNER TO portal_keeper")
    op.execute("REVOKE CREATE ON SCHEMA public FROM portal_keeper")
    op.execute(f"REVOKE ALL ON FUNCTION {SIGNATURE} FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION {SIGNATURE} TO portal_app")


def downgrade() -> None:
    op.execute(f"DROP FUNCTION {SIGNATURE}")
    for table in reversed(TABLES):
        op.drop_table(table)
