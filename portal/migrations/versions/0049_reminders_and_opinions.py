"""Reminders before an interview; opinions that are shown five at a time."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

DUE = """
CREATE FUNCTION door_due_meetings(at timestamptz, until timestamptz)
  RETURNS TABLE (organisation_id uuid, session_id uuid, registration_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT i.organisation_id, i.session_id, i.registration_id
      FROM selection_invitation i
        JOIN selection_slot l ON l.id = i.slot_id
        JOIN training_session s ON s.id = i.session_id
      WHERE i.reminded_at IS NULL AND l.starts_at > at AND l.starts_at <= until
        AND s.state <> 'cancelled'
      ORDER BY l.starts_at LIMIT 1000
$$;
"""
# One opinion more, between two looks at the page, would say what one person thinks: they are shown
# five at a time. A row knows in which five it was given, and nothing nearer.
BATCHES = """
CREATE FUNCTION evaluation_batch() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(NEW.session_id::text, 49));
  SELECT e.batch + (count(*) >= 5)::int INTO NEW.batch FROM evaluation e
    WHERE e.session_id = NEW.session_id GROUP BY e.batch ORDER BY e.batch DESC LIMIT 1;
  NEW.batch := coalesce(NEW.batch, 0);
  RETURN NEW;
END $$;
CREATE TRIGGER evaluation_batch BEFORE INSERT ON evaluation
  FOR EACH ROW EXECUTE FUNCTION evaluation_batch();
CREATE FUNCTION evaluation_voice_batch() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  SELECT coalesce(max(e.batch), 0) INTO NEW.batch FROM evaluation e
    WHERE e.session_id = NEW.session_id;
  RETURN NEW;
END $$;
CREATE TRIGGER evaluation_voice_batch BEFORE INSERT ON evaluation_voice
  FOR EACH ROW EXECUTE FUNCTION evaluation_voice_batch();
"""
SHOWN = """
CREATE OR REPLACE FUNCTION door_evaluations(wanted uuid)
  RETURNS TABLE (kind text, question text, said text, many int, file_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH enough AS (
      SELECT e.session_id, e.batch FROM evaluation e
        JOIN training_session s ON s.id = e.session_id
        WHERE s.id = wanted AND s.organisation_id = portal_organisation()
        GROUP BY e.session_id, e.batch HAVING count(*) >= 5
    ), shown AS (
      SELECT e.id, e.answers, e.words FROM evaluation e JOIN enough n USING (session_id, batch)
    )
    (SELECT 'all', '', '', count(*)::int, NULL::uuid FROM shown HAVING count(*) > 0)
    UNION ALL
    (SELECT 'answer', a.key, a.value #>> '{}', count(*)::int, NULL
      FROM shown e, jsonb_each(e.answers) a GROUP BY a.key, a.value #>> '{}')
    UNION ALL
    (SELECT 'words', '', e.words, 1, NULL FROM shown e
      WHERE e.words <> '' ORDER BY md5(e.id::text))
    UNION ALL
    (SELECT 'voice', '', '', 1, v.file_id
      FROM evaluation_voice v JOIN enough n USING (session_id, batch) ORDER BY md5(v.id::text))
$$;
"""
_KEPT = (
    "GRANT SELECT (id, starts_at) ON selection_slot TO portal_keeper",
    "GRANT SELECT (organisation_id, reminded_at) ON selection_invitation TO portal_keeper",
    "GRANT SELECT (batch) ON evaluation TO portal_keeper",
    "GRANT SELECT (batch) ON evaluation_voice TO portal_keeper",
)
_TRIGGERED = ("evaluation_batch()", "evaluation_voice_batch()")
_CALLED = "door_due_meetings(timestamptz, timestamptz)"
OWNED = (
    "GRANT CREATE ON SCHEMA public TO portal_keeper",
    *(f"ALTER FUNCTION {name} OWNER TO portal_keeper" for name in (_CALLED, *_TRIGGERED)),
    "REVOKE CREATE ON SCHEMA public FROM portal_keeper",
    *(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC" for name in (_CALLED, *_TRIGGERED)),
    f"GRANT EXECUTE ON FUNCTION {_CALLED} TO portal_app",
)
WALLS = ("CREATE POLICY keeper ON selection_slot FOR SELECT TO portal_keeper USING (true)",)


def upgrade() -> None:
    op.add_column(
        "selection_invitation", sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.create_index(
        "ix_selection_invitation_to_remind",
        "selection_invitation",
        ["slot_id"],
        unique=False,
        postgresql_where=sa.text("slot_id IS NOT NULL AND reminded_at IS NULL"),
    )
    for table in ("evaluation", "evaluation_voice"):
        op.add_column(table, sa.Column("batch", sa.Integer(), server_default="0", nullable=False))
        op.alter_column(table, "batch", server_default=None)
    for statement in (DUE, BATCHES, SHOWN, *_KEPT, *OWNED, *WALLS):
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("one way: restore the backup made before the upgrade")
