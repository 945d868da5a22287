"""Trainings in other languages: translated by somebody who does only that, reviewed, put online."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from portal.config import Settings, Translator, TranslatorKind
from portal.kernel.db import Database
from portal.languages.models import ContentTranslation, MachineDraft
from portal.organisations.enums import Role
from portal.organisations.models import Membership
from portal.people.models import Person
from portal.trainings.models import Training
from portal.trainings.queries import published
from tests.factories.people import make_person
from tests.factories.recordings import recording
from tests.spaces.conftest import Region
from tests.support.client import Answer
from tests.support.htmx import HtmxVisitor
from tests.support.page import Form, Page, words
from tests.support.sql import statements

Browsers = Callable[[Person], HtmxVisitor]
HOME = "/federation/fas-test"
DESK = f"{HOME}/translations"
PASHTO = "په ټیم کې خپل ځای نیول."


@pytest.fixture
def translator(
    backstage: Session, settings: Settings, region: Region, signed_in: Browsers
) -> HtmxVisitor:
    """A peer who translates, and is no officer."""
    person = make_person(backstage, settings, "Zarghuna", "zarghuna@example.org")
    backstage.add(
        Membership(
            organisation_id=region.federation.id,
            person_id=person.id,
            role=Role.TRANSLATOR,
            created_at=person.created_at,
        )
    )
    backstage.commit()
    return signed_in(person)


@pytest.fixture
def officer(region: Region, signed_in: Browsers) -> HtmxVisitor:
    return signed_in(region.officer)


@pytest.fixture
def training(
    backstage: Session, region: Region, signed_in: Browsers, officer: HtmxVisitor
) -> Training:
    """Written by one, published by another."""
    published.many.clear()
    writer, desk = signed_in(region.assistant), f"{HOME}/trainings"
    address = writer.submit(writer.get(desk).form(desk)).url.partition("/steps/")[0]
    facts: dict[str, dict[str, Any]] = {
        "identity": {"title": "Prendre la parole", "organiser": "Les Marches"},
        "content": {"goals": "Prendre sa place dans une équipe."},
        "sources": {"sources": "Catalogue 2026", "verified_on": "2026-11-02"},
    }
    for step, values in facts.items():
        page = writer.get(f"{address}/steps/{step}")
        writer.submit(page.form(f"{address}/steps/{step}"), "Enregistrer et continuer", **values)
    writer.submit(writer.get(address).form(f"{address}/review"))
    officer.submit(officer.get(address).form(f"{address}/publish"))
    return backstage.scalars(select(Training)).one()


def translate(visitor: HtmxVisitor, training: Training, **texts: Any) -> Answer:
    page = visitor.get(f"{DESK}/{training.id}/ps")
    return save(visitor, page, **texts)


def save(visitor: HtmxVisitor, page: Page, expect: int = 200, **texts: Any) -> Answer:
    said: dict[str, Any] = {f"text-{name}": said for name, said in texts.items()}
    return visitor.submit(page.form(name="page"), expect=expect, **said)


def review_form(page: Page, section: str) -> Form:
    return Form(page.by_id(f"review-{section}"), page)


def said(page: Page, text: str) -> Element:
    """The block of the page that holds these words and no others."""
    return next(one for one in page.find("div", class_="user-text") if words(one) == text)


def test_from_to_translate_to_the_public_page(
    translator: HtmxVisitor, officer: HtmxVisitor, visitor: HtmxVisitor, training: Training
) -> None:
    assert translator.fetch(HOME).headers["Location"] == DESK
    page = translator.get(DESK)
    page = translator.click(page, "Prendre la parole")
    page = translator.click(page, "pachto (پښتو)")
    assert "À traduire" in page.text
    source = page.by_id("source-goals")
    assert (source.get("lang"), source.get("dir")) == ("fr", "ltr")
    field = page.by_id("text-goals")
    assert (field.get("lang"), field.get("dir")) == ("ps", "rtl")
    page = save(translator, page, title="خبرې کول", goals=PASHTO)
    assert "À relire" in page.text
    assert "Mettre les traductions en ligne" not in page.text
    # The translator has nothing to press to review; another has, and puts it online.
    assert "J’ai relu" not in translator.get(f"{DESK}/{training.id}/ps").text
    page = officer.get(f"{DESK}/{training.id}/ps")
    page = officer.submit(review_form(page, "goals"))
    assert "ce texte est relu" in page.text
    before = visitor.get(f"/trainings/{training.slug}?lang=ps")
    assert before.heading == "Prendre la parole"
    page = officer.get(f"{DESK}/{training.id}")
    page = officer.submit(page.form(f"{DESK}/{training.id}/publish"))
    assert "en ligne" in page.text
    shown = visitor.get(f"/trainings/{training.slug}?lang=ps")
    assert shown.heading == "خبرې کول"
    block = said(shown, PASHTO)
    assert block.get("lang") is None  # the page is in Pashto already
    assert "Zarghuna" in shown.text
    french = next(
        e
        for e in shown.find("div", class_="user-text")
        if words(e) == "Prendre sa place dans une équipe."
    )
    assert (french.get("lang"), french.get("dir")) == ("fr", "ltr")
    assert visitor.get(f"/trainings/{training.slug}?lang=fr").heading == "Prendre la parole"


def test_a_dari_reader_is_shown_persian_with_its_language(
    translator: HtmxVisitor, officer: HtmxVisitor, visitor: HtmxVisitor, training: Training
) -> None:
    page = translator.get(f"{DESK}/{training.id}/fa")
    save(translator, page, goals="جای خود را پیدا کردن.")
    page = officer.get(f"{DESK}/{training.id}")
    officer.submit(page.form(f"{DESK}/{training.id}/publish"))
    shown = visitor.get(f"/trainings/{training.slug}?lang=fa-AF")
    block = next(
        one
        for one in shown.find("div", class_="user-text")
        if words(one) == "جای خود را پیدا کردن."
    )
    assert (block.get("lang"), block.get("dir")) == ("fa", "rtl")


def test_one_text_at_a_time(translator: HtmxVisitor, training: Training) -> None:
    page = translator.get(f"{DESK}/{training.id}/ps?section=title")
    assert "Texte 1 sur 2" in page.text
    assert page.find(id="text-goals") == []
    form = page.form(name="page")
    said: dict[str, Any] = {"text-title": "خبرې کول"}
    page = translator.submit(form, "Enregistrer et passer au suivant", **said)
    assert "Texte 2 sur 2" in page.text
    assert page.find(id="text-goals")
    page = translator.click(page, "Voir tous les textes")
    assert words(page.by_id("text-title")) == "خبرې کول"


def test_a_conflict_is_told_and_loses_nothing(
    translator: HtmxVisitor, officer: HtmxVisitor, training: Training, backstage: Session
) -> None:
    page = translator.get(f"{DESK}/{training.id}/ps")
    translate(officer, training, goals="لومړی")
    page = save(translator, page, expect=409, goals="دویم")
    assert "Quelqu’un d’autre a changé ce texte" in page.text
    assert words(page.by_id("text-goals")) == "دویم"
    assert "لومړی" in page.text
    save(translator, page, goals="دویم")
    rows = backstage.scalars(
        select(ContentTranslation.text).where(ContentTranslation.section == "goals")
    )
    assert rows.one() == "دویم"


@pytest.mark.parametrize("version", ["²", "9" * 5000, "-1", ""])
def test_a_version_that_is_none_is_an_old_one(
    translator: HtmxVisitor, training: Training, version: str
) -> None:
    translate(translator, training, goals="لومړی")
    page = translator.get(f"{DESK}/{training.id}/ps")
    said: dict[str, Any] = {"version-goals": version, "text-goals": "دویم"}
    page = translator.submit(page.form(name="page"), expect=409, **said)
    assert words(page.by_id("text-goals")) == "دویم"


def test_a_text_far_too_long_is_refused_and_kept(
    translator: HtmxVisitor, training: Training, backstage: Session
) -> None:
    page = translate(translator, training, title="خ" * 401, expect=422)
    assert "trop long" in page.text
    assert page.by_id("text-title").text == "خ" * 401
    assert page.by_id("text-title").get("maxlength") == "400"
    assert backstage.scalars(select(ContentTranslation)).all() == []
    page = translator.get(f"{DESK}/{training.id}/ps")
    [form] = [one for one in page.find("form") if one.get("hx-post")]
    kept = translator.press(page, form, expect=422, **{"text-title": "خ" * 401})
    assert "trop long" in words(kept.by_id("saved"))
    translate(translator, training, title="خ" * 400)


def test_saved_by_itself_while_one_writes(translator: HtmxVisitor, training: Training) -> None:
    page = translator.get(f"{DESK}/{training.id}/ps")
    said: dict[str, Any] = {"text-goals": PASHTO}
    [form] = [one for one in page.find("form") if one.get("hx-post")]
    kept = translator.press(page, form, **said)
    assert "Enregistré à" in words(kept.by_id("saved"))
    said = {"text-goals": f"{PASHTO} نور"}
    kept = translator.press(page, form, **said)
    assert "Enregistré à" in words(kept.by_id("saved"))


def test_only_what_changed_opens_again(
    translator: HtmxVisitor, officer: HtmxVisitor, training: Training, backstage: Session
) -> None:
    translate(translator, training, title="خبرې کول", goals=PASHTO)
    address = f"{HOME}/trainings/{training.id}/steps/content"
    form = officer.get(address).form(address)
    officer.submit(form, "Enregistrer et continuer", goals="Tenir dans la durée.")
    page = translator.get(f"{DESK}/{training.id}/ps")
    assert "À revoir" in words(page.by_id("section-goals"))
    assert "À revoir" not in words(page.by_id("section-title"))
    still: dict[str, Any] = {"still-goals": "y"}
    translator.submit(page.form(name="page"), **still)
    assert "À revoir" not in translator.get(f"{DESK}/{training.id}/ps").text


@pytest.mark.parametrize("language", ["fr", "xx"])
def test_french_is_written_not_translated(
    translator: HtmxVisitor, training: Training, language: str
) -> None:
    translator.get(f"{DESK}/{training.id}/{language}", expect=404)


def test_who_only_translates_enters_nowhere_else_and_may_leave(
    translator: HtmxVisitor, training: Training, backstage: Session
) -> None:
    for path in ("/trainings", "/structures", "/offers", "/team", "/team/roles", "/groups"):
        translator.get(f"{HOME}{path}", expect=403)
    page = translator.get(DESK)
    ways = {str(one.get("href")).partition("?")[0] for one in page.find("a")}
    assert {way for way in ways if way.startswith(HOME)} == {DESK, f"{DESK}/{training.id}"}
    [leave] = [
        str(one.get("action"))
        for one in page.find("form")
        if "/team/members/" in str(one.get("action"))
    ]
    page = translator.submit(page.form(leave))
    assert "quitté" in page.text
    translator.get(DESK, expect=404)
    backstage.rollback()
    assert backstage.scalar(text("SELECT count(*) FROM membership WHERE role = 'translator'")) == 0


def test_the_pages_cost_the_same_however_much_is_translated(
    translator: HtmxVisitor, training: Training, database: Database
) -> None:
    with statements(database.engine) as before:
        translator.get(f"{DESK}/{training.id}/ps")
        translator.get(DESK)
    translate(translator, training, title="خبرې کول", goals=PASHTO)
    with statements(database.engine) as after:
        translator.get(f"{DESK}/{training.id}/ps")
        translator.get(DESK)
    assert len(after) <= len(before)


def test_no_page_speaks_of_a_machine_where_there_is_none(
    officer: HtmxVisitor, training: Training, backstage: Session
) -> None:
    page = officer.get(f"{DESK}/{training.id}/ar")
    assert "Brouillon automatique" not in page.text
    answer = officer.send(page.form(name="page"), f"{DESK}/{training.id}/ar/draft")
    assert answer.headers["Location"] == f"{DESK}/{training.id}/ar"
    assert backstage.scalars(select(MachineDraft)).all() == []


def test_a_draft_is_asked_by_a_press_and_said_to_be_on_its_way(
    officer: HtmxVisitor,
    translator: HtmxVisitor,
    training: Training,
    app: Flask,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = Translator(TranslatorKind.LIBRETRANSLATE, "http://127.0.0.1:9")
    monkeypatch.setitem(app.extensions, "portal.settings", replace(settings, translator=found))
    address = f"{DESK}/{training.id}/ar"
    page = officer.get(address)
    assert "LibreTranslate" in page.text
    by_hand = [
        Form(one, page) for one in page.find("form") if str(one.get("action")).endswith("by-hand")
    ]
    page = officer.submit(next(one for one in by_hand if ("section", "title") in one.data({})))
    assert "Jamais par une machine" in page.text
    page = officer.submit(page.form(f"{address}/draft"))
    assert "1 brouillon est demandé" in page.text
    assert "Un brouillon est demandé" in words(page.by_id("section-goals"))
    assert "Un brouillon est demandé" not in words(page.by_id("section-title"))
    # Who only translates may ask, and does not decide what is left to people.
    assert "Textes laissés à une personne" not in translator.get(address).text
    # Nobody is asked for Dari.
    assert "LibreTranslate" not in officer.get(f"{DESK}/{training.id}/fa-AF").text


def test_a_section_is_read_aloud_and_heard_on_the_public_page(
    translator: HtmxVisitor,
    officer: HtmxVisitor,
    visitor: HtmxVisitor,
    training: Training,
    run_jobs: Callable[[], None],
) -> None:
    translate(translator, training, goals=PASHTO)
    readings = f"{DESK}/{training.id}/ps/readings"
    page = translator.get(readings)
    assert "Pas encore lu" in page.text
    page = translator.click(page, "Lire ce texte Ce que l’on vise")
    form = page.form(name="recording")
    refused = translator.submit(form, expect=422, read_by="Zarghuna")
    assert "Choisissez un enregistrement." in refused.text
    sound = (recording("iphone.m4a"), "moi.m4a")
    page = translator.submit(form, recording=sound, read_by="Zarghuna")
    assert "Reçu, en préparation" in page.text
    run_jobs()
    page = translator.get(readings)
    private = str(page.one("audio").get("src"))
    assert translator.fetch(private).status_code in {200, 206}
    assert visitor.fetch(private).status_code == 404
    page = officer.get(f"{DESK}/{training.id}")
    officer.submit(page.form(f"{DESK}/{training.id}/publish"))
    shown = visitor.get(f"/trainings/{training.slug}?lang=ps")
    [sound_of] = [str(one.get("src")) for one in shown.find("audio")]
    assert visitor.fetch(sound_of).status_code in {200, 206}
    assert "Zarghuna" in shown.text
    page = translator.get(readings)
    translator.submit(page.form(f"{readings}/remove"))
    assert visitor.fetch(sound_of).status_code == 404
    assert visitor.get(f"/trainings/{training.slug}?lang=ps").find("audio") == []
