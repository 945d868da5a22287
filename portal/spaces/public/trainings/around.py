"""How far from a commune, in a search: what somebody types (`near`, `within`), which an address
says by the code of the commune (`around`). It stays in the address: it is neither kept nor logged.
"""

from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from portal.kernel.i18n import gettext_ as _
from portal.organisations.queries import communes
from portal.organisations.queries.communes import Commune
from portal.trainings import nearby
from portal.trainings.nearby import DISTANCES, UNKNOWN, Near
from portal.trainings.queries import nearby as queries
from portal.trainings.queries.published import AROUND, Wanted
from portal.web.request import Session

_USUAL = 25


@dataclass(frozen=True)
class Doubt:
    """What was typed is no commune, several (a code and a name, no code where nobody can place it),
    or one nobody can place (`lost`).
    """

    typed: str
    choices: list[tuple[str, str]]
    lost: str = ""


def read(session: Session, arguments: MultiDict[str, str]) -> Near | None:
    """What an address asks for, if it is sure."""
    found = _meant(session, arguments)
    if len(found) == 1 and found[0].latitude is not None:
        return queries.find_near(session, found[0], _within(arguments))
    if not _typed(arguments) and arguments.get(AROUND) == UNKNOWN:
        return Near(UNKNOWN)
    return None


def doubt(session: Session, arguments: MultiDict[str, str], wanted: Wanted) -> Doubt | None:
    """What to ask back, where somebody typed a place that is not sure."""
    typed = _typed(arguments)
    if not typed or wanted.near:
        return None
    found = _meant(session, arguments)
    placed = [one for one in found if one.latitude is not None]
    if found and not placed:
        return Doubt(typed, [], name_of(found[0]) if len(found) == 1 else typed)
    within = _within(arguments)
    return Doubt(
        typed,
        [
            (nearby.code_of(one.code, within) if one.latitude is not None else "", name_of(one))
            for one in found
        ],
    )


def named(session: Session, code: str) -> Near | None:
    """What a code is called; where trainings are given is not looked for."""
    if code == UNKNOWN:
        return Near(UNKNOWN)
    known, _kilometres = nearby.read(code) or ("", 0)
    commune = communes.find_commune(session, known) if known else None
    return Near(code, commune.name, commune.department) if commune else None


def name_of(commune: Commune) -> str:
    return f"{commune.name} ({commune.department})"


def labels(near: Near | None) -> dict[str, dict[str, str]]:
    return {AROUND: {near.code: _label(near)} if near else {}}


def choices(wanted: Wanted, typed: str) -> dict[str, Any]:
    """What the form shows; what was typed goes on standing there."""
    near = wanted.near
    _commune, kilometres = nearby.read(near.code if near else "") or ("", _USUAL)
    return {
        "typed": f"{near.name} ({near.department})" if near and near.name else typed,
        "within": [
            {"value": one, "label": _("À moins de %(km)s km", km=one), "checked": one == kilometres}
            for one in DISTANCES
        ],
    }


def distance(near: Near | None, given: queries.Given | None) -> str:
    """How far a training is, in words; empty where that is not asked."""
    if near is None or given is None:
        return ""
    spot = near.nearest(given.spots)
    if spot and spot.name == near.name:
        return _("À %(commune)s même", commune=near.name)
    if spot:
        return _(
            "À %(place)s, à %(km)s km environ de %(commune)s",
            place=spot.name,
            km=max(1, round(spot.kilometres)),
            commune=near.name,
        )
    return _("À distance, par internet") if given.remote else _("Distance inconnue")


def _label(near: Near) -> str:
    if near.code == UNKNOWN:
        return _("Distance inconnue")
    _commune, kilometres = nearby.read(near.code) or ("", 0)
    return _("À moins de %(km)s km de %(commune)s", km=kilometres, commune=near.name)


def _typed(arguments: MultiDict[str, str]) -> str:
    return arguments.get("near", "").strip()


def _meant(session: Session, arguments: MultiDict[str, str]) -> list[Commune]:
    if typed := _typed(arguments):
        return list(communes.find_communes(session, typed))
    code, _kilometres = nearby.read(arguments.get(AROUND, "")) or ("", 0)
    commune = communes.find_commune(session, code) if code else None
    return [commune] if commune else []


def _within(arguments: MultiDict[str, str]) -> int:
    known = nearby.read(arguments.get(AROUND, ""))
    if known and not _typed(arguments):
        return known[1]
    said = arguments.get("within", "")
    return int(said) if said in {str(one) for one in DISTANCES} else _USUAL
