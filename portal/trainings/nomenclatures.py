"""What is asked before a training, whom it is for, the lines of the passport: dated lists.

`plain` says a prerequisite in everyday words, `studies` whether it is about what one studied. Of a
passport line, `group` says with which others it is read, `good` the answer one may look for,
`filter` what that search is called.
"""

from datetime import date

from portal.kernel.i18n import N_
from portal.kernel.nomenclatures import Seed
from portal.trainings.enums import Known, PassportGroup, Post

PREREQUISITE, PASSPORT_LINE = "training_prerequisite", "passport_line"
AUDIENCE, TRAINING_TERM = "training_audience", "training_term"
IMPORTS = "imports"
# Nothing is asked of what one studied.
NONE = "none"
RETENTION = "retention"

_CHECKED = date(2026, 11, 29)
_SINCE = date(2026, 11, 1)
_HOUSE = "Règle du portail, novembre 2026"
_GUIDE = "Guide travail pair, partie formation (FAS Île-de-France), fiches 6 et 7 du guide régional"
_PASSPORT = "Règle du portail, d’après LHEO 2.3 (acces-handicapes) et Qualiopi, novembre 2026"

_PREREQUISITES = (
    (NONE, N_("Aucun"), N_("On ne demande ni diplôme, ni niveau d’études.")),
    (
        "bac_daeu",
        N_("Bac ou DAEU"),
        N_("Le bac, ou le DAEU : un examen que l’on peut passer adulte, sans avoir eu le bac."),
    ),
    ("b2", N_("Français B2"), N_("Discuter et écrire en français avec aisance.")),
    ("in_post", N_("En poste"), N_("Avoir déjà un travail dans une structure.")),
    (
        "recovery_begun",
        N_("Rétablissement commencé"),
        N_("Avoir commencé à aller mieux. Vous n’avez rien à raconter ici."),
    ),
)

_RETENTION = (
    (
        "registration_draft",
        N_("Inscription à une formation commencée et jamais envoyée"),
        {"days": 30, "then": "erase"},
    ),
    (
        "registration_need",
        N_("Besoins dits pour une session de formation, après la session"),
        {"days": 14, "then": "erase"},
    ),
    (
        "registration",
        N_("Inscription à une session de formation, après la session"),
        {"days": 1096, "then": "erase"},
    ),
    (
        "evaluation",
        N_("Avis sur une session de formation, après la session"),
        {"days": 1096, "then": "erase"},
    ),
)

# What « none » denies.
_STUDIES = {"bac_daeu"}
# What one may look for of what is asked before: having a post has its own question, and recovery is
# never searched, because the search would say something of who looks.
SOUGHT = ("bac_daeu", "b2")

_AUDIENCES = (
    ("aspiring", N_("Qui veut devenir pair"), (Post.OUT,)),
    ("volunteer", N_("Pairs bénévoles"), (Post.OUT,)),
    ("peer", N_("Pairs qui interviennent"), ()),
    ("in_post", N_("Pairs en poste"), (Post.IN,)),
    ("concerned", N_("Personnes concernées"), (Post.OUT,)),
    ("professionals", N_("Équipes et professionnels"), (Post.IN, Post.TEAM)),
    ("structures", N_("Structures qui accueillent ou vont accueillir un pair"), (Post.TEAM,)),
)

