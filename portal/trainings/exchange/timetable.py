"""The sessions of a training as lines of a cell, and as plain values: one line a session.

What a file says of a session: its days, how many places, where, and what differs there. An empty
part says nothing. `reference` is how the file calls it, our own identifier in a file of ours.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal.kernel import search
from portal.kernel.i18n import N_
from portal.organisations.nomenclatures import DEPARTMENT
from portal.trainings import session_checks, usual_days
from portal.trainings.enums import Known
from portal.trainings.exchange.codecs import (
    BAR,
    Answer,
    Choices,
    Day,
    Number,
    One,
    Rows,
    Text,
    Unreadable,
    escaped,
)
from portal.trainings.models import TrainingSession
from portal.trainings.nomenclatures import PASSPORT_LINE
from portal.trainings.usual_days import AFTERNOON, LABELS, MORNING, USUAL

MOST_PLACES = 500
_DAYS = ("starts_on", "ends_on", "register_until")
_YES_NO = ("online", "chooses", "asks_employer")
# The parts of a line, in order.
PARTS = (
    *_DAYS,
    *("places", "venue", "address", "city", "department", "online"),
    *("half_days", "passport", "chooses", "asks_employer", "reference"),
)
# Of a session itself; the rest says which one it is, and how.
FIELDS = PARTS[:-1]
_DEPARTMENTS, _LINES = One(Choices(DEPARTMENT, digits=2)), Choices(PASSPORT_LINE)
_TEXTS = {"venue": Text(200), "address": Text(300), "city": Text(120), "reference": Text(200)}
TEXTS = ("venue", "address", "city")
_NO_DAY = N_("Écrivez le premier jour de la session.")
_PLACES = N_("Écrivez un nombre de places entre 1 et 500.")
_HALF_DAY = N_("Écrivez une demi-journée ainsi : 12/03/2027 9:00-12:30.")
_ANSWERED = N_("Écrivez l’accessibilité ainsi : Ascenseur = oui ; Salle calme = non.")
_BETWEEN, _IS = ";", "="
_HALVES = {search.normalise(str(label)).strip(): half for half, label in LABELS.items()}
_HOUR = r"(\d{1,2})[:h](\d{2})?"
_SLOT = re.compile(rf"(\S+?)(?:\s+([^\W\d]\S*))?(?:\s+{_HOUR}\s*[-–]\s*{_HOUR})?")
_NOON = "12:00"


class Sessions(Rows):
    """« premier jour | dernier jour | s’inscrire jusqu’au | places | … » : see `PARTS`."""

    # A register names those that are over too.
    most = 200

    def row(self, session: Session, parts: Sequence[str]) -> dict[str, Any]:
        told = {name: text for name, text in zip(PARTS, parts, strict=False) if text}
        if not told:
            return {}
        row: dict[str, Any] = {
            name: codec.read(session, told[name]) for name, codec in _TEXTS.items() if name in told
        }
        row |= {name: Day().read(session, told[name]) for name in _DAYS if name in told}
        if "starts_on" not in row:
            raise Unreadable(_NO_DAY)
        row.setdefault("ends_on", row["starts_on"])
        for name in _YES_NO:
            if name in told:
                row[name] = Answer().read(session, told[name]) == Known.YES
        if "places" in told:
            row["places"] = _places(session, told["places"])
        if "department" in told:
            row["department"] = _DEPARTMENTS.read(session, told["department"])
        if "half_days" in told:
            row["half_days"] = _half_days(session, told["half_days"])
        if "passport" in told:
            row["passport"] = _passport(session, told["passport"])
        for message in session_checks.problems(values_of(row)).values():
            raise Unreadable(message)
        return row

    def parts(self, session: Session, row: Mapping[str, Any], *, coded: bool) -> list[str]:
        answers = {True: Known.YES.value, False: Known.NO.value}
        text = {name: str(row.get(name) or "") for name in PARTS}
        for name in _YES_NO:
            text[name] = Answer().write(session, answers.get(row.get(name, ""), ""), coded=coded)
        text["department"] = _DEPARTMENTS.write(session, row.get("department"), coded=coded)
        text["half_days"] = f" {_BETWEEN} ".join(map(_slot, row.get("half_days", ())))
        text["passport"] = f" {_BETWEEN} ".join(
            f"{_line(session, code, coded=coded)} {_IS}"
            f" {Answer().write(session, answer, coded=coded)}"
            for code, answer in row.get("passport", {}).items()
        )
        return [text[name] for name in PARTS]


def cell(rows: Sequence[Mapping[str, str]]) -> str:
    """Lines of parts that are written already, by name, as one cell."""
    return "\n".join(f" {BAR} ".join(escaped(row.get(name, "")) for name in PARTS) for row in rows)


def row_of(dates: TrainingSession) -> dict[str, Any]:
    """What a file may say of a session, as it is here."""
    row: dict[str, Any] = {name: getattr(dates, name) for name in FIELDS}
    row |= {name: getattr(dates, name).isoformat() for name in _DAYS}
    named = ("on", "half", "starts", "ends")
    slots = [{key: slot[key] for key in named} for slot in dates.half_days]
    row["half_days"] = usual_days.in_order(slots)
    return row | {"reference": str(dates.id)}


def values_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row as a session takes it; one may ask to come until the day before if nobody said it."""
    values = {name: row[name] for name in FIELDS if name in row}
    values |= {name: date.fromisoformat(row[name]) for name in _DAYS if name in row}
    values.setdefault("register_until", values["starts_on"] - timedelta(days=1))
    return values


