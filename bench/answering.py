"""Whole applications, from the first page to the receipt, by eight people at once, without
JavaScript. A lost answer is asked again, as a phone does.
"""

import http.cookiejar
import re
import secrets
import statistics
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
PEOPLE = 8


class Person:
    """One browser."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.requests = 0
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(jar)
        # One network may begin only so many answers an hour: each person has their own.
        network = ".".join(str(secrets.randbelow(250) + 1) for _ in range(3))
        self._opener.addheaders = [("X-Forwarded-For", f"10.{network}"), ("Accept-Language", "fr")]

    def ask(self, path: str, values: dict[str, str] | None = None) -> tuple[str, str]:
        """The address one lands on and the page. Redirections count as requests."""
        data = urllib.parse.urlencode(values).encode() if values is not None else None
        self.requests += 1
        with self._opener.open(self.base + path, data, timeout=30) as answer:
            landed = urllib.parse.urlsplit(answer.url).path
            self.requests += landed != urllib.parse.urlsplit(path).path
            return landed, answer.read().decode()

    def answer(self, slug: str, phone: str) -> str:
        """Answer an offer by asking to be called back; the page of the receipt."""
        landed, page = self.ask(f"/offers/{slug}/apply")
        values = {"ways": "callback"}
        for _ in range(20):
            token = dict(_HIDDEN.findall(page))["csrf_token"]
            landed, page = self.ask(landed, values | {"csrf_token": token})
            step = landed.rsplit("/", 1)[-1]
            if step == "sent":
                return page
            wanted = {"callback": {"phone": phone}, "contact": {"phone": phone}}.get(step)
            values = wanted or ({} if step == "check" else {"skip": "1"})
        raise RuntimeError(f"the answer never ends: {landed}")


def measure(base: str, slugs: list[str], *, seconds: int) -> dict[str, Any]:
    """Requests per second, applications per second, and how long one whole application takes."""
    until = time.monotonic() + seconds
    lasted: list[float] = []
    requests: list[int] = []
    errors: list[str] = []

    def go_on(number: int) -> None:
        turn = 0
        while time.monotonic() < until:
            person, begun = Person(base), time.monotonic()
            phone = f"06399{80000 + number * 1000 + turn % 1000}"
            try:
                person.answer(slugs[(number + turn) % len(slugs)], phone)
                lasted.append((time.monotonic() - begun) * 1000)
            except (urllib.error.URLError, KeyError, RuntimeError) as error:
                errors.append(str(error))
            requests.append(person.requests)
            turn += 1

    people = [threading.Thread(target=go_on, args=(number,)) for number in range(PEOPLE)]
    start = time.monotonic()
    for person in people:
        person.start()
    for person in people:
        person.join()
    spent = time.monotonic() - start
    ordered = sorted(lasted) or [0.0]
    return {
        "requests_per_second": sum(requests) / spent,
        "applications_per_second": len(lasted) / spent,
        "p50": statistics.median(ordered),
        "p95": ordered[int(len(ordered) * 0.95) - 1],
        "errors": len(errors),
    }
