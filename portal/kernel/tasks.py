"""Tasks of the foundations: delivering messages, sweeping what was lost, tending the queue."""

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from procrastinate import JobContext
from sqlalchemy import delete, select, text

from portal.kernel import clock, delivery, messages, queue_care, returned
from portal.kernel.db import Reach
from portal.kernel.jobs import MAX_ATTEMPTS, database, enqueue, periodic, settings, task
from portal.kernel.models import OutgoingMessage, ThrottleCount

log = structlog.get_logger()

# Longer than the slowest server we still wait for: about ten answers, 20 seconds each at most.
CLAIM = timedelta(minutes=5)


@dataclass(frozen=True)
class _Claimed:
    """A message one job has taken, to be sent outside any transaction."""

    channel: str
    address: str
    template: str
    locale: str
    data: dict[str, Any]
    created_at: datetime


@task("kernel.deliver", pass_context=True)
def deliver(context: JobContext, message_id: str) -> None:
    """Send one message. Sent twice only if the machine dies between the hand-over and the commit;
    it then bears the same reference, by which a mail server or the outbox knows it.
    """
    job_id = context.job.id or 0
    found = _claim(message_id, job_id)
    if found is None:
        return
    problem: Exception | None = None
    outcome, reason = "sent", ""
    try:
        with _at_its_time(found):
            data = messages.still_true(database(), found.template, found.data)
            if data is None:
                outcome, reason = "dead", "outdated"
            else:
                _hand_over(message_id, found, data)
    except delivery.DeadAddressError:
        outcome, reason = "dead", "refused"
    except Exception as error:  # noqa: BLE001 - whatever went wrong is kept, then tried again
        problem, outcome, reason = error, "failed", type(error).__name__
    state = _record(message_id, job_id, outcome, reason)
    log.info("message", state=state, channel=found.channel, template=found.template)
    if problem is not None and state == "failed":
        raise problem


def _hand_over(message_id: str, found: _Claimed, data: dict[str, Any]) -> None:
    letter = messages.compose(found.template, found.locale, data, found.channel)
    transport = delivery.transport(settings(), found.channel)
    transport.deliver(found.address, letter, returned.sign(settings(), UUID(message_id)))


def _at_its_time(found: _Claimed) -> AbstractContextManager[None]:
    """The world of a demo has a past: what was said then bears the day it was said."""
    return clock.pretending(found.created_at) if settings().demo else nullcontext()


def _claim(message_id: str, job_id: int) -> _Claimed | None:
    """Take the message for this job; None if there is nothing to send, or not by this job.

    A job that starts again after its worker died goes on with its own claim.
    """
    now = clock.now()
    with database().session(Reach(doors={"message": message_id})) as session, session.begin():
        message = session.scalars(
            select(OutgoingMessage)
            .where(
                OutgoingMessage.id == message_id, OutgoingMessage.state.in_(("queued", "failed"))
            )
            .with_for_update()
        ).one_or_none()
        if message is None:
            return None
        claimed = message.claimed_until
        if claimed and claimed > now and message.claimed_by != job_id:
            wait = int((claimed - now).total_seconds()) + 1
            enqueue(session, "kernel.deliver", in_seconds=wait, message_id=message_id)
            return None
        if message.expires_at and message.expires_at <= now:
            message.state, message.error, message.data = "dead", "expired", {}
            return None
        rings = delivery.reaches_people(settings(), message.channel)
        leaves_at = messages.leaves_at(session, message.template, message.channel, now)
        if rings and leaves_at > now:
            # Also when a gateway that failed in the evening is tried again.
            wait = int((leaves_at - now).total_seconds()) + 1
            enqueue(session, "kernel.deliver", in_seconds=wait, message_id=message_id)
            return None
        message.attempts += 1
        message.claimed_by, message.claimed_until = job_id, now + CLAIM
        return _Claimed(
            message.channel,
            message.address,
            message.template,
            message.locale,
            message.data,
            message.created_at,
        )


def _record(message_id: str, job_id: int, outcome: str, reason: str) -> str:
    """Write down what became of the message; after the last try it is given up. Its new state."""
    with database().session(Reach(doors={"message": message_id})) as session, session.begin():
        message = session.scalars(
            select(OutgoingMessage)
            .where(
                OutgoingMessage.id == message_id,
                OutgoingMessage.claimed_by == job_id,
                OutgoingMessage.state != "dead",
            )
            .with_for_update()
        ).one_or_none()
        if message is None:
            # Erased meanwhile, with the application it was about; or returned as fast as it left.
            return outcome
        if outcome == "failed" and message.attempts >= MAX_ATTEMPTS:
            outcome = "dead"
        message.state, message.error, message.claimed_until = outcome, reason, None
        if outcome == "sent":
            message.sent_at = clock.now()
        if outcome in ("sent", "dead"):
            # Codes and links must not outlive their use.
            message.data = {}
        return outcome


@periodic("kernel.sweep_messages", cron="*/10 * * * *")
def sweep_messages(timestamp: int) -> None:
    """Queue again the messages no job will send, and forget old counts of the throttles."""
    with database().session() as session:
        before = clock.now() - messages.LOST_AFTER
        for row in session.execute(_STUCK, {"before": before}):
            enqueue(session, "kernel.deliver", message_id=str(row.message_id))
        session.execute(
            delete(ThrottleCount).where(ThrottleCount.window_end < clock.now() - timedelta(days=1))
        )
        session.commit()


_STUCK = text(
    """
    SELECT message_id FROM door_stuck_messages(:before) m WHERE NOT EXISTS (
      SELECT 1 FROM procrastinate_jobs j
      WHERE j.status IN ('todo', 'doing') AND j.task_name = 'kernel.deliver'
        AND j.args ->> 'message_id' = m.message_id::text)
    LIMIT 1000
    """
)


@periodic("kernel.take_over_jobs", cron="* * * * * */30")
def take_over_jobs(timestamp: int) -> None:
    """Start again the jobs of workers that were killed."""
    taken = queue_care.take_over(database())
    if taken:
        log.warning("jobs_taken_over", again=taken["todo"], given_up=taken["failed"])


@periodic("kernel.forget_jobs", cron="50 3 * * *")
def forget_jobs(timestamp: int) -> None:
    """Forget the jobs that are over."""
    log.info("jobs_forgotten", how_many=queue_care.forget_finished(database()))
