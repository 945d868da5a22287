"""One offer: the essential first, in every language, for people and for machines."""

import json
import re
from datetime import date, timedelta
from typing import Any
from uuid import uuid4
from xml.etree.ElementTree import Element

import pytest
import time_machine
from sqlalchemy import text
from sqlalchemy.orm import Session, selectinload

from portal.jobs.actions import offers as actions
from portal.jobs.enums import CloseReason
from portal.jobs.models import Offer, PublishedOffer
from portal.jobs.publication import PUBLIC_FIELDS
from portal.jobs.sections import sections_of, source_text
from portal.kernel import clock
from portal.kernel.db import Database
from portal.kernel.i18n import LOCALES, gettext_, use
from tests.factories.house import House
from tests.factories.offers import actor_of, open_session
from tests.factories.recordings import read_by_somebody
from tests.spaces.public.conftest import Publish
from tests.support.htmx import HtmxVisitor
from tests.support.page import Page, words

# Every field a structure may write in its own words.
WRITTEN: dict[str, Any] = {
    name: f"mot {name}"
    for name in (
        *("denomination", "establishment_name", "managing_body", "service", "hierarchical_link"),
        *("coordinator", "context", "purpose", "internal_relations", "external_relations"),
        *("workplace", "territories", "mobility", "contract_duration", "time_note"),
        *("training_hours", "pay_index", "pay_note", "schedule_days", "schedule_slots"),
        *("schedule_weekends", "schedule_break", "vigilance", "confidentiality"),
        *("training_detail", "diploma", "experience", "numeracy", "software"),
        *("formerly_supported_note", "evolutions", "contact_name", "contact_role"),
    )
}
CODED: dict[str, tuple[Any, str]] = {
    "nature": ("mission_agent_public", "Mission d’un agent public"),
    "model": ("c", "Contrat d’insertion, comme"),
    "positions": (3, "Nombre de postes"),
    "structure_type": ("csapa", "(CSAPA)"),
    "opening_year": (1987, "1987"),
    "contract": ("pec", "(PEC)"),
    "eligibility": ("iae", "(IAE)"),
    "collective_agreement": ("0029", "Convention collective 51"),
    "organisation_model": ("same_tasks", "Les mêmes tâches"),
    "missions_open_ended": (True, "D’autres tâches proches"),
    "training_requirement": ("prerequisite", "Une formation est demandée avant"),
    "beginners_welcome": (True, "Une première expérience n’est pas demandée"),
    "french_oral": ("b1", "B1 :"),
    "french_written": ("a2", "A2 :"),
    "french_needs": (["take_phone_message", "mot besoin"], "prendre un message au téléphone"),
    "languages": ([{"language": "so", "use": "interpreting"}], "somali (traduire à l’oral)"),
    "licence": ("wished", "Permis B souhaité"),
    "formerly_supported": ("case_by_case", "au cas par cas"),
    "steps": ([{"label": "mot étape", "on": "2027-03-04", "with_peers": True}], "4 mars 2027"),
    "contact_email": ("noor@example.org", "noor@example.org"),
    "contact_phone": ("+33199000001", "01 99 00 00 01"),
    "ways": ({"voice": "", "letter": "Le poste est d’écrire"}, "Le poste est d’écrire"),
    "answer_days": (9, "répond en 9 jours"),
    "criteria": ([{"kind": "knowledge", "text": "mot critère", "firm": True}], "(nécessaire)"),
    "pay_min": (13, "De 13 à"),
    "apply_until": (date(2099, 5, 6), "6 mai 2099"),
    "starts_on": (date(2099, 1, 2), "2 janvier 2099"),
}


def test_the_essential_is_there(visitor: HtmxVisitor, publish_one: Publish) -> None:
    offer = publish_one()
    page = visitor.get(f"/offers/{offer.slug}")
    assert page.heading == "Travailleuse paire ou travailleur pair"
    facts = [words(value) for value in page.one("dl", class_="facts-large").iter("dd")]
    assert facts == [
        "Paris",
        "De 20 à 35 heures par semaine, au choix de la personne",
        "De 13,20 à 15,40 € brut par heure",
        "Dès que possible",
        "CDI",
    ]
    answer = page.find("a", href=f"/offers/{offer.slug}/apply")
    assert {words(link) for link in answer} == {"Répondre à cette offre"}
    assert page.link("01 99 00 00 01") == "tel:+33199000001"
    assert "Noor Example" in page.text


def test_no_field_is_left_without_a_place(visitor: HtmxVisitor, publish_one: Publish) -> None:
    facts = WRITTEN | {name: value for name, (value, _shown) in CODED.items()}
    offer = publish_one(**facts, diploma_required=True, starts_asap=False)
    page = visitor.get(f"/offers/{offer.slug}")
    missing = [name for name, value in WRITTEN.items() if value not in page.text]
    missing += [name for name, (_value, shown) in CODED.items() if shown not in page.text]
    assert not missing
    known = {*WRITTEN, *CODED, *page_parts(), "region", "department", "relayable", "indexable"}
    assert set(PUBLIC_FIELDS) <= known, "a public field nobody looks for here"


