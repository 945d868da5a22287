"""Addresses somebody typed, or a browser sent."""

from urllib.parse import SplitResult, urlsplit


def parts_of(address: str) -> SplitResult:
    """The parts of an address; all of them empty where it is none, as « https://[ »."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


def is_secure(address: str) -> bool:
    """Whether somebody can be sent there: https, and a host."""
    found = parts_of(address)
    return found.scheme == "https" and bool(found.hostname)
