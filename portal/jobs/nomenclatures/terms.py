"""How long things are kept and shown, and why an application is declined: dated rules."""

from datetime import date

from portal.kernel.i18n import N_
from portal.kernel.nomenclatures import Seed

_CNIL = "CNIL, guide recrutement, 30 janvier 2023"
_HOUSE = "Règle du portail, proposée par l’étude du secteur, novembre 2026"
_SINCE = date(2023, 1, 30)

# `then` says what happens at the end; `remind_*` when somebody is told before.
_RETENTION: tuple[tuple[str, object, str, dict[str, object]], ...] = (
    (
        "draft_application",
        N_("Candidature commencée et jamais envoyée"),
        _HOUSE,
        {"days": 30, "then": "erase"},
    ),
    (
        "unattached_file",
        N_("Fichier arrivé sans réponse envoyée"),
        _HOUSE,
        {"days": 7, "then": "erase"},
    ),
    (
        "closed_application",
        N_("Candidature non retenue, retirée ou devenue sans objet"),
        _CNIL,
        {"days": 91, "then": "erase"},
    ),
    (
        "pool",
        N_("Candidature gardée pour plus tard, avec l’accord de la personne"),
        _CNIL,
        {"days": 730, "remind_days": 700, "then": "erase"},
    ),
    (
        "audit",
        N_("Journal des accès"),
        "CNIL, recommandation 2021-122 sur la journalisation",
        {"days": 365, "then": "erase"},
    ),
)

_TERMS = (
    ("duration", N_("Durée d’une offre en ligne sans renouvellement"), {"days": 90}),
    ("warning", N_("Rappel avant la fin d’une offre"), {"days": 10}),
    ("answer", N_("Délai de réponse proposé aux structures"), {"days": 21}),
    ("remind", N_("Rappel à la structure avant la date de réponse promise"), {"days": 5}),
)

# No reason can name health, experience, housing or papers (requirements, product rule 4).
_DECLINE = (
    ("post_filled", "post", N_("Le poste est déjà pourvu")),
    ("post_cancelled", "post", N_("Le recrutement est annulé ou repoussé")),
    ("post_changed", "post", N_("Le poste a changé depuis l’annonce")),
    ("timing_start", "timing", N_("La date de début ne convient pas")),
    ("timing_hours", "timing", N_("Les horaires ne conviennent pas")),
    ("timing_distance", "timing", N_("Le lieu ou le trajet ne convient pas")),
    ("match_missions", "match", N_("Une autre candidature correspond mieux aux missions")),
    ("match_training", "match", N_("La formation demandée dans l’offre manque")),
    ("match_language", "match", N_("Une langue demandée dans l’offre manque")),
    ("match_skill", "match", N_("Une compétence demandée dans l’offre manque")),
    ("person_withdrew", "person", N_("La personne ne souhaite plus le poste")),
    ("person_elsewhere", "person", N_("La personne a choisi un autre poste")),
    (
        "person_unreached",
        "person",
        N_("La personne n’a pas pu être jointe, malgré plusieurs essais"),
    ),
)

TERM_SEED = (
    *(
        Seed("retention", code, label, source=source, valid_from=_SINCE, data=data)  # type: ignore[arg-type]  # a mix
        for code, label, source, data in _RETENTION
    ),
    *(Seed("offer_term", code, label, source=_HOUSE, data=data) for code, label, data in _TERMS),
    *(
        Seed("decline_reason", code, label, source=_HOUSE, data={"kind": kind})
        for code, kind, label in _DECLINE
    ),
)
