"""Forgetting what is over, by the dated rules: sign-ups, dates and notes, groups, words, cards."""

from dataclasses import dataclass

from sqlalchemy import text

from portal.events import terms
from portal.kernel import clock
from portal.kernel.db import Database


@dataclass(frozen=True)
class Line:
    """Something that is over, and how many."""

    what: str
    how_many: int


def forget(database: Database, *, rehearsal: bool = False) -> list[Line]:
    """Erase everything whose retention is over, or only count it."""
    now = clock.now()
    with database.session() as session, session.begin():
        before = {
            name: now - terms.length(session, code, scheme=terms.RETENTION)
            for name, code in (
                ("sign_ups", "sign_up"),
                ("meetings", "meeting"),
                ("groups", "closed_group"),
                ("messages", "nearby_message"),
            )
        }
        rows = session.execute(
            text(
                "SELECT * FROM door_forget_events(:sign_ups, :meetings, :groups, :messages,"
                " :today, :rehearsal)"
            ),
            {**before, "today": clock.today(), "rehearsal": rehearsal},
        ).all()
    return [Line(row.what, row.how_many) for row in rows]
