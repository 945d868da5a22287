"""A structure writes an offer step by step, publishes it and brings it to its end."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from portal.files.models import StoredFile
from portal.jobs.completeness import missing
from portal.jobs.enums import OfferState, OfferStep
from portal.jobs.models import Offer, PublishedOffer
from portal.jobs.tasks.offers import hear_recordings
from portal.kernel import clock
from portal.kernel.i18n import show_date
from portal.languages.models import ContentTranslation
from portal.organisations.enums import Standing
from portal.organisations.models import Establishment, Organisation
from tests.factories.house import House, build_house
from tests.factories.recordings import recording
from tests.spaces.employer import mission
from tests.support.client import Answer
from tests.support.htmx import HtmxVisitor
from tests.support.page import Form, Page, words

Enter = Callable[..., HtmxVisitor]


@pytest.fixture
def house(backstage: Session) -> House:
    built = build_house(backstage, "wizard")
    backstage.commit()
    return built


@pytest.fixture
def home(house: House) -> str:
    return f"/employer/{house.slug}/offers"


@pytest.fixture
def enter(new_visitor: Callable[..., HtmxVisitor], house: House) -> Enter:
    """A member at their browser: `enter("writer")`."""

    def enter_as(role: str = "recruiter", language: str = "fr") -> HtmxVisitor:
        visitor = new_visitor(language)
        visitor.sign_in(house.tokens[getattr(house, role).id])
        return visitor

    return enter_as


def _said(name: str, value: Any) -> dict[str, Any]:
    """A field whose name is no Python name."""
    return {name: value}


def _start(visitor: HtmxVisitor, home: str, start: str = "blank") -> Answer:
    """Press the button of one way to start."""
    page = visitor.get(f"{home}/new")
    [form] = [
        form
        for form in (Form(element, page) for element in page.find("form"))
        if ("from", start) in form.data({})
    ]
    return visitor.submit(form)


def _writing(page: Page) -> Form:
    return page.form(name="page")


def _step(visitor: HtmxVisitor, page: Page, step: OfferStep) -> Answer:
    """The page of another step of the same offer."""
    return visitor.get(page.url.split("/steps/")[0] + f"/steps/{step.value}")


def _fill(visitor: HtmxVisitor, page: Page, step: OfferStep, **values: Any) -> Answer:
    page = _step(visitor, page, step)
    return visitor.submit(_writing(page), "next", **mission.SIMPLE.get(step, {}) | values)


def _fill_missions(visitor: HtmxVisitor, page: Page) -> Answer:
    page = _step(visitor, page, OfferStep.MISSIONS)
    for number, (title, about, tasks) in enumerate(mission.MISSIONS):
        values: dict[str, Any] = {
            f"missions-{number}-title": title,
            f"missions-{number}-text": about,
            f"missions-{number}-tasks": "\n".join(tasks),
        }
        last = number == len(mission.MISSIONS) - 1
        page = visitor.submit(_writing(page), "next" if last else "missions-add", **values)
    return page


def _write_mission(visitor: HtmxVisitor, home: str) -> Answer:
    """The whole description, step after step."""
    page = _start(visitor, home)
    for step in (OfferStep.JOB, OfferStep.PLACE, OfferStep.CONTRACT, OfferStep.PAY):
        page = _fill(visitor, page, step)
    page = _fill_missions(visitor, page)
    page = _step(visitor, page, OfferStep.PROFILE)
    for number, (kind, about, firm) in enumerate(mission.CRITERIA):
        page = visitor.submit(
            _writing(page),
            "criteria-add",
            training_requirement="in_post",
            **_said(f"criteria-{number}-kind", kind),
            **_said(f"criteria-{number}-text", about),
            **_said(f"criteria-{number}-firm", firm),
        )
    page = _fill(visitor, page, OfferStep.FRENCH)
    page = _step(visitor, page, OfferStep.ANSWERING)
    page = visitor.submit(
        _writing(page),
        "next",
        ways=["voice", "cv", "letter"],
        reason_letter="Le poste demande d’écrire des bilans.",
        **_said("questions-0-text", "Qu’est-ce qui vous a amené à postuler sur ce poste ?"),
    )
    return _fill(visitor, page, OfferStep.RECRUITMENT)


def _newest(backstage: Session, house: House) -> Offer:
    backstage.rollback()
    known = {house.offer.id, house.draft_offer.id}
    offers = backstage.scalars(
        select(Offer).where(Offer.organisation_id == house.structure.id, Offer.id.not_in(known))
    ).all()
    assert len(offers) == 1
    backstage.refresh(offers[0])
    return offers[0]


def test_the_mission_description_of_the_field_is_written_and_published(
    enter: Enter, home: str, house: House, backstage: Session
) -> None:
    visitor = enter()
    page = _write_mission(visitor, home)
    page = _step(visitor, page, OfferStep.PAY)
    shown = page.by_id("pay_max")
    assert (shown.get("type"), shown.get("value")) == ("text", "2400,5")
    page = _step(visitor, page, OfferStep.CHECK)
    assert "L’offre est complète" in page.text
    page = visitor.submit(page.form(page.url.replace("steps/check", "publish")))
    assert "Offre publiée" in page.text
    offer = _newest(backstage, house)
    assert offer.state == OfferState.PUBLISHED
    document = backstage.get_one(PublishedOffer, offer.id).document
    assert document["context"] == mission.FEDERATION
    assert document["purpose"] == mission.PROJECT
    assert [(row["title"], row["text"], row["tasks"]) for row in document["missions"]] == list(
        mission.MISSIONS
    )
    assert [(row["kind"], row["text"], row["firm"]) for row in document["criteria"]] == [
        (kind, text, firm == "firm") for kind, text, firm in mission.CRITERIA
    ]
    assert (document["pay_min"], document["pay_max"]) == (2100.0, 2400.5)
    assert document["starts_asap"] is True
    assert document["french_needs"] == ["team_meeting", "public_speech", "report"]
    assert document["territories"] == "Île-de-France"
    assert document["contact_role"] == "Chargée de mission santé – migrant·e·s"
    assert document["ways"]["letter"] == "Le poste demande d’écrire des bilans."
    assert offer.copy_to == "direction@example.org"
    assert "copy_to" not in document
    public = visitor.get(f"/offers/{offer.slug}").text.replace("\u202f", " ").replace("\u00a0", " ")
    for said in mission.FACTS:
        assert said in public, said


def test_a_structure_without_offers_is_told_what_will_be_there(
    new_visitor: Callable[..., HtmxVisitor], backstage: Session
) -> None:
    house = build_house(backstage, "empty")
    backstage.flush()
    for table in ("offer_relay", "application", "published_offer", "offer"):
        backstage.execute(text(f"DELETE FROM {table}"))
    backstage.commit()
    visitor = new_visitor()
    visitor.sign_in(house.tokens[house.writer.id])
    page = visitor.get(f"/employer/{house.slug}/offers")
    assert "Pas encore d’offre" in page.text
    assert visitor.click(page, "Écrire une offre").heading == "Écrire une offre"


def test_the_list_counts_by_state(enter: Enter, home: str) -> None:
    page = enter().get(home)
    assert "Toutes 2" in page.text
    enter().get(f"{home}?page={10**30}")
    drafts = enter().get(f"{home}?state=draft")
    assert "Brouillon" in drafts.text
    assert "Rien ici" in enter().get(f"{home}?state=closed").text
    assert enter().get(f"{home}?state=nonsense&page=-3").status == 200


def test_a_model_gives_the_first_sentences(
    enter: Enter, home: str, house: House, backstage: Session
) -> None:
    visitor = enter()
    page = _start(visitor, home, "model:mediation_traduction_aci")
    assert page.heading == "Le poste"
    offer = _newest(backstage, house)
    assert (offer.contract, offer.eligibility) == ("cddi", "iae")
    assert [row["language"] for row in offer.languages] == ["fa-AF", "ps", "ar"]
    assert {hole.field for hole in missing(offer)} >= {"pay_min", "contact_name"}


def test_starting_twice_from_the_same_page_starts_once(
    enter: Enter, home: str, house: House, backstage: Session
) -> None:
    visitor = enter()
    page = visitor.get(f"{home}/new")
    form = [Form(element, page) for element in page.find("form")][-1]
    visitor.submit(form)
    visitor.submit(form)
    assert _newest(backstage, house).state == OfferState.DRAFT


def test_the_id_of_anothers_offer_starts_a_new_one(
    enter: Enter, home: str, house: House, backstage: Session
) -> None:
    theirs = build_house(backstage, "theirs", "THEIRS").draft_offer.id
    backstage.commit()
    visitor = enter()
    page = visitor.get(f"{home}/new")
    form = [Form(element, page) for element in page.find("form")][-1]
    sent = dict(form.data({})) | {"offer_id": str(theirs)}
    answer = visitor.fetch(form.action, method="POST", data=sent)
    assert answer.status_code == 302
    assert str(_newest(backstage, house).id) in answer.headers["Location"]
    assert str(theirs) not in answer.headers["Location"]


@pytest.mark.parametrize("step", list(OfferStep))
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_every_step_opens_in_both_directions(
    enter: Enter, home: str, house: House, step: OfferStep, language: str
) -> None:
    enter(language=language).get(f"{home}/{house.draft_offer.id}/steps/{step.value}")


@pytest.mark.parametrize("page", ["", "/new", "/{id}", "/{id}/log", "/{id}/renew", "/{id}/preview"])
def test_every_page_opens_in_arabic(enter: Enter, home: str, house: House, page: str) -> None:
    visitor = enter(language="ar")
    visitor.get(home + page.format(id=house.offer.id))


def test_the_log_says_when_in_the_words_of_the_page(enter: Enter, home: str) -> None:
    visitor = enter(language="ar")
    page = _start(visitor, home)
    log = visitor.get(page.url.split("/steps/")[0] + "/log")
    assert "على الساعة" in log.text


def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(
    enter: Enter, home: str, house: House, backstage: Session
) -> None:
    visitor = enter()
    page = _start(visitor, home)
    page = _step(visitor, page, OfferStep.PAY)
    page = visitor.submit(
        _writing(page),
        "next",
        expect=422,
        pay_min="2000",
        pay_max="1000",
        pay_note="Treizième mois",
    )
    assert "Le maximum est plus petit que le minimum." in page.text
    assert words(page.by_id("pay_note")) == "Treizième mois"
    assert _newest(backstage, house).pay_note == ""
    page = visitor.submit(_writing(page), "next", expect=422, pay_min="beaucoup")
    assert "Écrivez un nombre, en chiffres." in page.text


def test_the_end_lists_what_is_missing_with_links(enter: Enter, home: str) -> None:
    visitor = enter()
    page = _step(visitor, _start(visitor, home), OfferStep.CHECK)
    assert "Il manque" in page.text
    there = visitor.click(page, "Indiquez la paie la plus basse prévue.")
    assert there.heading == "La paie"


def test_rows_are_added_moved_and_taken_away_by_buttons(
    enter: Enter, home: str, house: House, backstage: Session
) -> None:
    visitor = enter()
    page = _fill_missions(visitor, _start(visitor, home))
    page = _step(visitor, page, OfferStep.MISSIONS)
    titles = [title for title, _text, _tasks in mission.MISSIONS]
    page = visitor.submit(_writing(page), "missions-1-up")
    page = visitor.submit(_writing(page), "missions-2-remove")
    page = visitor.submit(_writing(page), "missions-0-down")
    for made_up in ("missions-²-up", "missions-7-up", f"missions-{'1' * 5000}-remove"):
        sent = dict(_writing(page).data({})) | {"do": made_up}
        assert visitor.fetch(_writing(page).action, method="POST", data=sent).status_code != 500
    stored = [row["title"] for row in _newest(backstage, house).missions]
    assert stored == [titles[0], titles[1], titles[3]]
    assert len(page.find("fieldset")) >= 3


def test_leaving_keeps_and_coming_back_takes_up_where_it_stopped(
    enter: Enter, home: str, house: House, backstage: Session
) -> None:
    visitor = enter()
    page = _start(visitor, home)
    page = visitor.submit(_writing(page), "leave", **mission.SIMPLE[OfferStep.JOB])
    assert "C’est enregistré" in page.text
    assert visitor.click(page, "Continuer à écrire").heading == "La structure et le lieu"


def test_writing_saves_by_itself_and_the_page_may_go_on(
    enter: Enter, home: str, house: House, backstage: Session
) -> None:
    visitor = enter()
    page = _start(visitor, home)
    element = _writing(page).element
    first = visitor.press(page, element, title="Un titre")
    assert words(first.by_id("saved")).startswith("Enregistré à")
    visitor.press(page, element, title="Un titre plus long")
    offer = _newest(backstage, house)
    assert (offer.title, offer.version) == ("Un titre plus long", 3)
    refused = visitor.press(page, element, expect=422, title="x" * 200)
    assert words(refused.by_id("saved")).startswith("Pas encore enregistré")
    saved = visitor.submit(_writing(page), "next", title="Un titre plus long")
    assert saved.heading == "La structure et le lieu"


def test_a_new_question_is_kept_once_however_often_the_page_saves(
    enter: Enter, home: str, house: House, backstage: Session
) -> None:
    visitor = enter()
    page = _step(visitor, _start(visitor, home), OfferStep.ANSWERING)
    for asked in ("Pourquoi ?", "Pourquoi ce poste ?"):
        visitor.press(page, _writing(page).element, **_said("questions-0-text", asked))
    page = _step(visitor, page, OfferStep.ANSWERING)
    texts = [field.get("value") for field in page.find("input", name="questions-0-text")]
    assert texts == ["Pourquoi ce poste ?"]
    assert not page.find("input", name="questions-1-text")


def test_the_second_of_two_editors_is_told_and_loses_nothing(
    enter: Enter, home: str, house: House, backstage: Session
) -> None:
    one, two = enter(), enter("writer")
    mine = _start(one, home)
    theirs = two.get(mine.url)
    one.submit(_writing(mine), "stay", title="Le mien")
    page = two.submit(_writing(theirs), "next", expect=409, title="Le leur")
    assert "Quelqu’un d’autre a changé cette étape" in page.text
    assert page.by_id("title").get("value") == "Le leur"
    assert _newest(backstage, house).title == "Le mien"
    two.submit(_writing(page), "next")
    assert _newest(backstage, house).title == "Le leur"


def test_sending_the_same_step_twice_changes_once(
    enter: Enter, home: str, house: House, backstage: Session
) -> None:
    visitor = enter()
    page = _start(visitor, home)
    for _again in range(2):
        visitor.submit(_writing(page), "next", **mission.SIMPLE[OfferStep.JOB])
    assert _newest(backstage, house).version == 2


def test_a_criterion_to_justify_is_explained_then_published(
    enter: Enter, home: str, house: House, backstage: Session
) -> None:
    visitor = enter()
    page = _write_mission(visitor, home)
    page = _step(visitor, page, OfferStep.PROFILE)
    page = visitor.submit(
        _writing(page), "next", **_said("criteria-0-text", "Être en bonne forme physique")
    )
    page = _step(visitor, page, OfferStep.CHECK)
    assert "Être en bonne forme physique" in page.text
    assert "Port de charges jusqu’à" in page.text
    assert "Publier l’offre" not in page.text
    form = page.form(name="why-physical")
    page = visitor.submit(form, **_said("why-physical", "Il faut porter des matelas."))
    assert "Publier l’offre" in page.text
    visitor.submit(page.form(page.url.replace("steps/check", "publish")))
    assert _newest(backstage, house).justifications == {"physical": "Il faut porter des matelas."}


def test_a_writer_writes_and_somebody_else_publishes(
    enter: Enter, home: str, house: House, backstage: Session
) -> None:
    writer = enter("writer")
    page = _step(writer, _write_mission(writer, home), OfferStep.CHECK)
    assert "Une personne chargée du recrutement la publie" in page.text
    assert "Publier l’offre" not in page.text
    offer = _newest(backstage, house)
    token = _csrf(writer, home)
    answer = writer.fetch(f"{home}/{offer.id}/publish", "POST", data={"csrf_token": token})
    assert answer.status_code == 403
    assert _newest(backstage, house).state == OfferState.DRAFT


def _csrf(visitor: HtmxVisitor, home: str) -> str:
    return str(visitor.get(f"{home}/new").find("input", name="csrf_token")[0].get("value"))


@pytest.mark.parametrize("version", [None, "", "²", "0"])
def test_what_nobody_says_to_have_read_is_not_published(
    enter: Enter, home: str, house: House, backstage: Session, version: str | None
) -> None:
    visitor = enter()
    page = _step(visitor, _write_mission(visitor, home), OfferStep.CHECK)
    form = page.form(page.url.replace("steps/check", "publish"))
    page = visitor.submit(form, **_said("version", version))
    assert "a changé cette offre" in page.text
    assert _newest(backstage, house).state == OfferState.DRAFT


def test_a_structure_that_waits_keeps_its_draft(
    enter: Enter, home: str, house: House, backstage: Session
) -> None:
    backstage.get_one(Organisation, house.structure.id).standing = Standing.PENDING
    backstage.commit()
    visitor = enter()
    page = _step(visitor, _write_mission(visitor, home), OfferStep.CHECK)
    assert "attend la validation de sa fédération" in page.text
    assert "Publier l’offre" not in page.text


def test_an_offer_is_paused_resumed_changed_and_closed(
    enter: Enter, home: str, house: House, backstage: Session
) -> None:
    visitor = enter()
    page = _step(visitor, _write_mission(visitor, home), OfferStep.CHECK)
    page = visitor.submit(page.form(page.url.replace("steps/check", "publish")))
    there = page.url
    page = visitor.submit(page.form(f"{there}/pause"))
    assert "En pause" in page.text
    page = visitor.submit(page.form(f"{there}/resume"))
    step = visitor.get(f"{there}/steps/job")
    visitor.submit(_writing(step), "leave", title="Un autre titre")
    page = visitor.get(there)
    assert "Des changements ne sont pas encore publiés" in page.text
    page = visitor.click(page, "Vérifier et publier les changements")
    page = visitor.submit(page.form(f"{there}/publish"))
    assert "Les changements sont publiés." in page.text
    page = visitor.submit(page.form(f"{there}/close"))
    assert "Dites pourquoi l’offre est fermée." in page.text
    shown = page.form(f"{there}/close")
    page = visitor.submit(shown, reason="filled")
    assert "Poste pourvu" in page.text
    refused = visitor.submit(shown, reason="cancelled", expect=409)
    assert refused.heading == "Ce n’est pas possible"
    log = visitor.click(page, "Historique")
    for line in (
        "Offre commencée",
        "Offre publiée",
        "mise en pause",
        "Changements publiés",
        "Fermée",
    ):
        assert line.lower() in log.text.lower()
    assert "C’est terminé" not in visitor.get(there).text


def test_one_button_renews(enter: Enter, home: str, house: House, backstage: Session) -> None:
    visitor = enter()
    page = visitor.get(f"{home}/{house.offer.id}/renew")
    before = house.offer.expires_at
    page = visitor.submit(page.form(page.url))
    assert "reste en ligne jusqu’au" in page.text
    backstage.refresh(house.offer)
    assert before is not None
    assert house.offer.expires_at is not None
    assert house.offer.expires_at > before


def test_the_offer_speaks_other_languages(
    enter: Enter, home: str, house: House, backstage: Session
) -> None:
    visitor = enter()
    page = _step(visitor, _write_mission(visitor, home), OfferStep.LANGUAGES)
    page = visitor.click(page, "pachto (پښتو)")
    translated = visitor.submit(
        page.form(name="page"),
        **_said("text-title", "د ملګري کارګر"),
        **_said("text-summary", "تاسو هرکلی کوئ"),
    )
    assert "À relire" in translated.text
    offer_id = translated.url.rpartition("/")[2]
    steps = f"{home}/{offer_id}/steps"
    assert "Titre et résumé" in visitor.get(f"{steps}/languages").text
    visitor.submit(_writing(visitor.get(f"{steps}/job")), "next", title="Un titre changé")
    page = visitor.get(f"{steps}/languages")
    assert "1 texte à revoir" in page.text
    page = visitor.click(page, "pachto (پښتو)")
    visitor.submit(page.form(name="page"), **_said("still-title", "y"))
    assert "à revoir" not in visitor.get(f"{steps}/languages").text
    visitor.get(f"/employer/{house.slug}/translations/{offer_id}/fr", expect=404)
    visitor.get(f"/employer/{house.slug}/translations/{offer_id}/xx", expect=404)


def test_somebody_else_who_writes_reviews_a_translation_of_an_offer(
    enter: Enter, house: House, backstage: Session
) -> None:
    address = f"/employer/{house.slug}/translations/{house.draft_offer.id}"
    translator, writer = enter("translator"), enter("writer")
    assert translator.fetch(f"/employer/{house.slug}").headers["Location"].endswith("translations")
    page = translator.get(f"{address}/ar")
    translator.submit(page.form(name="page"), **_said("text-title", "مرافق"))
    page = writer.get(f"{address}/ar")
    writer.submit(page.form(f"{address}/ar/review"))
    row = backstage.scalars(
        select(ContentTranslation).where(ContentTranslation.language == "ar")
    ).one()
    assert row.reviewer_id == house.writer.id
    assert row.translator_id == house.translator.id


def test_another_structure_finds_nothing(enter: Enter, house: House, backstage: Session) -> None:
    other = build_house(backstage, "other")
    backstage.commit()
    visitor = enter()
    for path in ("", "/log", "/steps/job", "/steps/check", "/renew", "/preview"):
        visitor.get(f"/employer/{house.slug}/offers/{other.offer.id}{path}", expect=404)
        visitor.get(f"/employer/{other.slug}/offers/{other.offer.id}{path}", expect=404)
    for house_slug in (house.slug, other.slug):
        for path in ("", "/ps"):
            address = f"/employer/{house_slug}/translations/{other.offer.id}{path}"
            visitor.get(address, expect=404)


def test_an_offer_left_at_once_is_named_by_its_day_and_taken_up_again(
    enter: Enter, home: str, house: House
) -> None:
    writer = enter()
    first = _start(writer, home).url
    name = f"Offre sans titre, commencée le {show_date(clock.today())}"
    for address in (home, home.removesuffix("/offers")):
        assert name in writer.get(address).text
    assert _start(writer, home).url == first
    # Nobody is put in a colleague's; once something is written in it, another one is another one.
    assert _start(enter("administrator"), home).url != first
    _fill(writer, writer.get(first), OfferStep.JOB, title="", summary="Vous accueillez.")
    second = _start(writer, home).url
    assert second != first
    there = second.split("/steps")[0]
    page = writer.get(there)
    assert page.heading == name
    page = writer.submit(page.form(f"{there}/delete"))
    assert "Le brouillon est supprimé." in page.text


def test_a_draft_is_thrown_away(enter: Enter, home: str, house: House, backstage: Session) -> None:
    visitor = enter()
    page = visitor.submit(_writing(_start(visitor, home)), "leave", **mission.SIMPLE[OfferStep.JOB])
    there = page.url
    page = visitor.submit(page.form(f"{there}/delete"))
    assert "Le brouillon est supprimé." in page.text
    visitor.get(there, expect=404)


def test_a_post_of_insertion_says_so_where_its_contract_is_written(
    enter: Enter, home: str, house: House, backstage: Session
) -> None:
    visitor = enter()
    page = _step(visitor, _start(visitor, home), OfferStep.CONTRACT)
    assert "Ne demandez ici ni fiche IAE ni papier" in page.text
    assert _writing(page).choices("eligibility") == ["", "iae"]
    visitor.submit(_writing(page), "leave", contract="cddi", eligibility="iae")
    assert _newest(backstage, house).eligibility == "iae"
    there = page.url.split("/steps/")[0]
    assert "l’éligibilité se vérifie en dehors du portail" in visitor.get(f"{there}/preview").text


def test_a_draft_is_seen_as_on_a_phone_however_empty(enter: Enter, home: str) -> None:
    visitor = enter()
    page = _start(visitor, home)
    there = page.url.split("/steps/")[0]
    visitor.get(f"{there}/preview")
    page = visitor.submit(_writing(page), "leave", **mission.SIMPLE[OfferStep.JOB])
    page = visitor.get(f"{there}/preview")
    assert "Référent·e « Travail pair »" in page.text
    assert str(mission.SIMPLE[OfferStep.JOB]["summary"]) in page.text


def test_somebody_reads_the_offer_aloud(
    enter: Enter,
    home: str,
    house: House,
    backstage: Session,
    run_jobs: Callable[[], None],
) -> None:
    visitor = enter()
    page = _step(visitor, _write_mission(visitor, home), OfferStep.LANGUAGES)
    form = page.form(name="read_by")
    page = visitor.submit(form, expect=422, recording=(b"not a voice", "voice.ogg"))
    assert "n’est pas un enregistrement" in page.text
    voice = (recording("recorder.wav", 3.0), "voix.wav")
    page = visitor.submit(page.form(name="read_by"), recording=voice, language="ps", read_by="Noor")
    assert "L’enregistrement est gardé" in page.text
    offer = _newest(backstage, house)
    here = f"{home}/{offer.id}"
    check = visitor.get(f"{here}/steps/check")
    visitor.submit(check.form(f"{here}/publish"))
    assert backstage.get_one(PublishedOffer, offer.id).document["recordings"] == []
    run_jobs()
    hear_recordings(str(house.structure.id), str(offer.id))  # fifteen seconds later
    backstage.rollback()
    [heard] = backstage.get_one(PublishedOffer, offer.id).document["recordings"]
    assert (heard["language"], heard["read_by"]) == ("ps", "Noor")
    assert 2.5 < heard["duration"] < 3.5
    backstage.refresh(offer)
    file = backstage.get_one(StoredFile, UUID(heard["file_id"]))
    backstage.refresh(file)
    assert file.is_public
    played = visitor.fetch(f"{here}/recordings/ps", headers={"Range": "bytes=0-99"})
    assert played.status_code == 206
    visitor.get(f"{here}/recordings/fr", expect=404)
    page = visitor.get(f"{here}/steps/languages")
    page = visitor.submit(page.form(f"{here}/recordings/ps/remove"))
    assert "L’enregistrement est effacé." in page.text
    backstage.rollback()
    left = backstage.scalars(select(StoredFile.id)).all()
    assert UUID(heard["file_id"]) not in left


@pytest.mark.parametrize("level", [0.0, 0.5])
def test_a_recording_in_which_nobody_is_heard_is_said(
    enter: Enter, home: str, house: House, run_jobs: Callable[[], None], level: float
) -> None:
    visitor = enter()
    page = visitor.get(f"{home}/{house.draft_offer.id}/steps/languages")
    voice = (recording("recorder.wav", 1.0, level), "voix.wav")
    visitor.submit(page.form(name="read_by"), recording=voice, language="ps")
    run_jobs()
    page = visitor.get(page.url)
    assert ("On n’entend rien" in page.text) is (level == 0.0)


def test_the_address_of_an_establishment_is_taken_over(
    enter: Enter, home: str, house: House, backstage: Session
) -> None:
    [place] = backstage.scalars(
        select(Establishment).where(Establishment.organisation_id == house.structure.id)
    )
    place.name, place.street, place.postcode, place.city = (
        "Le Foyer",
        "3 rue Haute",
        "59000",
        "Lille",
    )
    backstage.commit()
    visitor = enter()
    page = _step(visitor, _start(visitor, home), OfferStep.PLACE)
    page = visitor.submit(_writing(page), "take", establishment_id=str(place.id), service="Nuit")
    assert page.by_id("workplace").get("value") == "3 rue Haute"
    offer = _newest(backstage, house)
    assert (offer.city, offer.department, offer.region) == ("Lille", "59", "32")
    assert (offer.establishment_id, offer.service) == (place.id, "Nuit")
    other = build_house(backstage, "elsewhere")
    backstage.commit()
    theirs = backstage.scalars(
        select(Establishment.id).where(Establishment.organisation_id == other.structure.id)
    ).one()
    answer = visitor.fetch(
        page.url,
        "POST",
        data={**dict(_writing(page).data({})), "establishment_id": str(theirs), "do": "take"},
    )
    assert answer.status_code == 422
