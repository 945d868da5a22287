"""The trainings of the demo say what the sources say (requirements A5 and A9), and nothing more."""

from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy.orm import Session

from portal.demo.held import OVER, UNDER_WAY
from portal.demo.publish import VOICES
from portal.demo.sessions import INVENTED, SESSIONS
from portal.demo.teach import write_training
from portal.demo.trainings import TRAININGS
from portal.demo.translated import ALOUD, FIRST_STEPS, REVIEWED
from portal.demo.translated import TRAININGS as TRANSLATED
from portal.kernel import clock
from portal.kernel.db import Database
from portal.organisations.enums import Role
from portal.trainings.models import PublishedTraining
from portal.trainings.sections import SECTIONS, sources_of
from tests.factories.house import build_training_house
from tests.factories.trainings import officer_of, open_session

ALFAPSY = "Alfapsy"


@dataclass(frozen=True)
class Expected:
    """A row of A5. What is not named is not said there: it must be unknown."""

    organiser: str
    partners: str = ""
    duration: tuple[tuple[str, object], ...] = ()
    prerequisites: tuple[str, ...] = ()
    places: int | None = None
    # (year, free or not, whose money)
    money: tuple[int | None, str, str] | None = None
    differs: tuple[str, ...] = ()


def took(**numbers: object) -> tuple[tuple[str, object], ...]:
    return tuple(numbers.items())


EXPECTED = {
    "La Pair-aidance professionnelle, accueillir et co-construire une fonction complémentaire": (
        Expected(ALFAPSY, "CCOMS", took(days=2.0), ("none",))
    ),
    "Co-construire les pratiques au croisement des savoirs expérientiels et professionnels": (
        Expected(ALFAPSY, "CCOMS", took(days=2.0), ("none",))
    ),
    "Intervenant Pair – l’expertise d’usage au service du pouvoir d’agir": Expected(
        "ARIFTS",
        "GFPH",
        took(months=6, hours=160.0),
        ("recovery_begun",),
        18,
        (2023, "yes", "Loire Atlantique"),
        ("modules", "period"),
    ),
    "La place des usagers dans les institutions, démocratie sanitaire et pair-aidance": Expected(
        "ASUD", "Oppelia", took(days=2.0, hours=14.0), ("none",)
    ),
    "Sensibilisation à la prévention par la pair-aidance": Expected(
        "Association Aurore", "", took(days=4.0), money=(None, "", "ARS Île-de-France")
    ),
    "L’accompagnement à la formalisation de savoirs expérientiels": Expected(
        ALFAPSY, "", took(duration_words="3 par séance"), ("none",), differs=("duration",)
    ),
    "RESPAI": Expected(
        "FAS Bourgogne-Franche-Comté",
        "",
        took(
            days=19.0,
            internship_weeks=15,
            internship_hours_min=210,
            internship_hours_max=420,
            internship_words="de 2 à 4 jours par semaine",
        ),
        ("none", "recovery_begun"),
        money=(None, "yes", "ARS Bourgogne-Franche-Comté"),
        differs=("duration",),
    ),
    "RESPAI Made in Hauts-de-France": Expected(
        "FAS Hauts-de-France", "", took(duration_words="6 modules de 2 à 3 jours"), ("in_post",)
    ),
    "OSEE (Osez les Savoirs Expérientiels de l’Exclusion)": Expected(
        "ATD Quart Monde",
        "ESTS",
        took(months=12, duration_words="une année"),
        differs=("title",),
    ),
    "DU médiation en santé et pair-aidance": Expected(
        "Université de Bordeaux", "FAS Nouvelle-Aquitaine", differs=("title",)
    ),
    "DU / Licence Médiateur·rice Santé Pair": Expected(
        "Paris 13 / Sorbonne Paris Nord",
        "",
        took(months=12, duration_words="une année"),
        ("bac_daeu", "b2"),
        differs=("title",),
    ),
    **{
        title: Expected(ALFAPSY, "FAS Île-de-France", money=(None, "", "appel"))
        for title in (
            "Initiation au paradigme du rétablissement expérientiel",
            "Accueillir et co-construire une fonction complémentaire",
            "Implémenter la pair-aidance comme pratique plurielle",
        )
    },
    "Formation interne, première année": Expected(
        "ARCAT", "", took(months=12, duration_words="une année")
    ),
    "Français et atelier, sur le temps de travail": Expected("FADS"),
    "Module de sensibilisation au travail pair": Expected("FAS Île-de-France"),
    **{
        title: Expected("Organisme non précisé")
        for title in (
            "Bientraitance",
            "Premiers Secours Citoyen 1/2",
            "PSSM (premiers secours en santé mentale)",
            "Formation de formateur",
        )
    },
}
_LENGTHS = (
    *("days", "hours", "weeks", "months", "duration_words"),
    *("internship_weeks", "internship_hours_min", "internship_hours_max", "internship_words"),
)


