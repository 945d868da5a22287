"""Nomenclatures and rules of law as dated data: code, label, source, valid from, valid to.

A context lists its `SEED`; `plant` writes what is missing and never overwrites, because an operator
may have corrected an entry since. Readers see a copy of at most a minute old.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from babel.support import LazyProxy
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from portal.kernel import clock, i18n
from portal.kernel.db import new_id
from portal.kernel.models import NomenclatureEntry

_FRESH_SECONDS = 60
_cache: dict[str, tuple[float, list["Entry"]]] = {}
# The schemes read anew, each time with other lines than before.
_changes: list[str] = []
_ALWAYS = date(1900, 1, 1)


@dataclass(frozen=True)
class Seed:
    """A line as we ship it. `label` is French, marked with `N_` so that catalogues know it."""

    scheme: str
    code: str
    label: LazyProxy | str
    source: str
    valid_from: date = _ALWAYS
    valid_to: date | None = None
    checked_on: date | None = None
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Entry:
    """A line as it stands in the database."""

    scheme: str
    code: str
    french: str
    data: dict[str, Any]
    source: str
    valid_from: date
    valid_to: date | None
    checked_on: date | None

    @property
    def label(self) -> str:
        """The label in the current language; French where nobody translated it."""
        return i18n.gettext_(self.french)

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def plant(session: Session, seeds: Iterable[Seed]) -> int:
    """Write the seeds that are missing; the number written."""
    written = 0
    with i18n.use(i18n.DEFAULT):
        for position, seed in enumerate(seeds):
            statement = (
                insert(NomenclatureEntry)
                .values(
                    id=new_id(),
                    scheme=seed.scheme,
                    code=seed.code,
                    position=position,
                    label=str(seed.label),
                    data=seed.data,
                    source=seed.source,
                    valid_from=seed.valid_from,
                    valid_to=seed.valid_to,
                    checked_on=seed.checked_on,
                )
                .on_conflict_do_nothing()
            )
            written += session.connection().execute(statement).rowcount
    _cache.clear()
    return written


def all_entries(session: Session, scheme: str) -> list[Entry]:
    """Every line of a scheme, past and future ones too, in order."""
    found = _cache.get(scheme)
    if found and time.monotonic() - found[0] < _FRESH_SECONDS:
        return found[1]
    rows = session.scalars(
        select(NomenclatureEntry)
        .where(NomenclatureEntry.scheme == scheme)
        .order_by(NomenclatureEntry.position, NomenclatureEntry.valid_from)
    )
    entries = [
        Entry(r.scheme, r.code, r.label, r.data, r.source, r.valid_from, r.valid_to, r.checked_on)
        for r in rows
    ]
    if found is None or found[1] != entries:
        _changes.append(scheme)
    _cache[scheme] = (time.monotonic(), entries)
    return entries


def generation() -> int:
    """A number that is another one once any line this process knows has changed."""
    return len(_changes)


def entries(session: Session, scheme: str, on: date | None = None) -> list[Entry]:
    """The lines that hold on a day (today if unsaid)."""
    day = on or clock.today()
    return [entry for entry in all_entries(session, scheme) if entry.holds_on(day)]


def find(session: Session, scheme: str, code: str) -> Entry | None:
    """The latest line of a code, whether or not it still holds: old offers keep their words."""
    found = [entry for entry in all_entries(session, scheme) if entry.code == code]
    return found[-1] if found else None


def label_of(session: Session, scheme: str, code: str) -> str:
    """The label of a code in the current language, or the code itself if nobody knows it."""
    entry = find(session, scheme, code)
    return entry.label if entry else code


def forget() -> None:
    """Drop the copies: after an operator's change, and between tests."""
    _cache.clear()
