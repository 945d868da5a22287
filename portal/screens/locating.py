"""Where sessions are held, as a dot on a drawing; nothing where nobody knows."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from portal.kernel import nomenclatures
from portal.organisations import communes
from portal.organisations.nomenclatures import DEPARTMENT
from portal.organisations.queries import communes as places
from portal.trainings.queries.sessions import TrainingSession
from portal.web import maps
from portal.web.maps import Locator
from portal.web.request import session


def locators(held: Iterable[TrainingSession]) -> dict[UUID, Locator]:
    """By session. In one query however many there are."""
    spots = {one.id: one.spot for one in held}
    placed = places.find_placed(session(), spots.values())
    drawn = {
        spot: maps.locate(
            commune.name,
            commune.department,
            nomenclatures.label_of(session(), DEPARTMENT, commune.department),
            commune.latitude or 0,
            commune.longitude or 0,
        )
        for spot, commune in placed.items()
    }
    found = {key: drawn.get(spot) for key, spot in spots.items()}
    return {key: one for key, one in found.items() if one is not None}


def drawing() -> dict[str, Any]:
    """What every drawing of a page is made of, and whose it is."""
    return {
        "view": maps.departments()["view"],
        "credits": [(maps.CREDIT, maps.LICENCE), (communes.CREDIT, communes.LICENCE)],
    }
