"""The sessions of a published training as data for other sites: what its page shows of them."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from portal.kernel import clock, i18n
from portal.languages.nomenclatures import CEFR, LANGUAGE
from portal.organisations.nomenclatures import DEPARTMENT
from portal.trainings import policy, venues
from portal.trainings.enums import SessionState
from portal.trainings.exchange.codecs import Choices
from portal.trainings.exchange.columns import columns_of
from portal.trainings.exchange.described import named, passport_lines
from portal.trainings.models import TrainingSession
from portal.trainings.queries.sessions import Dates, Places

_DEPARTMENTS, _LANGUAGES, _LEVELS = Choices(DEPARTMENT), Choices(LANGUAGE), Choices(CEFR)
_TEXTS = ("venue", "address", "city", "cancelled_because")


def describe_sessions(
    session: Session, document: dict[str, Any], coming: Sequence[Dates]
) -> list[dict[str, Any]]:
    """Each one: not known is null. Its passport is what holds there (`venues.answers`); who trains
    speaks, and the French asked is, what it says itself, else the training.
    """
    with i18n.use(i18n.DEFAULT):
        columns = columns_of(session)
        taught = [named(session, _LANGUAGES, code) for code in document["languages"]]
        return [
            {
                "id": str(one.session.id),
                "state": one.session.state.value,
                "starts_on": one.session.starts_on.isoformat(),
                "ends_on": one.session.ends_on.isoformat(),
                "half_days": [
                    {name: slot[name] for name in ("on", "half", "starts", "ends")}
                    for slot in one.session.half_days
                ],
                "online": one.session.online,
                **{name: getattr(one.session, name) or None for name in _TEXTS},
                "department": named(session, _DEPARTMENTS, one.session.department)
                if one.session.department
                else None,
                "languages": taught,
                **_spoken(session, document | one.session.spoken),
                "passport": passport_lines(
                    columns, venues.answers_of(one.session, document["passport"])
                ),
                "registration": _registration(one.session, one.places),
                "updated_at": one.session.updated_at.isoformat(),
            }
            for one in coming
        ]


def _spoken(session: Session, said: Mapping[str, Any]) -> dict[str, Any]:
    levels = {name: said[name] for name in ("french_oral", "french_written")}
    return {
        "trainer_languages": [
            named(session, _LANGUAGES, code) for code in said["trainer_languages"]
        ],
        **{name: named(session, _LEVELS, code) if code else None for name, code in levels.items()},
    }


def _registration(dates: TrainingSession, places: Places) -> dict[str, Any]:
    """Whether one may ask to come, and what who asks now may expect (`calendar_words.room`)."""
    is_open = policy.takes_registrations(dates, clock.today())
    is_counted = is_open and not dates.chooses
    takes_place = dates.state != SessionState.CANCELLED
    return {
        "is_open": is_open,
        "until": dates.register_until.isoformat() if is_open else None,
        "organiser_chooses": dates.chooses,
        "asks_employer": dates.asks_employer,
        "places": dates.places if takes_place else None,
        "places_left": places.left if is_counted else None,
        "waiting": places.waiting if is_counted else None,
    }
