"""Files no answer names are found and forgotten, whoever gave them."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0001"
branch_labels = None
depends_on = None

WALLS = (
    "CREATE POLICY keeper ON application_part FOR SELECT TO portal_keeper USING (true)",
    "CREATE POLICY keeper ON application_message FOR SELECT TO portal_keeper USING (true)",
    "GRANT SELECT (file_id) ON application_part, application_message TO portal_keeper",
    "GRANT SELECT (purpose) ON stored_file TO portal_keeper",
)

# Files that arrived whole and that nothing names: no part of an answer, no message. The recording
# of an offer is named elsewhere. Asked about `one`, it says whether that is still so.
DOOR = """
CREATE FUNCTION door_unattached_files(before timestamptz, one uuid)
  RETURNS TABLE (file_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT f.id FROM stored_file f
    WHERE (one IS NULL OR f.id = one)
      AND f.purpose <> 'offer_recording' AND f.state <> 'receiving'
      AND greatest(f.created_at, f.received_at) < before
      AND NOT EXISTS (SELECT 1 FROM application_part p WHERE p.file_id = f.id)
      AND NOT EXISTS (SELECT 1 FROM application_message m WHERE m.file_id = f.id)
    ORDER BY f.id LIMIT 1000
$$
"""
OWNED = (
    "GRANT USAGE, CREATE ON SCHEMA public TO portal_keeper",
    "ALTER FUNCTION door_unattached_files OWNER TO portal_keeper",
    "REVOKE ALL ON FUNCTION door_unattached_files FROM PUBLIC",
    "GRANT EXECUTE ON FUNCTION door_unattached_files TO portal_app",
    "REVOKE CREATE ON SCHEMA public FROM portal_keeper",
)


def upgrade() -> None:
    op.create_index(
        "ix_application_part_file_id",
        "application_part",
        ["file_id"],
        unique=False,
        postgresql_where=sa.text("file_id IS NOT NULL"),
    )
    for statement in (*WALLS, DOOR, *OWNED):
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP FUNCTION door_unattached_files")
    op.execute("REVOKE SELECT (purpose) ON stored_file FROM portal_keeper")
    op.execute(
        "REVOKE SELECT (file_id) ON application_part, application_message FROM portal_keeper"
    )
    op.execute("DROP POLICY keeper ON application_message")
    op.execute("DROP POLICY keeper ON application_part")
    op.drop_index("ix_application_part_file_id", "application_part")
