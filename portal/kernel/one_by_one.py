"""Rows of a periodic job, each on its own: one that fails holds none of the others back."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import structlog

log = structlog.get_logger()


class SomeFailed(Exception):
    """Everything was tried; the log says which rows failed. Fails the job, so that it shows."""


class OneByOne:
    """`with rows.one(offer=offer_id): …` for each row, then `rows.settle()`."""

    def __init__(self, job: str) -> None:
        self._job = job
        self._failed = 0

    @contextmanager
    def one(self, **which: UUID | str) -> Iterator[None]:
        """Whatever goes wrong inside is logged with these ids, and counted."""
        try:
            yield
        except Exception:
            self._failed += 1
            named = {name: str(value) for name, value in which.items()}
            log.exception("row_failed", job=self._job, **named)

    def settle(self) -> None:
        """Raises SomeFailed if any did."""
        if self._failed:
            raise SomeFailed(f"{self._job}: {self._failed}")
