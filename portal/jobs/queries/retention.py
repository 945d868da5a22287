"""How long things are kept, read from the dated rules (LG-01), and what is due because of them.

The rules win; the numbers here hold only on a database where nobody planted any.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.jobs.nomenclatures import OFFER_TERM, RETENTION
from portal.kernel import clock, nomenclatures

_OTHERWISE = {
    (RETENTION, "draft_application", "days"): 30,
    (RETENTION, "unattached_file", "days"): 7,
    (RETENTION, "closed_application", "days"): 91,
    (RETENTION, "unanswered_application", "days"): 730,
    (RETENTION, "unanswered_after_offer", "days"): 91,
    (RETENTION, "pool", "days"): 730,
    (RETENTION, "pool", "remind_days"): 700,
    (RETENTION, "interview_wish", "hours"): 12,
    (RETENTION, "undated_interview_wish", "days"): 62,
    (RETENTION, "sign_in_code", "days"): 1,
    (RETENTION, "sign_in", "days"): 180,
    (RETENTION, "message", "days"): 90,
    (RETENTION, "audit", "days"): 365,
    (OFFER_TERM, "remind", "days"): 5,
    (OFFER_TERM, "warning", "days"): 10,
}

ERASING = ("erase_draft", "erase_refused", "erase_pool", "erase_unanswered")


@dataclass(frozen=True)
class Due:
    """Something a periodic job has to do about an application."""

    organisation_id: UUID
    application_id: UUID
    offer_id: UUID
    holder_digest: str
    what: str


@dataclass(frozen=True)
class Kept:
    """How long an application stays at most: once there was a final answer or it was taken back;
    without one, after its offer and the last contact; after the last contact while its offer is
    open.
    """

    ended: timedelta
    unanswered: timedelta
    open: timedelta


def kept_after_sending(session: Session) -> Kept:
    """What whoever sends an application agrees to (LG-01)."""
    return Kept(
        ended=rule(session, "closed_application"),
        unanswered=rule(session, "unanswered_after_offer"),
        open=rule(session, "unanswered_application"),
    )


def rule(session: Session, code: str, unit: str = "days", scheme: str = RETENTION) -> timedelta:
    """The length of time a rule gives, today."""
    entry = nomenclatures.find(session, scheme, code)
    number = entry.data.get(unit) if entry else None
    amount = int(number if number is not None else _OTHERWISE[scheme, code, unit])
    return timedelta(hours=amount) if unit == "hours" else timedelta(days=amount)


def pool_until(session: Session, consented_on: date) -> date:
    """Until when a consent of that day allows an application to be kept."""
    return consented_on + rule(session, "pool")


def list_due(session: Session, what: Iterable[str]) -> list[Due]:
    """What is due now, among these kinds, whatever the organisation: through a door that tells ids
    and nothing else.
    """
    now, today = clock.now(), clock.today()
    warned_before = rule(session, "pool") - rule(session, "pool", "remind_days")
    rows = session.execute(
        text(
            "SELECT * FROM door_due_applications(:today, :remind_until, :interviews_before,"
            " :wishes_before, :drafts_before, :refused_before, :closed_before, :unanswered_before,"
            " :pool_warn_until)"
        ),
        {
            "today": today,
            "remind_until": today + rule(session, "remind", scheme=OFFER_TERM),
            "interviews_before": now - rule(session, "interview_wish", "hours"),
            "wishes_before": now - rule(session, "undated_interview_wish"),
            "drafts_before": now - rule(session, "draft_application"),
            "refused_before": now - rule(session, "closed_application"),
            "closed_before": now - rule(session, "unanswered_after_offer"),
            "unanswered_before": now - rule(session, "unanswered_application"),
            "pool_warn_until": today + warned_before,
        },
    )
    wanted = frozenset(what)
    return [Due(*row) for row in rows if row.what in wanted]