def _places(session: Session, text: str) -> int:
    number = Number().read(session, text)
    if number is None or not 1 <= number <= MOST_PLACES:
        raise Unreadable(_PLACES)
    return int(number)


def _half_days(session: Session, text: str) -> list[dict[str, Any]]:
    """A day, or a half of it, or its hours; hours nobody wrote are the usual ones."""
    slots: list[dict[str, Any]] = []
    for part in filter(None, map(str.strip, text.split(_BETWEEN))):
        found = _SLOT.fullmatch(part)
        if found is None:
            raise Unreadable(_HALF_DAY)
        word = search.normalise(found[2] or "").strip()
        if word and word not in _HALVES:
            raise Unreadable(_HALF_DAY)
        on = Day().read(session, found[1])
        if found[3]:
            starts, ends = _time(found[3], found[4]), _time(found[5], found[6])
            half = _HALVES[word] if word else MORNING if starts < _NOON else AFTERNOON
            slots.append({"on": on, "half": half, "starts": starts, "ends": ends})
        else:
            for half in [_HALVES[word]] if word else USUAL:
                starts, ends = USUAL[half]
                slots.append({"on": on, "half": half, "starts": starts, "ends": ends})
    return usual_days.in_order(slots)


def _time(hour: str, minute: str | None) -> str:
    if int(hour) > 23 or int(minute or 0) > 59:
        raise Unreadable(_HALF_DAY)
    return f"{int(hour):02}:{int(minute or 0):02}"


def _slot(slot: Mapping[str, str]) -> str:
    """The half is said where its hour does not say it."""
    is_plain = (slot["half"] == MORNING) == (slot["starts"] < _NOON)
    half = "" if is_plain else f" {str(LABELS[slot['half']]).lower()}"
    return f"{slot['on']}{half} {slot['starts']}-{slot['ends']}"


def _passport(session: Session, text: str) -> dict[str, str]:
    answers = {}
    for part in filter(None, map(str.strip, text.split(_BETWEEN))):
        line, _is, said = part.partition(_IS)
        code, answer = _LINES.code(session, line.strip()), Answer().read(session, said.strip())
        if code is None or answer is None:
            raise Unreadable(_ANSWERED)
        answers[code] = answer
    return answers


def _line(session: Session, code: str, *, coded: bool) -> str:
    label = _LINES.label(session, code, coded=coded)
    return code if _BETWEEN in label or _IS in label else label
