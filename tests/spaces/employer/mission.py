"""A mission description of the field, as the answers its structure gives step by step.

A federation looks for its reference person. What the source leaves open (place, pay) is invented.
"""

from typing import Any

from portal.jobs.enums import OfferStep

FEDERATION = (
    "La fédération réunit 165 associations qui gèrent 519 établissements dans la région :"
    " accueils de jour, centres d’hébergement, structures d’insertion par l’activité économique."
    " Elle représente ses adhérents, analyse les dispositifs, soutient les expérimentations et"
    " organise des journées et des formations."
)
PROJECT = (
    "Le projet « Travail pair et santé mentale » va de 2024 à 2026. Il accompagne cinq structures"
    " par an dans le changement de leurs pratiques, avec le travail pair et le rétablissement."
    " Il suit un guide téléchargeable sur le site. La santé mentale est comprise comme la définit"
    " l’Organisation mondiale de la santé."
)
MISSIONS = (
    (
        "Contribuer à un module de sensibilisation et à son déploiement",
        "Le module est écrit au dernier trimestre 2024 à partir des travaux passés.",
        ["Préparer le module", "Le déployer tout au long du projet"],
    ),
    (
        "Contribuer à l’appel à manifestation d’intérêt et au choix des structures",
        "Une promotion de cinq structures en 2025 et une en 2026.",
        [
            "Définir les critères de sélection",
            "Mettre en place une grille de notation",
            "Analyser et évaluer les candidatures",
        ],
    ),
    (
        "Accompagner chaque structure dans le développement du travail pair",
        "L’accompagnement s’adapte à chacune ; des actions sont communes à toutes.",
        [
            "Faire le lien avec le partenaire qui forme et anime l’analyse de la pratique",
            "Participer directement à l’accompagnement des équipes",
        ],
    ),
    (
        "Contribuer à animer des temps de travail",
        "Ils réunissent plusieurs structures, ou une centaine de personnes pour les temps forts.",
        ["Animer le groupe du projet", "Préparer les temps forts annuels de 2025 et 2026"],
    ),
)
CRITERIA = (
    ("know_how", "Capacité de rédaction", "firm"),
    ("knowledge", "Avoir exercé en tant que travailleur·se pair·e", "supple"),
)

SIMPLE: dict[OfferStep, dict[str, Any]] = {
    OfferStep.JOB: {
        "title": "Référent·e « Travail pair »",
        "nature": "ouvert_aux_pairs",
        "summary": "Vous déployez le projet avec la chargée de mission santé, auprès de structures"
        " qui accueillent des personnes sans domicile.",
    },
    OfferStep.PLACE: {
        "establishment_name": "Fédération des acteurs de la solidarité Île-de-France",
        "postcode": "75011",
        "city": "Paris",
        "context": FEDERATION,
        "purpose": PROJECT,
        "coordinator": "Chargée de mission santé",
        "external_relations": "Le partenaire du projet, les structures accompagnées, les pouvoirs"
        " publics.",
        "territories": "Île-de-France",
    },
    OfferStep.CONTRACT: {
        "contract": "cdd",
        "contract_duration": "Le temps du projet, de 2024 à 2026",
        "starts_asap": "y",
        "time_choice": "candidate",
        "hours_min": "28",
        "hours_max": "35",
    },
    OfferStep.PAY: {
        "pay_min": "2 100",
        "pay_max": "2 400,50",
        "pay_unit": "month",
        "collective_agreement": "9999",
    },
    OfferStep.FRENCH: {
        "oral_needs": ["team_meeting", "public_speech"],
        "written_needs": ["report"],
    },
    OfferStep.RECRUITMENT: {
        "contact_name": "Camille Exemple",
        "contact_role": "Chargée de mission santé – migrant·e·s",
        "contact_email": "sante@example.org",
        "copy_to": "direction@example.org",
    },
}

# What the public page must say in these very words, in whatever language title and summary are.
SAID: tuple[str, ...] = (
    *(
        SIMPLE[step][field]
        for step, field in (
            (OfferStep.PLACE, "establishment_name"),
            (OfferStep.PLACE, "city"),
            (OfferStep.PLACE, "context"),
            (OfferStep.PLACE, "purpose"),
            (OfferStep.PLACE, "coordinator"),
            (OfferStep.PLACE, "external_relations"),
            (OfferStep.PLACE, "territories"),
            (OfferStep.CONTRACT, "contract_duration"),
            (OfferStep.RECRUITMENT, "contact_name"),
            (OfferStep.RECRUITMENT, "contact_role"),
            (OfferStep.RECRUITMENT, "contact_email"),
        )
    ),
    *(words for title, about, tasks in MISSIONS for words in (title, about, *tasks)),
    *(words for _kind, words, _firm in CRITERIA),
)

# What the public page says of the choices: contract, start, time, pay, agreement.
FACTS: tuple[str, ...] = (
    "CDD",
    "Dès que possible",
    "De 28 à 35 heures par semaine, au choix de la personne",
    "De 2 100 à 2 400,50 € brut par mois",
    "Aucune convention collective",
)
