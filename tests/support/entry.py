"""Signing in as people do: ask for a code, read the message, type the code."""

import re
from collections.abc import Callable

from tests.support.client import Answer, Visitor
from tests.support.outbox import Outbox

_CODE = re.compile(r"\b(\d{6})\b")


def ask_code(visitor: Visitor, address: str) -> Answer:
    """The page that waits for the code."""
    return visitor.submit(visitor.get("/sign-in").form("/sign-in"), address=address)


def last_code(outbox: Outbox, to: str) -> str:
    """The code of the last message that reached an address."""
    found = _CODE.search(outbox.to(to)[-1].text)
    assert found, outbox.to(to)[-1].text
    return found.group(1)


def sign_in(
    visitor: Visitor,
    address: str,
    run_jobs: Callable[[], None],
    outbox: Outbox,
    *,
    canonical: str | None = None,
) -> Answer:
    """The page somebody lands on; an address nobody has opens an account."""
    page = ask_code(visitor, address)
    run_jobs()
    code = last_code(outbox, canonical or address)
    return visitor.submit(page.form("/sign-in/code"), code=code)
