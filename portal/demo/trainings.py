"""The trainings of the sources (guide, regional sheets, call for interest, webinar), each with what
the sources say of it and nothing more: what they do not say stays unknown.

Field by field as `portal.trainings.models.Training` names them; names and labels are the sources’,
letter for letter. `federation` publishes the sheet, `days_ago` is when, `checked` how many days before
it was verified; `end` says where it stands if it is not online. Contacts are generic.
"""

from typing import Any

_GUIDE = "Guide « travail pair : outils », FAS Île-de-France, partie sur la formation"
_FOCUS = "Guide « travail pair : outils », FAS Île-de-France, FOCUS Formation"
_SHEET_6 = "Guide régional, fiche-action 6 : formation initiale"
_SHEET_7 = "Guide régional, fiche-action 7 : formation continue"
_CALL = "Appel à manifestation d’intérêt, FAS Île-de-France et Alfapsy"
_WEBINAR = "Webinaire sur le travail pair dans la fonction publique"
_MONOGRAPHS = "Guide « travail pair : outils », FAS Île-de-France, monographies"
_POST = "Fiche de poste « Référent·e Travail Pair », FAS Île-de-France"
# A sheet needs a name here: the sources give none.
_NOT_SAID = "Organisme non précisé"
_CCOMS = "Centre Collaborateur de l’Organisation Mondiale de la Santé (CCOMS)"
_IDF, _BFC = "fas-ile-de-france", "fas-bourgogne-franche-comte"
_HDF, _NA = "fas-hauts-de-france", "fas-nouvelle-aquitaine"
_PAIR = "un.e formateur.rice professionnel.le et un.e formateur.rice pair.e"
_ALFAPSY_ORIGIN = (
    "Co-développées par Alfapsy en partenariat avec le Centre Collaborateur de l’Organisation Mondiale de la Santé (CCOMS), "
    "les formations autour du Travail Pair s’adressent à toute structure sociale, médico-sociale ou sanitaire souhaitant "
    "travailler sur l’intégration de pair aidant.e.s professionnel.le.s, dont ceux issus de la licence Médiateurs de Santé Pair (MSP)."
)
_DU_CONTACT = "Scolarité de l’université"

