"""Where, in a search: one list of regions and their departments, which an address says apart.

`place` is what the one list sends (« region-32 », « department-59 »); `region` and `department` are
what addresses say.
"""

from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from portal.kernel import nomenclatures, search
from portal.kernel.shelf import Wanted
from portal.organisations.nomenclatures import DEPARTMENT
from portal.web.request import Session
from portal.web.searches import Labels, items

PLACES = ("region", "department")


def read(arguments: MultiDict[str, str], asked: Mapping[str, list[str]]) -> None:
    """Add what the list sent to what the address says."""
    for place in arguments.getlist("place"):
        kind, _dash, code = place.partition("-")
        if kind in PLACES:
            asked[kind].append(code)


def choices(session: Session, labels: Labels, wanted: Wanted) -> list[dict[str, Any]]:
    """Each region as a choice of its own, then its departments."""
    inside: dict[str, list[tuple[str, str]]] = {code: [] for code in labels["region"]}
    for entry in nomenclatures.entries(session, DEPARTMENT):
        inside[entry.data["region"]].append(
            (f"department-{entry.code}", f"{entry.code} {entry.label}")
        )
    chosen = [f"{place}-{code}" for place in PLACES for code in wanted.codes(place)]
    return [
        {"label": label, "items": items([(f"region-{code}", label), *inside[code]], chosen)}
        for code, label in sorted(labels["region"].items(), key=by_label)
    ]


def by_label(pair: tuple[str, str]) -> str:
    return search.normalise(pair[1])
