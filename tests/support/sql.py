"""What is asked of the database: how many times, and whether the number grows with the rows."""

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


def explain(found: Statements) -> str:
    """For the message of an assertion."""
    return f"{len(found)} queries:\n" + "\n".join(" ".join(one.split())[:160] for one in found)