def test_every_section_somebody_read_is_heard(
    visitor: HtmxVisitor, publish_one: Publish, backstage: Session
) -> None:
    facts = WRITTEN | {name: value for name, (value, _shown) in CODED.items()}
    offer = publish_one(**facts, diploma_required=True)
    made = backstage.get_one(Offer, offer.offer_id, options=[selectinload(Offer.questions)])
    written = [name for name in sections_of(made) if source_text(made, name)]
    assert {"title", "schedule", "steps", "criteria", "diploma", "way-letter"} <= set(written)
    assert any(name.startswith("question-") for name in written)
    snapshot = backstage.get_one(PublishedOffer, offer.offer_id)
    snapshot.document, files = read_by_somebody(snapshot.document, written)
    backstage.commit()
    players = [str(one.get("src")) for one in visitor.get(f"/offers/{offer.slug}").find("audio")]
    heard = {name for name, one in files.items() if any(one in player for player in players)}
    assert heard == set(written)


def page_parts() -> set[str]:
    """Fields the other tests of this file look at."""
    return {
        *("title", "summary", "city", "postcode", "starts_asap", "time_choice", "hours_min"),
        *("hours_max", "pay_max", "pay_unit", "missions", "diploma_required", "questions"),
    }


def said(language: str, message: str) -> str:
    """A message of ours in another language; the catalogue has it, or the test means nothing."""
    with use(LOCALES[language]):
        translated = gettext_(message)
    assert translated != message
    return translated


def test_a_translation_says_who_made_it_and_leaves_the_french(
    visitor: HtmxVisitor, publish_one: Publish
) -> None:
    offer = publish_one(
        {"ps": {"title": "همکار", "summary": "لنډیز", "missions": "دندې", "criteria": "غوښتنې"}},
        title="Médiation",
    )
    page = visitor.get(f"/offers/{offer.slug}?lang=ps")
    assert page.heading == "همکار"
    assert "لنډیز" in page.text
    assert said("ps", "Traduit par une personne") in page.text
    for french in ("Accueillir", "Écouter sans juger"):
        fragment = next(e for e in page.find("bdi") if words(e) == french)
        assert (fragment.get("lang"), fragment.get("dir")) == ("fr", "ltr")
    farsi = visitor.get(f"/offers/{offer.slug}?lang=fa")
    assert farsi.heading == "Médiation"
    assert farsi.one("h1").find("bdi").attrib["lang"] == "fr"  # type: ignore[union-attr]  # as the page is built
    untranslated = "La structure n’a pas encore traduit cette offre : son texte est en français."
    assert said("fa", f"{untranslated} Vous pouvez répondre dans votre langue.") in farsi.text


def test_what_stands_apart_is_translated_too(visitor: HtmxVisitor, publish_one: Publish) -> None:
    """Why the job exists, what to mind, training, experience, steps, the reason of a way."""
    texts = {
        "purpose": "موخه",
        "vigilance": "پاملرنه",
        "training_detail": "زده‌کړه",
        "experience": "تجربه",
        "diploma": "سند",
        "steps": "پړاوونه",
        "way-letter": "لیک",
    }
    offer = publish_one(
        {"ps": texts},
        purpose="Le but",
        vigilance="Attention",
        training_detail="Deux mois",
        experience="Un an",
        diploma="Un titre",
        diploma_required=True,
        steps=[{"label": "Un échange", "on": None, "with_peers": False}],
        ways={"voice": "", "letter": "Des bilans."},
    )
    page = visitor.get(f"/offers/{offer.slug}?lang=ps")
    assert [text for text in texts.values() if text not in page.text] == []
    for french in ("Le but", "Attention", "Un échange"):
        assert french in page.text, "the French is there too"


def test_what_is_in_french_only_says_so_once_in_its_section(
    visitor: HtmxVisitor, publish_one: Publish
) -> None:
    words_of_theirs = "Une équipe de douze personnes vous attend."
    offer = publish_one(
        {"fa-AF": {"title": "همکار", "summary": "خلاصه"}},
        context=words_of_theirs,
        internal_relations=words_of_theirs,
    )
    for tag, is_said in (("fr", False), ("fr-x-simple", False), ("fa-AF", True)):
        page = visitor.get(f"/offers/{offer.slug}?lang={tag}")
        [section] = [s for s in page.find("section") if s.get("aria-labelledby") == "structure"]
        with use(LOCALES[tag]):
            sentence = gettext_("Cette partie est en français seulement.")
        assert words(section).count(sentence) == int(is_said)
        theirs = [block for block in section.iter("div") if words(block) == words_of_theirs]
        marks = {(block.get("lang"), block.get("dir")) for block in theirs}
        assert marks == ({(None, None)} if tag == "fr" else {("fr", "ltr")})


