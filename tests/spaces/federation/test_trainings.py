"""The desk of a federation: a training written in steps, read by a colleague, put online."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.organisations.models import Membership
from portal.people.models import Person
from portal.trainings.enums import TrainingState, TrainingStep
from portal.trainings.models import PublishedTraining, Training
from portal.trainings.queries import published
from tests.spaces.conftest import Region
from tests.support.htmx import HtmxVisitor
from tests.support.outbox import Outbox
from tests.support.page import Page, words

Browsers = Callable[[Person], HtmxVisitor]
DESK = "/federation/fas-test/trainings"


@pytest.fixture
def writer(region: Region, signed_in: Browsers) -> HtmxVisitor:
    published.many.clear()
    return signed_in(region.assistant)


@pytest.fixture
def reader(region: Region, signed_in: Browsers) -> HtmxVisitor:
    return signed_in(region.officer)


def one(backstage: Session) -> Training:
    backstage.expire_all()
    return backstage.scalars(select(Training)).one()


def save(visitor: HtmxVisitor, address: str, step: TrainingStep, **facts: Any) -> Page:
    page = visitor.get(f"{address}/steps/{step.value}")
    form = page.form(f"{address}/steps/{step.value}")
    return visitor.submit(form, "Enregistrer et continuer", **facts)


def leads_to(page: Page, end: str) -> bool:
    """Whether a form of the page is sent to such an address."""
    return any(str(form.get("action")).endswith(end) for form in page.find("form"))


def write(visitor: HtmxVisitor) -> str:
    """A training ready to be read; its address."""
    page = visitor.submit(visitor.get(DESK).form(DESK))
    address = page.url.partition("/steps/")[0]
    facts = {"title": "Prendre la parole", "organiser": "Les Marches"}
    save(visitor, address, TrainingStep.IDENTITY, **facts)
    facts = {"sources": "Catalogue 2026", "verified_on": "2026-11-02"}
    save(visitor, address, TrainingStep.SOURCES, **facts)
    return address


def submit_review(visitor: HtmxVisitor, address: str) -> Page:
    return visitor.submit(visitor.get(address).form(f"{address}/review"))


def test_from_the_menu_to_the_public(
    writer: HtmxVisitor, reader: HtmxVisitor, visitor: HtmxVisitor, backstage: Session
) -> None:
    menu = writer.click(writer.get("/federation/fas-test"), "Formations")
    assert menu.url == DESK
    address = write(writer)
    assert "Prendre la parole" not in visitor.get("/trainings").text
    waiting = submit_review(writer, address)
    assert "En attente de relecture" in waiting.text
    assert not leads_to(waiting, "/publish")
    page = reader.get(address)
    assert "À vous de relire" in page.text
    assert "Les Marches" in page.text
    assert "Catalogue 2026" in words(page.one("article"))
    reader.submit(page.form(f"{address}/publish"))
    shown = visitor.click(visitor.get("/trainings"), "Prendre la parole")
    assert "Les Marches" in shown.text
    assert one(backstage).edition == 1


def test_what_waits_for_a_colleague_is_on_their_first_page(
    writer: HtmxVisitor, reader: HtmxVisitor
) -> None:
    address = write(writer)
    home, title = "/federation/fas-test", "Prendre la parole"
    assert title not in reader.get(home).text
    submit_review(writer, address)
    assert title not in writer.get(home).text
    assert reader.click(reader.get(home), title).url == address


ALONE = "Il faut une deuxième personne"


def test_a_federation_with_one_officer_is_told_how_to_go_on(
    writer: HtmxVisitor, reader: HtmxVisitor, region: Region, backstage: Session
) -> None:
    """The rule stays: nobody publishes what they wrote."""
    address = write(reader)
    assert ALONE not in reader.get(address).text
    alone = Membership.person_id == region.assistant.id
    backstage.execute(delete(Membership).where(alone))
    backstage.commit()
    page = reader.get(address)
    assert ALONE in page.text
    waiting = submit_review(reader, address)
    assert ALONE in waiting.text
    assert not leads_to(waiting, "/publish")
    team = reader.click(waiting, "Inviter une personne")
    assert team.url == "/federation/fas-test/team"
    assert waiting.link("Joindre l’association hôte") == "/help"


def test_the_letter_leads_to_the_page_where_one_reviews(
    writer: HtmxVisitor,
    reader: HtmxVisitor,
    outbox: Outbox,
    run_jobs: Callable[[], None],
) -> None:
    submit_review(writer, write(writer))
    run_jobs()
    (letter,) = [one for one in outbox.messages if "relecture" in one.subject]
    assert "« Prendre la parole » est écrite" in letter.text
    page = reader.get(letter.link.partition("example.org")[2] or letter.link)
    assert "À vous de relire" in page.text


def test_every_step_keeps_what_is_written(writer: HtmxVisitor, backstage: Session) -> None:
    address = write(writer)
    row: dict[str, Any] = {
        "modules-0-title": "Écouter",
        "modules-0-hours": "3,5",
        "modules-0-text": "En cercle.",
        "peer_trainers": "yes",
        "professional_trainers": "",
    }
    save(writer, address, TrainingStep.CONTENT, **row)
    facts: dict[str, Any] = {"days": "2,5", "internship_weeks": "15", "settings": ["inter"]}
    save(writer, address, TrainingStep.TIME, **facts, city="Lille", department="59")
    facts = {"prerequisites": ["none", "recovery_begun"], "places": "18"}
    save(writer, address, TrainingStep.ENTRY, **facts, selection="CV\nEntretien")
    facts = {"funding-0-year": "2026", "funding-0-free": "yes", "funding-0-words": "ARS"}
    save(writer, address, TrainingStep.MONEY, **facts)
    facts = {"line_lift": "no", "line_interpreter": "yes", "line_step_free": ""}
    save(writer, address, TrainingStep.PASSPORT, **facts, referent="Référence, 01")
    facts = {"languages-0-language": "fr", "trainer_languages-0-language": "ps"}
    facts |= {"french_oral": "a2", "needs": ["welcome"], "other_needs": "lire un plan"}
    save(writer, address, TrainingStep.LANGUAGES, **facts)
    facts = {
        "contradictions-0-about": "duration",
        "contradictions-0-one": "19 jours",
        "contradictions-0-one_source": "Guide",
        "contradictions-0-other": "18 jours",
        "contradictions-0-other_source": "Fiche",
        "contradictions-0-more": "126 heures | Site\nun mois",
        "contact_phone": "01 99 00 12 34",
    }
    last = save(writer, address, TrainingStep.SOURCES, **facts)
    assert last.url == address
    found = one(backstage)
    assert found.modules == [{"title": "Écouter", "hours": 3.5, "text": "En cercle."}]
    assert (found.peer_trainers, found.professional_trainers) == ("yes", None)
    assert (str(found.days), found.internship_weeks, found.region) == ("2.5", 15, "32")
    assert (found.prerequisites, found.selection) == (
        ["none", "recovery_begun"],
        ["CV", "Entretien"],
    )
    assert found.funding == [{"year": 2026, "free": "yes", "words": "ARS"}]
    assert found.passport == {"lift": "no", "interpreter": "yes"}
    assert (found.languages, found.trainer_languages) == (["fr"], ["ps"])
    assert found.french_needs == ["welcome", "lire un plan"]
    (differ,) = found.contradictions
    assert differ["about"] == "duration"
    assert [(said["text"], said["source"]) for said in differ["said"]] == [
        ("19 jours", "Guide"),
        ("18 jours", "Fiche"),
        ("126 heures", "Site"),
        ("un mois", ""),
    ]
    assert found.contact_phone == "+33199001234"
    # Opened again and saved as it is, nothing is lost.
    before = found.version
    for step in TrainingStep:
        save(writer, address, step)
    assert one(backstage).version == before


def test_rows_are_added_and_taken_away(writer: HtmxVisitor, backstage: Session) -> None:
    address = write(writer)
    url = f"{address}/steps/content"
    row: dict[str, Any] = {"modules-0-title": "Écouter"}
    page = writer.submit(writer.get(url).form(url), "Ajouter une ligne", **row)
    assert page.by_id("modules-1-title").get("autofocus") is not None
    row = {"modules-1-title": "Parler"}
    page = writer.submit(page.form(url), "Enregistrer et sortir", **row)
    page = writer.submit(writer.get(url).form(url), "Retirer Module 1")
    assert [module["title"] for module in one(backstage).modules] == ["Parler"]


def test_it_is_saved_while_one_writes(writer: HtmxVisitor, backstage: Session) -> None:
    address = write(writer)
    page = writer.get(f"{address}/steps/identity")
    form = page.one("form", action=f"{address}/steps/identity")
    saved = writer.press(page, form, title="Un autre nom")
    assert "Enregistré à" in saved.text
    assert one(backstage).title == "Un autre nom"


def test_what_is_wrong_is_said_beside_the_field(writer: HtmxVisitor) -> None:
    address = write(writer)
    for step, facts, said in (
        ("identity", {"title": " "}, "Donnez un nom."),
        ("time", {"days": "-2"}, "Ce nombre n’est pas possible ici."),
        ("sources", {"website": "pas une page"}, "adresse"),
    ):
        url = f"{address}/steps/{step}"
        values: dict[str, Any] = dict(facts)
        page = writer.submit(
            writer.get(url).form(url), "Enregistrer et continuer", expect=422, **values
        )
        assert said in words(page.one("main")), step


def test_two_colleagues_do_not_write_over_each_other(
    writer: HtmxVisitor, reader: HtmxVisitor, backstage: Session
) -> None:
    address = write(writer)
    url = f"{address}/steps/identity"
    late = reader.get(url)
    save(writer, address, TrainingStep.IDENTITY, title="De l’une")
    refused = reader.submit(
        late.form(url), "Enregistrer et continuer", expect=409, title="De l’autre"
    )
    assert "Quelqu’un d’autre a changé cette étape" in refused.text
    assert one(backstage).title == "De l’une"


def test_what_lacks_is_listed_before_a_review(writer: HtmxVisitor) -> None:
    page = writer.submit(writer.get(DESK).form(DESK))
    address = page.url.partition("/steps/")[0]
    page = writer.get(address)
    assert not leads_to(page, "/review")
    assert "Dites quel organisme fait cette formation." in page.text
    step = writer.click(page, "Dites quel jour vous avez vérifié la fiche.")
    assert step.url == f"{address}/steps/sources"


def test_sent_back_with_words(writer: HtmxVisitor, reader: HtmxVisitor, backstage: Session) -> None:
    address = write(writer)
    submit_review(writer, address)
    form = reader.get(address).form(f"{address}/send-back")
    refused = reader.submit(form, expect=422, words=" ")
    assert "Dites en quelques mots ce qui est à changer." in refused.text
    reader.submit(form, words="Le prix manque.")
    page = writer.get(address)
    assert "À changer avant de publier" in page.text
    assert "Le prix manque." in page.text
    assert one(backstage).state == TrainingState.DRAFT
    log = writer.click(page, "Historique")
    assert "Le prix manque." in log.text
    # Asked again, the words have done their work.
    submit_review(writer, address)
    writer.submit(writer.get(address).form(f"{address}/send-back"))
    assert "À changer avant de publier" not in writer.get(address).text


def test_a_change_leaves_the_public_its_edition(
    writer: HtmxVisitor, reader: HtmxVisitor, visitor: HtmxVisitor, backstage: Session
) -> None:
    address = write(writer)
    submit_review(writer, address)
    reader.submit(reader.get(address).form(f"{address}/publish"))
    slug = one(backstage).slug
    save(reader, address, TrainingStep.IDENTITY, title="Prendre la parole, suite")
    assert "En ligne, changements en cours" in reader.get(address).text
    assert "suite" not in visitor.get(f"/trainings/{slug}").text
    submit_review(reader, address)
    writer.submit(writer.get(address).form(f"{address}/publish"))
    assert "suite" in visitor.get(f"/trainings/{slug}").text
    log = writer.get(f"{address}/log")
    old = writer.click(log, "Édition 1")
    assert "suite" not in words(old.one("main"))


def test_what_changed_since_it_was_read_is_not_published(
    writer: HtmxVisitor, reader: HtmxVisitor, backstage: Session
) -> None:
    address = write(writer)
    submit_review(writer, address)
    form = reader.get(address).form(f"{address}/publish")
    writer.submit(writer.get(address).form(f"{address}/send-back"))
    save(writer, address, TrainingStep.IDENTITY, title="Autre chose")
    submit_review(writer, address)
    page = reader.submit(form)
    assert "Quelqu’un a changé cette fiche" in page.text
    assert backstage.scalars(select(PublishedTraining.slug)).all() == []


@pytest.mark.parametrize("version", [None, "", "²", "0"])
def test_what_nobody_says_to_have_read_is_not_published(
    writer: HtmxVisitor, reader: HtmxVisitor, backstage: Session, version: str | None
) -> None:
    address = write(writer)
    submit_review(writer, address)
    said: dict[str, Any] = {"version": version}
    page = reader.submit(reader.get(address).form(f"{address}/publish"), **said)
    assert "Quelqu’un a changé cette fiche" in page.text
    assert backstage.scalars(select(PublishedTraining.slug)).all() == []


@pytest.mark.parametrize(
    ("step", "field"),
    [
        (TrainingStep.ENTRY, "selection"),
        (TrainingStep.LANGUAGES, "other_needs"),
        (TrainingStep.SOURCES, "sources"),
        (TrainingStep.SOURCES, "contradictions-0-more"),
    ],
)
def test_a_line_too_long_to_be_read_is_refused_and_kept(
    writer: HtmxVisitor, step: TrainingStep, field: str
) -> None:
    """As long as a file may say it, and no longer."""
    address = f"{write(writer)}/steps/{step.value}"
    said: dict[str, Any] = {field: "Un\n" + "x" * 4001}
    page = writer.submit(writer.get(address).form(address), "next", expect=422, **said)
    assert "C’est trop long" in page.text
    assert "x" * 4001 in words(page.by_id(field))
    said[field] = "x" * 4000
    writer.submit(page.form(address), "next", **said)


def test_copy_and_archive(writer: HtmxVisitor, backstage: Session) -> None:
    address = write(writer)
    form = writer.get(address).form(f"{address}/copy")
    copy = writer.submit(form)
    writer.submit(form)
    trainings = backstage.scalars(select(Training)).all()
    assert [training.title for training in trainings] == ["Prendre la parole"] * 2
    assert copy.url.partition("/steps/")[0] != address
    page = writer.submit(writer.get(address).form(f"{address}/archive"))
    assert "Archivée" in page.text
    assert not leads_to(page, "/archive")


def test_the_list_is_one_query(writer: HtmxVisitor, backstage: Session, region: Region) -> None:
    write(writer)
    page = writer.get(DESK)
    assert [words(heading) for heading in page.find("h2", class_="card-title")] == [
        "Prendre la parole"
    ]
    assert "Brouillon" in page.text


def test_a_price_says_that_it_is_not_free(writer: HtmxVisitor, backstage: Session) -> None:
    address = write(writer)
    save(writer, address, TrainingStep.MONEY, **{"funding-0-amount": "1 350,50 €"})
    said = {"year": None, "free": "no", "words": "", "amount": 1350.5}
    assert one(backstage).funding == [said]
    page = writer.get(f"{address}/steps/{TrainingStep.MONEY}")
    (field,) = page.find("input", name="funding-0-amount")
    assert field.get("value") == "1350,5"


@pytest.mark.parametrize(
    ("free", "written", "said"),
    [
        ("no", "0", "plus grand que 0 et jusqu’à 50 000"),
        ("no", "-5", "plus grand que 0 et jusqu’à 50 000"),
        ("no", "50000,01", "plus grand que 0 et jusqu’à 50 000"),
        ("no", "NaN", "plus grand que 0 et jusqu’à 50 000"),
        ("no", "1e400", "plus grand que 0 et jusqu’à 50 000"),
        ("no", "3,505", "Écrivez deux chiffres au plus après la virgule."),
        ("no", "cher", "Écrivez un nombre, en chiffres."),
        ("yes", "350", "la formation n’est pas gratuite"),
    ],
)
def test_a_price_that_cannot_be_is_refused_and_stays_written(
    writer: HtmxVisitor, backstage: Session, free: str, written: str, said: str
) -> None:
    address = write(writer)
    facts: dict[str, Any] = {"funding-0-free": free, "funding-0-amount": written}
    page = save(writer, address, TrainingStep.MONEY, **facts, expect=422)
    assert said in page.text
    (field,) = page.find("input", name="funding-0-amount")
    assert field.get("value") == written
    assert one(backstage).funding == []
