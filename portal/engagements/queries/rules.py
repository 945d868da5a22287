"""What the dated rules say about arrivals, today; and what is due because of them."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.engagements.nomenclatures import CHECK_IN_RULE, RETENTION, SCHEME_STEP, WELCOME_ITEM
from portal.kernel import clock, nomenclatures
from portal.kernel.nomenclatures import Entry

# On a database where nobody planted any.
_OTHERWISE = {
    (CHECK_IN_RULE, "first", "days"): 15,
    (CHECK_IN_RULE, "month", "days"): 30,
    (CHECK_IN_RULE, "regular", "every_days"): 30,
    (CHECK_IN_RULE, "regular", "until_days"): 180,
    (CHECK_IN_RULE, "then", "every_days"): 90,
    (CHECK_IN_RULE, "remind", "days"): 3,
    (CHECK_IN_RULE, "sheet", "every_days"): 365,
    (RETENTION, "engagement", "days"): 183,
}


@dataclass(frozen=True)
class Due:
    """Something a periodic job has to do about an engagement."""

    organisation_id: UUID
    engagement_id: UUID
    what: str


def period(session: Session, scheme: str, code: str, unit: str = "days") -> timedelta:
    """The length of time a rule gives, today."""
    found = [entry for entry in nomenclatures.entries(session, scheme) if entry.code == code]
    number = found[-1].data.get(unit) if found else None
    return timedelta(days=int(number if number is not None else _OTHERWISE[scheme, code, unit]))


def welcome_list(session: Session, on: date) -> list[Entry]:
    """The items of a welcome that begins on a day."""
    return nomenclatures.entries(session, WELCOME_ITEM, on)


def scheme_steps(session: Session) -> list[Entry]:
    """The six steps of the public service, in order."""
    return nomenclatures.entries(session, SCHEME_STEP)


def check_ins_from(session: Session, began: date, hired_on: date | None) -> date:
    """The day check-ins are counted from: the hire where it is known, else the arrival.

    Hired so long before that no check-in would be left, somebody changes work: it is an arrival.
    """
    until = period(session, CHECK_IN_RULE, "regular", "until_days")
    return hired_on if hired_on is not None and hired_on + until > began else began


def check_in_days(session: Session, start: date) -> list[date]:
    """At 15 days, at a month, then regularly for the first months. `start`: `check_ins_from`."""
    first = period(session, CHECK_IN_RULE, "first")
    month = period(session, CHECK_IN_RULE, "month")
    every = period(session, CHECK_IN_RULE, "regular", "every_days")
    until = period(session, CHECK_IN_RULE, "regular", "until_days")
    days, after = [start + first, start + month], month + every
    while after <= until:
        days.append(start + after)
        after += every
    return days


def next_check_in(session: Session, last: date, after: date) -> date:
    """The first day of the regular rhythm after a day; `last` is the last one planned."""
    every = period(session, CHECK_IN_RULE, "then", "every_days")
    day = last + every
    while day <= after:
        day += every
    return day


def next_review(session: Session, began: date, reviewed_on: date | None) -> date:
    """When the job sheet is to be read again (ST-04)."""
    return (reviewed_on or began) + period(session, CHECK_IN_RULE, "sheet", "every_days")


def list_due(session: Session) -> list[Due]:
    """What is due today, whatever the structure: a door that tells ids and nothing else."""
    today = clock.today()
    rows = session.execute(
        text("SELECT * FROM door_due_engagements(:today, :soon, :reviewed_before, :ended_before)"),
        {
            "today": today,
            "soon": today + period(session, CHECK_IN_RULE, "remind"),
            "reviewed_before": today - period(session, CHECK_IN_RULE, "sheet", "every_days"),
            "ended_before": today - period(session, RETENTION, "engagement"),
        },
    )
    return [Due(*row) for row in rows]
