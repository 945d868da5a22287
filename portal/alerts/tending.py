"""What is due, for the worker and for the command that rehearses: alerts to tell, to warn, to end.

A door names the links' digests; each alert is then served in a transaction that reaches it alone.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.alerts import actions, nomenclatures, queries
from portal.alerts.enums import About, Rhythm
from portal.kernel import clock
from portal.kernel.db import Database, Reach
from portal.kernel.one_by_one import OneByOne

# Nobody's telephone rings at night for this.
_FIRST_HOUR, _LAST_HOUR = 8, 21

_ACTS: dict[str, Callable[[Session, str], None]] = {
    "end": actions.end,
    "dead": actions.end,
    "past": actions.tell_past,
    "warn": actions.warn,
    "tell": actions.tell_news,
}
ENDING = ("end", "dead")


@dataclass(frozen=True)
class Due:
    """Something to do about the alert behind a link."""

    digest: str
    what: str


@dataclass(frozen=True)
class Line:
    """Something that was done, and how often."""

    what: str
    how_many: int


def tend(database: Database) -> list[Line]:
    """Do everything that is due. Raises SomeFailed once all the others are served."""
    due = _list_due(database)
    if not _FIRST_HOUR <= clock.now().astimezone(clock.PARIS).hour < _LAST_HOUR:
        due = [one for one in due if one.what in ENDING]
    rows = OneByOne("tend_alerts")
    for one in due:
        reaching = Reach(doors={"alert": one.digest})
        with rows.one(what=one.what), database.session(reaching) as session, session.begin():
            _ACTS[one.what](session, one.digest)
    rows.settle()
    return [Line(what, number) for what, number in Counter(one.what for one in due).items()]


def forget(database: Database, *, rehearsal: bool = False) -> list[Line]:
    """Erase the alerts that are over, or only count them."""
    ending = [one for one in _list_due(database) if one.what in ENDING]
    for one in ending if not rehearsal else ():
        with database.session(Reach(doors={"alert": one.digest})) as session, session.begin():
            actions.end(session, one.digest)
    return [Line("search_alert", len(ending))]


def _list_due(database: Database) -> list[Due]:
    with database.session() as session:
        now, newest = clock.now(), queries.newest(session)
        rows = session.execute(
            text(
                "SELECT * FROM door_due_alerts("
                ":at, :warn_until, :day, :week, :offers, :trainings, :today)"
            ),
            {
                "at": now,
                "warn_until": now + nomenclatures.notice(session),
                "day": actions.due_before(Rhythm.DAILY, now),
                "week": actions.due_before(Rhythm.WEEKLY, now),
                "offers": newest[About.OFFERS],
                "trainings": newest[About.TRAININGS],
                "today": clock.today(),
            },
        ).all()
    return [Due(row.token_digest, row.what) for row in rows]