@pytest.fixture
def documents(database: Database, backstage: Session) -> dict[str, dict[str, Any]]:
    """What the public reads of each, once written, read and published as the demo does."""
    house = build_training_house(backstage, "demo")
    backstage.commit()
    writer = officer_of(house.federation, house.federal_writer, Role.WRITER)
    reader = officer_of(house.federation, house.federal_officer)
    found = {}
    with open_session(database, writer) as session:
        for told in TRAININGS:
            training = write_training(session, writer, reader, told, clock.now())
            found[training.title] = session.get_one(PublishedTraining, training.id).document
    return found


def test_every_training_of_the_sources_is_there_with_its_facts(
    documents: dict[str, dict[str, Any]],
) -> None:
    assert set(documents) == set(EXPECTED)
    for title, expected in EXPECTED.items():
        said = documents[title]
        assert expected.organiser in said["organiser"], title
        assert expected.partners in said["partners"], title
        assert bool(said["partners"]) == bool(expected.partners), title
        lengths = {name: said[name] for name in _LENGTHS if said[name]}
        assert lengths == dict(expected.duration), title
        assert tuple(said["prerequisites"]) == expected.prerequisites, title
        assert said["places"] == expected.places, title
        assert [row["about"] for row in said["contradictions"]] == list(expected.differs), title
        assert len(said["funding"]) == (1 if expected.money else 0), title
        if expected.money:
            (row,) = said["funding"]
            year, free, words = expected.money
            assert (row["year"], row["free"]) == (year, free), title
            assert words in row["words"], title


def test_no_source_says_anything_of_accessibility(documents: dict[str, dict[str, Any]]) -> None:
    """A5: « accessibilité (absent in seeds) »."""
    assert {title for title, said in documents.items() if said["passport"]} == set()


def test_hours_of_modules_and_contents_are_those_of_the_sources(
    documents: dict[str, dict[str, Any]],
) -> None:
    arifts = documents["Intervenant Pair – l’expertise d’usage au service du pouvoir d’agir"]
    assert [row["hours"] for row in arifts["modules"]] == [79.0, 29.0, None]
    arcat = documents["Formation interne, première année"]
    assert [row["title"] for row in arcat["modules"]] == [
        *("Pack Office", "FLE", "Entretien motivationnel 1&2", "Santé sexuelle"),
        *("Assurance maladie/AME", "Droit des étrangers", "ETP"),
    ]
    fads = documents["Français et atelier, sur le temps de travail"]
    assert "6 h et atelier 3 h par semaine" in fads["rhythm"]


# What each training is for, as the sources list it: how many lines, and how the last begins.
GOALS = {
    "La Pair-aidance professionnelle, accueillir et co-construire une fonction complémentaire": (
        6,
        "Amorcer une dynamique",
    ),
    "Co-construire les pratiques au croisement des savoirs expérientiels et professionnels": (
        4,
        "Conjuguer la singularité",
    ),
    "Intervenant Pair – l’expertise d’usage au service du pouvoir d’agir": (9, "Reprendre"),
    "L’accompagnement à la formalisation de savoirs expérientiels": (6, "S’inscrire dans"),
    "RESPAI": (3, "Participer au repositionnement"),
    "RESPAI Made in Hauts-de-France": (3, "Créer un entre soi"),
}


def test_goals_are_all_those_of_the_sources(documents: dict[str, dict[str, Any]]) -> None:
    said = {title: one["goals"].splitlines() for title, one in documents.items() if one["goals"]}
    assert {title: len(lines) for title, lines in said.items()} == {
        title: many for title, (many, _last) in GOALS.items()
    }
    for title, (_many, last) in GOALS.items():
        assert said[title][-1].startswith(last), title


def test_what_comes_after_is_what_the_sources_say(documents: dict[str, dict[str, Any]]) -> None:
    after = {title: one["outlook"] for title, one in documents.items() if one["outlook"]}
    assert set(after) == {
        "Intervenant Pair – l’expertise d’usage au service du pouvoir d’agir",
        "Sensibilisation à la prévention par la pair-aidance",
        "RESPAI",
        "Formation interne, première année",
    }
    aurore = after["Sensibilisation à la prévention par la pair-aidance"]
    assert "CNAM" in aurore
    assert "avril 2024" in aurore
    assert "addictologie" not in aurore


