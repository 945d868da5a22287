"""Jobs of this context: telling the two people of an interview, reminding them, forgetting."""

from datetime import date, datetime, time
from uuid import UUID

import structlog
from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.files import actions as files
from portal.kernel import clock
from portal.kernel.db import Reach, reach
from portal.kernel.jobs import database, periodic, task
from portal.organisations.scope import SYSTEM
from portal.skills import interview_messages as messages
from portal.skills.interview_enums import InterviewKind
from portal.skills.queries import periods
from portal.skills.queries.periods import Rule

log = structlog.get_logger()


@task("skills.tell_interview")
def tell_interview(
    interview_id: str, person_id: str, what: str, day: str, slug: str, mark: str
) -> None:
    """Write to one of the two, in the reach of that one."""
    _tell(UUID(person_id), UUID(interview_id), what, datetime.fromisoformat(day), slug, mark)


@periodic("skills.remind_interviews", cron="30 6 * * *")
def remind_interviews(timestamp: int) -> None:
    """In the morning: moments that come near, and interviews to plan before they are due."""
    with database().session() as session:
        rules = {rule.kind: rule for rule in periods.list_rules(session)}
        rows = session.execute(
            text(
                "SELECT * FROM door_due_interviews"
                "(:at, :meeting, :path, :public, :yearly, :review, :first_review)"
            ),
            {
                "at": clock.now(),
                "meeting": clock.now() + rules[InterviewKind.YEARLY].meeting_reminder,
                **_reviewed_before(rules[InterviewKind.PATH]),
                **{kind.value: _held_before(rule) for kind, rule in rules.items()},
            },
        ).all()
        first = session.execute(
            text("SELECT * FROM door_first_interviews(:public_types, :path, :public)"),
            {
                "public_types": sorted(periods.public_types(session)),
                "path": _hired_before(rules[InterviewKind.PATH]),
                "public": _hired_before(rules[InterviewKind.PUBLIC]),
            },
        ).all()
    for row in first:
        # One word a month and structure to whoever manages several people there.
        day = _noon(rules[InterviewKind(row.kind)].next_due(row.counted_from))
        once = f"{clock.today():%Y%m}" if row.slug else ""
        _tell(row.told_id, row.organisation_id, messages.DUE, day, row.slug, once=once)
    for row in rows:
        day = row.day
        what = row.what
        if row.what != messages.MEETING:
            counted_from = row.day.astimezone(clock.PARIS).date()
            day = _noon(_next(rules[InterviewKind(row.kind)], row.what, counted_from))
            what = messages.DUE
        _tell(row.person_id, row.interview_id, what, day, "")
        if row.manager_id is not None:
            _tell(row.manager_id, row.interview_id, what, day, row.slug)


@periodic("skills.forget_interviews", cron="10 3 * * *")
def forget_interviews(timestamp: int) -> None:
    """At night: preparations and records whose retention is over, recordings with them."""
    with database().session() as session, session.begin():
        rows = session.execute(
            text("SELECT * FROM door_forget_interviews(:preparations, :records, false)"),
            {
                "preparations": clock.now() - periods.kept_for(session, "interview_preparation"),
                "records": clock.today() - periods.kept_for(session, "interview_record"),
            },
        ).all()
        for row in rows:
            if row.file_id is not None:
                reach(session, person_id=row.person_id)
                files.erase(session, SYSTEM, row.file_id)
    log.info("forgotten", what="interview", how_many=len(rows))


def _tell(
    person_id: UUID,
    about_id: UUID,
    what: str,
    day: datetime,
    slug: str,
    mark: str = "",
    *,
    once: str = "",
) -> None:
    """`about_id`: an interview or, before there is any, the structure it is due in."""
    with _as(person_id) as session, session.begin():
        messages.send_interview(
            session, person_id, about_id, what=what, day=day, slug=slug, mark=mark, once=once
        )


def _as(person_id: UUID) -> Session:
    return database().session(Reach(person_id=person_id))


def _held_before(rule: Rule) -> date:
    """Held on that day or before, the next one is due soon enough to be told."""
    return clock.add_months(clock.today() + rule.reminder, -rule.every_months)


def _hired_before(rule: Rule) -> date:
    """Hired on that day or before, the first one is due soon enough to be told."""
    return clock.add_months(clock.today() + rule.reminder, -rule.first_months)


def _reviewed_before(rule: Rule) -> dict[str, date]:
    """The same of the état des lieux: after the last one or, for the first, after the hire."""
    if not rule.has_review:
        return {"review": date.min, "first_review": date.min}
    soon = clock.today() + rule.reminder
    return {
        "review": clock.add_months(soon, -12 * rule.review_years),
        "first_review": clock.add_months(soon, -12 * rule.first_review_years),
    }


def _next(rule: Rule, what: str, counted_from: date) -> date:
    """The day an interview, or an état des lieux, is due."""
    if what == messages.DUE:
        return rule.next_due(counted_from, counted_from)
    reviewed_on = counted_from if what == "review" else None
    return rule.review_due(counted_from, reviewed_on) or counted_from


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=clock.PARIS)
