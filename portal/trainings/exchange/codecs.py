"""A value of a training as one cell of text, and back.

`write` gives what `read` takes: writing, then reading, loses nothing. Codes are written by their
French label in a table, by themselves in LHEO; both are read.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from portal.kernel import nomenclatures, search
from portal.kernel.i18n import N_
from portal.languages.nomenclatures import FRENCH, LANGUAGE
from portal.trainings.enums import Known

BAR = "|"
_CHOOSE = N_("Ce mot n’est pas dans la liste proposée.")
_NUMBER = N_("Écrivez un nombre, en chiffres.")
_WHOLE = N_("Écrivez un nombre entier, en chiffres.")
_DAY = N_("Écrivez une date, par exemple 12/03/2027.")
_ANSWER = N_("Écrivez oui, non, ou rien.")
_TOO_LONG = N_("C’est trop long : %(most)s signes au plus.")
_TOO_MANY = N_("C’est trop : gardez %(most)s lignes au plus.")
_MOST_ROWS = 30
_YES = frozenset({"oui", "o", "yes", "y", "vrai", "true", "1", "x"})
_NO = frozenset({"non", "n", "no", "faux", "false", "0"})


class Unreadable(Exception):
    """The cell is not understood; `message` says how to write it, in French."""

    def __init__(self, message: object, **values: object) -> None:
        super().__init__(str(message))
        self.message, self.values = str(message), values


class Codec:
    """One kind of cell. `empty` is the value of an empty cell."""

    empty: Any = ""

    def read(self, session: Session, text: str) -> Any:
        """The plain value (as JSON knows it). Raises Unreadable."""
        raise NotImplementedError

    def write(self, session: Session, value: Any, *, coded: bool = False) -> str:
        raise NotImplementedError


@dataclass(frozen=True)
class Text(Codec):
    """Words; on one line unless `lines`."""

    most: int
    lines: bool = False

    def read(self, session: Session, text: str) -> str:
        said = text.strip() if self.lines else text.strip().replace("\n", " ")
        return _no_longer(said, self.most)

    def write(self, session: Session, value: Any, *, coded: bool = False) -> str:
        return str(value or "")


@dataclass(frozen=True)
class Number(Codec):
    """Whole, or with one decimal."""

    empty = None
    decimal: bool = False

    def read(self, session: Session, text: str) -> float | int | None:
        if not text:
            return None
        amount = amount_of(text)
        if not self.decimal and amount != int(amount):
            raise Unreadable(_WHOLE)
        if self.decimal and amount * 10 != int(amount * 10):
            raise Unreadable(N_("Écrivez un chiffre au plus après la virgule."))
        return float(amount) if self.decimal else int(amount)

    def write(self, session: Session, value: Any, *, coded: bool = False) -> str:
        return written_amount(value)


class Day(Codec):
    empty = None

    def read(self, session: Session, text: str) -> str | None:
        if not text:
            return None
        try:
            parts = text.split("/")
            if len(parts) == 3:
                day, month, year = map(int, parts)
                return date(year, month, day).isoformat()
            return date.fromisoformat(text[:10]).isoformat()
        except (ValueError, OverflowError) as error:
            raise Unreadable(_DAY) from error

    def write(self, session: Session, value: Any, *, coded: bool = False) -> str:
        return str(value or "")


class Answer(Codec):
    """Yes, no, or nothing: not known."""

    empty = None

    def read(self, session: Session, text: str) -> str | None:
        said = search.normalise(text).strip()
        if said in _YES:
            return Known.YES.value
        if said in _NO:
            return Known.NO.value
        if said:
            raise Unreadable(_ANSWER)
        return None

    def write(self, session: Session, value: Any, *, coded: bool = False) -> str:
        if coded or not value:
            return str(value or "")
        return "oui" if value == Known.YES else "non"


@dataclass(frozen=True)
class Choices:
    """What may be chosen: the lines of a nomenclature, the members of `members`, or `named`: code →
    French label.
    """

    scheme: str = ""
    members: type[StrEnum] | None = None
    digits: int = 0
    named: Mapping[str, str] | None = field(default=None, hash=False)

    def labels(self, session: Session) -> Mapping[str, str]:
        """Code → French label, those that are over too."""
        if self.named is not None:
            return self.named
        if self.members is not None:
            members: Iterable[Any] = self.members
            return {one.value: str(one.label) for one in members}
        found = {e.code: e.french for e in nomenclatures.all_entries(session, self.scheme)}
        return found | {FRENCH: "français"} if self.scheme == LANGUAGE else found

    def code(self, session: Session, word: str) -> str | None:
        labels = self.labels(session)
        for said in (word, word.lower(), word.upper(), word.zfill(self.digits)):
            if said in labels:
                return said
        exact = (code for code, label in labels.items() if label == word)
        if (found := next(exact, None)) is not None:
            return found
        wanted = search.normalise(word)
        known = (code for code, label in labels.items() if search.normalise(label) == wanted)
        return next(known, None)

    def label(self, session: Session, code: str, *, coded: bool) -> str:
        """The label, unless it would be read as another code."""
        label = code if coded else self.labels(session).get(code, code)
        return label if self.code(session, label) == code else code


@dataclass(frozen=True)
class One(Codec):
    choices: Choices

    def read(self, session: Session, text: str) -> str:
        code = self.choices.code(session, text) if text else ""
        if code is None:
            raise Unreadable(_CHOOSE)
        return code

    def write(self, session: Session, value: Any, *, coded: bool = False) -> str:
        return self.choices.label(session, value, coded=coded) if value else ""


@dataclass(frozen=True)
class Several(Codec):
    """Codes of a list, one a line or between bars. `free`: other words are kept as they are."""

    choices: Choices
    free: int = 0

    def read(self, session: Session, text: str) -> list[str]:
        found: list[str] = []
        for word in (part for line in split(text, "\n", raw=True) for part in split(line, BAR)):
            code = self.choices.code(session, word)
            if code is None and not self.free:
                raise Unreadable(_CHOOSE)
            found.append(_no_longer(word, self.free) if code is None else code)
        return _not_too_many(list(dict.fromkeys(found)))

    def write(self, session: Session, value: Any, *, coded: bool = False) -> str:
        said = (self.choices.label(session, code, coded=coded) for code in value or ())
        return f" {BAR} ".join(escaped(one) for one in said)

    @property
    def empty(self) -> list[str]:
        return []


@dataclass(frozen=True)
class Lines(Codec):
    """Texts, one a line."""

    most: int = 4000

    def read(self, session: Session, text: str) -> list[str]:
        return _not_too_many([_no_longer(line, self.most) for line in split(text, "\n")])

    def write(self, session: Session, value: Any, *, coded: bool = False) -> str:
        return "\n".join(escaped(one, "\n") for one in value or ())

    @property
    def empty(self) -> list[str]:
        return []


class Rows(Codec):
    """Rows of parts: one row a line, its parts between bars; `most` of them."""

    most = _MOST_ROWS

    def read(self, session: Session, text: str) -> list[dict[str, Any]]:
        # Far too many are not even looked at; a few empty ones are no matter.
        lines = split(text, "\n", raw=True)
        if len(lines) > 10 * self.most:
            raise Unreadable(_TOO_MANY, most=self.most)
        rows = (self.row(session, split(line, BAR, keep=True)) for line in lines)
        return _not_too_many([row for row in rows if row], self.most)

    def write(self, session: Session, value: Any, *, coded: bool = False) -> str:
        rows = (self.parts(session, row, coded=coded) for row in value or ())
        return "\n".join(f" {BAR} ".join(escaped(part) for part in row) for row in rows)

    def row(self, session: Session, parts: Sequence[str]) -> dict[str, Any]:
        """What the parts say; nothing where they say nothing."""
        raise NotImplementedError

    def parts(self, session: Session, row: Mapping[str, Any], *, coded: bool) -> list[str]:
        raise NotImplementedError

    @property
    def empty(self) -> list[dict[str, Any]]:
        return []


def escaped(text: str, marks: str = "\n" + BAR) -> str:
    """The text, a backslash before what would cut it."""
    kept = text.replace("\\", "\\\\")
    for mark in marks:
        kept = kept.replace(mark, "\\n" if mark == "\n" else f"\\{mark}")
    return kept


def split(text: str, mark: str, *, keep: bool = False, raw: bool = False) -> list[str]:
    """The parts between marks, what `escaped` marked left whole; the empty ones go unless `keep`.
    `raw`: the parts are cut again later, and keep their backslashes.
    """
    parts, part, index = [], "", 0
    while index < len(text):
        letter = text[index]
        if letter == "\\" and index + 1 < len(text) and text[index + 1] in f"\\n{BAR}":
            following = text[index + 1]
            part += letter + following if raw else "\n" if following == "n" else following
            index += 2
            continue
        if letter == mark:
            parts.append(part)
            part = ""
        else:
            part += letter
        index += 1
    stripped = [one.strip() for one in (*parts, part)]
    return stripped if keep else [one for one in stripped if one]


def amount_of(text: str) -> Decimal:
    """« 1 823,5 » as people write it."""
    try:
        amount = Decimal("".join(text.split()).replace(",", "."))
    except InvalidOperation as error:
        raise Unreadable(_NUMBER) from error
    if not amount.is_finite() or not 0 <= amount < 10**9:
        raise Unreadable(_NUMBER)
    return amount


def written_amount(value: Any) -> str:
    if value is None:
        return ""
    return f"{Decimal(str(value)).normalize():f}".replace(".", ",")


def _no_longer(text: str, most: int) -> str:
    if len(text) > most:
        raise Unreadable(_TOO_LONG, most=most)
    return text


def _not_too_many(rows: list[Any], most: int = _MOST_ROWS) -> list[Any]:
    if len(rows) > most:
        raise Unreadable(_TOO_MANY, most=most)
    return rows
