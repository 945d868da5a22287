"""Sweep only what was sent with an answer to an offer, whatever purposes come later."""

from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

# What belongs to a record, an interview or a framework is named by tables this door cannot read: it
# goes with them. A purpose that is added later is not swept before somebody says so here.
DOOR = """
CREATE OR REPLACE FUNCTION door_unattached_files(before timestamptz, one uuid)
  RETURNS TABLE (file_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT f.id FROM stored_file f
    WHERE (one IS NULL OR f.id = one)
      AND f.purpose {purposes} AND f.state <> 'receiving'
      AND greatest(f.created_at, f.received_at) < before
      AND NOT EXISTS (SELECT 1 FROM application_part p WHERE p.file_id = f.id)
      AND NOT EXISTS (SELECT 1 FROM application_message m WHERE m.file_id = f.id)
    ORDER BY f.id LIMIT 1000
$$
"""


def upgrade() -> None:
    op.execute(DOOR.format(purposes="IN ('voice', 'cv', 'letter', 'answer', 'message')"))


def downgrade() -> None:
    op.execute(DOOR.format(purposes="<> 'offer_recording'"))
