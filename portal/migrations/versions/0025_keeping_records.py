"""Records that end by inactivity, frameworks in other languages, lines read aloud."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

# Who has not come for so long that they must be told, or that their record ends. Ids only.
IDLE = """
CREATE FUNCTION door_idle_people(seen_before date, warned_before timestamptz)
  RETURNS TABLE (person_id uuid, what text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT p.id, CASE WHEN p.record_warned_at IS NULL THEN 'warn' ELSE 'erase' END
    FROM person p
    WHERE p.last_seen_on <= seen_before AND p.closed_at IS NULL
      AND (p.record_warned_at IS NULL OR p.record_warned_at <= warned_before)
    ORDER BY p.last_seen_on, p.id LIMIT 1000
$$;
GRANT CREATE ON SCHEMA public TO portal_keeper;
ALTER FUNCTION door_idle_people(date, timestamptz) OWNER TO portal_keeper;
REVOKE CREATE ON SCHEMA public FROM portal_keeper;
REVOKE ALL ON FUNCTION door_idle_people(date, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION door_idle_people(date, timestamptz) TO portal_app;
"""

SEEN = "EXISTS (SELECT 1 FROM framework f WHERE f.id = framework_id)"
WRITTEN = (
    "EXISTS (SELECT 1 FROM framework f WHERE f.id = framework_id"
    " AND (f.person_id = portal_person() OR f.organisation_id = portal_organisation()"
    " OR (f.person_id IS NULL AND f.organisation_id IS NULL"
    " AND portal_organisation_kind() = 'operator')))"
)
WALLS = (
    (
        "CREATE POLICY framework ON content_translation FOR SELECT TO portal_app"
        " USING (subject_kind = 'framework_action'"
        " AND EXISTS (SELECT 1 FROM framework_action a WHERE a.id = subject_id))"
    ),
    "ALTER TABLE framework_recording ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE framework_recording FORCE ROW LEVEL SECURITY",
    f"CREATE POLICY seen ON framework_recording FOR SELECT TO portal_app USING ({SEEN})",
    (
        "CREATE POLICY written ON framework_recording FOR ALL TO portal_app"
        f" USING ({WRITTEN}) WITH CHECK ({WRITTEN})"
    ),
)


def upgrade() -> None:
    # Somebody whose last visit is not known came today, as far as we know.
    op.add_column(
        "person",
        sa.Column("last_seen_on", sa.Date(), nullable=False, server_default=sa.text("now()")),
    )
    op.alter_column("person", "last_seen_on", server_default=None)
    op.add_column("person", sa.Column("record_warned_at", sa.DateTime(timezone=True)))
    for name, length in (("completed", 400), ("completed_source", 300)):
        column = sa.Column(name, sa.String(length=length), nullable=False, server_default="")
        op.add_column("framework_action", column)
        op.alter_column("framework_action", name, server_default=None)
    op.create_table(
        "framework_recording",
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("framework_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("read_by", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"],
            ["framework_action.id"],
            name=op.f("fk_framework_recording_action_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["framework_id"],
            ["framework.id"],
            name=op.f("fk_framework_recording_framework_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_framework_recording_file_id")
        ),
        sa.PrimaryKeyConstraint("action_id", "language", name=op.f("pk_framework_recording")),
    )
    op.create_index("ix_framework_recording_file_id", "framework_recording", ["file_id"])
    cursor = op.get_bind().connection.cursor()
    cursor.execute(IDLE)
    cursor.close()
    op.execute("GRANT SELECT (last_seen_on, record_warned_at) ON person TO portal_keeper")
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON framework_recording TO portal_app")
    for statement in WALLS:
        op.execute(sa.text(statement))


def downgrade() -> None:
    raise NotImplementedError("one way: restore the backup made before the upgrade")
