"""The sessions of a line: what one may choose of them before the import, what became of them."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from werkzeug.datastructures import MultiDict

from portal.kernel.i18n import ngettext
from portal.trainings.actions.receiving import Choices
from portal.trainings.exchange.columns import SESSIONS
from portal.trainings.exchange.matching import UNDECIDED, Kind
from portal.trainings.exchange.timetable import MOST_PLACES
from portal.trainings.queries.imports import TrainingImportLine
from portal.web.typed import whole

_PLACES = "places-"


def sessions_of(line: TrainingImportLine, online: Collection[UUID]) -> dict[str, Any]:
    """Of a preview. `online`: the trainings whose sessions may be announced at once."""
    kinds = [change["kind"] for change in line.changes]
    new = [change for change in line.changes if change["kind"] in UNDECIDED]
    chosen: Mapping[str, Any] = new[0] if new else {}
    return {
        "new": len(new),
        "over": kinds.count(Kind.OVER),
        "lack_places": Kind.NO_PLACES in kinds,
        "may_be_announced": line.training_id in online,
        "announce": bool(chosen.get("announce")),
        "places": chosen.get("places") or "",
    }


def choices(form: MultiDict[str, str]) -> tuple[Choices, bool]:
    """What is chosen on a page of the preview, and whether a number of places is none."""
    shown, taken, announced = (
        form.getlist(name, type=whole) for name in ("shown", "taken", "announced")
    )
    said = [line for line in shown if form.get(f"{_PLACES}{line}", "").strip()]
    numbers = {line: form.get(f"{_PLACES}{line}", 0, type=whole) for line in said}
    places = {line: number for line, number in numbers.items() if 1 <= number <= MOST_PLACES}
    return Choices(shown, taken, announced, places), len(places) < len(said)


def became(line: TrainingImportLine) -> list[str]:
    """What was done with the sessions of a line."""
    done = line.before.get(SESSIONS, {})
    made = done.get("made", ())
    opened = sum(1 for one in made if one["is_open"])
    counted = (
        (len(made) - opened, _planned),
        (opened, _opened),
        (len(done.get("changed", ())), _changed),
        (done.get("left", 0), _left),
    )
    return [words(number) for number, words in counted if number]


def _planned(number: int) -> str:
    return ngettext("%(n)s session en préparation", "%(n)s sessions en préparation", number)


def _opened(number: int) -> str:
    return ngettext("%(n)s session annoncée", "%(n)s sessions annoncées", number)


def _changed(number: int) -> str:
    return ngettext("%(n)s session changée", "%(n)s sessions changées", number)


def _left(number: int) -> str:
    return ngettext("%(n)s session laissée de côté", "%(n)s sessions laissées de côté", number)
