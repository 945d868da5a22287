"""The rows of a training as lines of a cell: modules, who pays, what sources say differently."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from portal.kernel.i18n import N_
from portal.trainings.enums import Subject
from portal.trainings.exchange.codecs import (
    Answer,
    Choices,
    Number,
    Rows,
    Text,
    Unreadable,
    amount_of,
    written_amount,
)

_TITLE, _WORDS, _WHO = Text(200), Text(2000, lines=True), Text(300)
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_SUBJECTS = Choices(members=Subject)


class Modules(Rows):
    """« Titre | heures | ce que l’on y fait »."""

    def row(self, session: Session, parts: Sequence[str]) -> dict[str, Any]:
        title, hours, text = _three(parts)
        if not (title or text):
            return {}
        amount = float(amount_of(hours)) if hours else None
        return {
            "title": _TITLE.read(session, title),
            "hours": amount,
            "text": _WORDS.read(session, text),
        }

    def parts(self, session: Session, row: Mapping[str, Any], *, coded: bool) -> list[str]:
        return [row["title"], written_amount(row["hours"]), row["text"]]


class Funding(Rows):
    """« année | gratuite : oui ou non | qui paie »."""

    def row(self, session: Session, parts: Sequence[str]) -> dict[str, Any]:
        year, free, words = _three(parts)
        if not (year or free or words):
            return {}
        known = Number().read(session, year)
        if known is not None and not _FIRST_YEAR <= known <= _LAST_YEAR:
            raise Unreadable(N_("Écrivez une année, par exemple 2026."))
        return {
            "year": known,
            "free": Answer().read(session, free) or "",
            "words": _WHO.read(session, words),
        }

    def parts(self, session: Session, row: Mapping[str, Any], *, coded: bool) -> list[str]:
        free = Answer().write(session, row["free"], coded=coded)
        return [str(row["year"] or ""), free, row["words"]]


class Differences(Rows):
    """« sur quoi | ce que dit une source | la source | ce que dit l’autre | l’autre source »."""

    def row(self, session: Session, parts: Sequence[str]) -> dict[str, Any]:
        about, *rest = parts
        pairs = [*rest, ""] if len(rest) % 2 else rest
        told = zip(pairs[::2], pairs[1::2], strict=True)
        said = [{"text": text, "source": source} for text, source in told if text or source]
        subject = _SUBJECTS.code(session, about) or Subject.OTHER.value
        return {"about": subject, "said": said} if said else {}

    def parts(self, session: Session, row: Mapping[str, Any], *, coded: bool) -> list[str]:
        about = _SUBJECTS.label(session, row["about"], coded=coded)
        return [about, *(part for one in row["said"] for part in (one["text"], one["source"]))]


def _three(parts: Sequence[str]) -> tuple[str, str, str]:
    """Missing parts are empty; what follows the third belongs to it."""
    first, second, *rest = *parts, "", ""
    return first, second, " | ".join(part for part in rest if part)
