"""The rows of a training as lines of a cell: modules, who pays, what sources say differently."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from portal.kernel.i18n import N_
from portal.trainings import facts
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
_PRICE = re.compile(r"([\d\s.,]+)(€|euros?|eur)?", re.IGNORECASE)
# « 1 » and « 0 » are a yes and a no unless somebody wrote the euros.
_AN_ANSWER = {"0", "1"}
_FREE_OR_PRICE = N_("Écrivez oui si c’est gratuit, sinon le prix en euros ou non.")


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
    """« année | gratuite : oui ou non, ou le prix en euros | qui paie »."""

    def row(self, session: Session, parts: Sequence[str]) -> dict[str, Any]:
        year, free, words = _three(parts)
        if not (year or free or words):
            return {}
        known = _year(session, year)
        price = _price(free)
        said = _answer(session, free) if price is None else ""
        return facts.funding_row(known, said, _WHO.read(session, words), price)

    def parts(self, session: Session, row: Mapping[str, Any], *, coded: bool) -> list[str]:
        free = Answer().write(session, row["free"], coded=coded)
        if "amount" in row:
            free = f"{written_amount(row['amount'])} €"
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


def _year(session: Session, text: str) -> int | None:
    known = Number().read(session, text)
    if known is None:
        return None
    if not _FIRST_YEAR <= known <= _LAST_YEAR:
        raise Unreadable(N_("Écrivez une année, par exemple 2026."))
    return int(known)


def _price(text: str) -> float | None:
    """« 350 € », « 350 »; None where it is an answer, or not to be understood."""
    found = _PRICE.fullmatch(text.strip())
    if found is None or text.strip() in _AN_ANSWER:
        return None
    return float(amount_of(found[1]))


def _answer(session: Session, text: str) -> str:
    try:
        return Answer().read(session, text) or ""
    except Unreadable as problem:
        raise Unreadable(_FREE_OR_PRICE) from problem


def _three(parts: Sequence[str]) -> tuple[str, str, str]:
    """Missing parts are empty; what follows the third belongs to it."""
    first, second, *rest = *parts, "", ""
    return first, second, " | ".join(part for part in rest if part)
