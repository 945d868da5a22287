"""Regions, departments and types of structures, as dated data.

Codes of places are INSEE's (code officiel géographique). Codes of types are ours, short and stable;
their `data` says what the letters stand for. Labels of places are proper nouns: not translated.
"""

from datetime import date

from portal.kernel.i18n import N_
from portal.kernel.nomenclatures import Seed

REGION, DEPARTMENT, STRUCTURE_TYPE = "region", "department", "structure_type"

_COG = "Insee, code officiel géographique au 1er janvier 2026"
_SINCE = date(2016, 1, 1)  # loi n° 2015-29 du 16 janvier 2015
_CHECKED = date(2026, 11, 20)

# code, name, its departments.
_REGIONS: tuple[tuple[str, str, str], ...] = (
    ("84", "Auvergne-Rhône-Alpes", "01 03 07 15 26 38 42 43 63 69 73 74"),
    ("27", "Bourgogne-Franche-Comté", "21 25 39 58 70 71 89 90"),
    ("53", "Bretagne", "22 29 35 56"),
    ("24", "Centre-Val de Loire", "18 28 36 37 41 45"),
    ("94", "Corse", "2A 2B"),
    ("44", "Grand Est", "08 10 51 52 54 55 57 67 68 88"),
    ("32", "Hauts-de-France", "02 59 60 62 80"),
    ("11", "Île-de-France", "75 77 78 91 92 93 94 95"),
    ("28", "Normandie", "14 27 50 61 76"),
    ("75", "Nouvelle-Aquitaine", "16 17 19 23 24 33 40 47 64 79 86 87"),
    ("76", "Occitanie", "09 11 12 30 31 32 34 46 48 65 66 81 82"),
    ("52", "Pays de la Loire", "44 49 53 72 85"),
    ("93", "Provence-Alpes-Côte d’Azur", "04 05 06 13 83 84"),
    ("01", "Guadeloupe", "971"),
    ("02", "Martinique", "972"),
    ("03", "Guyane", "973"),
    ("04", "La Réunion", "974"),
    ("06", "Mayotte", "976"),
)
_DEPARTMENTS: dict[str, str] = {
    "01": "Ain",
    "02": "Aisne",
    "03": "Allier",
    "04": "Alpes-de-Haute-Provence",
    "05": "Hautes-Alpes",
    "06": "Alpes-Maritimes",
    "07": "Ardèche",
    "08": "Ardennes",
    "09": "Ariège",
    "10": "Aube",
    "11": "Aude",
    "12": "Aveyron",
    "13": "Bouches-du-Rhône",
    "14": "Calvados",
    "15": "Cantal",
    "16": "Charente",
    "17": "Charente-Maritime",
    "18": "Cher",
    "19": "Corrèze",
    "2A": "Corse-du-Sud",
    "2B": "Haute-Corse",
    "21": "Côte-d’Or",
    "22": "Côtes-d’Armor",
    "23": "Creuse",
    "24": "Dordogne",
    "25": "Doubs",
    "26": "Drôme",
    "27": "Eure",
    "28": "Eure-et-Loir",
    "29": "Finistère",
    "30": "Gard",
    "31": "Haute-Garonne",
    "32": "Gers",
    "33": "Gironde",
    "34": "Hérault",
    "35": "Ille-et-Vilaine",
    "36": "Indre",
    "37": "Indre-et-Loire",
    "38": "Isère",
    "39": "Jura",
    "40": "Landes",
    "41": "Loir-et-Cher",
    "42": "Loire",
    "43": "Haute-Loire",
    "44": "Loire-Atlantique",
    "45": "Loiret",
    "46": "Lot",
    "47": "Lot-et-Garonne",
    "48": "Lozère",
    "49": "Maine-et-Loire",
    "50": "Manche",
    "51": "Marne",
    "52": "Haute-Marne",
    "53": "Mayenne",
    "54": "Meurthe-et-Moselle",
    "55": "Meuse",
    "56": "Morbihan",
    "57": "Moselle",
    "58": "Nièvre",
    "59": "Nord",
    "60": "Oise",
    "61": "Orne",
    "62": "Pas-de-Calais",
    "63": "Puy-de-Dôme",
    "64": "Pyrénées-Atlantiques",
    "65": "Hautes-Pyrénées",
    "66": "Pyrénées-Orientales",
    "67": "Bas-Rhin",
    "68": "Haut-Rhin",
    "69": "Rhône",
    "70": "Haute-Saône",
    "71": "Saône-et-Loire",
    "72": "Sarthe",
    "73": "Savoie",
    "74": "Haute-Savoie",
    "75": "Paris",
    "76": "Seine-Maritime",
    "77": "Seine-et-Marne",
    "78": "Yvelines",
    "79": "Deux-Sèvres",
    "80": "Somme",
    "81": "Tarn",
    "82": "Tarn-et-Garonne",
    "83": "Var",
    "84": "Vaucluse",
    "85": "Vendée",
    "86": "Vienne",
    "87": "Haute-Vienne",
    "88": "Vosges",
    "89": "Yonne",
    "90": "Territoire de Belfort",
    "91": "Essonne",
    "92": "Hauts-de-Seine",
    "93": "Seine-Saint-Denis",
    "94": "Val-de-Marne",
    "95": "Val-d’Oise",
    "971": "Guadeloupe",
    "972": "Martinique",
    "973": "Guyane",
    "974": "La Réunion",
    "976": "Mayotte",
}
_REGION_OF = {code: region for region, _name, codes in _REGIONS for code in codes.split()}

