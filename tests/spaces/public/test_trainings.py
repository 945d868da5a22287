"""The trainings, as anybody meets them: found, understood, and honestly unknown."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel import clock
from portal.kernel.db import Database
from portal.kernel.i18n import LOCALES
from portal.trainings.models import PublishedTraining, Training
from portal.trainings.sections import SECTIONS, sources_of
from tests.factories.recordings import read_by_somebody
from tests.factories.trainings import copy_trainings, tell_in
from tests.spaces.public.test_budgets import HTML, compressed
from tests.support import sql
from tests.support.htmx import HtmxVisitor
from tests.support.page import Page, words

Publish = Callable[..., Training]
UNKNOWN = "On ne sait pas"
FULL: dict[str, Any] = {
    "title": "Devenir pair à Lille",
    "organiser": "Institut des Marches",
    "partners": "Association Rives",
    "origin": "Née d’un groupe de pairs.",
    "audiences": ["aspiring", "volunteer"],
    "open_to_concerned": "yes",
    "goals": "Prendre la parole.\nÉcouter.",
    "content": "Des jeux et des mises en situation.",
    "modules": [
        {"title": "Savoirs d’expérience", "hours": 79.0, "text": "Les mettre en mots."},
        {"title": "Posture", "hours": None, "text": ""},
    ],
    "trainers": "Deux personnes.",
    "peer_trainers": "yes",
    "outlook": "Une deuxième année.",
    "certification": "Une attestation.",
    "days": 19,
    "hours": 126,
    "internship_weeks": 15,
    "internship_hours_min": 210,
    "internship_hours_max": 420,
    "rhythm": "Deux jours par semaine",
    "period": "de janvier à juin",
    "settings": ["inter"],
    "city": "Lille",
    "department": "59",
    "region": "32",
    "prerequisites": ["none", "recovery_begun"],
    "prerequisites_words": "Aucun, si ce n’est d’avancer.",
    "places": 18,
    "selection": ["Envoyer un CV", "Un entretien"],
    "funding": [{"year": None, "free": "yes", "words": "ARS"}],
    "passport": {"interpreter": "yes", "lift": "no", "computer": "no"},
    "passport_words": "Le lieu change l’an prochain.",
    "referent": "Référence handicap, handicap@example.org",
    "languages": ["fr", "ps"],
    "trainer_languages": ["ar"],
    "french_oral": "a2",
    "french_needs": ["take_phone_message", "lire un plan"],
    "contact_role": "Responsable de la formation",
    "contact_email": "formation@example.org",
    "website": "https://formation.example.org",
    "contradictions": [
        {
            "about": "duration",
            "said": [
                {"text": "19 jours", "source": "Guide francilien"},
                {"text": "18 jours", "source": "Guide régional"},
            ],
        }
    ],
}


def titles(page: Page) -> list[str]:
    return [words(heading) for heading in page.find("h3", class_="card-title")]


def body(page: Page) -> str:
    return words(page.by_id("training-first")) + " " + words(page.by_id("training-read"))


@pytest.fixture
def publish(publish_training: Publish) -> Publish:
    return publish_training


@pytest.fixture
def two(publish: Publish) -> tuple[Training, Training]:
    return publish(title="Formation dont on ne sait rien"), publish(**FULL)


@pytest.mark.usefixtures("two")
def test_the_menu_leads_to_the_list(visitor: HtmxVisitor) -> None:
    page = visitor.click(visitor.get("/"), "Formations")
    assert page.url == "/trainings"
    assert titles(page) == ["Devenir pair à Lille", "Formation dont on ne sait rien"]
    assert words(page.by_id("trainings-count")) == "2 formations"


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize(
    "filters",
    [
        {"q": "lille"},
        {"place": "region-32"},
        {"language": "ps"},
        {"language": "ar"},
        {"cost": "free"},
        {"diploma": "none"},
        {"internship": "yes"},
        {"post": ["out"]},
        {"duration": ["weeks"]},
        {"pass": ["interpreter", "computer"]},
    ],
)
def test_filters_without_javascript(visitor: HtmxVisitor, filters: dict[str, Any]) -> None:
    page = visitor.submit(visitor.get("/trainings").form(name="q"), **filters)
    assert titles(page) == ["Devenir pair à Lille"]


@pytest.mark.usefixtures("two")
def test_a_search_is_an_address_and_is_taken_off_bit_by_bit(visitor: HtmxVisitor) -> None:
    page = visitor.get("/trainings?q=pair&cost=free&pass=interpreter&pass=nothing&region=32")
    chips = [
        words(chip).removeprefix("Enlever le filtre : ") for chip in page.find("a", class_="chip")
    ]
    assert chips == [
        "« pair »",
        "Hauts-de-France",
        "Gratuite",
        "Interprète sur demande",
        "Tout enlever",
    ]
    wider = visitor.click(page, "Gratuite")
    assert wider.url == "/trainings?q=pair&region=32&pass=interpreter"


@pytest.mark.usefixtures("two")
def test_htmx_gives_what_a_fresh_page_gives(visitor: HtmxVisitor) -> None:
    page = visitor.get("/trainings")
    swapped = visitor.press(page, page.by_id("search"), q="lille")
    fresh = visitor.get("/trainings?q=lille")
    assert words(swapped.by_id("results")) == words(fresh.by_id("results"))
    assert words(swapped.by_id("trainings-count")) == "1 formation"
    assert swapped.url == "/trainings?q=lille"


def test_what_is_asked_before_narrows_and_recovery_is_no_filter(
    visitor: HtmxVisitor, publish: Publish
) -> None:
    publish(title="Une licence", prerequisites=["bac_daeu", "b2"])
    publish(title="Un pas", prerequisites=["recovery_begun"])
    page = visitor.get("/trainings")
    boxes = {one.get("value") for one in page.find("input") if one.get("name") == "asks"}
    assert boxes == {"bac_daeu", "b2"}
    assert titles(visitor.submit(page.form(name="q"), asks=["b2"])) == ["Une licence"]
    assert len(titles(visitor.get("/trainings?asks=recovery_begun"))) == 2


@pytest.mark.usefixtures("two")
def test_nothing_found_says_what_a_filter_leaves_out(visitor: HtmxVisitor) -> None:
    page = visitor.get("/trainings?pass=lift")
    assert "Un filtre ne montre que ce dont on est sûr" in words(page.by_id("results"))
    assert len(titles(visitor.click(page, "Voir toutes les formations"))) == 2


def test_numbered_pages(visitor: HtmxVisitor, publish: Publish, backstage: Session) -> None:
    copy_trainings(backstage, publish(**FULL).id, 44)
    backstage.commit()
    first = visitor.get("/trainings?cost=free")
    assert words(first.by_id("trainings-count")) == "45 formations"
    second = visitor.click(first, "Suivante")
    assert second.url == "/trainings?cost=free&page=2"
    assert len(titles(second)) == 20
    beyond = visitor.fetch("/trainings?cost=free&page=40")
    assert (beyond.status_code, beyond.location) == (302, "/trainings?cost=free&page=3")


@pytest.mark.parametrize("address", ["/trainings?cost=free&q=pair", "one"])
def test_a_page_is_one_query_and_one_for_the_dates(
    visitor: HtmxVisitor, publish: Publish, database: Database, address: str
) -> None:
    training = publish(**FULL)
    if address == "one":
        address = f"/trainings/{training.slug}"
    visitor.get(address)
    with sql.statements(database.engine) as asked:
        visitor.get(address)
    trainings = [one for one in asked if "training" in one]
    dates = [one for one in trainings if "training_session" in one]
    assert (len(trainings), len(dates)) == (2, 1), sql.explain(asked)


def test_a_training_says_all_it_knows(visitor: HtmxVisitor, publish: Publish) -> None:
    page = visitor.get(f"/trainings/{publish(**FULL).slug}")
    said = body(page)
    for known in (
        "19 jours, 126 heures",
        "15 semaines, de 210 à 420 heures",
        "Lille (Nord)",
        "Gratuite",
        "On ne demande ni diplôme, ni niveau d’études.",
        "Aucun, si ce n’est d’avancer.",
        "18 places",
        "Savoirs d’expérience (79 heures)",
        "Les mettre en mots.",
        "Née d’un groupe de pairs.",
        "Des jeux et des mises en situation.",
        "Deux personnes.",
        "Une deuxième année.",
        "Une attestation.",
        "Deux jours par semaine",
        "de janvier à juin",
        "Plusieurs structures ensemble",
        "Envoyer un CV",
        "Un entretien",
        "Le lieu change l’an prochain.",
        "handicap@example.org",
        "prendre un message au téléphone",
        "lire un plan",
        "A2 : échanges simples, messages courts",
        "français, pachto",
        "arabe littéraire",
        "Responsable de la formation",
        "formation@example.org",
        "Catalogue de la fédération, 2026",
        "Vérifiée le 1er novembre 2026 par Fédération formations.",
    ):
        assert known in said, known
    assert "Association Rives" in page.text


def test_the_passport_has_three_answers(visitor: HtmxVisitor, publish: Publish) -> None:
    page = visitor.get(f"/trainings/{publish(**FULL).slug}")
    answers = {
        words(row.find("dt")): words(row.find("dd"))  # type: ignore[arg-type]  # both are there
        for row in page.find("div")
        if row.find("dt") is not None
    }
    assert answers["Interprète sur demande"] == "Oui"
    assert answers["Ascenseur"] == "Non"
    assert answers["Ordinateur nécessaire"] == "Non"
    assert "Toilettes adaptées" not in answers
    assert f"{UNKNOWN} Accès sans marche, Toilettes adaptées, Salle calme" in body(page)


def test_what_nobody_knows_is_said(visitor: HtmxVisitor, publish: Publish) -> None:
    page = visitor.get(f"/trainings/{publish().slug}")
    said = body(page)
    for label in ("Durée", "Lieu", "Prix pour la personne", "Ce qu’il faut avant"):
        assert f"{label}{UNKNOWN}" in said, label
    assert "L’organisme n’a encore rien dit de l’accessibilité." in said
    assert "Oui" not in said


def test_a_card_shows_what_is_known_and_else_one_sentence(
    visitor: HtmxVisitor, publish: Publish
) -> None:
    """No icon stands beside « on ne sait pas », three times over."""
    publish(title="Tout est à demander")
    publish(title="Un lieu", city="Lille", department="59", region="32")
    cards = {
        words(card.find("h3")): card  # type: ignore[arg-type]  # each has one
        for card in visitor.get("/trainings").find("article")
    }
    unknown, known = cards["Tout est à demander"], cards["Un lieu"]
    assert "On ne sait ni la durée, ni le lieu, ni le prix." in words(unknown)
    assert list(unknown.iter("li")) == list(unknown.iter("svg")) == []
    assert [words(fact) for fact in known.iter("li")] == [
        "Lieu Lille (Nord)",
        "Quand Dates pas encore connues",
    ]
    assert "On ne sait" not in words(known)


@pytest.mark.parametrize(("tag", "nothing"), [("fr", "Aucun"), ("ps", "هېڅ"), ("fa-AF", "هیچ")])
def test_none_is_said_once_where_one_enters(
    visitor: HtmxVisitor, publish: Publish, tag: str, nothing: str
) -> None:
    said: dict[str, Any] = {"prerequisites": ["none"], "prerequisites_words": " aucun."}
    page = visitor.get(f"/trainings/{publish(**said).slug}?lang={tag}")
    (section,) = [one for one in page.find("section") if one.get("aria-labelledby") == "entry"]
    assert [words(term) for term in section.iter("dt")] == [nothing]
    assert words(section).lower().count("aucun") == (tag == "fr")


def test_a_few_words_in_french_stand_at_the_side_of_the_page(
    visitor: HtmxVisitor, publish: Publish
) -> None:
    """Their direction is their own, their side that of the lines they complete."""
    page = visitor.get(f"/trainings/{publish(**FULL).slug}?lang=ps")
    for said in ("Aucun, si ce n’est d’avancer.", "Les mettre en mots.", "Le lieu change"):
        (note,) = [one for one in page.find("p", class_="user-text") if said in words(one)]
        assert note.get("dir") is None
        assert [(one.get("lang"), one.get("dir")) for one in note.iter("bdi")] == [("fr", "ltr")]


def test_every_section_somebody_read_is_heard(
    visitor: HtmxVisitor, publish: Publish, backstage: Session
) -> None:
    slug = publish(**FULL, summary="Six mois pour devenir pair.", audience="Qui le veut.").slug
    snapshot = backstage.scalars(select(PublishedTraining).filter_by(slug=slug)).one()
    written = [name for name, text in sources_of(snapshot.document).items() if text]
    assert set(written) == set(SECTIONS)
    snapshot.document, files = read_by_somebody(snapshot.document, written)
    backstage.commit()
    players = [str(one.get("src")) for one in visitor.get(f"/trainings/{slug}").find("audio")]
    heard = {name for name, one in files.items() if any(one in player for player in players)}
    assert heard == set(written)


def test_sources_that_differ_are_quoted_side_by_side(
    visitor: HtmxVisitor, publish: Publish
) -> None:
    page = visitor.get(f"/trainings/{publish(**FULL).slug}")
    said = body(page)
    assert "Ce que les sources disent de différent" in said
    assert "19 jours Guide francilien" in said
    assert "18 jours Guide régional" in said
    (mark,) = [link for link in page.find("a") if link.get("href") == "#differ"]
    assert words(mark) == "Les sources ne disent pas la même chose"


@pytest.mark.parametrize(
    ("about", "beside"),
    [
        ("title", "Les sources ne lui donnent pas le même nom"),
        ("period", "de janvier à juin Les sources ne disent pas la même chose"),
        ("places", "18 places Les sources ne disent pas la même chose"),
        ("modules", "Les modules Les sources ne disent pas la même chose"),
    ],
)
def test_what_sources_differ_on_is_said_beside_it(
    visitor: HtmxVisitor, publish: Publish, about: str, beside: str
) -> None:
    differs = [{"about": about, "said": [{"text": "Autre chose", "source": "Guide"}]}]
    page = visitor.get(f"/trainings/{publish(**FULL | {'contradictions': differs}).slug}")
    assert len([link for link in page.find("a") if link.get("href") == "#differ"]) == 1
    (main,) = page.find("main")
    assert beside.replace(" ", "") in words(main).replace(" ", "")


def test_a_card_says_that_sources_differ(visitor: HtmxVisitor, publish: Publish) -> None:
    publish(**FULL)
    (card,) = visitor.get("/trainings").find("article")
    length = next(fact for fact in card.iter("li") if "19 jours" in words(fact))
    assert "Les sources ne disent pas la même chose." in words(length)


def test_a_translated_name_has_the_direction_of_its_language(
    visitor: HtmxVisitor, publish: Publish, backstage: Session
) -> None:
    """« RESPAI: … » begins with a Latin letter and is Pashto."""
    tell_in(backstage, publish(title="RESPAI").slug, "ps", title="RESPAI: روزنه")
    for tag, direction in (("ps", "rtl"), ("fr", "auto")):
        (title,) = visitor.get(f"/trainings?lang={tag}").find("h3", class_="card-title")
        assert [link.get("dir") for link in title.iter("a")] == [direction]


def test_none_is_of_diplomas_where_something_else_is_asked(
    visitor: HtmxVisitor, publish: Publish
) -> None:
    page = visitor.get(f"/trainings/{publish(**FULL).slug}")
    assert "Aucun diplôme demandé, Rétablissement commencé" in body(page)
    (section,) = [one for one in page.find("section") if one.get("aria-labelledby") == "entry"]
    assert [words(term) for term in section.iter("dt")] == [
        "Aucun diplôme demandé",
        "Rétablissement commencé",
    ]


def test_a_word_on_the_places_is_not_lost(visitor: HtmxVisitor, publish: Publish) -> None:
    both = publish(title="Les deux", places=18, places_words="18 par promotion")
    said = body(visitor.get(f"/trainings/{both.slug}"))
    assert "18 places" in said
    assert "Précision sur les places18 par promotion" in said
    alone = publish(title="Des mots", places_words="une douzaine")
    assert "Placesune douzaine" in body(visitor.get(f"/trainings/{alone.slug}"))


def test_words_in_french_are_said_to_be_french(visitor: HtmxVisitor, publish: Publish) -> None:
    """A voice reads them as what they are, in the list and on the page."""
    told = publish(
        duration_words="3 par séance",
        period="de janvier à juin",
        internship_words="le mardi",
        places_words="une douzaine",
        funding=[{"year": 2023, "free": "yes", "words": "La région paie."}],
    )
    listed = visitor.get("/trainings?lang=ps")
    shown = visitor.get(f"/trainings/{told.slug}?lang=ps")

    def french(page: Page) -> set[str]:
        return {words(one) for one in page.find("bdi") if one.get("lang") == "fr"}

    assert {"3 par séance", "de janvier à juin"} <= french(listed)
    assert {"3 par séance", "le mardi", "une douzaine", "La région paie."} <= french(shown)
    assert "3 par séance" not in french(visitor.get("/trainings?lang=fr"))


def test_a_price_of_another_year_says_its_year(visitor: HtmxVisitor, publish: Publish) -> None:
    funding = [{"year": 2023, "free": "yes", "words": "ARS et département"}]
    said = body(visitor.get(f"/trainings/{publish(funding=funding).slug}"))
    assert "Gratuite en 2023 ; depuis, on ne sait pas" in said
    assert "En 2023 : gratuite · ARS et département" in said


def test_a_price_is_said_in_euros_on_its_card_and_its_page(
    visitor: HtmxVisitor, publish: Publish
) -> None:
    year = clock.today().year
    paid = {"free": "no", "words": "La personne"}
    funding = [
        {"year": year, **paid, "amount": 1350.5},
        {"year": year - 1, **paid, "amount": 320.0},
    ]
    slug = publish(funding=funding).slug
    said = body(visitor.get(f"/trainings/{slug}"))
    assert f"Prix pour la personne1 350,50 € en {year}" in plain_spaces(said)
    assert f"En {year} : 1 350,50 € · La personne" in plain_spaces(said)
    assert f"En {year - 1} : 320 €" in plain_spaces(said)
    assert f"1 350,50 € en {year}" in plain_spaces(visitor.get("/trainings").text)
    always = publish(title="Toujours", funding=[{"year": None, **paid, "amount": 20.0}])
    said = plain_spaces(body(visitor.get(f"/trainings/{always.slug}")))
    assert "Prix pour la personne20 €" in said
    assert "20 € en" not in said
    old = publish(title="Avant", funding=[{"year": 2023, **paid, "amount": 20.0}])
    said = plain_spaces(body(visitor.get(f"/trainings/{old.slug}")))
    assert "20 € en 2023 ; depuis, on ne sait pas" in said
    unpriced = publish(title="Sans prix", funding=[{"year": year, **paid}])
    said = plain_spaces(body(visitor.get(f"/trainings/{unpriced.slug}")))
    assert "Prix pour la personnePayante" in said
    assert "€" not in said


def plain_spaces(said: str) -> str:
    return said.replace("\xa0", " ").replace("\u202f", " ")


def test_an_old_verification_says_so(visitor: HtmxVisitor, publish: Publish) -> None:
    slug = publish(verified_on=date(2020, 1, 2)).slug
    assert "C’est ancien" in body(visitor.get(f"/trainings/{slug}"))
    recent = publish(verified_on=clock.today()).slug
    assert "C’est ancien" not in body(visitor.get(f"/trainings/{recent}"))


def test_archived_is_gone_with_a_way_on(visitor: HtmxVisitor, publish: Publish) -> None:
    slug = publish(**FULL, archived=True).slug
    page = visitor.get(f"/trainings/{slug}", expect=410)
    assert "Devenir pair" not in page.text
    visitor.get("/trainings/jamais-vue", expect=404)
    near = visitor.click(page, "Voir les formations de la même région")
    assert near.url == "/trainings?region=32"


@pytest.mark.parametrize("tag", LOCALES)
def test_every_language_reads_it(visitor: HtmxVisitor, publish: Publish, tag: str) -> None:
    """The reviewer of pages looks at each; the organiser's words are marked as French."""
    slug = publish(**FULL).slug
    page = visitor.get(f"/trainings/{slug}?lang={tag}")
    visitor.get(f"/trainings?lang={tag}&pass=interpreter&duration=weeks")
    heading = page.one("h1")
    marked = [one.get("lang") for one in heading.iter("bdi")]
    assert marked == ([None] if tag in ("fr", "fr-x-simple") else ["fr"])
    if tag not in ("fr", "fr-x-simple"):
        assert "Interprète sur demande" not in page.text
        assert UNKNOWN not in page.text


def test_search_engines_are_told(visitor: HtmxVisitor, publish: Publish) -> None:
    slug = publish(**FULL).slug
    assert f"/trainings/{slug}</loc>" in visitor.fetch("/sitemap.xml").get_data(as_text=True)


@pytest.mark.parametrize("tag", ["fr", "ps"])
def test_the_html_fits_in_the_first_round_trip(
    visitor: HtmxVisitor, publish: Publish, backstage: Session, tag: str
) -> None:
    training = publish(**FULL | {"content": "Des jeux, des récits, des silences. " * 40})
    copy_trainings(backstage, training.id, 60)
    backstage.commit()
    addresses = (
        f"/trainings?lang={tag}",
        f"/trainings?lang={tag}&cost=free&pass=interpreter&pass=computer",
        f"/trainings/{training.slug}?lang={tag}",
    )
    weights = {address: compressed(visitor, address) for address in addresses}
    assert max(weights.values()) <= HTML, weights


def test_what_was_read_stays_on_the_phone(visitor: HtmxVisitor) -> None:
    """The service worker keeps the list and the pages that were read."""
    script = visitor.fetch("/sw.js").get_data(as_text=True)
    assert '"/trainings"' in script
    assert "(offers|tools|trainings)" in script
