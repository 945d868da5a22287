"""Tasks of the foundations: delivering messages, sweeping what was lost."""

from datetime import timedelta

import structlog
from sqlalchemy import delete, select, text

from portal.kernel import clock, delivery, messages
from portal.kernel.db import Reach
from portal.kernel.jobs import MAX_ATTEMPTS, database, enqueue, periodic, settings, task
from portal.kernel.models import OutgoingMessage, ThrottleCount

log = structlog.get_logger()


@task("kernel.deliver")
def deliver(message_id: str) -> None:
    """Send one message. Sent twice only if the machine dies between the hand-over and the commit.

    The row is locked while the other side answers, so two workers never send the same message.
    """
    with database().session(Reach(doors={"message": message_id})) as session:
        message = session.scalars(
            select(OutgoingMessage)
            .where(
                OutgoingMessage.id == message_id, OutgoingMessage.state.in_(("queued", "failed"))
            )
            .with_for_update(skip_locked=True)
        ).one_or_none()
        if message is None:
            return
        letter = messages.compose(message.template, message.locale, message.data, message.channel)
        message.attempts += 1
        problem: Exception | None = None
        try:
            delivery.transport(settings(), message.channel).deliver(message.address, letter)
        except delivery.DeadAddressError:
            message.state, message.error = "dead", "refused"
        except Exception as error:  # noqa: BLE001 - any transport error is kept, then tried again
            problem = error
            over = message.attempts >= MAX_ATTEMPTS
            message.state, message.error = ("dead" if over else "failed"), type(error).__name__
        else:
            message.state, message.sent_at, message.error = "sent", clock.now(), ""
        if message.state in ("sent", "dead"):
            # Codes and links must not outlive their use.
            message.data = {}
        state = message.state
        session.commit()
    log.info("message", state=state, channel=message.channel, template=message.template)
    if problem is not None and state == "failed":
        raise problem


@periodic("kernel.sweep_messages", cron="*/10 * * * *")
def sweep_messages(timestamp: int) -> None:
    """Queue again the messages whose job was lost, and forget old counts of the throttles."""
    with database().session() as session:
        before = clock.now() - messages.LOST_AFTER
        for row in session.execute(
            text("SELECT message_id FROM door_stuck_messages(:before)"), {"before": before}
        ):
            enqueue(session, "kernel.deliver", message_id=str(row.message_id))
        session.execute(
            delete(ThrottleCount).where(ThrottleCount.window_end < clock.now() - timedelta(days=1))
        )
        session.commit()
