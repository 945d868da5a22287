"""The vault of this process, made when it is first needed: a fork gets one of its own."""

import os
import threading
from collections.abc import Sequence

from portal.kernel.vault.store import Vault

_lock = threading.Lock()
_place: list[tuple[str, tuple[bytes, ...]]] = []
_made: dict[int, Vault] = {}


def keep_in(url: str, keys: Sequence[bytes]) -> None:
    """Say once, at the start of a process, where objects are and which keys open them."""
    with _lock:
        _place[:] = [(url, tuple(keys))]
        _made.clear()


def current() -> Vault:
    with _lock:
        process = os.getpid()
        if process not in _made:
            url, keys = _place[0]
            _made[process] = Vault(url, keys)
        return _made[process]
