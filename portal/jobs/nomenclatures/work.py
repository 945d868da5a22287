"""Contracts, collective agreements and the legal minimum pay (law-and-standards LG-12, LG-13)."""

from datetime import date

from babel.support import LazyProxy

from portal.kernel.i18n import N_
from portal.kernel.nomenclatures import UNKNOWN_START, Seed

_CHECKED = date(2026, 11, 20)
# Read again on Légifrance and on the pages named beside each line.
_READ_AGAIN = date(2026, 11, 30)
NO_AGREEMENT = "9999"
_SMIC = N_("SMIC, montant brut par heure")
_SMIC_976 = N_("SMIC à Mayotte, montant brut par heure")
_LABOUR_CODE = (
    "Code du travail ; nomenclature des contrats de l’insertion par l’activité économique"
)

# `offer` false: a commitment the portal knows, but not a paid job one may publish here.
# `hours` are legal limits a week; a contract may be below minimum pay.
_CONTRACTS: tuple[tuple[str, object, dict[str, object]], ...] = (
    ("cdi", N_("CDI"), {"employment": "FULL_TIME"}),
    ("cdd", N_("CDD"), {"employment": "TEMPORARY", "limited": True}),
    (
        "cddi",
        N_("CDD d’insertion (CDDI)"),
        {"employment": "TEMPORARY", "limited": True, "hours": [20, 35]},
    ),
    (
        "pec",
        N_("Parcours emploi compétences (PEC)"),
        {"employment": "TEMPORARY", "limited": True, "hours": [20, 35]},
    ),
    ("cdd_tremplin", N_("CDD Tremplin"), {"employment": "TEMPORARY", "limited": True}),
    ("cdi_inclusion", N_("CDI inclusion (à partir de 57 ans)"), {"employment": "FULL_TIME"}),
    ("cdd_usage", N_("CDD d’usage"), {"employment": "TEMPORARY", "limited": True}),
    (
        "apprentissage",
        N_("Contrat d’apprentissage"),
        {"employment": "TEMPORARY", "limited": True, "below_minimum": True},
    ),
    (
        "professionnalisation",
        N_("Contrat de professionnalisation"),
        {"employment": "TEMPORARY", "limited": True, "below_minimum": True},
    ),
    ("interim", N_("Intérim"), {"employment": "TEMPORARY", "limited": True}),
    ("vacation", N_("Vacations"), {"employment": "PER_DIEM", "limited": True}),
    (
        "public_cdi",
        N_("Contrat de droit public, sans limite de durée"),
        {"employment": "FULL_TIME"},
    ),
    (
        "public_cdd",
        N_("Contrat de droit public, à durée limitée"),
        {"employment": "TEMPORARY", "limited": True},
    ),
    (
        "fonctionnaire_mission",
        N_("Fonctionnaire ou agent, avec une lettre de mission"),
        {"employment": "OTHER"},
    ),
    ("stage", N_("Stage, avec convention"), {"employment": "INTERN", "offer": False}),
    ("benevolat", N_("Bénévolat"), {"employment": "VOLUNTEER", "offer": False}),
    ("prestation", N_("Prestation, à son compte"), {"employment": "CONTRACTOR", "offer": False}),
)

# What a post may depend on, found out with whoever prescribes it: never by a paper asked for here
# (requirements A4, « fiche IAE »; law-and-standards LG-12, ST-19).
_ELIGIBILITIES = (
    (
        "iae",
        N_(
            "Insertion par l’activité économique (IAE) : l’éligibilité se vérifie en dehors du"
            " portail"
        ),
    ),
)

