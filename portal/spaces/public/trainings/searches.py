"""A search of trainings as an address and as a form (see `portal.web.searches`)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from werkzeug.datastructures import MultiDict

from portal.kernel import clock, i18n, nomenclatures, search
from portal.kernel.i18n import gettext_ as _
from portal.languages.nomenclatures import LANGUAGE, list_languages
from portal.organisations.nomenclatures import DEPARTMENT, REGION
from portal.spaces.public.trainings import around, days
from portal.trainings.enums import DurationClass, Known, PassportGroup, Post
from portal.trainings.nomenclatures import NONE, PASSPORT_LINE, PREREQUISITE, SOUGHT
from portal.trainings.queries.published import AROUND, FAMILIES, FREE, ORDER, STARTS, Wanted
from portal.web import places, searches
from portal.web.request import Session
from portal.web.searches import items
from portal.web.templates import Kept

_known = Kept(20)


def read(session: Session, arguments: MultiDict[str, str]) -> Wanted:
    """What an address asks for."""
    asked = searches.asked_codes(arguments, FAMILIES)
    places.read(arguments, asked)
    asked[STARTS] = days.read(arguments)
    near = around.read(session, arguments)
    asked[AROUND] = [near.code] if near else []
    known = labels(session) | days.labels(asked) | around.labels(near)
    return replace(searches.wanted_of(Wanted, arguments, asked, known), near=near)


def arguments_of(wanted: Wanted, page: int = 1) -> str:
    return searches.arguments_of(wanted, ORDER, page)


def chips(session: Session, wanted: Wanted, base: str) -> list[searches.Chip]:
    return searches.chips(wanted, called(session, wanted), ORDER, base)


def called(session: Session, wanted: Wanted) -> dict[str, dict[str, str]]:
    """Family → code → label, of the choices one makes by writing too."""
    near = wanted.near or next(
        (found for code in wanted.codes(AROUND) if (found := around.named(session, code))), None
    )
    return labels(session) | days.labels(wanted.chosen) | around.labels(near)


def with_choice(wanted: Wanted, family: str, code: str = "") -> Wanted:
    """The same search with one choice of a family in place of what it has of it; none if empty."""
    return replace(wanted, chosen={**wanted.chosen, family: [code] if code else []})


def labels(session: Session) -> dict[str, dict[str, str]]:
    """Family → code → label, in the order of the lists."""
    for scheme in (REGION, DEPARTMENT, LANGUAGE, PASSPORT_LINE, PREREQUISITE):
        nomenclatures.all_entries(session, scheme)  # what changed meanwhile is noticed here
    return _known.get(clock.today(), lambda: _labels_now(session))


def _labels_now(session: Session) -> dict[str, dict[str, str]]:
    lines = nomenclatures.entries(session, PASSPORT_LINE)
    return {
        "region": {entry.code: entry.label for entry in nomenclatures.entries(session, REGION)},
        "department": {
            entry.code: entry.label for entry in nomenclatures.entries(session, DEPARTMENT)
        },
        "duration": {one.value: one.label for one in DurationClass},
        "internship": {Known.YES.value: _("Avec un stage")},
        "cost": {FREE: _("Gratuite")},
        "diploma": {NONE: _("Aucun diplôme demandé")},
        "asks": {
            entry.code: entry.label
            for entry in nomenclatures.entries(session, PREREQUISITE)
            if entry.code in SOUGHT
        },
        "post": {one.value: one.label for one in Post},
        "language": dict(list_languages(session)),
        "pass": {entry.code: i18n.gettext_(entry.data["filter"]) for entry in lines},
    }


def choices(session: Session, wanted: Wanted, typed: str = "") -> dict[str, Any]:
    """What the form shows."""
    known = labels(session)
    return {
        "places": places.choices(session, known, wanted),
        "languages": _sorted(known["language"], wanted.codes("language")),
        "is_free": FREE in wanted.codes("cost"),
        "no_diploma": NONE in wanted.codes("diploma"),
        "has_internship": Known.YES in wanted.codes("internship"),
        "asks": items(known["asks"].items(), wanted.codes("asks")),
        "durations": items(known["duration"].items(), wanted.codes("duration")),
        "posts": items(known["post"].items(), wanted.codes("post")),
        "passport": _passport(session, known["pass"], wanted),
        "starts": days.choices(wanted),
        "around": around.choices(wanted, typed),
    }


def _passport(
    session: Session, known: Mapping[str, str], wanted: Wanted
) -> list[tuple[str, str, list[dict[str, Any]]]]:
    """(code, label, boxes) of each group of lines."""
    group_of = {
        entry.code: entry.data["group"] for entry in nomenclatures.entries(session, PASSPORT_LINE)
    }
    return [
        (
            group.value,
            group.label,
            items(
                [(code, label) for code, label in known.items() if group_of[code] == group],
                wanted.codes("pass"),
            ),
        )
        for group in PassportGroup
    ]


def _sorted(known: Mapping[str, str], chosen: Any) -> list[dict[str, Any]]:
    return items(sorted(known.items(), key=lambda pair: search.normalise(pair[1])), chosen)
