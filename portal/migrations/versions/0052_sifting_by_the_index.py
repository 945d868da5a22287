"""What is asked of each training a search finds is read in an index (decision 0035)."""

from alembic import op

revision = "0052"
down_revision = "0049"
branch_labels = None
depends_on = None

# What the document says, read without it; and whether one may follow a session from afar.
COLUMNS = """
ALTER TABLE published_training ADD COLUMN passport jsonb NOT NULL
  GENERATED ALWAYS AS (coalesce(document -> 'passport', '{}')) STORED;
ALTER TABLE training_session ADD COLUMN afar boolean NOT NULL
  GENERATED ALWAYS AS (online OR coalesce(passport ->> 'remote', '') = 'yes') STORED;
DROP INDEX ix_training_session_takes;
CREATE INDEX ix_training_session_takes ON training_session (training_id, starts_on)
  INCLUDE (register_until, organisation_id, state, spot, afar, city) WHERE state = 'open';
"""
# As in 0047. `spots` may be many: they are looked up, not read through for each one.
_OPEN = """
EXISTS (SELECT 1 FROM training_session s WHERE s.training_id = p.training_id AND s.state = 'open'
  AND s.register_until >= today AND s.starts_on BETWEEN first AND last {there} OFFSET 0)
"""
_IS_NEAR = """(p.remote OR s.afar OR s.spot IN (SELECT unnest(spots))
    OR s.city = '' AND p.spot IN (SELECT unnest(spots)))"""
_THEN = _OPEN.format(there="")
_THERE = _OPEN.format(there=f"AND {_IS_NEAR}")
_SO = _OPEN.format(
    there=f"""
  AND (spots IS NULL OR {_IS_NEAR})
  AND CASE WHEN s.passport = '{{}}' AND s.there = '{{}}' THEN p.passport
    ELSE p.passport || coalesce(s.there -> 'passport', '{{}}') || s.passport END @> answers"""
)
_PASSES = f"""CASE WHEN answers IS NOT NULL THEN {_SO}
  WHEN spots IS NULL THEN {_THEN} ELSE {_THERE} END"""
_FOUND = "(p.state = 'published') IS NOT FALSE AND p.search @@ ANY (asked)"
_ALONE = "LANGUAGE plpgsql STABLE SET enable_seqscan = off SET plan_cache_mode = force_generic_plan"
_KEYS = "RETURNS TABLE (training_id uuid, published_at timestamptz)"
_SIEVE = "first date, last date, today date, spots text[], answers jsonb"
FUNCTIONS = f"""
CREATE OR REPLACE FUNCTION published_training_passes(wanted uuid, {_SIEVE})
  RETURNS boolean LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM published_training p WHERE p.training_id = wanted AND {_PASSES});
END $$;
CREATE OR REPLACE FUNCTION published_training_sifted(asked tsquery[], most int, {_SIEVE})
  {_KEYS} {_ALONE} AS $$
BEGIN
  IF answers IS NOT NULL THEN
    RETURN QUERY SELECT p.training_id, p.published_at FROM published_training p
      WHERE {_FOUND} AND {_SO} LIMIT most;
  ELSIF spots IS NULL THEN
    RETURN QUERY SELECT p.training_id, p.published_at FROM published_training p
      WHERE {_FOUND} AND {_THEN} LIMIT most;
  ELSE
    RETURN QUERY SELECT p.training_id, p.published_at FROM published_training p
      WHERE {_FOUND} AND {_THERE} LIMIT most;
  END IF;
END $$;
CREATE OR REPLACE FUNCTION published_training_places(asked tsquery[], {_SIEVE})
  RETURNS TABLE (region varchar, department varchar, how_many bigint)
  {_ALONE} SET enable_sort = off AS $$
BEGIN
  RETURN QUERY SELECT p.region, p.department, count(*) FROM published_training p
    WHERE {_FOUND} AND (first IS NULL OR {_PASSES}) GROUP BY p.region, p.department;
END $$;
"""


def upgrade() -> None:
    for statement in (COLUMNS, FUNCTIONS):
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("one way: restore the backup made before the upgrade")
