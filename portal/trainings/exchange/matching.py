"""Which session each row of a file is about, and what the row would change of it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from portal.trainings import session_checks
from portal.trainings.enums import SessionState
from portal.trainings.exchange.columns import SESSIONS
from portal.trainings.exchange.timetable import FIELDS, MOST_PLACES, row_of, values_of
from portal.trainings.models import TrainingSession


class Kind(StrEnum):
    """What becomes of a row. The first four are those of any fact (`comparing`); the rest says why
    the session stays as it is.
    """

    NEW = "new"
    CHANGED = "changed"
    CONFLICT = "conflict"
    OURS = "ours"
    NO_PLACES = "no_places"
    IMPOSSIBLE = "impossible"
    JOINED = "joined"
    CALLED_OFF = "called_off"
    OVER = "over"


# What may be taken; how many places may still be said.
TAKEABLE = frozenset({Kind.NEW, Kind.CHANGED, Kind.CONFLICT, Kind.NO_PLACES})
# New sessions, of which one may choose more before the import.
UNDECIDED = frozenset({Kind.NEW, Kind.NO_PLACES})
# What somebody must hear about, though nothing may be taken.
HELD = frozenset({Kind.JOINED, Kind.CALLED_OFF, Kind.IMPOSSIBLE})


@dataclass(frozen=True)
class Timetable:
    """The sessions of the federation, and those somebody may come to."""

    sessions: Mapping[UUID, Sequence[TrainingSession]]
    joined: Collection[UUID]
    today: date

    @classmethod
    def of(
        cls, sessions: Iterable[TrainingSession], joined: Collection[UUID], today: date
    ) -> "Timetable":
        found: dict[UUID, list[TrainingSession]] = {}
        for one in sessions:
            found.setdefault(one.training_id, []).append(one)
        return cls(found, joined, today)


def changes_of(
    timetable: Timetable,
    training_id: UUID | None,
    rows: Sequence[dict[str, Any]],
    known: Sequence[Mapping[str, Any]],
    places: int | None,
) -> list[dict[str, Any]]:
    """What each row would do, as a line of changes; nothing where the session says it already.

    A row that is about a session gets its `id`. `known`: what the last file said, with these ids.
    `places`: how many the training has, for a session of which nobody said it.
    """
    sessions = timetable.sessions.get(training_id, ()) if training_id else ()
    before = {str(one["id"]): one for one in known if "id" in one}
    found = _match(rows, sessions, before)
    changes = []
    for rank, row in enumerate(rows):
        dates = found.get(rank)
        if dates is None:
            changes.append(_new(row, places, timetable.today) | {"row": rank})
            continue
        row["id"] = str(dates.id)
        change = _change(row, dates, before.get(row["id"], {}), timetable)
        if change:
            changes.append(change | {"row": rank})
    return changes


def _match(
    rows: Sequence[Mapping[str, Any]],
    sessions: Sequence[TrainingSession],
    before: Mapping[str, Mapping[str, Any]],
) -> dict[int, TrainingSession]:
    """By its identifier, ours or the one of an earlier file; else by its days, at one place."""
    names = {str(one.id): one for one in sessions}
    for session_id, said in before.items():
        if said.get("reference") and session_id in names:
            names.setdefault(said["reference"], names[session_id])
    found: dict[int, TrainingSession] = {}
    for rank, row in enumerate(rows):
        named = names.get(row.get("reference", ""))
        if named is not None and named not in found.values():
            found[rank] = named
    for rank, row in enumerate(rows):
        alike = [one for one in sessions if one not in found.values() and _is_alike(row, one)]
        if rank not in found and alike:
            found[rank] = alike[0]
    return found


def _is_alike(row: Mapping[str, Any], dates: TrainingSession) -> bool:
    days = (dates.starts_on.isoformat(), dates.ends_on.isoformat())
    cities = {row.get("city"), dates.city} - {None, ""}
    return (row["starts_on"], row["ends_on"]) == days and len(cities) < 2


def _new(row: Mapping[str, Any], places: int | None, today: date) -> dict[str, Any]:
    said = dict(row)
    if "places" not in said and places is not None and 1 <= places <= MOST_PLACES:
        said["places"] = places
    kind = Kind.NEW if "places" in said else Kind.NO_PLACES
    if row["ends_on"] < today.isoformat():
        kind = Kind.OVER
    return {"column": SESSIONS, "kind": kind.value, "old": [], "new": [said], "session": None}


def _change(
    row: Mapping[str, Any],
    dates: TrainingSession,
    before: Mapping[str, Any],
    timetable: Timetable,
) -> dict[str, Any] | None:
    now = row_of(dates)
    differs = {key: row[key] for key in FIELDS if key in row and row[key] != now[key]}
    if not differs:
        return None
    kinds = {key: _kind(key, value, now[key], before) for key, value in differs.items()}
    kind = max(kinds.values(), key=[Kind.OURS, Kind.CHANGED, Kind.CONFLICT].index)
    taken = {key: value for key, value in differs.items() if kinds[key] != Kind.OURS}
    if dates.state == SessionState.CANCELLED:
        kind = Kind.CALLED_OFF
    elif dates.ends_on < timetable.today:
        kind = Kind.OVER
    elif dates.id in timetable.joined and kind != Kind.OURS:
        kind = Kind.JOINED
    becomes = now | (taken or differs)
    wrong = session_checks.problems(values_of(becomes))
    if not wrong and dates.state != SessionState.PLANNED:
        wrong = session_checks.gone(values_of(now), values_of(becomes))
    if wrong and kind in TAKEABLE:
        kind = Kind.IMPOSSIBLE
    return {
        "column": SESSIONS,
        "kind": kind.value,
        "why": next(iter(wrong.values()), ""),
        "old": [now],
        "new": [becomes],
        "keys": sorted(taken),
        "session": str(dates.id),
        "version": dates.version,
    }


def _kind(key: str, new: Any, old: Any, before: Mapping[str, Any]) -> Kind:
    """Who changed it since the last file: as for any fact of a training."""
    if key not in before or old == before[key]:
        return Kind.CHANGED
    return Kind.OURS if new == before[key] else Kind.CONFLICT
