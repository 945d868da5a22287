"""Labels of the welcome and of the scheme: the sources', letter for letter."""

from portal.engagements.enums import Moment
from portal.engagements.nomenclatures import SCHEME_STEP, SEED, WELCOME_ITEM

# Requirements A3.7: webinaire fonction publique, lines 443-455.
STEPS = [
    "Sensibiliser et mobiliser l’administration et les agents",
    "Identifier et recruter les pairs-aidants",
    "Définir un cadre éthique et professionnel",
    "Former les pairs-aidants",
    "Organiser la supervision et le suivi des pairs-aidants",
    "Évaluer l’impact et ajuster le dispositif",
]
# Requirements A3.5: guide FAS Île-de-France 924-944, fiches-actions 537-541.
QUOTED = {
    "name_guide": "Nommer un.e référent.e « intégration » au sein de la structure",
    "team_meeting": "temps de présentation en réunion d’équipe",
    "calendar": "Prévoir un calendrier des quinze premiers jours d’activités",
    "one_month": "point d’étape, avec un.e cadre de l’équipe, à un mois",
    "meet_team": "présentation des membres de l’équipe",
    "meet_people": "présentation aux personnes concernées",
    "resource_people": (
        "Nommer des personnes ressources au sein de l’équipe sur la base du volontariat"
    ),
    "how_to_welcome": (
        "Réfléchir en amont aux modalités d’accueil de ce.tte nouveau.elle collègue"
    ),
    "no_overload": "Eviter de surcharger le calendrier de votre nouveau.elle collègue",
    "leave_time": ("Laisser le temps à la personne recrutée de prendre ses marques, de s’habituer"),
    "regular_points": (
        "Prévoir des points réguliers avec la personne recrutée et laisser place à ses ressentis"
    ),
    "same_for_all": (
        "Penser son intégration dans l’équipe comme un.e nouveau.elle salarié.e ordinaire,"
        " tout en lui apportant une attention particulière"
    ),
}


def test_the_six_steps_are_the_source_s() -> None:
    assert [str(seed.label) for seed in SEED if seed.scheme == SCHEME_STEP] == STEPS


def test_what_the_guides_say_is_not_reworded() -> None:
    labels = {seed.code: str(seed.label) for seed in SEED if seed.scheme == WELCOME_ITEM}
    assert {code: labels[code] for code in QUOTED} == QUOTED


def test_every_moment_of_the_welcome_has_something_to_do() -> None:
    found = {seed.data["moment"] for seed in SEED if seed.scheme == WELCOME_ITEM}
    assert found == {str(moment) for moment in Moment}


def test_every_line_says_where_it_comes_from() -> None:
    assert [seed.code for seed in SEED if not seed.source] == []
