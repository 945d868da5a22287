"""How long a record is kept, as a dated rule (LG-01)."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from portal.kernel import nomenclatures
from portal.kernel.i18n import N_
from portal.kernel.nomenclatures import Seed

RETENTION = "retention"
RECORD = "record"
# They hold only on a database where nobody planted the rule.
_DAYS, _NOTICE_DAYS = 730, 30

SEED = (
    Seed(
        RETENTION,
        RECORD,
        N_("Dossier de compétences, après la dernière connexion"),
        source="Règle du portail, novembre 2026, d’après la recommandation de la CNIL",
        valid_from=date(2023, 1, 30),
        data={"days": _DAYS, "notice_days": _NOTICE_DAYS, "then": "erase"},
    ),
)


def record_terms(session: Session) -> tuple[timedelta, timedelta]:
    """How long without a visit before a record goes, and how long before that one is told."""
    found = [one for one in nomenclatures.entries(session, RETENTION) if one.code == RECORD]
    data = found[-1].data if found else {}
    return (
        timedelta(days=int(data.get("days", _DAYS))),
        timedelta(days=int(data.get("notice_days", _NOTICE_DAYS))),
    )
