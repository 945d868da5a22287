"""Finding: trainings by the day a session starts."""

from alembic import op

revision = "0044"
down_revision = "0042"
branch_labels = None
depends_on = None

# That registrations are over comes by itself, with the day: it is no label of the index, and is
# asked of each training the labels find. A function, not a join: nothing to plan (decision 0032).
STARTS = """
CREATE FUNCTION published_training_passes(wanted uuid, first date, last date, today date)
  RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN EXISTS (
    SELECT 1 FROM training_session s WHERE s.training_id = wanted AND s.state = 'open'
      AND s.register_until >= today AND s.starts_on BETWEEN first AND last
  );
END $$;
CREATE FUNCTION published_training_sifted(
    asked tsquery, most int, first date, last date, today date)
  RETURNS TABLE (training_id uuid, published_at timestamptz)
  LANGUAGE plpgsql STABLE
  SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off AS $$
BEGIN
  RETURN QUERY SELECT p.training_id, p.published_at FROM published_training p
    WHERE p.state = 'published' AND p.search @@ asked
      AND published_training_passes(p.training_id, first, last, today) LIMIT most;
END $$;
"""
# What is online is found without being published anew.
LABELS = (
    "ALTER TABLE published_training NO FORCE ROW LEVEL SECURITY",
    "ALTER TABLE training_session NO FORCE ROW LEVEL SECURITY",
    """
    UPDATE published_training p SET
        card = card || jsonb_build_object('period', document -> 'period'),
        search = search || coalesce((
          SELECT array_to_tsvector(array_agg(DISTINCT 'start:' || to_char(s.starts_on, 'YYYYMMDD')))
          FROM training_session s
          WHERE s.training_id = p.training_id AND s.state IN ('open', 'closed')
            AND s.starts_on >= current_date
        ), '')
      WHERE p.state = 'published'
    """,
    "ALTER TABLE training_session FORCE ROW LEVEL SECURITY",
    "ALTER TABLE published_training FORCE ROW LEVEL SECURITY",
)


def upgrade() -> None:
    op.execute(STARTS)
    for statement in LABELS:
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP FUNCTION published_training_sifted(tsquery, int, date, date, date)")
    op.execute("DROP FUNCTION published_training_passes(uuid, date, date, date)")
