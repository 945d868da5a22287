"""Half-days of a session: {on: date, half: am|pm, starts, ends: HH:MM}, in the order they come."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from portal.kernel.i18n import N_

MORNING, AFTERNOON = "am", "pm"
LABELS = {MORNING: N_("Matin"), AFTERNOON: N_("Après-midi")}
# What a page proposes; the organiser changes it.
USUAL = {MORNING: ("09:00", "12:30"), AFTERNOON: ("13:30", "17:00")}
# Two halves of each working day of a year: more is a mistake of the year.
MOST = 520
_SATURDAY = 5


def between(first: date, last: date) -> list[dict[str, Any]]:
    """Both halves of each working day from the first to the last, at the usual hours; of one day at
    the week's end where there is no other.
    """
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    working = [day for day in days if day.weekday() < _SATURDAY] or days
    return [
        {"on": day.isoformat(), "half": half, "starts": starts, "ends": ends}
        for day in working[: MOST // 2]
        for half, (starts, ends) in USUAL.items()
    ]


def in_order(slots: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(slots, key=lambda slot: (slot["on"], slot["half"]))


def problem(slots: Sequence[dict[str, Any]], first: date, last: date) -> str:
    """What is wrong with them, in French; nothing where nothing is."""
    days = [slot["on"] for slot in slots]
    if days and (min(days) < first.isoformat() or max(days) > last.isoformat()):
        return str(N_("Chaque demi-journée est entre le premier et le dernier jour."))
    if len({(slot["on"], slot["half"]) for slot in slots}) < len(slots):
        return str(N_("Une demi-journée est là deux fois. Retirez-en une."))
    if any(slot["ends"] <= slot["starts"] for slot in slots):
        return str(N_("Une demi-journée finit avant de commencer. Corrigez ses heures."))
    return ""