_PLACE, _SENSES = PassportGroup.PLACE.value, PassportGroup.SENSES.value
_PACE, _AROUND = PassportGroup.PACE.value, PassportGroup.AROUND.value
_ASKED = PassportGroup.ASKED.value
_LINES = (
    ("step_free", _PLACE, N_("Accès sans marche")),
    ("lift", _PLACE, N_("Ascenseur")),
    ("toilets", _PLACE, N_("Toilettes adaptées")),
    ("quiet_room", _PLACE, N_("Salle calme")),
    ("hearing_loop", _SENSES, N_("Boucle magnétique")),
    ("lsf", _SENSES, N_("Interprète en langue des signes (LSF)")),
    ("captions", _SENSES, N_("Sous-titres")),
    ("simple_documents", _SENSES, N_("Documents en français simple")),
    ("large_print", _SENSES, N_("Documents en gros caractères")),
    ("audio_documents", _SENSES, N_("Documents à écouter")),
    ("interpreter", _SENSES, N_("Interprète sur demande")),
    ("adapted_pace", _PACE, N_("Rythme adapté")),
    ("breaks", _PACE, N_("Pauses prévues")),
    ("remote", _PACE, N_("Possible à distance")),
    ("childcare", _AROUND, N_("Garde d’enfants")),
    ("meals", _AROUND, N_("Repas")),
    ("travel_help", _AROUND, N_("Aide pour le trajet")),
    ("lodging_help", _AROUND, N_("Aide pour le logement")),
    ("disability_referent", _AROUND, N_("Une personne à qui parler du handicap")),
)
# What a place has besides the lines of its own group.
IN_THE_ROOM = frozenset({"hearing_loop"})
# The good answer is no: what nobody needs to have or to know.
_NOT_NEEDED = (
    ("computer", N_("Ordinateur nécessaire"), N_("Pas besoin d’ordinateur")),
    ("writing", N_("Il faut savoir écrire"), N_("Pas besoin de savoir écrire")),
    ("reading", N_("Il faut savoir lire"), N_("Pas besoin de savoir lire")),
)

SEED = (
    *(
        Seed(
            PREREQUISITE,
            code,
            label,
            source=_GUIDE,
            checked_on=_CHECKED,
            data={"plain": str(plain), "studies": code in _STUDIES},
        )
        for code, label, plain in _PREREQUISITES
    ),
    *(
        Seed(
            AUDIENCE,
            code,
            label,
            source=_GUIDE,
            checked_on=_CHECKED,
            data={"post": [post.value for post in posts]},
        )
        for code, label, posts in _AUDIENCES
    ),
    *(
        Seed(
            PASSPORT_LINE,
            code,
            label,
            source=_PASSPORT,
            checked_on=_CHECKED,
            data={"group": group, "good": Known.YES.value, "filter": str(label)},
        )
        for code, group, label in _LINES
    ),
    *(
        Seed(
            PASSPORT_LINE,
            code,
            label,
            source=_PASSPORT,
            checked_on=_CHECKED,
            data={"group": _ASKED, "good": Known.NO.value, "filter": str(wanted)},
        )
        for code, label, wanted in _NOT_NEEDED
    ),
    Seed(
        TRAINING_TERM,
        "verified",
        N_("Au-delà, une fiche est à vérifier de nouveau"),
        source="Règle du portail, proposée par l’étude du secteur, novembre 2026",
        data={"days": 365},
    ),
    Seed(
        TRAINING_TERM,
        IMPORTS,
        N_("Garde d’un fichier importé et de ses lignes, le temps de pouvoir annuler"),
        source="Règle du portail, proposée par l’étude du secteur, novembre 2026",
        data={"days": 90},
    ),
    Seed(
        TRAINING_TERM,
        "remind_again",
        N_("Entre deux rappels, quand une fiche est à vérifier de nouveau"),
        source="Règle du portail, proposée par l’étude du secteur, novembre 2026",
        data={"days": 30},
    ),
    Seed(
        TRAINING_TERM,
        "remind",
        N_("Rappel avant une session"),
        source=_HOUSE,
        data={"days": 3},
    ),
    Seed(
        TRAINING_TERM,
        "remind_meeting",
        N_("Rappel avant un entretien pour une formation"),
        source=_HOUSE,
        data={"days": 1},
    ),
    *(
        Seed(RETENTION, code, label, source=_HOUSE, valid_from=_SINCE, data=data)
        for code, label, data in _RETENTION
    ),
)
