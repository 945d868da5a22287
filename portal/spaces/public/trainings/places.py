"""The trainings by place: a map, and the same as a table."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from flask import url_for

from portal.kernel import nomenclatures
from portal.kernel.i18n import ngettext
from portal.organisations.nomenclatures import DEPARTMENT
from portal.spaces.public.trainings import calendar, searches
from portal.trainings.queries import published
from portal.trainings.queries.published import PLACES, Wanted
from portal.web import maps
from portal.web.places import by_label
from portal.web.request import session


@dataclass(frozen=True)
class Place:
    """A region or a department, how many trainings are there, and where they are listed."""

    code: str
    label: str
    how_many: int
    said: str
    url: str


@dataclass(frozen=True)
class Region:
    """`apart`: those of which only the region is known; `relayed`: those given elsewhere."""

    place: Place
    departments: list[Place]
    apart: int
    relayed: int


def map_page(wanted: Wanted) -> dict[str, Any]:
    """Where what is wanted is found; a place of the search itself is left out of it."""
    rows = published.count_places(session(), wanted)
    relayed = published.count_relayed(session(), wanted)
    elsewhere = {name: codes for name, codes in wanted.chosen.items() if name not in PLACES}
    labels = searches.labels(session())
    in_region: Counter[str] = Counter(relayed)
    in_department: Counter[str] = Counter()
    apart: Counter[str] = Counter()
    for region, department, how_many in rows:
        in_region[region] += how_many
        (in_department if department else apart)[department or region] += how_many

    def place(kind: str, code: str, how_many: int) -> Place:
        found = Wanted(wanted.words, {**elsewhere, kind: [code]})
        url = url_for("public.trainings.list_trainings") + searches.arguments_of(found)
        said = ngettext("%(n)s formation", "%(n)s formations", how_many)
        return Place(code, labels[kind][code], how_many, said, url)

    regions = [
        Region(
            place("region", code, in_region[code]),
            [
                place("department", entry.code, in_department[entry.code])
                for entry in nomenclatures.entries(session(), DEPARTMENT)
                if entry.data["region"] == code and in_department[entry.code]
            ],
            apart[code],
            relayed.get(code, 0),
        )
        for code, _label in sorted(labels["region"].items(), key=by_label)
        if in_region[code]
    ]
    return {
        "regions": regions,
        "drawn": {one.code: one for region in regions for one in region.departments},
        "nowhere": ngettext("%(n)s formation", "%(n)s formations", in_region[""])
        if in_region[""]
        else "",
        "shapes": maps.departments(),
        "credit": maps.CREDIT,
        "licence": maps.LICENCE,
        "calendar_url": calendar.url_of(wanted),
        "list_url": url_for("public.trainings.list_trainings") + searches.arguments_of(wanted),
    }
