"""When a training starts, in a search: a choice of the list, or two days (`from`, `to`), which an
address says as one (`starts`).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict

from portal.kernel import clock
from portal.kernel.i18n import gettext_ as _
from portal.kernel.i18n import show_date
from portal.trainings import starting
from portal.trainings.enums import Soon
from portal.trainings.queries.published import STARTS, UNKNOWN, Wanted

# What the list sends for the two days below it; a code of it wins over them.
BETWEEN = "between"


def read(arguments: MultiDict[str, str]) -> list[str]:
    """The one choice of an address, if it is one."""
    chosen = [code for code in arguments.getlist(STARTS) if code and code != BETWEEN]
    code = chosen[-1] if chosen else _typed(arguments)
    known = code == UNKNOWN or starting.read(code, clock.today()) is not None
    return [code] if known else []


def labels(chosen: Mapping[str, Sequence[str]]) -> dict[str, dict[str, str]]:
    """What the choice is called."""
    return {STARTS: {code: _label(code) for code in chosen.get(STARTS, ())}}


def choices(wanted: Wanted) -> dict[str, Any]:
    """What the form shows: the list, and the two days where they are what is asked."""
    code = next(iter(wanted.codes(STARTS)), "")
    known = [(one.value, one.label) for one in Soon] + [(UNKNOWN, _label(UNKNOWN))]
    first, last = starting.days_of(code)
    chosen = BETWEEN if first or last else code
    pairs = [*known, (BETWEEN, _("Entre les deux jours ci-dessous"))]
    return {
        "items": [{"value": one, "label": told, "checked": one == chosen} for one, told in pairs],
        "first": first.isoformat() if first else "",
        "last": last.isoformat() if last else "",
    }


def _typed(arguments: MultiDict[str, str]) -> str:
    """The two days of the form, in order whichever was written first."""
    days = [_day(arguments.get(name, "")) for name in ("from", "to")]
    if all(days):
        days.sort(key=lambda day: day or date.min)
    return starting.code_of(*days)


def _label(code: str) -> str:
    if code == UNKNOWN:
        return _("Dates pas encore connues")
    if code in set(Soon):
        return Soon(code).label
    first, last = starting.days_of(code)
    if first and last:
        return _(
            "Commence entre le %(first)s et le %(last)s",
            first=show_date(first),
            last=show_date(last),
        )
    if first:
        return _("Commence à partir du %(first)s", first=show_date(first))
    return _("Commence au plus tard le %(last)s", last=show_date(last or date.max))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