_CASF = "Code de l’action sociale et des familles"
_CSP = "Code de la santé publique"
_GUIDE = "FAS Île-de-France, guide régional du travail pair, 2023"
# code, label, source.
_TYPES = (
    ("chrs", N_("Centre d’hébergement et de réinsertion sociale (CHRS)"), f"{_CASF}, L345-1"),
    ("chu", N_("Centre d’hébergement d’urgence (CHU)"), f"{_CASF}, L345-2-2"),
    ("accueil_jour", N_("Accueil de jour"), f"{_CASF}, L345-2"),
    ("siao", N_("Service intégré d’accueil et d’orientation (SIAO)"), f"{_CASF}, L345-2"),
    ("lhss", N_("Lits halte soins santé (LHSS)"), f"{_CASF}, L312-1 I 9°, D312-176-1"),
    ("lam", N_("Lits d’accueil médicalisés (LAM)"), f"{_CASF}, L312-1 I 9°, D312-176-3"),
    ("act", N_("Appartements de coordination thérapeutique (ACT)"), f"{_CASF}, L312-1 I 9°"),
    ("ucsd", N_("Un chez-soi d’abord (UCSD)"), f"{_CASF}, D312-154-1"),
    ("pension_famille", N_("Pension de famille"), "Code de la construction, L633-1"),
    (
        "iml",
        N_("Intermédiation locative et logement accompagné"),
        "Code de la construction, L365-4",
    ),
    (
        "csapa",
        N_("Centre de soins, d’accompagnement et de prévention en addictologie (CSAPA)"),
        f"{_CSP}, L3411-2",
    ),
    (
        "caarud",
        N_(
            "Centre d’accueil et d’accompagnement à la réduction des risques pour usagers"
            " de drogues (CAARUD)"
        ),
        f"{_CSP}, L3411-9",
    ),
    (
        "cada",
        N_("Accueil des demandeurs d’asile : CADA, HUDA"),
        f"{_CASF}, L348-1",
    ),
    (
        "aci",
        N_("Insertion par l’activité économique : chantier d’insertion (ACI), SIAE"),
        "Code du travail, L5132-4",
    ),
    ("gem", N_("Groupe d’entraide mutuelle (GEM)"), f"{_CASF}, L114-3"),
    ("clubhouse", N_("Clubhouse"), _GUIDE),
    ("epsm", N_("Établissement public de santé mentale (EPSM), GHU"), f"{_CSP}, L3221-1"),
    ("ecole", N_("École de travail social"), f"{_CASF}, L451-1"),
    ("ministere", N_("Ministère, service de l’État"), _GUIDE),
    ("ville", N_("Ville, intercommunalité, CCAS"), _GUIDE),
    ("ccoms", N_("Centre collaborateur de l’OMS (CCOMS)"), _GUIDE),
    ("association", N_("Autre association"), _GUIDE),
    ("autre", N_("Autre structure"), _GUIDE),
)

SEED: tuple[Seed, ...] = (
    *(
        Seed(REGION, code, name, source=_COG, valid_from=_SINCE, checked_on=_CHECKED)
        for code, name, _codes in _REGIONS
    ),
    *(
        Seed(
            DEPARTMENT,
            code,
            name,
            source=_COG,
            valid_from=_SINCE,
            checked_on=_CHECKED,
            data={"region": _REGION_OF[code]},
        )
        for code, name in _DEPARTMENTS.items()
    ),
    *(Seed(STRUCTURE_TYPE, code, label, source=source) for code, label, source in _TYPES),
)


def region_of(department: str) -> str:
    """The region a department belongs to; an empty string for an unknown code."""
    return _REGION_OF.get(department, "")


def department_of(postcode: str) -> str:
    """The department a French postcode lies in; an empty string for an unknown one.

    Good for addresses of structures: the few postcodes that cross a border follow their number.
    """
    if len(postcode) != 5 or not postcode.isdigit():
        return ""
    if postcode.startswith("20"):
        return "2A" if postcode < "20200" else "2B"
    code = postcode[:3] if postcode.startswith("97") else postcode[:2]
    return code if code in _DEPARTMENTS else ""
