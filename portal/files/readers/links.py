"""Addresses inside a document: those a reader may follow."""

from urllib.parse import urlsplit

_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_MAX = 2_000


def leads_outside(address: str) -> bool:
    """To a page, a mailbox or a telephone; not to a program, a file or a script."""
    try:
        return len(address) <= _MAX and urlsplit(address).scheme.lower() in _SCHEMES
    except ValueError:
        return False