TRAININGS: tuple[dict[str, Any], ...] = (
    {
        "federation": _IDF,
        "days_ago": 47,
        "checked": 5,
        "title": "La Pair-aidance professionnelle, accueillir et co-construire une fonction complémentaire",
        "organiser": "Alfapsy",
        "partners": _CCOMS,
        "origin": _ALFAPSY_ORIGIN,
        "audiences": ["structures"],
        "audience": "Structures et institutions ayant pour projet l’intégration d’un travailleur Pair ou d’un Médiateur de Santé Pair.",
        # The source lists some for both modules and some for this one: all are this one’s.
        "goals": "Promouvoir l’approche expérientielle au sein de l’équipe dans l’objectif de coconstruire la place d’un "
        "travailleur-pair.\n"
        "Contextualiser sur le plan historique, théorique et pratique la fonction du Médiateur de Santé Pair dans le champ de la "
        "Santé Mentale et le paradigme du Rétablissement.\n"
        "Réfléchir aux enjeux liés aux savoirs expérientiels au regard du savoir théorique.\n"
        "Privilégier une démarche participative afin de mobiliser chaque membre de l’équipe dans une réflexion autour de ses "
        "postures d’accompagnement et de ses propres modalités relationnelles.\n"
        "Questionner ses représentations autour de la notion et de la fonction de Pair Aidance au sein d’une équipe "
        "pluridisciplinaire.\n"
        "Amorcer une dynamique institutionnelle de co-construction des pratiques tout en préservant les spécificités individuelles.",
        "days": 2,
        "prerequisites": ["none"],
        "prerequisites_words": "Aucun",
        "trainers": _PAIR,
        "professional_trainers": "yes",
        "peer_trainers": "yes",
        "sources": [_FOCUS],
    },
    {
        "federation": _IDF,
        "days_ago": 74,
        "checked": 5,
        "title": "Co-construire les pratiques au croisement des savoirs expérientiels et professionnels",
        "organiser": "Alfapsy",
        "partners": _CCOMS,
        "origin": _ALFAPSY_ORIGIN,
        "audiences": ["structures"],
        "audience": "Structures et institutions travaillant déjà avec un travailleur Pair ou MSP.",
        "goals": "Questionner pour mieux s’approprier la notion de savoir expérientiel.\n"
        "Co-construire la place de chacun en tenant compte de la pluralité des expertises.\n"
        "Questionner et expérimenter le croisement des savoirs expérientiels, académiques et professionnels.\n"
        "Conjuguer la singularité de la pair-aidance avec l’horizontalité des relations professionnelles.",
        "days": 2,
        "prerequisites": ["none"],
        "prerequisites_words": "Aucun",
        "trainers": _PAIR,
        "professional_trainers": "yes",
        "peer_trainers": "yes",
        "contact_role": "Organisme de formation Alfapsy",
        "contact_email": "alfapsy@example.org",
        "sources": [_FOCUS],
    },
    {
        "federation": _IDF,
        "days_ago": 46,
        "checked": 400,
        "title": "Intervenant Pair – l’expertise d’usage au service du pouvoir d’agir",
        "organiser": "ARIFTS Pays de la Loire",
        "partners": "GFPH (Groupement Français des Personnes Handicapées)",
        "origin": "La formation est née de la rencontre entre le Vice-Président du groupement français des personnes handicapées, "
        "l’école de travail social Askoria, un patient expert et une représentante de la Fédération des acteurs de la solidarité "
        "Pays-de-la-Loire.",
        "audiences": ["peer"],
        "audience": "Intervenant.e.s pair.e.s, quelle que soit l’origine de leur savoir expérientiel : handicap, précarité, maladies…",
        "open_to_concerned": "yes",
        # « Une écoute bienveillante » ; « participation à l’action des professionnel.le.s ».
        "topics": ["link", "team"],
        "goals": "Prendre de la distance avec son histoire.\nDévelopper une écoute bienveillante.\n"
        "Changer leurs représentations sociales.\n"
        "Contribuer au meilleur ajustement possible des actions des professionnel.le.s en exercice ou en formation.\n"
        "Transformer l’expérience de vie en savoirs.\nEtre force de soutien et conseils auprès des professionnel.le.s de "
        "l’intervention sociale et sanitaire.\nDévelopper ses capacités à porter la voix d’un collectif de personnes concernées.\n"
        "Amener à mieux identifier les capacités des personnes et les barrières qui empêchent ou entravent leur expression.\n"
        "Reprendre confiance.",
        "outlook": "Deux commissions : sur la participation (mise en lien avec les employeur.se.s) et sur la rémunération. Une "
        "réflexion est en cours sur la consolidation du taux d’employabilité et sur un observatoire des associations de personnes "
        "concernées en Pays de Loire.",
        "modules": [
            {"title": "Professionnalisation de l’expertise d’usage", "hours": 79.0, "text": ""},
            {
                "title": "Participation de l’intervenant.e pair.e à l’action des professionnel.le.s",
                "hours": 29.0,
                "text": "",
            },
            {
                "title": "Contribution de l’intervenant.e pair.e à la formation des professionnel.le.s",
                "hours": None,
                "text": "",
            },
        ],
        "months": 6,
        "hours": 160,
        "period": "de novembre 2023 à mars 2024 (quatrième promotion)",
        "city": "Angers",
        "department": "49",
        "region": "52",
        "prerequisites": ["recovery_begun"],
        "prerequisites_words": "Les intervenant.e pair.e doivent être engagé.e.s dans un parcours de rétablissement.",
        "places": 18,
        "places_words": "18 par promotion",
        "selection": [
            "Envoyer un CV",
            "Un entretien sur le projet de l’intervenant.e pair.e",
        ],
        "funding": [
            {
                "year": 2023,
                "free": "yes",
                "words": "Agence Régionale de Santé et Conseil Départemental de Loire Atlantique",
            }
        ],
        "contact_role": "Responsable de formation",
        "contact_email": "arifts@example.org",
        "sources": [_FOCUS],
        "contradictions": [
            {
                "about": "modules",
                "said": [
                    {
                        "text": "Module 1 : 79 h ; module 2 : 29 h ; module 3 : rien n’est dit",
                        "source": _FOCUS,
                    },
                    {"text": "160 heures en tout (79 + 29 = 108)", "source": _FOCUS},
                ],
            },
            {
                "about": "period",
                "said": [
                    {"text": "6 mois", "source": _FOCUS},
                    {"text": "débute en novembre 2023 et termine en mars 2024", "source": _FOCUS},
                ],
            },
        ],
    },
    {
        "federation": _IDF,
        "days_ago": 72,
        "checked": 5,
        "title": "La place des usagers dans les institutions, démocratie sanitaire et pair-aidance",
        "organiser": "ASUD",
        "partners": "Oppelia",
        "audiences": ["professionals", "concerned"],
        "audience": "professionnel.le.s et usager.e.s",
        "open_to_concerned": "yes",
        "days": 2,
        "hours": 14,
        "prerequisites": ["none"],
        "prerequisites_words": "Aucun",
        "sources": [_FOCUS],
    },
    {
        "federation": _IDF,
        "days_ago": 71,
        "checked": 5,
        "title": "Sensibilisation à la prévention par la pair-aidance",
        "organiser": "Association Aurore",
        "audiences": ["concerned", "professionals", "in_post"],
        "audience": "Personnes stabilisées, sortantes de communauté thérapeutique, professionnel.le.s, pairs Aurore.",
        "open_to_concerned": "yes",
        "outlook": "Un certificat du CNAM (conseil), à partir d’avril 2024.",
        "days": 4,
        "funding": [{"year": None, "free": "", "words": "ARS Île-de-France"}],
        "sources": [_FOCUS],
    },
    {
        "federation": _IDF,
        "days_ago": 70,
        "checked": 5,
        "title": "L’accompagnement à la formalisation de savoirs expérientiels",
        "organiser": "Alfapsy",
        "audiences": ["aspiring"],
        "audience": "Personnes désireuses de transmettre leurs savoirs d’expériences de situations de vulnérabilités psychiques et/ou "
        "sociales dans un cadre professionnel (pairs aidants, formateurs pairs, professionnels de santé…).",
        "open_to_concerned": "yes",
        "content": "Un soutien personnalisé et continu, pour accompagner le processus de narration et de formalisation des savoirs "
        "expérientiels singuliers, tout en promouvant l’identification positive entre pairs.",
        "goals": "Réfléchir aux impacts de la transmission des savoirs expérientiels dans une visée d’aide à la personne et/ou "
        "pédagogique.\n"
        "Situer les enjeux de la transmission des savoirs expérientiels dans la perspective d’un changement de paradigme en santé "
        "mentale et sociale.\n"
        "Comprendre le processus de construction des savoirs expérientiels et être à même de différencier ces savoirs d’une "
        "expérience vécue.\n"
        "Se familiariser avec la mise en récit de situations de vulnérabilités psychiques et/ou sociales dans une perspective "
        "d’entraide et/ou de formation.\n"
        "Savoir identifier et formaliser ses savoirs expérientiels singuliers.\n"
        "S’inscrire dans un processus de collectivisation de ses savoirs par leur mise en dialogue avec ceux d’un groupe de pairs.",
        "duration_words": "3 par séance",
        "prerequisites": ["none"],
        "prerequisites_words": "aucun",
        "trainers": "un.e formateur.trice pair.e",
        "peer_trainers": "yes",
        "sources": [_FOCUS],
        "contradictions": [
            {
                "about": "duration",
                "said": [{"text": "3 par séance, sans dire 3 quoi", "source": _FOCUS}],
            }
        ],
    },
    {
        "federation": _BFC,
        "days_ago": 52,
        "checked": 20,
        "title": "RESPAI",
        "organiser": "FAS Bourgogne-Franche-Comté",
        "origin": "Depuis 2018, la Fédération des acteurs de la solidarité de Bourgogne Franche-Comté travaille sur une formation à "
        "la médiation paire. La première promotion a eu lieu en 2019.\nL’intégralité de la formation a été co-construite avec l’aide de son groupe-projet, composé de "
        "travailleur.se.s pair.e.s, ancien.ne.s stagiaires, stagiaires aspirant.e.s, et professionnel.le.s du médico-social.",
        "audiences": ["aspiring", "volunteer", "in_post"],
        "audience": "Personnes souhaitant devenir pair-aidant.e de façon professionnelle ou bénévole, ou pair.e.s-aidant.e.s déjà salarié.e.s.",
        "open_to_concerned": "yes",
        # « Relation d’aide centrée sur la personne ; rétablissement » ; « parcours de soins ».
        "topics": ["link", "care"],
        "goals": "Favoriser la continuité et l’accessibilité des parcours de soins et d’accompagnement.\n"
        "Outiller des personnes concernées pour qu’elles soient en capacité d’exercer des missions de médiation sociale et "
        "sanitaire auprès de leurs pair.e.s.\n"
        "Participer au repositionnement de la personne accompagnée/ du/de la patient.e au centre des pratiques structurantes du "
        "travail social et soignant.",
        "content": "Analyse de situations et de la pratique ; relation d’aide centrée sur la personne ; rétablissement ; faire face à "
        "une situation d’urgence ; enjeux de la pair-aidance ; communication non violente et prise de parole ; utilisation du "
        "savoir expérientiel ; discrimination et stigmatisation ; préparer son projet professionnel.",
        "outlook": "La formation RESPAI a été essaimée dans d’autres régions, comme les Hauts-de-France.",
        "trainers": "Intervenants venus de tout horizon, dont des travailleurs pairs.",
        "peer_trainers": "yes",
        "professional_trainers": "yes",
        "days": 19,
        "internship_weeks": 15,
        "internship_hours_min": 210,
        "internship_hours_max": 420,
        "internship_words": "de 2 à 4 jours par semaine",
        "period": "de janvier à juin de chaque année",
        "region": "27",
        "prerequisites": ["none", "recovery_begun"],
        "prerequisites_words": "Aucun, « si ce n’est d’avoir déjà commencé à avancer dans son rétablissement ».",
        "funding": [{"year": None, "free": "yes", "words": "ARS Bourgogne-Franche-Comté"}],
        "contact_role": "Formation RESPAI, FAS Bourgogne-Franche-Comté",
        "contact_email": "respai@example.org",
        "sources": [_FOCUS, _SHEET_6],
        "contradictions": [
            {
                "about": "duration",
                "said": [
                    {"text": "19 jours de formation théorique", "source": _FOCUS},
                    {"text": "126 heures (18 jours) de formation théorique", "source": _SHEET_6},
                ],
            }
        ],
    },
    {
        "federation": _HDF,
        "days_ago": 54,
        "checked": 30,
        "title": "RESPAI Made in Hauts-de-France",
        "organiser": "FAS Hauts-de-France",
        "audiences": ["in_post"],
        "audience": "Travailleur.se.s pair.e.s déjà en poste.",
        "goals": "Renforcer les connaissances et les compétences des travailleur.se.s pair recrutés.\n"
        "Favoriser la confiance et l’estime de soi des travailleur.se.s pair.\nCréer un entre soi professionnel.",
        "content": "A chaque module, une session de Groupe d’échanges de pratiques, permettant aux travailleur.se.s pair d’échanger sur "
        "leurs réussites et leurs difficultés et de trouver des solutions ensemble.",
        "origin": "S’appuie sur la formation RESPAI développée en Bourgogne Franche-Comté.",
        "duration_words": "6 modules de 2 à 3 jours",
        "rhythm": "un module par mois",
        "region": "32",
        "prerequisites": ["in_post"],
        "sources": [_SHEET_7, _FOCUS],
    },
    {
        "federation": _HDF,
        "days_ago": 57,
        "checked": 30,
        "title": "OSEE (Osez les Savoirs Expérientiels de l’Exclusion)",
        "organiser": "ATD Quart Monde",
        "partners": "Ecole Supérieure du Travail Social (ESTS)",
        "content": "Une année de préformation aux métiers du social. Les étudiants sont accompagnés dans la définition d’un projet "
        "professionnel et d’une orientation vers la formation adéquate.",
        "months": 12,
        "duration_words": "une année",
        "region": "32",
        "sources": [_SHEET_6, _SHEET_7],
        "contradictions": [
            {
                "about": "title",
                "said": [
                    {"text": "Osez les Savoirs Expérientiels de l’Exclusion", "source": _SHEET_6},
                    {"text": "Osons les Savoirs d’Expériences de l’Exclusion", "source": _SHEET_7},
                ],
            }
        ],
    },
    {
        "federation": _NA,
        "days_ago": 56,
        "checked": 30,
        "title": "DU médiation en santé et pair-aidance",
        "organiser": "Université de Bordeaux",
        "partners": "FAS Nouvelle-Aquitaine",
        "region": "75",
        "city": "Bordeaux",
        "department": "33",
        "certification": "Diplôme universitaire (DU)",
        "sources": [_SHEET_6, _WEBINAR],
        "contradictions": [
            {
                "about": "title",
                "said": [
                    {"text": "DU sur la médiation en santé et la pair-aidance", "source": _SHEET_6},
                    {
                        "text": "Licence professionnelle « Médiateurs de Santé-Pairs » MSP, débutée en 2022",
                        "source": _WEBINAR,
                    },
                ],
            }
        ],
    },
    {
        "federation": _IDF,
        "days_ago": 55,
        "checked": 5,
        "title": "DU / Licence Médiateur·rice Santé Pair",
        "organiser": "Université Paris 13 / Sorbonne Paris Nord",
        "audience": "Former des pairs-aidants professionnels pour travailler dans les structures de santé mentale.",
        "audiences": ["aspiring", "in_post"],
        "months": 12,
        "duration_words": "une année",
        "region": "11",
        "city": "Bobigny",
        "department": "93",
        "prerequisites": ["bac_daeu", "b2"],
        "prerequisites_words": "Le Bac ou un Diplôme d’Accès aux Etudes Universitaires (DAEU), et le niveau B2 en français.",
        "french_oral": "b2",
        "french_written": "b2",
        "certification": "Diplôme universitaire ou licence",
        "period": "septième promotion prévue en 2025",
        "contact_role": _DU_CONTACT,
        "contact_email": "scolarite@example.org",
        "sources": [_GUIDE, _WEBINAR, _MONOGRAPHS],
        "contradictions": [
            {
                "about": "title",
                "said": [
                    {
                        "text": "DU Médiateurs Santé Pairs, de l’Université Paris XIII ; d’un niveau licence",
                        "source": _GUIDE,
                    },
                    {
                        "text": "DU de médiation en santé, de l’Université de Sorbonne Paris Nord (ou Paris 13)",
                        "source": _GUIDE,
                    },
                    {
                        "text": "Mention MSP en Licence, Licence en Sciences Sanitaires et Sociales, Université Bobigny Paris 13, en 2017",
                        "source": _WEBINAR,
                    },
                    {
                        "text": "Diplôme Universitaire (DU) « Médiateurs de Santé-Pairs », Université Paris 13, en 2019",
                        "source": _WEBINAR,
                    },
                ],
            }
        ],
    },
    {
        "federation": _IDF,
        "days_ago": 53,
        "checked": 12,
        "title": "Initiation au paradigme du rétablissement expérientiel",
        "organiser": "Alfapsy",
        "partners": "FAS Île-de-France",
        "audiences": ["professionals"],
        "audience": "Tou-te-s les salarié-e-s des structures retenues.",
        "rhythm": "trois sessions par an",
        "settings": ["inter"],
        "region": "11",
        "funding": [
            {
                "year": None,
                "free": "",
                "words": "financée dans l’appel à manifestation d’intérêt",
            }
        ],
        "sources": [_CALL],
    },
    {
        "federation": _IDF,
        "days_ago": 67,
        "checked": 12,
        "title": "Accueillir et co-construire une fonction complémentaire",
        "organiser": "Alfapsy",
        "partners": "FAS Île-de-France",
        "audiences": ["professionals"],
        "audience": "L’ensemble des équipes, avant le recrutement de travailleur-se-s pair-e-s.",
        "content": "Précédé d’une journée organisée par la FAS IdF, en inter-structures, sur le partage de connaissances et de "
        "pratiques relatif aux dispositifs d’accueil de nouveaux-elles salarié-e-s.",
        "settings": ["intra"],
        "region": "11",
        "funding": [
            {
                "year": None,
                "free": "",
                "words": "financée dans l’appel à manifestation d’intérêt",
            }
        ],
        "sources": [_CALL],
    },
    {
        "federation": _IDF,
        "days_ago": 66,
        "checked": 12,
        "title": "Implémenter la pair-aidance comme pratique plurielle",
        "organiser": "Alfapsy",
        "partners": "FAS Île-de-France",
        "audiences": ["professionals", "in_post"],
        "audience": "Les équipes avec leurs travailleur-se-s pair-e-s, après le recrutement.",
        "settings": ["intra"],
        "region": "11",
        "funding": [
            {
                "year": None,
                "free": "",
                "words": "financée dans l’appel à manifestation d’intérêt",
            }
        ],
        "sources": [_CALL],
    },
    {
        "federation": _IDF,
        "days_ago": 65,
        "checked": 90,
        "title": "Formation interne, première année",
        "organiser": "ARCAT",
        "audiences": ["in_post"],
        "audience": "Les médiatrices et médiateurs de l’association.",
        "modules": [
            {"title": title, "hours": None, "text": ""}
            for title in (
                "Pack Office",
                "FLE",
                "Entretien motivationnel 1&2",
                "Santé sexuelle",
                "Assurance maladie/AME",
                "Droit des étrangers",
                "ETP",
            )
        ],
        "months": 12,
        "duration_words": "une année",
        "settings": ["intra"],
        "outlook": "Un DU en deuxième année.",
        "sources": [_MONOGRAPHS],
    },
    {
        "federation": _IDF,
        "days_ago": 64,
        "checked": 90,
        "title": "Français et atelier, sur le temps de travail",
        "organiser": "FADS",
        "audiences": ["in_post"],
        "audience": "Salarié.e.s de l’Atelier Chantier d’Insertion.",
        "modules": [
            {"title": "Français", "hours": None, "text": "6 h par semaine"},
            {"title": "Atelier", "hours": None, "text": "3 h par semaine"},
        ],
        "rhythm": "Français 6 h et atelier 3 h par semaine",
        "settings": ["intra"],
        "sources": [_MONOGRAPHS],
    },
    {
        "federation": _IDF,
        "days_ago": 63,
        "checked": 12,
        "title": "Module de sensibilisation au travail pair",
        "organiser": "FAS Île-de-France",
        "audiences": ["professionals"],
        "audience": "Professionnel·le·s du secteur de la lutte contre les exclusions.",
        "origin": "Il devait être élaboré au dernier trimestre 2024, à partir des travaux passés de la FAS IdF.",
        "period": "déployé tout au long du projet, prévu de 2024 à 2026",
        "region": "11",
        "sources": [_POST],
    },
    *(
        {
            "federation": _BFC,
            "days_ago": 80 - place,
            "checked": 60,
            "title": title,
            "organiser": _NOT_SAID,
            "audiences": ["professionals", "in_post"],
            "audience": "L’ensemble de l’équipe : le guide recommande d’y intégrer les travailleur.se.s pair.",
            "origin": "Formation ponctuelle dispensée à l’ensemble de l’équipe, citée pour établir une culture professionnelle "
            "commune et faciliter l’intégration.",
            "sources": [_SHEET_7],
        }
        for place, title in enumerate(("Bientraitance", "Premiers Secours Citoyen 1/2"))
    ),
    *(
        {
            "federation": _BFC,
            "days_ago": 78 - place,
            "checked": 60,
            "title": title,
            "organiser": _NOT_SAID,
            "audiences": ["professionals", "in_post", "concerned"],
            "audience": "L’équipe de la FAS, avec des travailleurs-se.s pairs et des personnes concernées, délégué-es ou membres actifs "
            "du conseil régional des personnes accueillies/ accompagnées.",
            "open_to_concerned": "yes",
            "origin": "Suivie par l’équipe de la FAS Bourgogne-Franche-Comté, dans le cadre de son plan de formation.",
            "sources": [_SHEET_7],
        }
        for place, title in enumerate(
            ("PSSM (premiers secours en santé mentale)", "Formation de formateur")
        )
    ),
)

# Where a sheet stands before it is public, and one that is over: none of them is of the sources.
UNDER_WAY: tuple[dict[str, Any], ...] = (
    {
        "federation": _IDF,
        "days_ago": 2,
        "checked": 0,
        "end": "review",
        "title": "Prendre la parole en équipe",
        "organiser": "La Halte des Quais",
        "audiences": ["in_post"],
        "days": 1,
        "prerequisites": ["none"],
        "passport": {"step_free": "yes", "interpreter": "yes", "computer": "no", "writing": "no"},
        "trainer_languages": ["ar", "ps"],
        "sources": ["Programme de l’association, à relire"],
    },
    {
        "federation": _IDF,
        "days_ago": 1,
        "checked": 0,
        "end": "draft",
        "title": "Lire un contrat de travail",
        "organiser": "Maison Cardinal",
    },
)
