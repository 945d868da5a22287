"""Trainings in LHEO 2.3, the language French registers of trainings speak (LG-17).

What LHEO has a place for is written there; what it lacks, or would shorten, stands in its extras.
What it requires and nobody knows is written as `STANDS_FOR_UNKNOWN` says, and named in the extras.
"""

from collections.abc import Mapping

from portal.trainings.lheo.grammar import NAMESPACE

__all__ = ["NAMESPACE"]

# Whose extras these are, and the name of each; `UNKNOWN` lists what stands for « not known ».
EXTRAS, FORM, UNKNOWN = "portail-travail-pair", "forme", "inconnu"
NOT_SAID, NO_POSTCODE = "Non communiqué", "00000"
# What is required and may be unknown, and what is written then. LHEO itself has a word for « not
# known » in a level (0) and in days only; the others must be there all the same, in one of its
# codes. Nothing: the element is there, empty.
STANDS_FOR_UNKNOWN: Mapping[str, str] = {
    "domaine-formation": "",
    "intitule-formation": NOT_SAID,
    "objectif-formation": NOT_SAID,
    "resultats-attendus": NOT_SAID,
    "contenu-formation": NOT_SAID,
    "certifiante": "0",
    "parcours-de-formation": "1",
    "code-niveau-entree": "0",
    "rythme-formation": NOT_SAID,
    "code-public-vise": "00000",
    "niveau-entree-obligatoire": "0",
    "modalites-alternance": NOT_SAID,
    "modalites-enseignement": "0",
    "conditions-specifiques": NOT_SAID,
    "prise-en-charge-frais-possible": "0",
    "modalites-entrees-sorties": "0",
    "debut": "00000000",
    "fin": "99999999",
    "adresse-inscription": NOT_SAID,
    "ligne": NOT_SAID,
    "codepostal": NO_POSTCODE,
    "ville": NOT_SAID,
    "numero-activite": "00000000000",
    "SIRET": "00000000000000",
    "nom-organisme": NOT_SAID,
    "raison-sociale": NOT_SAID,
    "coordonnees-organisme": "",
    "contact-organisme": "",
}
