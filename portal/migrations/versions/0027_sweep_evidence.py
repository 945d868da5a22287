"""Sweep what was given for a record and never kept in it, as what was given to an offer."""

from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

ANSWERS = "'voice', 'cv', 'letter', 'answer', 'message'"
# A line of the grid shows it, an interview was prepared with it, a share lets it be heard.
OF_A_RECORD = """
      AND NOT EXISTS (SELECT 1 FROM evidence e WHERE e.file_id = f.id)
      AND NOT EXISTS (SELECT 1 FROM interview_preparation i WHERE i.file_id = f.id)
      AND NOT EXISTS (SELECT 1 FROM share_file s WHERE s.file_id = f.id)"""
# A purpose that is added later is not swept before somebody says here which tables name it.
DOOR = """
CREATE OR REPLACE FUNCTION door_unattached_files(before timestamptz, one uuid)
  RETURNS TABLE (file_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT f.id FROM stored_file f
    WHERE (one IS NULL OR f.id = one)
      AND f.purpose IN ({purposes}) AND f.state <> 'receiving'
      AND greatest(f.created_at, f.received_at) < before
      AND NOT EXISTS (SELECT 1 FROM application_part p WHERE p.file_id = f.id)
      AND NOT EXISTS (SELECT 1 FROM application_message m WHERE m.file_id = f.id){others}
    ORDER BY f.id LIMIT 1000
$$
"""
# Already read for another door: interview_preparation.
READ = ("evidence", "share_file")


def upgrade() -> None:
    for table in READ:
        op.execute(f"CREATE POLICY keeper ON {table} FOR SELECT TO portal_keeper USING (true)")
        op.execute(f"GRANT SELECT (file_id) ON {table} TO portal_keeper")
    op.execute(DOOR.format(purposes=f"{ANSWERS}, 'evidence'", others=OF_A_RECORD))


def downgrade() -> None:
    op.execute(DOOR.format(purposes=ANSWERS, others=""))
    for table in READ:
        op.execute(f"REVOKE SELECT (file_id) ON {table} FROM portal_keeper")
        op.execute(f"DROP POLICY keeper ON {table}")
