"""How often one network may ask for what is dear to make, such as a search or a poster.

Counted in the memory of each process and forgotten with its minute: reading writes nothing to the
database. A machine that asks itself is not counted, so that a proxy which does not say for whom it
asks shuts nobody out.
"""

from collections import Counter
from ipaddress import ip_address
from threading import Lock

from flask import request

from portal.kernel import clock
from portal.kernel.errors import Throttled
from portal.web.browser import network

SECONDS = 60


class Pace:
    """At most `limit` times a minute from one network, in each process."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._lock = Lock()
        self._minute = 0
        self._counts: Counter[str] = Counter()

    def keep(self) -> None:
        """Count this request. Raises `Throttled` beyond the limit."""
        if _is_ourselves():
            return
        now = int(clock.now().timestamp())
        with self._lock:
            if now // SECONDS != self._minute:
                self._minute = now // SECONDS
                self._counts.clear()
            who = network()
            self._counts[who] += 1
            beyond = self._counts[who] > self.limit
        if beyond:
            raise Throttled(SECONDS - now % SECONDS)


def _is_ourselves() -> bool:
    try:
        return ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False
