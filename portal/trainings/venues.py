"""What a place says of a session held there: the copy the session bears, and whose answer holds.

The copy (`TrainingSession.there`): {passport: {line: yes|no}, words, directions, street, postcode,
verified_on: day or "", verified_by: who answers for it}. Sessions that are over keep what was said
then.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from portal.kernel import nomenclatures
from portal.trainings.enums import PassportGroup
from portal.trainings.models import TrainingSession, TrainingVenue
from portal.trainings.nomenclatures import IN_THE_ROOM, PASSPORT_LINE

# What a session says of where it is when it chose none of the federation's places.
ELSEWHERE: Mapping[str, Any] = {"venue_id": None, "there": {}}


def copied(venue: TrainingVenue, federation: str) -> dict[str, Any]:
    """The columns of a session held there. `federation`: the name of who answers for the place."""
    return {
        "venue_id": venue.id,
        "venue": venue.name,
        "address": address(venue),
        "city": venue.city,
        "department": venue.department,
        "there": {
            "passport": dict(venue.passport),
            "words": venue.passport_words,
            "directions": venue.directions,
            "street": venue.address,
            "postcode": venue.postcode,
            "verified_on": venue.verified_on.isoformat() if venue.verified_on else "",
            "verified_by": federation,
        },
    }


def address(venue: TrainingVenue) -> str:
    """The street, the postcode and the city, as one writes them."""
    parts = (venue.address, f"{venue.postcode} {venue.city}".strip())
    return ", ".join(part for part in parts if part)


def lines(session: Session) -> list[nomenclatures.Entry]:
    """The lines of the passport that belong to a place."""
    return [one for one in nomenclatures.entries(session, PASSPORT_LINE) if is_of_place(one)]


def is_of_place(line: nomenclatures.Entry) -> bool:
    return line.data["group"] == PassportGroup.PLACE or line.code in IN_THE_ROOM


def said_there(there: Mapping[str, Any]) -> dict[str, str]:
    """The answers of the place itself, in the copy a session bears."""
    return there.get("passport") or {}


def answers(
    training: Mapping[str, str], there: Mapping[str, Any], own: Mapping[str, str]
) -> dict[str, str]:
    """What holds for a session: what it says itself, else its place, else the training. A line
    nobody answered is not known, and is not here.
    """
    return {**training, **said_there(there), **own}


def answers_of(dates: TrainingSession, training: Mapping[str, str]) -> dict[str, str]:
    return answers(training, dates.there, dates.passport)


def verified(there: Mapping[str, Any]) -> date | None:
    day = there.get("verified_on")
    return date.fromisoformat(day) if day else None


def moves(dates: TrainingSession, said: Mapping[str, Any], names: Iterable[str]) -> bool:
    """Whether those who come would go elsewhere than they were told."""
    return any(getattr(dates, name) != said[name] for name in names)