def test_words_of_the_trade_come_after_what_one_decides_by(
    visitor: HtmxVisitor, publish_one: Publish
) -> None:
    offer = publish_one(structure_type="aci", eligibility="iae", contract="cddi")
    page = visitor.get(f"/offers/{offer.slug}")
    known = [words(value) for value in page.one("dl", class_="facts-large").iter("dt")]
    assert known == ["Lieu", "Temps de travail", "Paie", "Début", "Contrat", "Insertion"]
    top = page.text[: page.text.index("Lieu")]
    label = "Insertion par l’activité économique"
    assert label not in top
    assert label in page.text


def test_the_address_can_be_copied_without_a_script(
    visitor: HtmxVisitor, publish_one: Publish
) -> None:
    offer = publish_one()
    page = visitor.get(f"/offers/{offer.slug}")
    address = f"{visitor.base_url}/offers/{offer.slug}"
    [shown] = [e for e in page.one("div", class_="share").iter("bdi") if words(e) == address]
    assert shown.get("hidden") is None
    [item] = [e for e in page.find("li") if words(e) == "Copier l’adresse"]
    assert item.get("hidden") is not None, "a press would only open the same page"


def test_dari_is_read_by_who_reads_farsi(visitor: HtmxVisitor, publish_one: Publish) -> None:
    offer = publish_one({"fa-AF": {"title": "میانجی", "summary": "خلاصه"}})
    page = visitor.get(f"/offers/{offer.slug}?lang=fa")
    assert page.one("h1").find("bdi").attrib["lang"] == "fa-AF"  # type: ignore[union-attr]  # as the page is built


@pytest.mark.parametrize("tag", LOCALES)
def test_every_language(visitor: HtmxVisitor, publish_one: Publish, tag: str) -> None:
    offer = publish_one({"ar": {"title": "وسيط", "summary": "ملخص"}})
    page = visitor.get(f"/offers/{offer.slug}?lang={tag}")
    assert (page.root.get("lang"), page.root.get("dir")) == (tag, LOCALES[tag].direction)


FARSI = {"title": "همتا", "summary": "پذیرش مردم"}


def _heard(page: Page) -> tuple[list[str], list[str]]:
    """(languages of the recordings shown at once, languages the device may read in)."""
    shown = [e.get("lang") or "" for e in page.find("audio") if not _is_folded(page, e)]
    return shown, [e.get("data-lang") or "" for e in page.find() if e.get("data-portal-speak")]


def _is_folded(page: Page, element: Element) -> bool:
    parents = page.parents()
    while element in parents:
        element = parents[element]
        if element.tag == "details" and element.get("open") is None:
            return True
    return False


@pytest.mark.parametrize(
    "case",
    [
        ("fr", [], False, ([], ["fr"])),
        ("fr", ["ps"], False, (["ps"], ["fr"])),
        ("fr", ["ps", "fr"], False, (["fr"], [])),
        ("fr-x-simple", ["fr"], False, (["fr"], [])),
        ("fa", ["fr"], True, (["fr"], ["fa"])),
        ("fa", ["fa", "fr"], True, (["fa"], [])),
        ("fa", [], False, ([], ["fr"])),
        ("fa", ["fr"], False, (["fr"], [])),
        ("fa", ["ps"], False, (["ps"], ["fr"])),
    ],
)
def test_everybody_hears_what_there_is_to_hear(
    visitor: HtmxVisitor,
    publish_one: Publish,
    backstage: Session,
    case: tuple[str, list[str], bool, tuple[list[str], list[str]]],
) -> None:
    tag, recorded, translated, heard = case
    offer = publish_one({"fa": FARSI} if translated else None)
    snapshot = backstage.get_one(PublishedOffer, offer.offer_id)
    voices = [{"language": one, "file_id": str(uuid4()), "duration": 9} for one in recorded]
    snapshot.document = {**snapshot.document, "recordings": voices}
    backstage.commit()
    assert _heard(visitor.get(f"/offers/{offer.slug}?lang={tag}")) == heard


def test_a_device_without_a_voice_says_so(visitor: HtmxVisitor, publish_one: Publish) -> None:
    offer = publish_one({"fa": FARSI})
    page = visitor.get(f"/offers/{offer.slug}?lang=fa")
    told = page.find("p", data_when="silent")
    with use(LOCALES["fa"]):
        assert [words(one) for one in told] == [
            gettext_("Votre appareil n’a pas de voix pour cette langue.")
        ]


