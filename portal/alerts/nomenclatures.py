"""How long an alert lasts: a dated rule, with a number to fall back on."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from portal.kernel import nomenclatures
from portal.kernel.i18n import N_
from portal.kernel.nomenclatures import Seed

RETENTION = "retention"
_CODE = "search_alert"
_OTHERWISE = {"days": 183, "remind_days": 169}

SEED = (
    Seed(
        RETENTION,
        _CODE,
        N_("Alerte sur une recherche, si personne ne la prolonge"),
        source="Règle du portail, novembre 2026",
        valid_from=date(2026, 11, 1),
        data={**_OTHERWISE, "then": "erase"},
    ),
)


def life(session: Session) -> timedelta:
    """From the day somebody asks for it, or keeps it, to its end."""
    return _days(session, "days")


def notice(session: Session) -> timedelta:
    """How long before its end somebody is asked whether to keep it."""
    return life(session) - _days(session, "remind_days")


def _days(session: Session, unit: str) -> timedelta:
    entry = nomenclatures.find(session, RETENTION, _CODE)
    said = entry.data.get(unit) if entry else None
    return timedelta(days=int(said if said is not None else _OTHERWISE[unit]))
