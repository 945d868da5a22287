"""Alerts keep the days and the distance: the last day of a search, and when dates were announced."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

_BEFORE = (
    "door_due_alerts(timestamptz, timestamptz, timestamptz, timestamptz, timestamptz, timestamptz)"
)
_NAME = (
    "door_due_alerts(timestamptz, timestamptz, timestamptz, timestamptz, timestamptz, timestamptz,"
    " date)"
)
# As before, and: one whose days are all past ends with a last message, and is told nothing more;
# one that ends with its days before its own end is not asked whether to go on.
DUE = """
CREATE FUNCTION door_due_alerts(at timestamptz, warn_until timestamptz, day_start timestamptz,
                                week_start timestamptz, newest_offer timestamptz,
                                newest_training timestamptz, today date)
  RETURNS TABLE (token_digest text, what text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    (SELECT a.token_digest::text, 'end' FROM search_alert a WHERE a.expires_at <= at
      ORDER BY a.expires_at LIMIT 1000)
    UNION ALL
    (SELECT DISTINCT a.token_digest::text, 'dead'
      FROM outgoing_message m JOIN search_alert a ON a.id = m.about_id
      WHERE m.state = 'dead' AND m.error = 'refused' AND m.organisation_id IS NULL
        AND a.expires_at > at LIMIT 1000)
    UNION ALL
    (SELECT a.token_digest::text, 'past' FROM search_alert a
      WHERE a.last_day < today AND a.expires_at > at
      ORDER BY a.last_day LIMIT 1000)
    UNION ALL
    (SELECT a.token_digest::text, 'warn' FROM search_alert a
      WHERE a.expires_at > at AND a.expires_at <= warn_until AND a.warned_at IS NULL
        AND (a.last_day IS NULL OR a.last_day >= (a.expires_at AT TIME ZONE 'Europe/Paris')::date)
      ORDER BY a.expires_at LIMIT 1000)
    UNION ALL
    (SELECT a.token_digest::text, 'tell' FROM search_alert a
      WHERE a.expires_at > at AND (a.last_day IS NULL OR a.last_day >= today)
        AND a.told_until < CASE a.about WHEN 'offers' THEN newest_offer ELSE newest_training END
        AND a.told_until < CASE a.rhythm WHEN 'now' THEN at WHEN 'daily' THEN day_start
          ELSE week_start END
      ORDER BY a.told_until LIMIT 1000)
$$
"""
# Whether the place of a training is at most so far from a commune: as a search measures all places
# at once (`portal.trainings.queries.nearby`), of one. Never where nobody told us where one of them
# is.
WITHIN = """
CREATE FUNCTION commune_within(spot text, code text, kilometres int)
  RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT EXISTS (
      SELECT 1 FROM commune here, commune there
      WHERE here.code = commune_within.code AND there.spot = commune_within.spot
        AND 12742 * asin(least(1, sqrt(
            sin(radians(there.latitude - here.latitude) / 2) ^ 2
            + cos(radians(here.latitude)) * cos(radians(there.latitude))
              * sin(radians(there.longitude - here.longitude) / 2) ^ 2
          ))) <= kilometres
    )
$$
"""
OWNED = (
    "GRANT CREATE ON SCHEMA public TO portal_keeper",
    f"ALTER FUNCTION {_NAME} OWNER TO portal_keeper",
    "REVOKE CREATE ON SCHEMA public FROM portal_keeper",
    f"REVOKE ALL ON FUNCTION {_NAME} FROM PUBLIC",
    f"GRANT EXECUTE ON FUNCTION {_NAME} TO portal_app",
)
# Of the dates that are announced already nobody wrote down when they were: at the latest when they
# changed last.
ANNOUNCED = (
    "ALTER TABLE training_session NO FORCE ROW LEVEL SECURITY",
    "UPDATE training_session SET announced_at = updated_at WHERE state IN ('open', 'closed')",
    "ALTER TABLE training_session FORCE ROW LEVEL SECURITY",
)


def upgrade() -> None:
    op.add_column("search_alert", sa.Column("last_day", sa.Date(), nullable=True))
    op.create_index(
        "ix_search_alert_last_day",
        "search_alert",
        ["last_day"],
        postgresql_where=sa.text("last_day IS NOT NULL"),
    )
    op.execute("GRANT SELECT (last_day) ON search_alert TO portal_keeper")
    op.execute(f"DROP FUNCTION {_BEFORE}")
    for statement in (WITHIN, DUE, *OWNED):
        op.execute(statement)
    op.add_column(
        "training_session", sa.Column("announced_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.create_index(
        "ix_training_session_announced_at",
        "training_session",
        ["announced_at"],
        postgresql_where=sa.text("state = 'open'"),
    )
    for statement in ANNOUNCED:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("one way: restore the backup made before the upgrade")
