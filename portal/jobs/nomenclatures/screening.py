"""What guides those who screen: the interview, what is never asked, what is not written; how long
what they hold is kept.
"""

from datetime import date

from babel.support import LazyProxy

from portal.kernel.i18n import N_
from portal.kernel.nomenclatures import Seed

_GUIDE = "Guide travail pair, entretien de recrutement, tableau ; rapprochement par le sens"
_LAW = "Code du travail, articles L1132-1, L1221-6 et L1221-8"
_CNIL = "CNIL, guide recrutement, 30 janvier 2023"
_LOGS = "CNIL, recommandation 2021-122 sur la journalisation"
_HOUSE = "Règle du portail, novembre 2026"
_SINCE = date(2023, 1, 30)

# The labels and the questions are those of the source, kept exact.
_ELEMENTS: tuple[tuple[str, LazyProxy, tuple[str, ...]], ...] = (
    (
        "experience",
        N_("Savoir expérientiel"),
        (
            (
                "Pourriez-vous vous présenter en mentionnant tous les éléments qui vous paraissent"
                " pertinents en relation avec ce poste ?"
            ),
            "Qu'est-ce qui vous a amené à postuler sur ce poste ?",
        ),
    ),
    (
        "distance",
        N_("Prise de recul par rapport à son propre parcours de rétablissement"),
        (
            (
                "Quels bénéfices et leviers pouvez-vous tirer de votre parcours pour accompagner"
                " les personnes accueillies et accompagnées ?"
            ),
        ),
    ),
    (
        "frame",
        N_("Représentation par le/la candidat.e du cadre professionnel"),
        (
            (
                "Qu'avez-vous retenu de notre association, de ses missions et du positionnement que"
                " vous serez amené à adopter ?"
            ),
        ),
    ),
    (
        "trade",
        N_("Représentation du métier de travailleur.se pair.e par la personne"),
        (
            (
                "Qu'avez-vous compris du métier de travailleur.se pair.e (ou autre dénomination"
                " propre à la structure) ?"
            ),
        ),
    ),
    (
        "missions",
        N_("Représentation des missions et du travail de travailleur.se pair.e par la personne"),
        (
            (
                "Qu'avez-vous compris des missions d'un.e travailleur.se pair.e au sein de notre"
                " structure ?"
            ),
        ),
    ),
    ("contact", N_("Qualité du contact"), ("Evalué au cours de l'entretien",)),
)

_NEVER_ASKED = (
    ("health", N_("La santé, un traitement, un handicap, une RQTH, une consommation")),
    ("story", N_("Le récit de ce que la personne a vécu, si elle ne le propose pas")),
    ("housing", N_("Le logement, l’adresse, la façon de vivre")),
    ("papers", N_("Les papiers, la nationalité, l’origine, la langue maternelle")),
    ("family", N_("L’âge, la famille, une grossesse, l’orientation sexuelle")),
    ("beliefs", N_("La religion, les opinions, un syndicat")),
    ("justice", N_("La prison, la justice")),
    ("money", N_("Les dettes, les aides reçues, l’ancien salaire")),
)

# `patterns` are regular expressions over lower case text without accents.
_NOT_WRITTEN: tuple[tuple[str, LazyProxy, tuple[str, ...]], ...] = (
    (
        "health",
        N_("la santé"),
        (
            r"\bmalad\w+",
            r"\bhandicap\w*",
            r"\brqth\b",
            r"\btraitement (?:medical|lourd|substitut\w+)",
            r"\bmedicament\w*",
            r"\bhospitalis\w+",
            r"\bpsychiatr\w+",
            r"\bschizo\w+|\bbipolair\w+|\bdepress\w+",
            r"\btroubles? (?:psych\w+|mentau\w+|cognit\w+)",
            r"\bvih\b|\bsida\b|\bseropositi\w+",
            r"\benceinte\b|\bgrossesse\b",
            r"\bautis\w+",
        ),
    ),
    (
        "experience",
        N_("ce que la personne a vécu"),
        (
            r"\baddict\w+",
            r"\balcool\w*",
            r"\btoxicoman\w+|\bdrogu\w+|\bconsommat\w+ de\b",
            r"\bprison\b|\bincarcer\w+|\bdetention\b|\bcasier\b",
            r"\bprostitu\w+",
            r"\bparcours de (?:rue|soin\w*|retablissement)",
            r"\bviolences? (?:conjugal\w+|subi\w+|familial\w+)",
        ),
    ),
    (
        "housing",
        N_("le logement"),
        (
            r"\bsans[- ](?:abri|domicile)\b|\bsdf\b",
            r"\bhebergement\b|\bheberge\w*",
            r"\bsquat\w*|\bfoyer\b",
            r"\ba la rue\b",
            r"\blogement (?:stable|precaire|instable)",
        ),
    ),
    (
        "papers",
        N_("les papiers ou l’origine"),
        (
            r"\bsans[- ]papiers?\b",
            r"\btitre de sejour\b|\bcarte de sejour\b|\brecepisse\b",
            r"\basile\b|\brefugie\w*|\bprotection subsidiaire\b|\bregularis\w+",
            r"\bnationalite\b|\bimmigr\w+|\betranger\w*",
            r"\baccent (?:fort|etranger|africain|arabe)",
        ),
    ),
    (
        "person",
        N_("la famille, l’âge, l’apparence ou les convictions"),
        (
            r"\btrop (?:jeune|age\w*|vieux|vieille)\b",
            r"\benfants? en bas age\b|\bmere (?:seule|celibataire)\b",
            r"\breligi\w+|\bvoile\b|\bmusulman\w*|\bsyndi\w+",
            r"\bapparence\b|\bphysique ingrat\b",
        ),
    ),
)

# `then` says what happens at the end.
_KEPT: tuple[tuple[str, LazyProxy, str, dict[str, object]], ...] = (
    (
        "unanswered_application",
        N_("Candidature restée sans réponse, depuis le dernier contact, si l’offre reste ouverte"),
        _HOUSE,
        {"days": 730, "then": "erase"},
    ),
    (
        "unanswered_after_offer",
        N_("Candidature restée sans réponse, depuis la fin de l’offre et le dernier contact"),
        _CNIL,
        {"days": 91, "then": "erase"},
    ),
    (
        "interview_wish",
        N_("Aménagement souhaité, après l’heure de l’entretien"),
        _CNIL,
        {"hours": 12, "then": "erase"},
    ),
    # An offer promises an answer within 60 days at most: an interview has been agreed on by then.
    (
        "undated_interview_wish",
        N_("Aménagement souhaité, quand l’entretien n’a pas de date notée"),
        _HOUSE,
        {"days": 62, "then": "erase"},
    ),
    ("sign_in_code", N_("Code de connexion, après sa fin"), _LOGS, {"days": 1, "then": "erase"}),
    ("sign_in", N_("Connexion terminée"), _LOGS, {"days": 180, "then": "erase"}),
    ("message", N_("Message envoyé : adresse et état"), _HOUSE, {"days": 90, "then": "erase"}),
)

SCREENING_SEED = (
    *(
        Seed("interview_element", code, label, source=_GUIDE, data={"questions": list(questions)})
        for code, label, questions in _ELEMENTS
    ),
    *(Seed("never_asked", code, label, source=_LAW) for code, label in _NEVER_ASKED),
    *(
        Seed("not_written", code, label, source=_LAW, data={"patterns": list(patterns)})
        for code, label, patterns in _NOT_WRITTEN
    ),
    *(
        Seed("retention", code, label, source=source, valid_from=_SINCE, data=data)
        for code, label, source, data in _KEPT
    ),
)
