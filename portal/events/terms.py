"""How long things last and are kept here: dated rules, read with a number to fall back on."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from portal.kernel import nomenclatures
from portal.kernel.i18n import N_
from portal.kernel.nomenclatures import Seed

GROUP_TERM, RETENTION = "group_term", "retention"

_HOUSE = "Règle du portail, novembre 2026"
_SINCE = date(2026, 11, 1)

_TERMS = (
    ("remind", N_("Rappel avant une rencontre"), {"hours": 24}),
    ("objection", N_("Délai pour s’opposer à des notes de rencontre"), {"days": 7}),
    ("nearby_card", N_("Durée la plus longue d’une annonce « près de moi »"), {"days": 183}),
)
_RETENTION = (
    ("sign_up", N_("Inscription à une rencontre passée"), {"days": 30, "then": "erase"}),
    ("meeting", N_("Rencontre passée et ses notes"), {"days": 365, "then": "erase"}),
    ("closed_group", N_("Groupe d’échange fermé"), {"days": 30, "then": "erase"}),
    (
        "nearby_message",
        N_("Message relayé entre personnes proches"),
        {"days": 183, "then": "erase"},
    ),
)
_OTHERWISE = {
    ("remind", "hours"): 24,
    ("objection", "days"): 7,
    ("nearby_card", "days"): 183,
    ("sign_up", "days"): 30,
    ("meeting", "days"): 365,
    ("closed_group", "days"): 30,
    ("nearby_message", "days"): 183,
}

SEED = (
    *(Seed(GROUP_TERM, code, label, source=_HOUSE, data=data) for code, label, data in _TERMS),
    *(
        Seed(RETENTION, code, label, source=_HOUSE, valid_from=_SINCE, data=data)
        for code, label, data in _RETENTION
    ),
)


def length(session: Session, code: str, unit: str = "days", scheme: str = GROUP_TERM) -> timedelta:
    """The length of time a rule gives, today."""
    found = [entry for entry in nomenclatures.entries(session, scheme) if entry.code == code]
    number = found[-1].data.get(unit) if found else None
    amount = int(number if number is not None else _OTHERWISE[code, unit])
    return timedelta(hours=amount) if unit == "hours" else timedelta(days=amount)