def test_each_side_of_a_contradiction_is_quoted(documents: dict[str, dict[str, Any]]) -> None:
    quoted = {
        title: [row["text"] for about in said["contradictions"] for row in about["said"]]
        for title, said in documents.items()
        if said["contradictions"]
    }
    respai = " ".join(quoted["RESPAI"])
    assert "19 jours" in respai
    assert "126 heures (18 jours)" in respai
    arifts = " ".join(quoted["Intervenant Pair – l’expertise d’usage au service du pouvoir d’agir"])
    for said in ("79 + 29 = 108", "160 heures", "6 mois", "novembre 2023", "mars 2024"):
        assert said in arifts
    paris = " ".join(quoted["DU / Licence Médiateur·rice Santé Pair"])
    for said in ("Université Paris XIII", "Sorbonne Paris Nord", "en 2017", "en 2019"):
        assert said in paris
    assert "débutée en 2022" in " ".join(quoted["DU médiation en santé et pair-aidance"])
    osee = quoted["OSEE (Osez les Savoirs Expérientiels de l’Exclusion)"]
    assert [text.split()[0] for text in osee] == ["Osez", "Osons"]
    (alfapsy,) = quoted["L’accompagnement à la formalisation de savoirs expérientiels"]
    assert alfapsy.startswith("3 par séance")


def test_contacts_are_nobodys(documents: dict[str, dict[str, Any]]) -> None:
    emails = {said["contact_email"] for said in documents.values()} - {""}
    assert emails
    assert all(email.endswith("@example.org") for email in emails)


def test_a_session_denies_nothing_its_sources_say(documents: dict[str, dict[str, Any]]) -> None:
    """Days and rooms of the demo are invented; where it is and how long, they do not deny."""
    told = [
        (planned.facts.get("city", ""), planned.how_long, said)
        for planned in SESSIONS
        for title, said in documents.items()
        if title.startswith(planned.training)
    ]
    told += [("Paris", 3, documents[OVER]), ("Paris", 2, documents[UNDER_WAY])]
    assert len(told) > 5
    for city, days, said in told:
        assert city in ("", said["city"]) or not said["city"], said["title"]
        assert days == said["days"] or not said["days"], said["title"]


@pytest.mark.parametrize("language", ["ps", "fa-AF", "ar"])
def test_a_training_one_may_join_is_read_and_heard_in_the_languages_of_the_people(
    language: str,
) -> None:
    """No diploma, free, an interpreter: who finds it by that reads no French."""
    (told,) = (one for one in INVENTED if one["title"] == FIRST_STEPS)
    translated = TRANSLATED[FIRST_STEPS]
    names = {name: told.get(name) for name in SECTIONS}
    french = {name for name, text in sources_of(names).items() if text} | {"summary"}
    state, texts = translated[language]
    assert (state, set(texts)) == (REVIEWED, french)
    assert all(texts.values())
    assert (VOICES / f"{ALOUD[FIRST_STEPS][language]}.ogg").stat().st_size > 10_000


def test_an_invented_training_says_its_price_of_this_year(
    database: Database, backstage: Session
) -> None:
    """No source says a price in euros: somebody sees one all the same."""
    assert not [row for told in TRAININGS for row in told.get("funding", ()) if "amount" in row]
    house = build_training_house(backstage, "demo")
    backstage.commit()
    writer = officer_of(house.federation, house.federal_writer, Role.WRITER)
    reader = officer_of(house.federation, house.federal_officer)
    (told,) = (one for one in INVENTED if one["title"].startswith("Animer un temps"))
    with open_session(database, writer) as session:
        training = write_training(session, writer, reader, told, clock.now())
        said = session.get_one(PublishedTraining, training.id).document["funding"]
    year = clock.today().year
    assert [(row["year"], row["amount"]) for row in said] == [(year, 350.0), (year - 1, 320.0)]


def test_the_list_begins_with_what_one_may_join_or_read() -> None:
    """Newest first: what one may join, or read in another language, before what says little."""
    shown = sorted((*INVENTED, *TRAININGS), key=lambda told: told["days_ago"])
    rich = [
        told["title"] in TRANSLATED
        or any(
            one.in_days > 0 and not one.end and told["title"].startswith(one.training)
            for one in SESSIONS
        )
        for told in shown
    ]
    assert rich == sorted(rich, reverse=True)
    assert shown[0]["title"] == FIRST_STEPS
