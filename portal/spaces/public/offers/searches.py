"""A search of offers as an address and as a form (see `portal.web.searches`).

`place` is what the one list of regions and departments sends; `region` and `department` are what
addresses say.
"""

from typing import Any

from werkzeug.datastructures import MultiDict

from portal.jobs.enums import OfferNature, TimeChoice, Way
from portal.jobs.nomenclatures import CONTRACT
from portal.jobs.queries.published import FAMILIES, PLACES, Wanted
from portal.kernel import clock, nomenclatures
from portal.kernel.i18n import gettext_ as _
from portal.languages.nomenclatures import LANGUAGE
from portal.organisations.nomenclatures import DEPARTMENT, REGION, STRUCTURE_TYPE
from portal.web import places, searches
from portal.web.request import Session
from portal.web.searches import items
from portal.web.templates import Kept

_known = Kept(20)

ORDER = (*PLACES, *FAMILIES)
_BOXES = ("nature", "contract", "time", "way", "type")


def read(session: Session, arguments: MultiDict[str, str]) -> Wanted:
    """What an address asks for."""
    asked = searches.asked_codes(arguments, ORDER)
    places.read(arguments, asked)
    return searches.wanted_of(Wanted, arguments, asked, labels(session))


def arguments_of(wanted: Wanted, page: int = 1) -> str:
    return searches.arguments_of(wanted, ORDER, page)


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


def choices(session: Session, wanted: Wanted) -> dict[str, Any]:
    """What the form shows: boxes, lists, and the places grouped by region."""
    known = labels(session)
    return {
        "boxes": {family: items(known[family].items(), wanted.codes(family)) for family in _BOXES},
        "diploma": "none" in wanted.codes("diploma"),
        "languages": items(
            sorted(known["language"].items(), key=places.by_label), wanted.codes("language")
        ),
        "places": places.choices(session, known, wanted),
        "active": sum(len(codes) for codes in wanted.chosen.values()),
    }


def _labels(session: Session, scheme: str) -> dict[str, str]:
    return {
        entry.code: entry.label
        for entry in nomenclatures.entries(session, scheme)
        if entry.data.get("offer") is not False
    }
