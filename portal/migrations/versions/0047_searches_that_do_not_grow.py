"""Searches of trainings cost the same with many as with few (decision 0035)."""

from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

# Of all rows: the planner knows that a partial one holds the published ones, and so does every
# other partial index. What is gone has no words. New ones are not left in a list to read through.
INDEXES = """
DROP INDEX ix_published_training_search;
CREATE INDEX ix_published_training_search ON published_training USING gin (search)
  WITH (fastupdate = off);
DROP INDEX ix_training_session_open;
CREATE INDEX ix_training_session_open ON training_session (starts_on, id)
  WHERE state IN ('open', 'closed');
CREATE INDEX ix_training_session_takes ON training_session (training_id, starts_on)
  INCLUDE (register_until, organisation_id, state, spot, afar, city) WHERE state = 'open';
CREATE INDEX ix_commune_latitude ON commune (latitude) WHERE latitude IS NOT NULL;
"""
# What the document says, read without it; and whether one may follow a session from afar.
COLUMNS = """
ALTER TABLE published_training ADD COLUMN remote boolean NOT NULL
  GENERATED ALWAYS AS (coalesce(document #>> '{passport,remote}', '') = 'yes') STORED;
ALTER TABLE published_training ADD COLUMN passport jsonb NOT NULL
  GENERATED ALWAYS AS (coalesce(document -> 'passport', '{}')) STORED;
ALTER TABLE training_session ADD COLUMN afar boolean NOT NULL
  GENERATED ALWAYS AS (online OR coalesce(passport ->> 'remote', '') = 'yes') STORED;
"""
# One may still ask to come to what starts then, of a training `p`: the index alone tells. And it is
# there. OFFSET 0 keeps it a question asked of each one: nothing to join. `spots` may be many: they
# are looked up, not read through for each one.
_OPEN = """
EXISTS (SELECT 1 FROM training_session s WHERE s.training_id = p.training_id AND s.state = 'open'
  AND s.register_until >= today AND s.starts_on BETWEEN first AND last {there} OFFSET 0)
"""
_IS_NEAR = """(p.remote OR s.afar OR s.spot IN (SELECT unnest(spots))
    OR s.city = '' AND p.spot IN (SELECT unnest(spots)))"""
_THEN = _OPEN.format(there="")
_THERE = _OPEN.format(there=f"AND {_IS_NEAR}")
# Besides, what is asked of the passport is what the session says itself, else its place, else the
# training (`venues.answers`).
_SO = _OPEN.format(
    there=f"""
  AND (spots IS NULL OR {_IS_NEAR})
  AND CASE WHEN s.passport = '{{}}' AND s.there = '{{}}' THEN p.passport
    ELSE p.passport || coalesce(s.there -> 'passport', '{{}}') || s.passport END @> answers"""
)
_PASSES = f"""CASE WHEN answers IS NOT NULL THEN {_SO}
  WHEN spots IS NULL THEN {_THEN} ELSE {_THERE} END"""
