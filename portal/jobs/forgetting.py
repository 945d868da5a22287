"""Forgetting what is over, by the dated rules (LG-01): applications, files, wishes for an
interview, then security data. The command's rehearsal counts with the same look-ups as the night's
work.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.files import sweeping
from portal.jobs.actions import keeping
from portal.jobs.queries import retention
from portal.jobs.queries.retention import ERASING, Due
from portal.kernel import audit, clock
from portal.kernel.db import Database, Reach
from portal.kernel.one_by_one import OneByOne
from portal.organisations.enums import OrganisationKind

PASSED, WISH_OVER, POOL_ENDS = "interview_passed", "forget_wish", "warn_pool"
_TENDED = (PASSED, WISH_OVER, POOL_ENDS)


@dataclass(frozen=True)
class Line:
    """Something that is over, and how many."""

    what: str
    how_many: int


def forget(database: Database, *, rehearsal: bool = False) -> list[Line]:
    """Erase everything whose retention is over, or only count it."""
    # First what never fails row by row.
    security = forget_security(database, rehearsal=rehearsal)
    return [
        *forget_applications(database, rehearsal=rehearsal),
        *forget_files(database, rehearsal=rehearsal),
        *security,
    ]


def forget_applications(database: Database, *, rehearsal: bool = False) -> list[Line]:
    """Each application in a transaction of its own; the door tells a thousand of a kind at once.

    Raises SomeFailed once all the others are erased.
    """
    if rehearsal:
        return _lines(Counter(due.what for due in _due(database, *ERASING)), ERASING)
    counts: Counter[str] = Counter()
    while True:
        rows = OneByOne("forget_applications")
        erased: Counter[str] = Counter()
        for due in _due(database, *ERASING):
            with (
                rows.one(what=due.what, application=due.application_id),
                _inside(database, due) as session,
                session.begin(),
            ):
                erased[due.what] += keeping.erase(
                    session, due.organisation_id, due.application_id, due.what
                )
        counts += erased
        if not erased.total():
            rows.settle()
            return _lines(counts, ERASING)


def forget_files(database: Database, *, rehearsal: bool = False) -> list[Line]:
    """Files that arrived and that no answer nor record names: their form never followed."""
    with database.session() as session:
        before = clock.now() - retention.rule(session, "unattached_file")
    swept = sweeping.sweep_unattached(database, before, rehearsal=rehearsal)
    return [Line("unattached_file", swept)]


def tend_applications(database: Database, *, rehearsal: bool = False) -> list[Line]:
    """Interviews that took place, wishes for one without a date; kept ones that end soon."""
    acts = dict(
        zip(
            _TENDED,
            (keeping.note_interview_passed, keeping.forget_wish, keeping.warn_of_pool_end),
            strict=True,
        )
    )
    found = _due(database, *_TENDED)
    rows = OneByOne("tend_applications")
    for due in found if not rehearsal else ():
        with (
            rows.one(what=due.what, application=due.application_id),
            _inside(database, due) as session,
            session.begin(),
        ):
            acts[due.what](session, due.organisation_id, due.application_id)
    rows.settle()
    return _lines(Counter(due.what for due in found), _TENDED)


def forget_security(database: Database, *, rehearsal: bool = False) -> list[Line]:
    """Codes, sessions that ended, addresses messages went to, the oldest entries of the audit."""
    now = clock.now()
    with database.session() as session, session.begin():
        rows = session.execute(
            text("SELECT * FROM door_forget_security(:codes, :sign_ins, :messages, :rehearsal)"),
            {
                "codes": now - retention.rule(session, "sign_in_code"),
                "sign_ins": now - retention.rule(session, "sign_in"),
                "messages": now - retention.rule(session, "message"),
                "rehearsal": rehearsal,
            },
        ).all()
        found = [Line(row.what, row.how_many) for row in rows]
        before = now - retention.rule(session, "audit")
        found.append(Line("audit_entry", audit.forget(session, before, rehearsal=rehearsal)))
    return found


def _lines(counts: Counter[str], kinds: Iterable[str]) -> list[Line]:
    return [Line(what, counts[what]) for what in kinds]


def _due(database: Database, *what: str) -> list[Due]:
    with database.session() as session:
        return retention.list_due(session, what)


def _inside(database: Database, due: Due) -> Session:
    """A session that reaches one structure, and one holder: a draft is nobody else's."""
    return database.session(
        Reach(
            organisation_id=due.organisation_id,
            organisation_kind=OrganisationKind.STRUCTURE.value,
            doors={"holder": due.holder_digest},
        )
    )
