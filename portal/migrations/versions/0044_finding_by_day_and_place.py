"""Finding: trainings by the day a session starts, and by the distance from a commune."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

# A city as one may type it (« ST. Denis », « Lyon 3ème », « LILLE CEDEX »), and with its department
# as the index knows it: at most 34 letters, so that a label holds it.
PLACES = r"""
CREATE FUNCTION place_fold(said text) RETURNS varchar(60)
  LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN left(trim(BOTH '-' FROM regexp_replace(
    regexp_replace(
      regexp_replace(
        lower(translate(
          replace(replace(normalize(coalesce(said, ''), NFC), 'œ', 'oe'), 'Œ', 'OE'),
          'ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝàáâãäåçèéêëìíîïñòóôõöùúûüýÿ',
          'AAAAAACEEEEIIIINOOOOOUUUUYaaaaaaceeeeiiiinooooouuuuyy'
        )),
        '\m(cedex|arrondissement|[0-9]+(er|e|eme)?)\M', ' ', 'g'
      ),
      '[^a-z]+', '-', 'g'
    ),
    '(^|-)st(e?)(?=-)', '\1saint\2', 'g'
  )), 60);
CREATE FUNCTION place_spot(city text, department text) RETURNS varchar(40)
  LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN CASE
    WHEN place_fold(city) = '' OR coalesce(department, '') = '' THEN ''
    ELSE department || '-' || left(place_fold(city), 30) END;
"""
WALLS = (
    "ALTER TABLE commune ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE commune FORCE ROW LEVEL SECURITY",
    "CREATE POLICY everybody ON commune FOR SELECT TO portal_app USING (true)",
    "CREATE POLICY operator ON commune FOR ALL TO portal_app USING (portal_organisation_kind() = 'operator') WITH CHECK (portal_organisation_kind() = 'operator')",
)
SPOTS = """
ALTER TABLE training_session ADD COLUMN spot varchar(40) NOT NULL
  GENERATED ALWAYS AS (place_spot(city, department)) STORED;
ALTER TABLE published_training ADD COLUMN spot varchar(40) NOT NULL
  GENERATED ALWAYS AS (place_spot(card ->> 'city', department)) STORED;
CREATE INDEX ix_training_session_spot ON training_session (spot)
  WHERE state IN ('open', 'closed');
CREATE INDEX ix_published_training_spot ON published_training (spot) WHERE state = 'published';
"""
# That registrations are over comes by itself, with the day: it is no label of the index, and is
# asked of each training the labels find; that it is there, then, too. A function, not a join:
# nothing to plan (decision 0032).
SIEVE = """
CREATE FUNCTION published_training_passes(
    wanted uuid, first date, last date, today date, spots text[])
  RETURNS boolean LANGUAGE plpgsql STABLE
  SET plan_cache_mode = force_generic_plan SET enable_indexscan = on AS $$
BEGIN
  RETURN EXISTS (
    SELECT 1 FROM training_session s WHERE s.training_id = wanted AND s.state = 'open'
      AND s.register_until >= today AND s.starts_on BETWEEN first AND last
      AND (spots IS NULL OR s.online OR s.spot = ANY (spots) OR s.passport ->> 'remote' = 'yes'
        OR EXISTS (SELECT 1 FROM published_training p WHERE p.training_id = wanted AND (
          s.city = '' AND p.spot = ANY (spots) OR p.document #>> '{passport,remote}' = 'yes')))
  );
END $$;
CREATE FUNCTION published_training_sifted(
    asked tsquery, most int, first date, last date, today date, spots text[])
  RETURNS TABLE (training_id uuid, published_at timestamptz)
  LANGUAGE plpgsql STABLE
  SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off AS $$
BEGIN
  RETURN QUERY SELECT p.training_id, p.published_at FROM published_training p
    WHERE p.state = 'published' AND p.search @@ asked
      AND published_training_passes(p.training_id, first, last, today, spots) LIMIT most;
END $$;
"""
# What is online is found without being published anew (see portal.trainings.publication).
LABELS = (
    "ALTER TABLE published_training NO FORCE ROW LEVEL SECURITY",
    "ALTER TABLE training_session NO FORCE ROW LEVEL SECURITY",
    """
    UPDATE published_training SET card = card || jsonb_build_object('period', document -> 'period')
      WHERE state = 'published'
    """,
    """
    WITH said AS (
      SELECT training_id, 'start:' || to_char(starts_on, 'YYYYMMDD') AS label
        FROM training_session WHERE state IN ('open', 'closed') AND starts_on >= current_date
      UNION SELECT training_id, 'spot:' || spot
        FROM training_session WHERE state IN ('open', 'closed') AND spot <> ''
      UNION SELECT training_id, 'spot:remote'
        FROM training_session WHERE state IN ('open', 'closed')
          AND (online OR passport ->> 'remote' = 'yes')
      UNION SELECT training_id, 'spot:' || spot FROM published_training WHERE spot <> ''
      UNION SELECT training_id, 'spot:remote'
        FROM published_training WHERE document #>> '{passport,remote}' = 'yes'
    )
    UPDATE published_training p SET search = search || coalesce(
        (SELECT array_to_tsvector(array_agg(s.label)) FROM said s
          WHERE s.training_id = p.training_id), '')
      WHERE p.state = 'published'
    """,
    """
    UPDATE published_training SET search = search || array_to_tsvector('{spot:unknown}')
      WHERE state = 'published' AND NOT search @@ '''spot:'':*'
    """,
    "ALTER TABLE training_session FORCE ROW LEVEL SECURITY",
    "ALTER TABLE published_training FORCE ROW LEVEL SECURITY",
)


def upgrade() -> None:
    op.execute(PLACES)
    op.create_table(
        "commune",
        sa.Column("code", sa.String(length=5), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("department", sa.String(length=3), nullable=False),
        sa.Column("postcodes", postgresql.ARRAY(sa.String(length=5)), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column(
            "folded",
            sa.String(length=60),
            sa.Computed("place_fold(name)", persisted=True),
            nullable=False,
        ),
        sa.Column(
            "spot",
            sa.String(length=40),
            sa.Computed("place_spot(name, department)", persisted=True),
            nullable=False,
        ),
        sa.CheckConstraint(
            "(latitude IS NULL) = (longitude IS NULL)", name=op.f("ck_commune_place")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_commune")),
        sa.UniqueConstraint("spot", name=op.f("uq_commune_spot")),
    )
    op.create_index(
        "ix_commune_folded",
        "commune",
        ["folded"],
        postgresql_ops={"folded": "varchar_pattern_ops"},
    )
    op.create_index("ix_commune_postcodes", "commune", ["postcodes"], postgresql_using="gin")
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON commune TO portal_app")
    for statement in (*WALLS, SPOTS, SIEVE, *LABELS):
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP FUNCTION published_training_sifted(tsquery, int, date, date, date, text[])")
    op.execute("DROP FUNCTION published_training_passes(uuid, date, date, date, text[])")
    op.drop_column("published_training", "spot")
    op.drop_column("training_session", "spot")
    op.drop_table("commune")
    op.execute("DROP FUNCTION place_spot(text, text)")
    op.execute("DROP FUNCTION place_fold(text)")
