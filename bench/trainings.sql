-- What the copies of a catalogue are: where each is given, how, and on which days. The same numbers
-- give the same copies. One statement a paragraph; `:first`, `:last`, `:sources` come from
-- `bench.trainings`, which names `bench_source`.
CREATE FUNCTION pg_temp.draw(i bigint, salt bigint, most int) RETURNS int LANGUAGE sql IMMUTABLE
  RETURN ((hashint8extended(i, salt) & 9007199254740991) % most)::int;

CREATE TEMP TABLE bench_commune AS
  SELECT c.name, c.department, d.data ->> 'region' AS region,
    row_number() OVER (ORDER BY cardinality(c.postcodes) DESC, c.code) AS n
  FROM commune c JOIN nomenclature_entry d ON d.scheme = 'department' AND d.code = c.department
  WHERE c.latitude IS NOT NULL;

-- Four in ten in a large commune, half in one of two thousand others, one in twenty where nobody can
-- place it, as many nobody knows where.
CREATE TEMP TABLE bench_copy AS
  SELECT n.i, md5('bench-training-' || n.i)::uuid AS id, b.source_id,
    coalesce(CASE WHEN n.place < 95 THEN c.name WHEN n.place < 97 THEN 'Lieu-dit ' || translate(
      (n.i % 1000)::text, '0123456789', 'abcdefghij') END, '') AS city,
    coalesce(CASE WHEN n.place < 97 THEN c.department END, '') AS department,
    coalesce(CASE WHEN n.place < 98 THEN c.region END, '') AS region,
    pg_temp.draw(n.i, 4, 20) = 0 AS remote
  FROM (SELECT i, pg_temp.draw(i, 1, 100) AS place FROM generate_series(
    cast(:first AS int), cast(:last AS int)) i) n
  JOIN bench_source b ON b.n = 1 + n.i % cast(:sources AS int)
  JOIN bench_commune c ON c.n = CASE WHEN n.place < 45 THEN 1 + pg_temp.draw(n.i, 2, 40)
    ELSE 41 + pg_temp.draw(n.i, 3, 2000) END;

-- Three in ten have no session, the others one to four, from six months ago to fourteen months from
-- now; some are over, called off or not told yet, one in ten is held by internet.
CREATE TEMP TABLE bench_day AS
  SELECT d.*, current_date - 180 + pg_temp.draw(d.n, 6, 600) AS starts_on,
    CASE WHEN d.draw < 78 THEN 'open' WHEN d.draw < 92 THEN 'closed'
      WHEN d.draw < 97 THEN 'cancelled' ELSE 'planned' END AS state,
    d.remote OR d.draw % 10 = 0 AS online, CASE WHEN d.draw % 10 = 0 THEN '' ELSE d.place END AS city,
    1 + pg_temp.draw(d.n, 8, 21) AS ahead
  FROM (
    SELECT c.i::bigint * 8 + k AS n, c.id AS training_id, c.source_id, c.city AS place,
      c.department, c.remote, pg_temp.draw(c.i::bigint * 8 + k, 7, 100) AS draw
    FROM bench_copy c, generate_series(1, 4) k
    WHERE pg_temp.draw(c.i, 5, 10) >= 3 AND k <= 1 + pg_temp.draw(c.i, 9, 4)
  ) d;

-- As `portal.trainings.publication` files them.
CREATE TEMP TABLE bench_label AS
  WITH place AS (
    SELECT id AS training_id, place_spot(city, department) AS spot FROM bench_copy
  ), told AS (
    SELECT training_id, 'start:' || to_char(starts_on, 'YYYYMMDD') AS label FROM bench_day
      WHERE state IN ('open', 'closed') AND starts_on >= current_date
    UNION SELECT training_id, 'spot:remote' FROM bench_day
      WHERE state IN ('open', 'closed') AND online
    UNION SELECT training_id, 'afar:' || to_char(starts_on, 'YYYYMMDD') FROM bench_day
      WHERE state IN ('open', 'closed') AND starts_on >= current_date AND online
    UNION SELECT c.id, 'last:' || coalesce(to_char(max(starts_on), 'YYYYMMDD'), 'none')
      FROM bench_copy c LEFT JOIN bench_day d ON d.training_id = c.id
        AND state IN ('open', 'closed') AND starts_on >= current_date GROUP BY c.id
    UNION SELECT training_id, 'spot:' || spot FROM place WHERE spot <> ''
    UNION SELECT training_id, 'spot:unknown' FROM place WHERE spot <> ''
      AND spot NOT IN (SELECT spot FROM commune WHERE latitude IS NOT NULL)
    UNION SELECT id, 'spot:remote' FROM bench_copy WHERE remote
    UNION SELECT id, 'region:' || region FROM bench_copy WHERE region <> ''
    UNION SELECT id, 'department:' || department FROM bench_copy WHERE department <> ''
  ), lost AS (
    SELECT id AS training_id, 'spot:unknown' AS label FROM bench_copy
    WHERE id NOT IN (SELECT training_id FROM told WHERE label LIKE 'spot:%')
  )
  SELECT training_id, array_to_tsvector(array_agg(label)) AS labels
  FROM (SELECT * FROM told UNION ALL SELECT * FROM lost) one GROUP BY training_id;
