"""Trainings side by side: each fact of each one, and in words where they differ.

Nothing is counted and none is better: the columns stand in the order somebody chose.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Session

from portal.kernel.i18n import N_, listed, show_date
from portal.kernel.i18n import gettext_ as _
from portal.languages.said import Document
from portal.trainings import reading
from portal.trainings.enums import NOT_KNOWN
from portal.trainings.reading import Fact

MOST = 3


class Verdict(StrEnum):
    """What can be said of a row; nothing where too little is known."""

    SAME = "same"
    DIFFERENT = "different"

    @property
    def label(self) -> str:
        return str(_VERDICTS[self])


_VERDICTS = {Verdict.SAME: N_("Pareil"), Verdict.DIFFERENT: N_("Différent")}


@dataclass(frozen=True)
class Row:
    """A fact of each training, in their order. What nobody knows is said."""

    label: str
    cells: list[Fact]

    @property
    def is_known(self) -> bool:
        """For one of them at least."""
        return bool(self._known)

    @property
    def verdict(self) -> Verdict | None:
        if len(set(self._known)) > 1:
            return Verdict.DIFFERENT
        # What is not known of one may differ.
        alike = len(self._known) == len(self.cells) > 1
        return Verdict.SAME if alike else None

    @property
    def _known(self) -> list[str]:
        return [cell.value for cell in self.cells if cell.value != str(NOT_KNOWN)]


@dataclass(frozen=True)
class Group:
    """Rows read together, and the names of those nobody knows anything of, for any of them."""

    title: str
    rows: list[Row]
    unknown: list[str]


def compare(
    session: Session, documents: Sequence[Document], days: Sequence[date | None]
) -> list[Group]:
    """The facts of these trainings, by group; `days`: the next one to come on of each, where there
    is one. Empty if there is no training.
    """
    if not documents:
        return []
    dated = zip(documents, days, strict=True)
    return [
        _group(_("L’essentiel"), [_main(session, one, day) for one, day in dated]),
        _group(_("Accessibilité"), [_passport(session, one) for one in documents]),
        _group(
            _("Le français et les autres langues"),
            [reading.french(session, one) for one in documents],
        ),
    ]


def _group(title: str, told: Iterable[Iterable[Fact]]) -> Group:
    columns = [{fact.label: fact for fact in facts} for facts in told]
    rows = [Row(label, [_said(column[label]) for column in columns]) for label in columns[0]]
    known = [row for row in rows if row.is_known]
    return Group(title, known, [row.label for row in rows if not row.is_known])


def _said(fact: Fact) -> Fact:
    if fact.value and fact.value != str(NOT_KNOWN):
        return fact
    return Fact(fact.label, str(NOT_KNOWN), about=fact.about)


def _main(session: Session, document: Document, day: date | None) -> list[Fact]:
    read = reading.read(session, document)
    dated = _("Dates")
    return [
        *read.facts,
        *(_on(one, day) if one.label == dated else one for one in reading.every_fact(document)),
        Fact(_("Pour qui"), listed(read.audiences)),
        Fact(_("Ce que l’on reçoit à la fin"), document["certification"], is_written=True),
    ]


def _on(fact: Fact, day: date | None) -> Fact:
    """A day one may come on says more than when it usually is."""
    if day is None:
        return fact
    told = _("À partir du %(day)s", day=show_date(day))
    return replace(fact, value=told, is_written=False, translation=None)


def _passport(session: Session, document: Document) -> list[Fact]:
    groups = reading.passport_of(session, document["passport"])
    return [Fact(line.label, line.said) for _label, lines in groups for line in lines]
