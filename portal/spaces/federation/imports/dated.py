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
    typed = {name: text.strip() for name, text in form.items() if name.startswith(_PLACES)}
    said = {name.removeprefix(_PLACES): text for name, text in typed.items() if text}
    places = {
        int(line): int(text)
        for line, text in said.items()
        if line.isdecimal() and text.isdecimal() and 1 <= int(text) <= MOST_PLACES
    }
    shown, taken, announced = (
        form.getlist(name, type=int) for name in ("shown", "taken", "announced")
    )
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
