"""When interviews are due, how long they and a record are kept: dated rules (LG-01, LG-14).

`data` of a rule: `every_months` from one interview to the next, `first_months` from the arrival to
the first, `review_years` from one état des lieux to the next (`first_review_years` for the first),
`remind_days` before the day it is due, `meeting_days` before an agreed moment. That of a tool:
`url`, where it is found elsewhere, empty as long as no source gives an address.
"""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from portal.kernel import nomenclatures
from portal.kernel.i18n import N_
from portal.kernel.nomenclatures import Seed
from portal.skills.interview_enums import InterviewKind

INTERVIEW_RULE, RETENTION = "interview_rule", "retention"
RECORD = "record"
# They hold only on a database where nobody planted the rule.
_DAYS, _NOTICE_DAYS = 730, 30
PUBLIC_TYPES = "public_structure_type"
TOOL_LINK = "tool_link"

_OLD_LAW = "Loi n° 2014-288 du 5 mars 2014 ; code du travail, article L6315-1 (ancien)"
_LAW = "Loi n° 2025-989 du 24 octobre 2025 ; code du travail, article L6315-1"
_PUBLIC = (
    "Code général de la fonction publique, article L521-1 ; décrets n° 2010-888 et n° 2014-1526 ;"
    " décrets n° 86-83 et n° 88-145 (agents contractuels)"
)
_GUIDE = "FAS Île-de-France, guide régional du travail pair, 2023"
_NO_ADDRESS = f"{_GUIDE} : il ne donne aucune adresse"
_HOUSE = "Règle du portail, novembre 2026"
_CHECKED = date(2026, 11, 29)
_REMINDED = {"remind_days": 60, "meeting_days": 7}

SEED: tuple[Seed, ...] = (
    Seed(
        INTERVIEW_RULE,
        InterviewKind.PATH,
        N_("Entretien professionnel, tous les deux ans"),
        source=_OLD_LAW,
        valid_from=date(2014, 3, 7),
        valid_to=date(2025, 10, 25),
        period="2014",
        data={"every_months": 24, "first_months": 24, "review_years": 6, **_REMINDED},
    ),
    Seed(
        INTERVIEW_RULE,
        InterviewKind.PATH,
        N_("Entretien de parcours professionnel : la première année, puis tous les quatre ans"),
        source=_LAW,
        valid_from=date(2025, 10, 26),
        period="2025",
        checked_on=_CHECKED,
        data={
            "every_months": 48,
            "first_months": 12,
            "review_years": 8,
            "first_review_years": 7,
            **_REMINDED,
        },
    ),
    Seed(
        INTERVIEW_RULE,
        InterviewKind.PUBLIC,
        N_("Entretien professionnel du service public : chaque année"),
        source=_PUBLIC,
        valid_from=date(2022, 3, 1),
        checked_on=_CHECKED,
        data={"every_months": 12, "first_months": 12, **_REMINDED},
    ),
    Seed(
        INTERVIEW_RULE,
        InterviewKind.YEARLY,
        N_("Entretien annuel conseillé par le guide : chaque année, si les deux le veulent"),
        source=_GUIDE,
        valid_from=date(2023, 1, 1),
        checked_on=_CHECKED,
        data={"every_months": 12, "first_months": 12, **_REMINDED},
    ),
    *(
        Seed(PUBLIC_TYPES, code, label, source=_PUBLIC, checked_on=_CHECKED)
        for code, label in (
            ("epsm", N_("Établissement public de santé mentale (EPSM), GHU")),
            ("ministere", N_("Ministère, service de l’État")),
            ("ville", N_("Ville, intercommunalité, CCAS")),
        )
    ),
    *(
        Seed(TOOL_LINK, code, label, source=_NO_ADDRESS, data={"url": ""})
        for code, label in (
            ("esper", N_("ESPER – Les cinq piliers du rétablissement")),
            ("domaines-de-vie", N_("La roue des 8 domaines de vie")),
            ("mon-gps", N_("Mon GPS – Guide Prévention et Soins")),
            ("revim", N_("Le REVIM : « Reprendre sa vie en main »")),
        )
    ),
    Seed(
        RETENTION,
        "interview_preparation",
        N_("Préparation d’un entretien, après sa dernière modification"),
        source=_HOUSE,
        checked_on=_CHECKED,
        data={"days": 365, "then": "erase"},
    ),
    Seed(
        RETENTION,
        "interview_record",
        N_("Compte rendu d’entretien signé par les deux, après l’entretien"),
        source=f"{_LAW} : l’état des lieux porte sur huit ans ; {_HOUSE}",
        checked_on=_CHECKED,
        data={"days": 3650, "then": "erase"},
    ),
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