def test_search_engines_only_if_the_structure_wants(
    visitor: HtmxVisitor, publish_one: Publish
) -> None:
    hidden = visitor.get(f"/offers/{publish_one().slug}")
    assert hidden.one("meta", name="robots").get("content") == "noindex"
    assert not hidden.find("script", type="application/ld+json")
    offer = publish_one(indexable=True, contract="cdd", summary="Aller vers </script><b>tous")
    page = visitor.get(f"/offers/{offer.slug}")
    assert not page.find("meta", name="robots")
    posting = json.loads(page.one("script", type="application/ld+json").text or "")
    assert posting["@type"] == "JobPosting"
    for name in ("title", "description", "datePosted", "hiringOrganization", "jobLocation"):
        assert posting[name], name
    assert "&lt;/script&gt;" in posting["description"]
    assert posting["employmentType"] == ["TEMPORARY", "PART_TIME"]
    assert posting["jobLocation"]["address"]["addressRegion"] == "Île-de-France"
    assert posting["baseSalary"]["value"] == {
        "@type": "QuantitativeValue",
        "minValue": 13.2,
        "maxValue": 15.4,
        "unitText": "HOUR",
    }
    assert posting["validThrough"]
    sitemap = visitor.fetch("/sitemap.xml").text
    assert re.findall(r"/offers/([^<]+)</loc>", sitemap) == [offer.slug]


def test_a_post_of_insertion_says_where_eligibility_is_checked(
    visitor: HtmxVisitor, publish_one: Publish
) -> None:
    """Nobody is asked for a paper; the structured data say it in French, whoever reads."""
    said, no_paper = "l’éligibilité se vérifie en dehors du portail", "Aucun papier n’est demandé"
    open_to_all = visitor.get(f"/offers/{publish_one().slug}").text
    assert said not in open_to_all
    assert no_paper not in open_to_all
    offer = publish_one(eligibility="iae", indexable=True)
    page = visitor.get(f"/offers/{offer.slug}")
    facts = [words(value) for value in page.one("dl", class_="facts-large").iter("dd")]
    assert any(said in fact for fact in facts)
    assert no_paper in page.text
    english = visitor.get(f"/offers/{offer.slug}?lang=en")
    assert said not in words(english.one("dl", class_="facts-large"))
    posting = json.loads(english.one("script", type="application/ld+json").text or "")
    assert said in posting["description"]


@pytest.mark.parametrize("paused", [True, False])
def test_an_offer_that_is_over_says_so(
    visitor: HtmxVisitor, publish_one: Publish, database: Database, publisher: House, paused: bool
) -> None:
    offer = publish_one()
    actor = actor_of(publisher)
    with open_session(database, actor) as session:
        if paused:
            actions.pause_offer(session, actor, offer.offer_id)
        else:
            actions.close_offer(session, actor, offer.offer_id, CloseReason.FILLED)
        session.commit()
    page = visitor.get(f"/offers/{offer.slug}", expect=200 if paused else 410)
    assert ("en pause" in page.heading) is paused
    assert ("Elle peut reprendre." in page.text) is paused
    answering = visitor.get(f"/offers/{offer.slug}/apply", expect=page.status)
    assert ("en pause" in answering.heading) is paused
    assert page.link("même région") == "/offers?region=11"
    assert page.one("meta", name="robots").get("content") == "noindex"
    # A sheet on a wall outlives the offer: the address of the paper says as much.
    assert visitor.get(f"/offers/{offer.slug}/poster.pdf", expect=410).heading == page.heading


def test_an_offer_that_never_was(visitor: HtmxVisitor) -> None:
    visitor.get("/offers/nulle-part", expect=404)


def test_after_the_last_day_nobody_is_asked_to_answer(
    visitor: HtmxVisitor, publish_one: Publish
) -> None:
    offer = publish_one(apply_until=clock.today() + timedelta(days=2))
    assert visitor.get(f"/offers/{offer.slug}").find("a", href=f"/offers/{offer.slug}/apply")
    with time_machine.travel(clock.now() + timedelta(days=4), tick=False):
        page = visitor.get(f"/offers/{offer.slug}")
    assert not page.find("a", href=f"/offers/{offer.slug}/apply")
    assert "Le dernier jour pour répondre est passé" in page.text


def test_a_relay_is_named(
    visitor: HtmxVisitor, publish_one: Publish, backstage: Session, publisher: House
) -> None:
    offer = publish_one()
    backstage.execute(
        text(
            "INSERT INTO offer_relay (id, federation_id, offer_id, note, relayed_at)"
            " VALUES (gen_random_uuid(), :federation, :offer, '', now())"
        ),
        {"federation": publisher.federation.id, "offer": offer.offer_id},
    )
    backstage.commit()
    page = visitor.get(f"/offers/{offer.slug}")
    assert f"Offre relayée par {publisher.federation.name}" in page.text
