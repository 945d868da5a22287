"""Addresses somebody typed, or a browser sent."""

from urllib.parse import SplitResult, urlsplit


def parts_of(address: str) -> SplitResult:
    """The parts of an address; all of them empty where it is none, as « https://[ »."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")
