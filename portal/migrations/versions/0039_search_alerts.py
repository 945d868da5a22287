"""Alerts: a search somebody is told about, without an account. What a training works on,
and the department it is in, to find it by.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

WALLS = (
    "ALTER TABLE search_alert ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE search_alert FORCE ROW LEVEL SECURITY",
    "CREATE POLICY door_alert ON search_alert FOR ALL TO portal_app USING (token_digest = portal_door('alert')) WITH CHECK (token_digest = portal_door('alert'))",
    "CREATE POLICY keeper ON search_alert FOR SELECT TO portal_keeper USING (true)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON search_alert TO portal_app",
    "GRANT SELECT (id, token_digest, about, rhythm, told_until, expires_at, warned_at) ON search_alert TO portal_keeper",
    "GRANT SELECT (organisation_id, about_id, error) ON outgoing_message TO portal_keeper",
)
# Alerts the worker has something to do about. One whose message was refused for good has no
# address any more. Nothing is looked for while nothing was published since the alert spoke.
DUE = """
CREATE FUNCTION door_due_alerts(at timestamptz, warn_until timestamptz, day_start timestamptz,
                                week_start timestamptz, newest_offer timestamptz,
                                newest_training timestamptz)
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
    (SELECT a.token_digest::text, 'warn' FROM search_alert a
      WHERE a.expires_at > at AND a.expires_at <= warn_until AND a.warned_at IS NULL
      ORDER BY a.expires_at LIMIT 1000)
    UNION ALL
    (SELECT a.token_digest::text, 'tell' FROM search_alert a
      WHERE a.expires_at > at
        AND a.told_until < CASE a.about WHEN 'offers' THEN newest_offer ELSE newest_training END
        AND a.told_until < CASE a.rhythm WHEN 'now' THEN at WHEN 'daily' THEN day_start
          ELSE week_start END
      ORDER BY a.told_until LIMIT 1000)
$$
"""
_NAME = (
    "door_due_alerts(timestamptz, timestamptz, timestamptz, timestamptz, timestamptz, timestamptz)"
)
OWNED = (
    "GRANT CREATE ON SCHEMA public TO portal_keeper",
    f"ALTER FUNCTION {_NAME} OWNER TO portal_keeper",
    "REVOKE CREATE ON SCHEMA public FROM portal_keeper",
    f"REVOKE ALL ON FUNCTION {_NAME} FROM PUBLIC",
    f"GRANT EXECUTE ON FUNCTION {_NAME} TO portal_app",
)
# Headings of the guide's grid; of the sheets that are there nobody has said any.
TOPICS = (
    "ALTER TABLE training ADD COLUMN topics JSONB NOT NULL DEFAULT '[]'",
    "ALTER TABLE training ALTER COLUMN topics DROP DEFAULT",
)
# What is online is found by its department without being published anew.
PLACES = (
    "ALTER TABLE published_training ADD COLUMN department VARCHAR(3) NOT NULL DEFAULT ''",
    "ALTER TABLE published_training ALTER COLUMN department DROP DEFAULT",
    "ALTER TABLE published_training NO FORCE ROW LEVEL SECURITY",
    """
    UPDATE published_training SET department = card ->> 'department',
        search = search || CAST(quote_literal('department:' || (card ->> 'department')) AS tsvector)
      WHERE state = 'published' AND card ->> 'department' <> ''
    """,
    "ALTER TABLE published_training FORCE ROW LEVEL SECURITY",
    """
    CREATE INDEX ix_published_training_places ON published_training (region, department)
      WHERE state = 'published'
    """,
)


def upgrade() -> None:
    op.create_table(
        "search_alert",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("about", sa.String(length=10), nullable=False),
        sa.Column("words", sa.String(length=100), nullable=False),
        sa.Column("chosen", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("channel", sa.String(length=5), nullable=False),
        sa.Column("address", sa.String(length=320), nullable=False),
        sa.Column("locale", sa.String(length=20), nullable=False),
        sa.Column("rhythm", sa.String(length=6), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("warned_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("about IN ('offers', 'trainings')", name=op.f("ck_search_alert_about")),
        sa.CheckConstraint("channel IN ('mail', 'sms')", name=op.f("ck_search_alert_channel")),
        sa.CheckConstraint(
            "rhythm IN ('now', 'daily', 'weekly')", name=op.f("ck_search_alert_rhythm")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_alert")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_search_alert_token_digest")),
    )
    op.create_index("ix_search_alert_told_until", "search_alert", ["told_until"])
    op.create_index("ix_search_alert_expires_at", "search_alert", ["expires_at"])
    op.create_index(
        "ix_outgoing_message_refused",
        "outgoing_message",
        ["about_id"],
        postgresql_where=sa.text("state = 'dead' AND error = 'refused'"),
    )
    for statement in (*WALLS, DUE, *OWNED, *TOPICS, *PLACES):
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("one way: restore the backup made before the upgrade")
