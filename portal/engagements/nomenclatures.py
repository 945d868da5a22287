"""The welcome, the check-ins and the steps of the public service, as dated data.

Labels are the sources' words (requirements A3.5 and A3.7); where those leave something out (« … »),
what remains is joined, and nothing is added. In
`data`, `days` counts from the arrival; an item without it has no date.
"""

from datetime import date

from portal.engagements.enums import Moment
from portal.kernel.i18n import N_
from portal.kernel.nomenclatures import Seed

WELCOME_ITEM = "welcome_item"
CHECK_IN_RULE = "check_in_rule"
SCHEME_STEP = "scheme_step"
RETENTION = "retention"

_GUIDE = "Guide FAS Île-de-France, 2023, lignes {}"
_SHEETS = "Fiches-actions des FAS, 2024, lignes {}"
_CALL = "AMI FAS Île-de-France, 2025, ligne 118"
_AGENTS = "Webinaire fonction publique, 2025, lignes 443-455"
_HOUSE = "Règle du portail, proposée par l’étude du secteur, novembre 2026"
_SINCE = date(2023, 1, 1)

_ITEMS: tuple[tuple[str, Moment, int | None, object, str], ...] = (
    (
        "present_missions",
        Moment.BEFORE,
        -14,
        N_("présenter en amont de l’arrivée ses missions, sa place dans l’équipe"),
        _GUIDE.format("924-925"),
    ),
    (
        "inform_team",
        Moment.BEFORE,
        -14,
        N_("informer le reste de l’équipe sur ce qu’est le travail pair"),
        _GUIDE.format("905"),
    ),
    (
        "resource_people",
        Moment.BEFORE,
        -14,
        N_("Nommer des personnes ressources au sein de l’équipe sur la base du volontariat"),
        _SHEETS.format("537-538"),
    ),
    (
        "how_to_welcome",
        Moment.BEFORE,
        -14,
        N_("Réfléchir en amont aux modalités d’accueil de ce.tte nouveau.elle collègue"),
        _SHEETS.format("537-538"),
    ),
    (
        "name_guide",
        Moment.BEFORE,
        -7,
        N_("Nommer un.e référent.e « intégration » au sein de la structure"),
        _GUIDE.format("941"),
    ),
    ("workspace", Moment.BEFORE, -7, N_("espace de travail, encadrement"), _CALL),
    (
        "friendly_time",
        Moment.DAY_1,
        0,
        N_(
            "temps conviviaux (« petits déjeuners d’équipe », « café d’accueil en présence de"
            " toute l’équipe »)"
        ),
        _GUIDE.format("927-928") + " ; " + _SHEETS.format("537"),
    ),
    (
        "meet_team",
        Moment.DAY_1,
        0,
        N_("présentation des membres de l’équipe"),
        _SHEETS.format("537"),
    ),
    (
        "meet_people",
        Moment.DAY_1,
        0,
        N_("présentation aux personnes concernées"),
        _SHEETS.format("537"),
    ),
    (
        "team_meeting",
        Moment.WEEK_1,
        7,
        N_("temps de présentation en réunion d’équipe"),
        _GUIDE.format("937"),
    ),
    (
        "contact",
        Moment.WEEK_1,
        7,
        N_("contact salarié.e / coordinateur.rice référent.e"),
        _GUIDE.format("938-939"),
    ),
    (
        "calendar",
        Moment.FORTNIGHT,
        15,
        N_("Prévoir un calendrier des quinze premiers jours d’activités"),
        _SHEETS.format("539"),
    ),
    (
        "no_overload",
        Moment.FORTNIGHT,
        15,
        N_("Eviter de surcharger le calendrier de votre nouveau.elle collègue"),
        _SHEETS.format("549"),
    ),
    (
        "leave_time",
        Moment.FORTNIGHT,
        15,
        N_("Laisser le temps à la personne recrutée de prendre ses marques, de s’habituer"),
        _SHEETS.format("548"),
    ),
    ("trial_outing", Moment.FIELD, 15, N_("maraude « test »"), _GUIDE.format("5441-5445")),
    (
        "first_outings",
        Moment.FIELD,
        15,
        N_("premières sorties avec un travailleur social ou l’encadrement"),
        _GUIDE.format("5441-5445"),
    ),
    (
        "one_month",
        Moment.MONTH_1,
        30,
        N_("point d’étape, avec un.e cadre de l’équipe, à un mois"),
        _GUIDE.format("930-932"),
    ),
    (
        "regular_points",
        Moment.THEN,
        None,
        N_(
            "Prévoir des points réguliers avec la personne recrutée et laisser place à ses"
            " ressentis"
        ),
        _SHEETS.format("540"),
    ),
    (
        "later_hires",
        Moment.LATER_HIRES,
        None,
        N_(
            "Evoquer la présence de travailleur.se.s pair.e.s dans l’équipe dès les entretiens de"
            " recrutement des professionnel.le.s qui arriveront après"
        ),
        _GUIDE.format("934-935"),
    ),
    (
        "group",
        Moment.IF_NEEDED,
        None,
        N_(
            "Mettre en place un groupe de travail, si cela apparaît nécessaire, sur l’intégration"
            " des travailleur.se.s pair.e.s auquel iels seraient associé.e.s"
        ),
        _GUIDE.format("943-944"),
    ),
    (
        "same_for_all",
        Moment.ALWAYS,
        None,
        N_(
            "Penser son intégration dans l’équipe comme un.e nouveau.elle salarié.e ordinaire,"
            " tout en lui apportant une attention particulière"
        ),
        _SHEETS.format("541"),
    ),
)

# « 15 jours », « à un mois » (930-932), then « points mensuels » (2588-2598).
_CHECK_INS = (
    ("first", N_("Premier point d’étape"), {"days": 15}),
    ("month", N_("Point d’étape à un mois"), {"days": 30}),
    ("regular", N_("Points d’étape suivants"), {"every_days": 30, "until_days": 180}),
    ("then", N_("Points d’étape après les premiers mois"), {"every_days": 90}),
    ("remind", N_("Rappel avant un point d’étape ou une chose à faire"), {"days": 3}),
    ("sheet", N_("Relecture de la fiche de poste"), {"every_days": 365}),
)

_STEPS = (
    ("mobilise", N_("Sensibiliser et mobiliser l’administration et les agents")),
    ("recruit", N_("Identifier et recruter les pairs-aidants")),
    ("frame", N_("Définir un cadre éthique et professionnel")),
    ("train", N_("Former les pairs-aidants")),
    ("supervise", N_("Organiser la supervision et le suivi des pairs-aidants")),
    ("assess", N_("Évaluer l’impact et ajuster le dispositif")),
)

SEED = (
    *(
        Seed(
            WELCOME_ITEM,
            code,
            label,  # type: ignore[arg-type]  # a mix
            source=source,
            valid_from=_SINCE,
            data={"moment": str(moment)} | ({} if days is None else {"days": days}),
        )
        for code, moment, days, label, source in _ITEMS
    ),
    *(
        Seed(CHECK_IN_RULE, code, label, source=_HOUSE, data=dict(data))
        for code, label, data in _CHECK_INS
    ),
    *(Seed(SCHEME_STEP, code, label, source=_AGENTS) for code, label in _STEPS),
    Seed(
        RETENTION,
        "engagement",
        N_("Accueil, points d’étape et lettre de mission, après la fin de l’engagement"),
        source=_HOUSE,
        data={"days": 183, "then": "erase"},
    ),
)