# Said so, « published » is nothing a partial index knows: the words are all that is left to ask.
_FOUND = "(p.state = 'published') IS NOT FALSE AND p.search @@ ANY (asked)"
_ALONE = "LANGUAGE plpgsql STABLE SET enable_seqscan = off SET plan_cache_mode = force_generic_plan"
_KEYS = "RETURNS TABLE (training_id uuid, published_at timestamptz)"
_SIEVE = "first date, last date, today date, spots text[], answers jsonb"
# `around`: the communes in a square where a training is given, and how far each is as the crow flies
# (haversine, in kilometres); each of them is asked for by the indexes.
# What is asked has many alternatives: several questions of few are answered sooner
# (`search.alternatives`). The offers are asked the same way.
FUNCTIONS = f"""
DROP FUNCTION published_offer_matches(tsquery, int);
CREATE FUNCTION published_offer_matches(asked tsquery[], most int)
  RETURNS TABLE (offer_id uuid, published_at timestamptz)
  LANGUAGE plpgsql STABLE
  SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off AS $$
BEGIN
  RETURN QUERY SELECT p.offer_id, p.published_at FROM published_offer p
    WHERE p.state = 'published' AND p.search @@ ANY (asked) LIMIT most;
END $$;
DROP FUNCTION published_training_matches(tsquery, int);
CREATE FUNCTION published_training_matches(asked tsquery[], most int)
  {_KEYS} {_ALONE} AS $$
BEGIN
  RETURN QUERY SELECT p.training_id, p.published_at FROM published_training p
    WHERE {_FOUND} LIMIT most;
END $$;
DROP FUNCTION published_training_sifted(tsquery, int, date, date, date, text[]);
DROP FUNCTION published_training_passes(uuid, date, date, date, text[]);
CREATE FUNCTION published_training_passes(wanted uuid, {_SIEVE})
  RETURNS boolean LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM published_training p WHERE p.training_id = wanted AND {_PASSES});
END $$;
CREATE FUNCTION published_training_sifted(asked tsquery[], most int, {_SIEVE})
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
CREATE FUNCTION published_training_places(asked tsquery[], {_SIEVE})
  RETURNS TABLE (region varchar, department varchar, how_many bigint)
  {_ALONE} SET enable_sort = off AS $$
BEGIN
  RETURN QUERY SELECT p.region, p.department, count(*) FROM published_training p
    WHERE {_FOUND} AND (first IS NULL OR {_PASSES}) GROUP BY p.region, p.department;
END $$;
CREATE FUNCTION published_training_around(at_latitude float8, at_longitude float8, within float8,
    south float8, north float8, west float8, east float8)
  RETURNS TABLE (spot varchar, name varchar, kilometres float8) {_ALONE} AS $$
BEGIN
  RETURN QUERY SELECT near.spot, near.name, near.kilometres FROM (
      SELECT c.spot, c.name, 12742 * asin(least(1, sqrt(
          sin(radians(c.latitude - at_latitude) / 2) ^ 2
          + cos(radians(at_latitude)) * cos(radians(c.latitude))
            * sin(radians(c.longitude - at_longitude) / 2) ^ 2
        ))) AS kilometres
      FROM commune c
      WHERE c.latitude BETWEEN south AND north AND c.longitude BETWEEN west AND east OFFSET 0
    ) near
    WHERE near.kilometres <= within AND (
      EXISTS (SELECT 1 FROM published_training p
        WHERE p.state = 'published' AND p.spot = near.spot OFFSET 0)
      OR EXISTS (SELECT 1 FROM training_session s
        WHERE s.state IN ('open', 'closed') AND s.spot = near.spot OFFSET 0)
    );
END $$;
"""
# The last day that is announced, the days one may come on from afar, and what nobody can place: found without being published anew
# (see portal.trainings.publication). Where no commune was planted yet, the night does the second.
LABELS = (
    "ALTER TABLE published_training NO FORCE ROW LEVEL SECURITY",
    "ALTER TABLE training_session NO FORCE ROW LEVEL SECURITY",
    """
    UPDATE published_training p SET search = search || array_to_tsvector(ARRAY['last:' || coalesce(
        (SELECT substring(max(word) FROM 7) FROM unnest(tsvector_to_array(p.search)) word
          WHERE word LIKE 'start:%'), 'none')])
      WHERE state = 'published'
    """,
    """
    UPDATE published_training p SET search = search || array_to_tsvector(told.labels)
      FROM (SELECT s.training_id, array_agg(DISTINCT 'afar:' || to_char(s.starts_on, 'YYYYMMDD'))
        AS labels FROM training_session s JOIN published_training o ON o.training_id = s.training_id
        WHERE s.state IN ('open', 'closed') AND s.starts_on >= current_date
          AND (o.remote OR s.afar)
        GROUP BY s.training_id) told
      WHERE told.training_id = p.training_id AND p.state = 'published'
    """,
    """
    UPDATE published_training p SET search = search || array_to_tsvector('{spot:unknown}')
      WHERE state = 'published' AND EXISTS (SELECT 1 FROM commune) AND EXISTS (
        SELECT 1 FROM unnest(tsvector_to_array(p.search)) word
        WHERE word LIKE 'spot:%' AND word NOT IN ('spot:remote', 'spot:unknown')
          AND NOT EXISTS (SELECT 1 FROM commune c
            WHERE c.spot = substring(word FROM 6) AND c.latitude IS NOT NULL))
    """,
    "ALTER TABLE training_session FORCE ROW LEVEL SECURITY",
    "ALTER TABLE published_training FORCE ROW LEVEL SECURITY",
)


def upgrade() -> None:
    for statement in (COLUMNS, INDEXES, FUNCTIONS, *LABELS):
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("one way: restore the backup made before the upgrade")
