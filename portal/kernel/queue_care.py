"""Keeping the queue going: jobs of killed workers start again, finished ones are forgotten."""

from collections import Counter
from datetime import timedelta

from sqlalchemy import text

from portal.kernel import clock
from portal.kernel.db import Database

# A worker tells every 10 seconds that it lives. Silent for this long, it was killed.
SILENCE = timedelta(seconds=30)
# A job that saw so many workers die may be what kills them: it is left aside as failed.
MOST_STARTS = 10
# Long enough to find out why they failed.
FAILED_FOR = timedelta(days=14)
_BATCH = 5000

# Of periodic jobs only one may wait: where the clock already put the next one in the queue, or two
# of them died, the others are over. Whoever comes second passes over the rows the first one holds.
_TAKE_OVER = text(
    """
    WITH stalled AS (
      SELECT j.id, j.attempts, j.queueing_lock
      FROM procrastinate_jobs j LEFT JOIN procrastinate_workers w ON w.id = j.worker_id
      WHERE j.status = 'doing' AND (w.id IS NULL OR w.last_heartbeat < :alive_since)
      FOR UPDATE OF j SKIP LOCKED
    ), ranked AS (
      SELECT s.*, row_number() OVER (PARTITION BY s.queueing_lock ORDER BY s.id) AS rank,
        EXISTS (SELECT 1 FROM procrastinate_jobs o
                WHERE o.queueing_lock = s.queueing_lock AND o.status = 'todo') AS is_next
      FROM stalled s
    )
    UPDATE procrastinate_jobs j
    SET status = (CASE
          WHEN r.attempts >= :most OR r.is_next OR (r.queueing_lock IS NOT NULL AND r.rank > 1)
          THEN 'failed' ELSE 'todo' END)::procrastinate_job_status,
        attempts = j.attempts + 1, scheduled_at = NULL, worker_id = NULL, abort_requested = false
    FROM ranked r WHERE r.id = j.id
    RETURNING j.status::text
    """
)
_FORGET = text(
    """
    DELETE FROM procrastinate_jobs WHERE id IN (
      SELECT j.id FROM procrastinate_jobs j
      WHERE j.status = 'succeeded' OR (j.status IN ('failed', 'cancelled', 'aborted')
        AND NOT EXISTS (SELECT 1 FROM procrastinate_events e
                        WHERE e.job_id = j.id AND e.at > :since))
      LIMIT :batch)
    """
)


def take_over(database: Database) -> Counter[str]:
    """Put the jobs of dead workers back in the queue. How many by what became of them."""
    with database.session() as session, session.begin():
        found = session.scalars(
            _TAKE_OVER, {"alive_since": clock.now() - SILENCE, "most": MOST_STARTS}
        )
        return Counter(found)


def forget_finished(database: Database) -> int:
    """Delete what a worker did not delete itself, and failures nobody will look at any more."""
    forgotten, since = 0, clock.now() - FAILED_FOR
    while True:
        with database.session() as session, session.begin():
            done = session.connection().execute(_FORGET, {"since": since, "batch": _BATCH})
        forgotten += done.rowcount
        if done.rowcount < _BATCH:
            return forgotten
