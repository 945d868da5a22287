"""Messages are claimed while they leave, and may expire; the sweep sees those that failed too."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# Messages that did not leave yet, for the sweep that looks whether a job still will send them.
STUCK = """
CREATE OR REPLACE FUNCTION door_stuck_messages(before timestamptz) RETURNS TABLE (message_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT id FROM outgoing_message
    WHERE state IN ('queued', 'failed') AND created_at < before ORDER BY created_at
$$
"""


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.add_column("outgoing_message", sa.Column("expires_at", moment, nullable=True))
    op.add_column("outgoing_message", sa.Column("claimed_by", sa.BigInteger(), nullable=True))
    op.add_column("outgoing_message", sa.Column("claimed_until", moment, nullable=True))
    op.create_index(
        "ix_outgoing_message_waiting",
        "outgoing_message",
        ["created_at"],
        unique=False,
        postgresql_where=sa.text("state IN ('queued', 'failed')"),
    )
    op.execute(STUCK)


def downgrade() -> None:
    raise NotImplementedError("restore the backup made before the upgrade instead")
