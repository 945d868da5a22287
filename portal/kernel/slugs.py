"""Addresses of what is published."""

import re
from secrets import token_hex

from portal.kernel.search import normalise


def slug_for(title: str, otherwise: str) -> str:
    """A readable address nobody can guess: words of the title and a few random letters."""
    words = re.findall(r"[a-z0-9]+", normalise(title))
    readable = "-".join(words)[:80].strip("-") or otherwise
    return f"{readable}-{token_hex(4)}"
