"""Contracts, collective agreements and the legal minimum pay (law-and-standards LG-12, LG-13)."""

from datetime import date

from portal.kernel.i18n import N_
from portal.kernel.nomenclatures import Seed

_CHECKED = date(2026, 11, 20)
_LABOUR_CODE = (
    "Code du travail ; nomenclature des contrats de l’insertion par l’activité économique"
)

# `offer` false: a commitment the portal knows, but not a paid job one may publish here.
# `hours` are legal limits a week, `months` the legal length; a contract may be below minimum pay.
_CONTRACTS: tuple[tuple[str, object, dict[str, object]], ...] = (
    ("cdi", N_("CDI"), {"employment": "FULL_TIME"}),
    ("cdd", N_("CDD"), {"employment": "TEMPORARY", "limited": True}),
    (
        "cddi",
        N_("CDD d’insertion (CDDI)"),
        {"employment": "TEMPORARY", "limited": True, "hours": [20, 35], "months": [4, 24]},
    ),
    (
        "pec",
        N_("Parcours emploi compétences (PEC)"),
        {"employment": "TEMPORARY", "limited": True, "hours": [20, 35], "months": [9, 12]},
    ),
    ("cdd_tremplin", N_("CDD Tremplin"), {"employment": "TEMPORARY", "limited": True}),
    ("cdi_inclusion", N_("CDI inclusion (à partir de 57 ans)"), {"employment": "FULL_TIME"}),
    ("cdd_usage", N_("CDD d’usage"), {"employment": "TEMPORARY", "limited": True}),
    ("cdd_reconversion", N_("CDD de reconversion"), {"employment": "TEMPORARY", "limited": True}),
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

_ASH = "Actualités sociales hebdomadaires, liste des conventions du secteur"
_AGREEMENTS = (
    ("0029", N_("Convention collective 51 (FEHAP)"), _ASH, date(1951, 10, 31), None),
    ("0413", N_("Convention collective 66 (Nexem)"), _ASH, date(1966, 3, 15), None),
    ("0405", N_("Convention collective 65 (UNISSS)"), _ASH, date(1965, 8, 26), None),
    (
        "0783",
        N_("Accords CHRS"),
        "Arrêté du 5 août 2021 (fusion avec la convention 66), Conseil d’État 28 octobre 2022",
        date(1974, 6, 16),
        date(2026, 8, 5),
    ),
    (
        "3016",
        N_("Ateliers et chantiers d’insertion"),
        "Convention du 31 mars 2011, arrêté d’extension",
        date(2011, 3, 31),
        None,
    ),
    (
        "1261",
        N_("ALISFA, acteurs du lien social et familial"),
        "Convention du 4 juin 1983",
        date(1983, 6, 4),
        None,
    ),
    ("5502", N_("Croix-Rouge française (accord d’entreprise)"), _ASH, date(1986, 1, 1), None),
    ("5524", N_("France terre d’asile (accord d’entreprise)"), _ASH, date(1990, 1, 1), None),
    ("fp_etat", N_("Fonction publique de l’État"), "Statut", date(1984, 1, 11), None),
    ("fp_territoriale", N_("Fonction publique territoriale"), "Statut", date(1984, 1, 26), None),
    ("fp_hospitaliere", N_("Fonction publique hospitalière"), "Statut", date(1986, 1, 9), None),
    ("9999", N_("Aucune convention collective"), _ASH, date(1900, 1, 1), None),
)

_MINIMUM = (
    (date(2024, 11, 1), date(2025, 12, 31), "11.88", "Décret du 23 octobre 2024"),
    (date(2026, 1, 1), None, "12.02", "Décret présenté le 17 décembre 2025 (hausse de 1,18 %)"),
)

WORK_SEED = (
    *(
        Seed("contract", code, label, source=_LABOUR_CODE, checked_on=_CHECKED, data=data)  # type: ignore[arg-type]  # a mix
        for code, label, data in _CONTRACTS
    ),
    *(
        Seed(
            "collective_agreement",
            code,
            label,
            source=source,
            valid_from=start,
            valid_to=end,
            checked_on=_CHECKED,
        )
        for code, label, source, start, end in _AGREEMENTS
    ),
    *(
        Seed(
            "minimum_pay",
            "smic",
            N_("SMIC, montant brut par heure"),
            source=source,
            valid_from=start,
            valid_to=end,
            checked_on=_CHECKED,
            data={"hour": amount},
        )
        for start, end, amount, source in _MINIMUM
    ),
)
