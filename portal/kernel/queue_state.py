"""How the queue is doing: what waits, since when, what failed. Numbers only."""

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True)
class QueueState:
    """`oldest_seconds` is how long the oldest job that is due has been waiting."""

    by_status: dict[str, int]
    oldest_seconds: float


def read(session: Session) -> QueueState:
    counts = session.execute(
        text("SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY status")
    )
    oldest = session.scalar(
        text(
            "SELECT extract(epoch FROM now() - min(coalesce(j.scheduled_at, e.at)))"
            " FROM procrastinate_jobs j JOIN procrastinate_events e"
            " ON e.job_id = j.id AND e.type = 'deferred'"
            " WHERE j.status = 'todo' AND coalesce(j.scheduled_at, e.at) <= now()"
        )
    )
    return QueueState({status: int(count) for status, count in counts}, float(oldest or 0))