_ASH = "Actualités sociales hebdomadaires, liste des conventions du secteur"
# (code, label, source, first day, last day, checked on, data). `followed_by`: the agreement that
# took over those of one that ended.
_AGREEMENTS: tuple[tuple[str, LazyProxy, str, date, date | None, date, dict[str, object]], ...] = (
    ("0029", N_("Convention collective 51 (FEHAP)"), _ASH, date(1951, 10, 31), None, _CHECKED, {}),
    ("0413", N_("Convention collective 66 (Nexem)"), _ASH, date(1966, 3, 15), None, _CHECKED, {}),
    ("0405", N_("Convention collective 65 (UNISSS)"), _ASH, UNKNOWN_START, None, _CHECKED, {}),
    (
        "0783",
        N_("Accords CHRS"),
        (
            "Arrêté du 5 août 2021 (rattachement à la convention 66), CE 28 octobre 2022"
            " ; fin en août 2026, le jour n’est pas connu : la ligne va jusqu’à la fin du mois"
        ),
        UNKNOWN_START,
        date(2026, 8, 31),
        _CHECKED,
        {"followed_by": "0413"},
    ),
    (
        "3016",
        N_("Ateliers et chantiers d’insertion"),
        "Convention du 31 mars 2011, arrêté d’extension",
        date(2011, 3, 31),
        None,
        _CHECKED,
        {},
    ),
    (
        "1261",
        N_("ALISFA, acteurs du lien social et familial"),
        (
            "Convention du 4 juin 1983, étendue par arrêté du 22 janvier 1987 (Journal officiel du"
            " 12 février 1987) ; Légifrance, KALICONT000005635384"
        ),
        date(1983, 6, 4),
        None,
        _READ_AGAIN,
        {},
    ),
    (
        "5502",
        N_("Croix-Rouge française (accord d’entreprise)"),
        _ASH,
        UNKNOWN_START,
        None,
        _CHECKED,
        {},
    ),
    (
        "5524",
        N_("France terre d’asile (accord d’entreprise)"),
        _ASH,
        UNKNOWN_START,
        None,
        _CHECKED,
        {},
    ),
    ("fp_etat", N_("Fonction publique de l’État"), "Statut", UNKNOWN_START, None, _CHECKED, {}),
    (
        "fp_territoriale",
        N_("Fonction publique territoriale"),
        "Statut",
        UNKNOWN_START,
        None,
        _CHECKED,
        {},
    ),
    (
        "fp_hospitaliere",
        N_("Fonction publique hospitalière"),
        "Statut",
        UNKNOWN_START,
        None,
        _CHECKED,
        {},
    ),
    (NO_AGREEMENT, N_("Aucune convention collective"), _ASH, UNKNOWN_START, None, _CHECKED, {}),
)

# The amounts are those of public pages of those days; a rise within 2026 was not looked up.
_LATEST = (
    "Décret présenté en conseil des ministres le 17 décembre 2025 (vie-publique.fr) ; montants de"
    " la presse de décembre 2025 ; une hausse en cours d’année 2026 n’a pas été recherchée"
)
_BEFORE = "Hausse du 1er novembre 2024, montants de la presse d’octobre 2024"
_SMIC_CHECKED = date(2026, 11, 29)
_MAYOTTE: dict[str, object] = {"departments": ["976"]}
# (code, label, first day, last day, amount, source, where: nothing means everywhere else)
_MINIMUM: tuple[tuple[str, LazyProxy, date, date | None, str, str, dict[str, object]], ...] = (
    ("smic", _SMIC, date(2024, 11, 1), date(2025, 12, 31), "11.88", _BEFORE, {}),
    ("smic", _SMIC, date(2026, 1, 1), None, "12.02", _LATEST, {}),
    ("smic_mayotte", _SMIC_976, date(2024, 11, 1), date(2025, 12, 31), "8.98", _BEFORE, _MAYOTTE),
    ("smic_mayotte", _SMIC_976, date(2026, 1, 1), None, "9.33", _LATEST, _MAYOTTE),
)

WORK_SEED = (
    *(
        Seed("contract", code, label, source=_LABOUR_CODE, checked_on=_CHECKED, data=data)  # type: ignore[arg-type]  # a mix
        for code, label, data in _CONTRACTS
    ),
    *(
        Seed("eligibility", code, label, source=_LABOUR_CODE, checked_on=_CHECKED)
        for code, label in _ELIGIBILITIES
    ),
    Seed(
        "contract",
        "cdd_reconversion",
        N_("CDD de reconversion"),
        source=(
            "Code du travail, art. L. 1242-3 (5°) et L. 6324-1, créés par la loi n° 2025-989 du"
            " 24 octobre 2025 ; page « Le contrat à durée déterminée de reconversion »,"
            " travail-emploi.gouv.fr"
        ),
        valid_from=date(2026, 1, 1),
        checked_on=_READ_AGAIN,
        data={"employment": "TEMPORARY", "limited": True},
    ),
    *(
        Seed(
            "collective_agreement",
            code,
            label,
            source=source,
            valid_from=start,
            valid_to=end,
            checked_on=checked_on,
            data=data,
        )
        for code, label, source, start, end, checked_on, data in _AGREEMENTS
    ),
    *(
        Seed(
            "minimum_pay",
            code,
            label,
            source=source,
            valid_from=start,
            valid_to=end,
            checked_on=_SMIC_CHECKED,
            data={"hour": amount, **where},
            period=f"{start:%Y-%m}",
        )
        for code, label, start, end, amount, source, where in _MINIMUM
    ),
)
