"""A search as an address: `?q=…&contract=cdi&page=2`, read, written, and offered as a form.

Unknown codes are left out, so an old address still answers. `place` is what the one list of regions
and departments sends; `region` and `department` are what addresses say.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from portal.jobs.enums import OfferNature, TimeChoice, Way
from portal.jobs.nomenclatures import CONTRACT, LANGUAGE
from portal.jobs.queries.published import FAMILIES, MOST_PAGES, PLACES, Wanted
from portal.kernel import clock, nomenclatures, search
from portal.kernel.i18n import gettext_ as _
from portal.organisations.nomenclatures import DEPARTMENT, REGION, STRUCTURE_TYPE
from portal.web.request import Session
from portal.web.templates import Kept

_known = Kept(20)

LONGEST = 100
_BOXES = ("nature", "contract", "time", "way", "type")


@dataclass(frozen=True)
class Chip:
    """A choice that is active, and the address of the same search without it."""

    label: str
    url: str


def read(session: Session, arguments: MultiDict[str, str]) -> Wanted:
    """What an address asks for."""
    asked = {family: arguments.getlist(family) for family in (*FAMILIES, *PLACES)}
    for place in arguments.getlist("place"):
        kind, _dash, code = place.partition("-")
        if kind in PLACES:
            asked[kind].append(code)
    known = labels(session)
    chosen = {
        family: [code for code in dict.fromkeys(codes) if code in known[family]]
        for family, codes in asked.items()
    }
    words = "".join(c if c.isprintable() else " " for c in arguments.get("q", ""))
    return Wanted(words.strip()[:LONGEST], chosen)


def page_number(arguments: Mapping[str, str]) -> int:
    """The page an address asks for; the first if it says nothing one can count to."""
    text = arguments.get("page", "1")
    number = int(text) if text.isdecimal() and len(text) < 4 else 1
    return min(max(number, 1), MOST_PAGES)


def arguments_of(wanted: Wanted, page: int = 1) -> str:
    """The search as the shortest address that says it, with its question mark."""
    pairs = [("q", wanted.words)] if wanted.words else []
    pairs += [(family, code) for family in (*PLACES, *FAMILIES) for code in wanted.codes(family)]
    if page > 1:
        pairs.append(("page", str(page)))
    return "?" + urlencode(pairs) if pairs else ""


def without(wanted: Wanted, family: str, code: str) -> Wanted:
    kept = [one for one in wanted.codes(family) if one != code]
    return Wanted(wanted.words, {**wanted.chosen, family: kept})


def labels(session: Session) -> dict[str, dict[str, str]]:
    """Family → code → label, in the order of the lists."""
    for scheme in (CONTRACT, LANGUAGE, STRUCTURE_TYPE, REGION, DEPARTMENT):
        nomenclatures.all_entries(session, scheme)  # what changed meanwhile is noticed here
    return _known.get(clock.today(), lambda: _labels_now(session))


def _labels_now(session: Session) -> dict[str, dict[str, str]]:
    return {
        "nature": {one.value: one.label for one in OfferNature},
        "contract": _labels(session, CONTRACT),
        "time": {one.value: one.label for one in TimeChoice},
        "diploma": {"none": _("Aucun diplôme demandé")},
        "language": _labels(session, LANGUAGE),
        "way": {one.value: one.label for one in Way},
        "type": _labels(session, STRUCTURE_TYPE),
        "region": _labels(session, REGION),
        "department": _labels(session, DEPARTMENT),
    }


def chips(session: Session, wanted: Wanted, base: str) -> list[Chip]:
    """Everything that narrows the search, each with the way to take it off."""
    known = labels(session)
    found = []
    if wanted.words:
        words = _("« %(words)s »", words=wanted.words)
        found.append(Chip(words, base + arguments_of(Wanted("", wanted.chosen))))
    for family in (*PLACES, *FAMILIES):
        found += [
            Chip(known[family][code], base + arguments_of(without(wanted, family, code)))
            for code in wanted.codes(family)
        ]
    return found


def choices(session: Session, wanted: Wanted) -> dict[str, Any]:
    """What the form shows: boxes, lists, and the places grouped by region."""
    known = labels(session)
    return {
        "boxes": {family: _items(known[family].items(), wanted.codes(family)) for family in _BOXES},
        "diploma": "none" in wanted.codes("diploma"),
        "languages": _items(
            sorted(known["language"].items(), key=_by_label), wanted.codes("language")
        ),
        "places": _places(session, known, wanted),
        "active": sum(len(codes) for codes in wanted.chosen.values()),
    }


def _items(pairs: Iterable[tuple[str, str]], chosen: Sequence[str]) -> list[dict[str, Any]]:
    return [{"value": code, "label": label, "checked": code in chosen} for code, label in pairs]


def _places(
    session: Session, known: Mapping[str, Mapping[str, str]], wanted: Wanted
) -> list[dict[str, Any]]:
    """Each region as a choice of its own, then its departments."""
    inside: dict[str, list[tuple[str, str]]] = {code: [] for code in known["region"]}
    for entry in nomenclatures.entries(session, DEPARTMENT):
        inside[entry.data["region"]].append(
            (f"department-{entry.code}", f"{entry.code} {entry.label}")
        )
    chosen = [f"{place}-{code}" for place in PLACES for code in wanted.codes(place)]
    return [
        {
            "label": label,
            "items": _items([(f"region-{code}", label), *inside[code]], chosen),
        }
        for code, label in sorted(known["region"].items(), key=_by_label)
    ]


def _labels(session: Session, scheme: str) -> dict[str, str]:
    return {
        entry.code: entry.label
        for entry in nomenclatures.entries(session, scheme)
        if entry.data.get("offer") is not False
    }


def _by_label(pair: tuple[str, str]) -> str:
    return search.normalise(pair[1])
