"""What is asked of the database: how many times, and whether the number grows with the rows."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event

Statements = list[str]


@contextmanager
def statements(engine: Engine) -> Iterator[Statements]:
    """Every statement sent inside the block, the reach of the transaction left out.

    `set_config` opens the walls at the start of a transaction; it is the same on every page and
    says nothing about how a page asks for its rows.
    """
    found: Statements = []

    def remember(*sent: object) -> None:
        statement = str(sent[2])
        if not statement.startswith("SELECT set_config"):
            found.append(statement)

    event.listen(engine, "before_cursor_execute", remember)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", remember)


# What looking may leave behind: a trace of who looked, counts of tries, when one was last seen.
TRACES = {
    "application_event",
    "audit_entry",
    "file_opening",
    "share_look",
    "sign_in",
    "throttle_count",
}
# « Read », on an application or a registration: the mark of who receives, nothing else of the row.
_READ_MARK = re.compile(r"UPDATE (?:application|registration) SET seen_at=[^,=]+\sWHERE\s")
_WRITE = re.compile(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+(\w+)", re.IGNORECASE)


def writes(found: Statements) -> Statements:
    """The statements that change something a person would notice."""
    return [
        statement
        for statement in found
        if (written := _WRITE.match(statement))
        and written[1] not in TRACES
        and not _READ_MARK.match(statement)
    ]


def explain(found: Statements) -> str:
    """For the message of an assertion."""
    return f"{len(found)} queries:\n" + "\n".join(" ".join(one.split())[:160] for one in found)
