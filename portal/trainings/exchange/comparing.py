"""What a line of a file says, and what it would change here: nothing is written."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal.kernel import search
from portal.kernel.i18n import N_
from portal.trainings.checks import problems, tidied
from portal.trainings.enums import TrainingState
from portal.trainings.exchange.codecs import Unreadable
from portal.trainings.exchange.columns import (
    REFERENCE,
    SESSIONS,
    VERSION,
    Column,
    document_of,
    facts_of,
    flat,
)
from portal.trainings.exchange.matching import HELD, TAKEABLE, Timetable, changes_of
from portal.trainings.import_enums import Verdict
from portal.trainings.models import Training, TrainingReference

# Changed by the file, changed by the file and here, changed here only (`matching.Kind` has more).
CHANGED, CONFLICT, OURS = "changed", "conflict", "ours"
_NO_TITLE = N_("Donnez le nom de la formation.")
_TWICE = N_("Cette formation est déjà à la ligne %(line)s du fichier.")
_SHOWN = 500
_HELD_STATES = (TrainingState.IN_REVIEW, TrainingState.ARCHIVED)


@dataclass
class Read:
    """What a line says: {column: value}, and what is wrong with it (see `TrainingImportLine`)."""

    said: dict[str, Any] = field(default_factory=dict)
    errors: list[dict[str, Any]] = field(default_factory=list)

    def object_to(self, column: str, value: object, message: object, **values: object) -> None:
        self.errors.append(
            {
                "column": column,
                "value": str(value)[:_SHOWN],
                "message": str(message),
                "values": values,
            }
        )


@dataclass(frozen=True)
class Judged:
    """What a line would do to the training it is about (None: it starts one)."""

    verdict: Verdict
    changes: list[dict[str, Any]] = field(default_factory=list)


def read_line(
    session: Session,
    columns: Mapping[str, Column],
    mapping: Sequence[str],
    cells: Sequence[str | None],
) -> Read:
    """Each cell by the column it was taken for; null cells say nothing."""
    read = Read()
    for key, cell in zip(mapping, cells, strict=False):
        column = columns.get(key)
        if column is None or cell is None:
            continue
        try:
            read.said[key] = column.codec.read(session, cell) if cell else column.codec.empty
        except Unreadable as problem:
            read.object_to(key, cell, problem.message, **problem.values)
    return read


class Shelf:
    """The trainings of the federation, to find the one a line is about."""

    def __init__(
        self, trainings: Iterable[Training], references: Iterable[TrainingReference]
    ) -> None:
        self.references = {one.training_id: one for one in references}
        self._by_id = {one.id: one for one in trainings}
        self._by_name: dict[str, UUID] = {}
        self._by_words: dict[tuple[str, str], list[UUID]] = {}
        for one in self._by_id.values():
            known = self.references.get(one.id)
            names = (known.reference if known else "", str(one.id), one.slug)
            self._by_name |= {name: one.id for name in names if name}
            self._by_words.setdefault(_words(one.title, one.organiser), []).append(one.id)

    def find(self, reference: str, title: str, organiser: str) -> Training | None:
        """By its identifier; without one, by its name and organiser if one alone bears both."""
        if reference and reference in self._by_name:
            return self._by_id[self._by_name[reference]]
        alike = self._by_words.get(_words(title, organiser), []) if title else []
        if len(alike) != 1:
            return None
        known = self.references.get(alike[0])
        is_another = bool(reference and known and known.reference)
        return None if is_another else self._by_id[alike[0]]


def judge(
    session: Session,
    read: Read,
    training: Training | None,
    known: TrainingReference | None,
    timetable: Timetable,
) -> Judged:
    """What the line would do. What cannot be is added to the errors of `read`, and what is said
    becomes what would be kept: the canonical writing of a telephone, the region of a department,
    which session each row is about.
    """
    rows = read.said.pop(SESSIONS, None)
    judged = _judge_facts(session, read, training, known)
    if not rows:
        return judged
    read.said[SESSIONS] = rows
    if judged.verdict == Verdict.WRONG:
        return judged
    before = known.said.get(SESSIONS, []) if known else []
    places = read.said.get("places") or (training.places if training else None)
    dated = changes_of(timetable, training.id if training else None, rows, before, places)
    changes = [*judged.changes, *dated]
    return Judged(_verdict(training, changes) if training else Verdict.NEW, changes)


def _judge_facts(
    session: Session, read: Read, training: Training | None, known: TrainingReference | None
) -> Judged:
    seen = read.said.pop(VERSION, None)
    read.said.pop(REFERENCE, None)
    now = flat(document_of(training)) if training else {}
    _check(session, read, training)
    if training is None and not read.errors and not read.said.get("title"):
        read.object_to("title", "", _NO_TITLE)
    if read.errors:
        return Judged(Verdict.WRONG)
    if training is None:
        return Judged(Verdict.NEW)
    said_before = known.said if known else {}
    is_newer_here = seen is not None and seen != training.version
    changes = []
    for key, new in read.said.items():
        old = now.get(key)
        if _same(old, new):
            continue
        kind = _kind(key, old, new, said_before, is_newer_here=is_newer_here)
        changes.append({"column": key, "old": old, "new": new, "kind": kind})
    return Judged(_verdict(training, changes), changes)


def object_to_second(read: Read, line: int) -> None:
    """Two lines of a file are about one training."""
    read.object_to(REFERENCE, "", _TWICE, line=line)


def _check(session: Session, read: Read, training: Training | None) -> None:
    facts = facts_of(read.said, (training.passport or {}) if training else {})
    wrong: dict[str, str] = {}
    kept = tidied(facts, wrong)
    changed = {
        name: value
        for name, value in kept.items()
        if training is None or getattr(training, name) != value
    }
    wrong |= problems(session, training or Training(), changed)
    for name, message in wrong.items():
        read.object_to(name, read.said.get(name) or "", message)
    for name in ("website", "contact_email", "contact_phone", "region"):
        if name in kept:
            read.said[name] = kept[name]


def _same(old: Any, new: Any) -> bool:
    return bool(old == new or not (old or new))


def _kind(
    key: str, old: Any, new: Any, said_before: Mapping[str, Any], *, is_newer_here: bool
) -> str:
    """Who changed it since the file was written, or since the last one was imported."""
    if key in said_before:
        if _same(new, said_before[key]):
            return OURS
        return CHANGED if _same(old, said_before[key]) else CONFLICT
    return CONFLICT if is_newer_here else CHANGED


def _verdict(training: Training, changes: Sequence[Mapping[str, Any]]) -> Verdict:
    kinds = {change["kind"] for change in changes}
    if not kinds & (TAKEABLE | HELD):
        return Verdict.SAME
    if training.state in _HELD_STATES or not kinds & TAKEABLE:
        return Verdict.HELD
    return Verdict.CONFLICT if CONFLICT in kinds else Verdict.CHANGED


def _words(title: str, organiser: str) -> tuple[str, str]:
    return search.normalise(title).strip(), search.normalise(organiser).strip()
