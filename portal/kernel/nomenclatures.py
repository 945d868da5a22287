"""Nomenclatures and rules of law as dated data: code, label, source, valid from, valid to.

A context lists its `SEED`. `plant` writes what is missing, and brings what we shipped earlier to
what we ship now, unless an operator wrote it otherwise since: then the operator's line stays.
Readers see a copy of at most a minute old.
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

# A line whose start nobody told us: better than a day that would be invented.
UNKNOWN_START = date(1900, 1, 1)


@dataclass(frozen=True)
class Seed:
    """A line as we ship it. `label` is French, marked with `N_` so that catalogues know it.

    `period` tells apart the lines of one code, and never changes: a later release finds by it the
    line to correct or to end.
    """

    scheme: str
    code: str
    label: LazyProxy | str
    source: str
    valid_from: date = UNKNOWN_START
    valid_to: date | None = None
    checked_on: date | None = None
    data: dict[str, Any] = field(default_factory=dict)
    period: str = ""

    @property
    def name(self) -> str:
        """What the line is called from one release to the next."""
        return ":".join(part for part in (self.scheme, self.code, self.period) if part)

    def shipped(self) -> dict[str, Any]:
        """What we ship of the line, as JSON keeps it. In French whatever the current language."""
        with i18n.use(i18n.DEFAULT):
            label = str(self.label)
        return {
            "label": label,
            "data": self.data,
            "source": self.source,
            "valid_from": self.valid_from.isoformat(),
            "valid_to": self.valid_to and self.valid_to.isoformat(),
            "checked_on": self.checked_on and self.checked_on.isoformat(),
        }


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


def plant(session: Session, seeds: Iterable[Seed], withdrawn: Iterable[str] = ()) -> int:
    """Bring the lines we ship to what they are now; how many were written, changed or removed.

    `withdrawn` names lines (`Seed.name`) shipped once and no longer.
    """
    rows = list(session.scalars(select(NomenclatureEntry)))
    known = {row.seed: row for row in rows if row.seed}
    taken = {(row.scheme, row.code, row.valid_from): row for row in rows}
    touched = 0
    for position, seed in enumerate(seeds):
        row = known.get(seed.name)
        other = taken.get((seed.scheme, seed.code, seed.valid_from))
        if row is None and other is None:
            touched += _write_new(session, seed, position)
        elif row is not None and other in (None, row) and _is_as_shipped(row):
            row.position = position
            touched += _correct(row, seed)
    for name in withdrawn:
        row = known.get(name)
        if row is not None and _is_as_shipped(row):
            session.delete(row)
            touched += 1
    session.flush()
    _cache.clear()
    return touched


def _write_new(session: Session, seed: Seed, position: int) -> int:
    shipped = seed.shipped()
    statement = (
        insert(NomenclatureEntry)
        .values(
            id=new_id(),
            scheme=seed.scheme,
            code=seed.code,
            position=position,
            label=shipped["label"],
            data=seed.data,
            source=seed.source,
            valid_from=seed.valid_from,
            valid_to=seed.valid_to,
            checked_on=seed.checked_on,
            seed=seed.name,
            shipped=shipped,
        )
        .on_conflict_do_nothing()
        .returning(NomenclatureEntry.id)
    )
    return len(session.connection().execute(statement).all())


def _correct(row: NomenclatureEntry, seed: Seed) -> bool:
    """Give an untouched line what we ship of it now; whether that was anything new."""
    shipped = seed.shipped()
    if row.shipped == shipped:
        return False
    row.label, row.data, row.source = shipped["label"], seed.data, seed.source
    row.valid_from, row.valid_to = seed.valid_from, seed.valid_to
    row.checked_on, row.shipped = seed.checked_on, shipped
    return True


def _is_as_shipped(row: NomenclatureEntry) -> bool:
    """Whether nobody wrote the line otherwise since we did."""
    return row.shipped == {
        "label": row.label,
        "data": row.data,
        "source": row.source,
        "valid_from": row.valid_from.isoformat(),
        "valid_to": row.valid_to and row.valid_to.isoformat(),
        "checked_on": row.checked_on and row.checked_on.isoformat(),
    }


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
    _cache[scheme] = (time.monotonic(), entries)
    return entries


def entries(session: Session, scheme: str, on: date | None = None) -> list[Entry]:
    """The lines that hold on a day (today if unsaid)."""
    day = on or clock.today()
    return [entry for entry in all_entries(session, scheme) if entry.holds_on(day)]


def find(session: Session, scheme: str, code: str, on: date | None = None) -> Entry | None:
    """The line of a code that holds on a day (today if unsaid). None: the code is over, or not yet.

    Of two lines that hold, the one that began last.
    """
    found = [entry for entry in entries(session, scheme, on) if entry.code == code]
    return max(found, key=lambda entry: entry.valid_from, default=None)


def recall(session: Session, scheme: str, code: str) -> Entry | None:
    """What a code means, even over: the line of today, else the last that began, else the next one.

    Old offers keep their words.
    """
    today = clock.today()
    known = [entry for entry in all_entries(session, scheme) if entry.code == code]
    begun = [entry for entry in known if entry.valid_from <= today]
    last = max(begun, key=lambda entry: entry.valid_from, default=None)
    return find(session, scheme, code) or last or next(iter(known), None)


def label_of(session: Session, scheme: str, code: str) -> str:
    """The label of a code in the current language, or the code itself if nobody knows it."""
    entry = recall(session, scheme, code)
    return entry.label if entry else code


def forget() -> None:
    """Drop the copies: after an operator's change, and between tests."""
    _cache.clear()
