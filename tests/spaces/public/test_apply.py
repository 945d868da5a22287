"""Answering an offer without JavaScript: nothing lost, nothing needed but a way to be reached."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from portal.files.models import StoredFile
from portal.jobs.enums import PartKind
from portal.jobs.models import Application, ApplicationPart, PublishedOffer
from portal.jobs.queries.applications import OfferToAnswer
from portal.jobs.sections import question_section
from portal.kernel import clock, i18n, nomenclatures
from portal.kernel.i18n import LOCALES
from portal.kernel.models import NomenclatureEntry
from portal.people.reachable import OWN_ACTS_A_DAY
from tests.factories.documents import pdf, photo
from tests.factories.house import House
from tests.factories.people import make_person
from tests.factories.recordings import read_by_somebody, recording
from tests.support.client import Answer, Visitor
from tests.support.htmx import HtmxVisitor
from tests.support.outbox import Outbox
from tests.support.page import words

PHONE = "06 39 98 12 34"
VOICE = (recording("whatsapp.opus"), "PTT-20261120.opus")
EVERY_STEP = (
    "ways",
    "voice",
    "call-back",
    "cv",
    "letter",
    "question-1",
    "time",
    "name",
    "contact",
    "adjustment",
    "help",
)


class Answering:
    """Somebody in front of the pages of one offer."""

    def __init__(self, visitor: Visitor, offer: OfferToAnswer) -> None:
        self.visitor = visitor
        self.root = f"/offers/{offer.slug}/apply"

    def see(self, step: str, expect: int = 200) -> Answer:
        return self.visitor.get(f"{self.root}/{step}", expect)

    def go(self, step: str) -> Answer:
        """Where this address leads in the end."""
        url = f"{self.root}/{step}".rstrip("/")
        return self.visitor._land(self.visitor.fetch(url), 200)

    def begin(self, *ways: str) -> Answer:
        return self.visitor.submit(self.visitor.get(self.root).form(), ways=list(ways) or None)

    def answer(
        self, step: str, press: str | None = None, expect: int = 200, **values: Any
    ) -> Answer:
        return self.visitor.submit(self.see(step).form(), press, expect=expect, **values)

    def send(self) -> Answer:
        return self.visitor.submit(self.see("check").form())


@pytest.fixture
def answering(visitor: HtmxVisitor, offer: OfferToAnswer) -> Answering:
    return Answering(visitor, offer)


def _sent(backstage: Session, offer: OfferToAnswer) -> list[Application]:
    backstage.rollback()
    return list(
        backstage.scalars(
            select(Application).where(
                Application.offer_id == offer.id, Application.submitted_at.is_not(None)
            )
        )
    )


def test_a_voice_message_and_a_number_are_enough(
    answering: Answering,
    offer: OfferToAnswer,
    backstage: Session,
    run_jobs: Callable[[], None],
    outbox: Outbox,
) -> None:
    page = answering.begin("voice")
    assert page.heading == "Enregistrez votre message"
    page = answering.visitor.submit(page.form(), voice=VOICE)
    assert page.heading == offer.questions[0].text
    for step in ("question-1", "time", "name"):
        answering.answer(step, "skip")
    answering.answer("contact", phone=PHONE)
    page = answering.answer("adjustment", "skip")
    page = answering.answer("help", "skip")
    assert page.heading == "Relisez avant d’envoyer"
    assert f"{offer.structure} recevra exactement ceci" in page.text
    assert PHONE in page.text
    page = answering.send()
    assert page.heading == "Votre message est bien arrivé"
    [sent] = _sent(backstage, offer)
    assert sent.reference in page.text
    run_jobs()
    [sms] = outbox.to("+33639981234")
    assert sms.link in page.links.values()
    page = answering.visitor.get(sms.link.removeprefix(answering.visitor.base_url))
    assert "a reçu votre message" in page.text
    voice = page.find("audio")[0].get("src")
    assert voice
    played = answering.visitor.fetch(voice, headers={"Range": "bytes=0-99"})
    assert (played.status_code, len(played.data)) == (206, 100)


def test_a_question_somebody_read_is_heard_where_it_is_asked(
    answering: Answering, offer: OfferToAnswer, backstage: Session
) -> None:
    section = question_section(offer.questions[0].id)
    snapshot = backstage.get_one(PublishedOffer, offer.id)
    snapshot.document, files = read_by_somebody(snapshot.document, [section], "ps")
    backstage.commit()
    answering.begin("voice")
    answering.visitor.submit(answering.see("voice").form(), voice=VOICE)
    for tag, is_heard in (("fr", False), ("ps", True)):
        players = answering.see(f"question-1?lang={tag}").find("audio")
        assert is_heard == any(files[section] in str(one.get("src")) for one in players)


def test_the_sentence_kept_as_proof_says_how_long_it_is_kept(
    answering: Answering, offer: OfferToAnswer, backstage: Session
) -> None:
    """Word for word what the night does (`tests/jobs/test_retention.py`), and with the rules."""
    rule = select(NomenclatureEntry).where(NomenclatureEntry.code == "unanswered_after_offer")
    backstage.scalars(rule).one().data = {"days": 61, "then": "erase"}
    backstage.commit()
    nomenclatures.forget()
    answering.begin("letter")
    answering.answer("letter", text="Bonjour.")
    for step in ("question-1", "time", "name"):
        answering.answer(step, "skip")
    answering.answer("contact", phone=PHONE)
    answering.answer("adjustment", "skip")
    answering.answer("help", "skip")
    check = answering.see("check")
    short = words(check.one("p", class_="consent"))
    assert len(short.split()) < 35
    assert "3 mois au plus" in short
    answering.send()
    [sent] = _sent(backstage, offer)
    said = sent.consent_text
    folded = [words(one) for one in check.find("details")]
    assert any(said in one for one in folded), "what is kept as proof stands on the page, whole"
    assert "gardé 3 mois au plus après sa réponse finale ou mon retrait" in said
    assert "2 mois au plus après la fin de l’offre et notre dernier échange" in said
    assert "2 ans au plus après notre dernier échange si l’offre reste ouverte" in said


@pytest.mark.parametrize(
    ("contact", "warned"),
    [
        ({"phone": "01 99 00 01 31"}, True),
        ({"phone": "01 99 00 01 31", "email": "awa@example.org"}, False),
        ({"phone": PHONE}, False),
    ],
)
def test_whoever_can_only_be_called_is_told_before_going_on(
    answering: Answering, contact: dict[str, Any], warned: bool
) -> None:
    answering.begin("letter")
    answering.answer("letter", text="Bonjour.")
    for step in ("question-1", "time", "name"):
        answering.answer(step, "skip")
    said = "La structure pourra seulement vous appeler."
    assert (said in answering.answer("contact", **contact).text) is warned
    answering.answer("adjustment", "skip")
    assert (said in answering.answer("help", "skip").text) is warned


@pytest.mark.parametrize("level", [0.0, 0.5])
def test_a_message_in_which_nobody_is_heard_is_said(
    answering: Answering, run_jobs: Callable[[], None], level: float
) -> None:
    page = answering.begin("voice")
    voice = (recording("recorder.wav", 1.0, level), "voix.wav")
    answering.visitor.submit(page.form(), voice=voice)
    run_jobs()
    assert ("On n’entend rien dans ce message" in answering.see("voice").text) is (level == 0.0)


def test_only_the_ways_the_offer_takes_are_asked(
    visitor: HtmxVisitor, offer: OfferToAnswer, backstage: Session
) -> None:
    published = backstage.get(PublishedOffer, offer.id)
    assert published
    published.document = published.document | {"ways": {"voice": "", "letter": "On écrit ici."}}
    backstage.commit()
    page = visitor.get(f"/offers/{offer.slug}/apply")
    assert page.form().choices("ways") == ["voice", "letter"]
    assert "On écrit ici." in page.text


def test_every_question_can_be_skipped_but_the_one_that_is_needed(answering: Answering) -> None:
    answering.begin("voice", "callback", "cv", "letter")
    for step in EVERY_STEP[1:]:
        page = answering.see(step)
        names = page.form().names
        assert ("skip" in names) == (step != "contact"), step
        assert "back" in names
        if step != "contact":
            answering.answer(step, "skip")
    page = answering.answer("contact", expect=422, phone="", email="")
    assert "Écrivez un numéro de téléphone ou une adresse e-mail" in page.text
    page = answering.see("check")
    assert "Il manque un moyen de vous joindre" in page.text
    assert page.one("a", class_="button-primary").get("href") == page.link("Donner un numéro")
    assert page.find("button", class_="button-primary") == []


def test_going_back_loses_nothing(answering: Answering) -> None:
    answering.begin("letter")
    answering.answer("letter", text="Première ligne\nDeuxième ligne")
    page = answering.answer("question-1", "back", text="Parce que")
    assert page.heading == "Écrivez votre lettre"
    assert "Deuxième ligne" in (page.by_id("text").text or "")
    assert "Parce que" in (answering.see("question-1").by_id("text").text or "")
    # Even what is not valid yet.
    answering.answer("contact", "back", phone="06 39")
    assert answering.see("contact").by_id("phone").get("value") == "06 39"
    # And what was typed when the page went away.
    page = answering.see("name")
    form = page.form()
    sent = dict(form.data({"name": "نور"})) | {"keep": "1"}
    kept = answering.visitor.fetch(
        form.action,
        "POST",
        data=sent,
        headers={"Referer": answering.visitor.base_url + page.url},
    )
    assert kept.status_code == 204
    assert answering.see("name").by_id("name").get("value") == "نور"


def test_the_number_to_call_back_is_offered_to_be_reached(answering: Answering) -> None:
    answering.begin("callback")
    answering.answer("call-back", phone=PHONE, moments=["morning"], language="ps")
    assert answering.see("contact").by_id("phone").get("value") == PHONE


def test_what_no_keyboard_types_is_left_out(answering: Answering) -> None:
    answering.begin("callback")
    form = answering.see("call-back").form()
    sent = MultiDict([*form.data({"phone": "06"}), ("moments", "\x00")])
    assert answering.visitor.fetch(form.action, "POST", data=sent).status_code == 422
    answering.answer("call-back", "skip")
    answering.answer("name", name="No\u202eor\x00 \u2068نور\u2069")
    assert answering.see("name").by_id("name").get("value") == "Noor نور"


def test_a_file_is_asked_for_in_words_that_are_not_the_browsers(
    new_visitor: Callable[..., HtmxVisitor], offer: OfferToAnswer
) -> None:
    """« Choose File » follows the browser's language: the label and the limits are enough alone."""
    answering = Answering(new_visitor("ps"), offer)
    answering.begin("voice", "cv", "letter")
    for step in ("voice", "cv", "letter", "question-1"):
        page = answering.see(step)
        fields = page.find("input", type="file")
        assert fields, step
        for field in fields:
            assert words(page.one("label", **{"for": str(field.get("id"))}))
            limits = str(field.get("aria-describedby")).split()[0]
            assert "25" in words(page.by_id(limits)), (step, field.get("id"))


@pytest.mark.parametrize(("language", "asked"), [("en", "Record"), ("ps", "ثبت کړئ")])
def test_the_microphone_records_it_does_not_save(
    new_visitor: Callable[..., HtmxVisitor], offer: OfferToAnswer, language: str, asked: str
) -> None:
    """One word does for both in French, in no other language."""
    answering = Answering(new_visitor(language), offer)
    answering.begin("voice")
    assert asked in words(answering.see("voice").one("button", class_="recorder-main"))


def test_a_moment_to_call_without_a_number_is_not_lost(answering: Answering) -> None:
    answering.begin("callback")
    page = answering.answer("call-back", moments=["morning"], note="pas le jeudi", expect=422)
    assert "Écrivez le numéro à appeler, ou passez cette question." in page.text
    assert "pas le jeudi" in str(page.by_id("note").get("value"))
    assert answering.answer("call-back", "skip").heading != page.heading


def test_changing_from_the_last_page_comes_back_to_it(answering: Answering) -> None:
    answering.begin()
    for step in ("question-1", "time", "name", "adjustment", "help"):
        answering.answer(step, "skip")
    answering.answer("contact", phone=PHONE)
    page = answering.see("check")
    assert "Vous envoyez seulement de quoi vous joindre" in page.text
    assert "recevra seulement votre numéro de téléphone, et vous contactera." in page.text
    assert "exactement ceci" not in page.text
    page = answering.visitor.click(page, "Changer pour « Votre nom »")
    page = answering.visitor.submit(page.form(), name="Noor")
    assert page.heading == "Relisez avant d’envoyer"
    assert "recevra seulement votre numéro de téléphone et votre nom" in page.text
    # A way chosen late brings its question first.
    page = answering.visitor.click(page, "Changer pour « Votre choix »")
    page = answering.visitor.submit(page.form(), ways=["letter"])
    assert page.heading == "Écrivez votre lettre"
    page = answering.visitor.submit(page.form(), text="Bonjour")
    assert page.heading == "Relisez avant d’envoyer"


def test_sending_again_is_the_same_receipt(
    answering: Answering, offer: OfferToAnswer, backstage: Session
) -> None:
    answering.begin()
    answering.answer("contact", phone=PHONE)
    form = answering.see("check").form()
    first = answering.visitor.submit(form)
    again = answering.visitor.submit(form)
    assert first.text == again.text
    assert len(_sent(backstage, offer)) == 1
    # Any page of the draft leads to the receipt too.
    assert answering.go("voice").heading == "Votre message est bien arrivé"
    assert answering.go("").heading == "Votre message est bien arrivé"


def test_an_offer_that_closes_meanwhile_is_said_kindly(
    answering: Answering, offer: OfferToAnswer, backstage: Session
) -> None:
    answering.begin()
    answering.answer("contact", phone=PHONE)
    form = answering.see("check").form()
    backstage.execute(
        text("UPDATE published_offer SET state = 'gone' WHERE offer_id = :id"), {"id": offer.id}
    )
    backstage.commit()
    for page in (answering.visitor.submit(form, expect=410), answering.see("name", 410)):
        assert page.heading == "Cette offre ne reçoit plus de réponses"
        assert "C’est gardé jusqu’au" in page.text
    page = answering.visitor.submit(page.form())
    assert page.heading == "C’est effacé de ce téléphone"
    assert _sent(backstage, offer) == []


def test_a_paused_offer_may_come_back(
    visitor: HtmxVisitor, offer: OfferToAnswer, backstage: Session
) -> None:
    backstage.execute(
        text("UPDATE published_offer SET state = 'paused' WHERE offer_id = :id"), {"id": offer.id}
    )
    backstage.commit()
    assert visitor.get(f"/offers/{offer.slug}/apply").heading == "Cette offre est en pause"


def test_a_file_that_cannot_be_read_says_how_to_mend_it(answering: Answering) -> None:
    answering.begin("voice", "cv")
    page = answering.answer("voice", expect=422, voice=(b"not a sound", "voice.mp3"))
    assert "n’est pas un enregistrement de voix" in page.text
    page = answering.answer("cv", expect=422, cv=[(b"\xd0\xcf\x11\xe0 old word", "cv.doc")])
    assert page.find(class_="field-error")


def test_going_back_with_a_file_that_is_refused_says_so(answering: Answering) -> None:
    """Without JavaScript the file comes with the button: it would be lost without a word."""
    answering.begin("voice", "cv")
    page = answering.answer("cv", "back", expect=422, cv=[(b"\xd0\xcf\x11\xe0 old", "cv.doc")])
    assert page.heading == "Donnez votre CV"
    assert page.find(class_="field-error")
    # Pressed again without the file, it goes back.
    page = answering.visitor.submit(page.form(), "back")
    assert page.heading == "Enregistrez votre message"


def test_photos_of_a_paper_become_one_document(
    answering: Answering,
    offer: OfferToAnswer,
    backstage: Session,
    run_jobs: Callable[[], None],
) -> None:
    answering.begin("cv")
    page = answering.answer("cv", "add", photo=[(photo("jpeg"), "1.jpg"), (photo("png"), "2.png")])
    assert page.heading == "Donnez votre CV"
    assert len(page.find(class_="given-file")) == 2
    page = answering.visitor.submit(page.form(), "add", cv=[(photo("jpeg"), "3.jpg")])
    [first, *_rest] = page.find("button", name="remove")
    page = answering.visitor.submit(page.form(), first.get("value"))
    assert len(page.find(class_="given-file")) == 2
    run_jobs()
    answering.answer("contact", phone=PHONE)
    answering.send()
    run_jobs()
    backstage.rollback()
    [sent] = _sent(backstage, offer)
    [cv] = backstage.scalars(
        select(StoredFile)
        .join(ApplicationPart, ApplicationPart.file_id == StoredFile.id)
        .where(ApplicationPart.application_id == sent.id, ApplicationPart.kind == PartKind.CV)
    )
    assert (cv.state, cv.page_count) == ("ready", 2)
    assert cv.released_at


def test_a_document_is_seen_before_it_leaves(
    answering: Answering, run_jobs: Callable[[], None]
) -> None:
    answering.begin("cv")
    page = answering.answer("cv", "add", cv=[(pdf(), "CV de Noor.pdf")])
    assert "en préparation" in page.text
    run_jobs()
    page = answering.see("cv")
    [preview] = page.find("img")
    picture = answering.visitor.fetch(preview.get("src") or "")
    assert (picture.status_code, picture.mimetype) == (200, "image/webp")


def test_a_new_recording_takes_the_place_of_the_old_one(
    answering: Answering, backstage: Session, offer: OfferToAnswer
) -> None:
    answering.begin("voice")
    answering.answer("voice", voice=VOICE)
    answering.answer("voice", kept=(recording("chrome.webm"), "voice.webm"))
    kept = backstage.scalars(
        select(StoredFile).where(StoredFile.organisation_id == offer.organisation_id)
    ).all()
    assert [file.name for file in kept if "voice" in file.name] == ["voice.webm"]


def test_another_person_with_the_same_phone_starts_afresh(
    answering: Answering, offer: OfferToAnswer, backstage: Session
) -> None:
    answering.begin()
    answering.answer("name", name="Noor")
    answering.answer("contact", phone=PHONE)
    page = answering.send()
    page = answering.visitor.submit(page.form(f"{answering.root}/another"))
    assert page.heading == "Comment voulez-vous répondre ?"
    answering.begin()
    assert not answering.see("name").by_id("name").get("value")
    answering.answer("contact", phone="06 39 98 56 78")
    answering.send()
    assert len(_sent(backstage, offer)) == 2


def test_a_shared_number_is_told_no_more_and_the_page_says_so(
    new_visitor: Callable[..., HtmxVisitor], offer: OfferToAnswer
) -> None:
    pages = []
    for _time in range(OWN_ACTS_A_DAY + 1):
        answering = Answering(new_visitor(), offer)
        answering.begin()
        answering.answer("contact", phone=PHONE)
        pages.append(answering.send())
    *told, page = pages
    assert {one.heading for one in pages} == {"Votre message est bien arrivé"}
    assert all("Nous venons de vous écrire" in one.text for one in told)
    assert "Nous venons de vous écrire" not in page.text
    assert "déjà reçu beaucoup de messages" in page.text
    assert page.find(class_="follow-link")


def test_the_receipt_stays_a_few_minutes_on_a_shared_phone(
    answering: Answering, offer: OfferToAnswer, backstage: Session
) -> None:
    answering.begin()
    answering.answer("contact", phone=PHONE)
    form = answering.see("check").form()
    answering.visitor.submit(form)
    soon, later = clock.now() + timedelta(minutes=5), clock.now() + timedelta(minutes=16)
    with clock.pretending(soon):
        assert answering.see("sent").heading == "Votre message est bien arrivé"
        assert answering.go("").heading == "Votre message est bien arrivé"
    with clock.pretending(later):
        # Sent again by a phone that heard no answer: the same application, where it is now.
        page = answering.visitor.submit(form)
        assert page.heading == "La suite de votre message"
        for step in ("", "sent", "name", "check"):
            page = answering.go(step)
            assert page.heading == "Comment voulez-vous répondre ?"
            assert PHONE not in page.text
            assert "/follow/" not in page.html
        answering.begin()
        assert not answering.see("contact").by_id("phone").get("value")
    assert len(_sent(backstage, offer)) == 1


def test_a_question_with_signs_is_read_as_it_was_written(
    new_visitor: Callable[..., HtmxVisitor], offer: OfferToAnswer, backstage: Session
) -> None:
    asked = "Qu'est-ce qui compte : l'écoute & le temps, <b> ou l’accueil ?"
    published = backstage.get(PublishedOffer, offer.id)
    assert published
    question = published.document["questions"][0] | {"text": asked}
    published.document = published.document | {"questions": [question]}
    backstage.commit()
    for language in ("fr", "en", "ps"):
        answering = Answering(new_visitor(language), offer)
        answering.begin()
        page = answering.see("question-1")
        assert page.heading == asked, language
        [words] = [one for one in page.by_id("question").iter() if one.text]
        assert language == "fr" or words.tag == "bdi"
        assert language == "fr" or (words.get("lang"), words.get("dir")) == ("fr", "ltr")


def test_a_question_is_asked_in_the_readers_language_with_its_french(
    new_visitor: Callable[..., HtmxVisitor], offer: OfferToAnswer, backstage: Session
) -> None:
    [asked] = offer.questions
    published = backstage.get(PublishedOffer, offer.id)
    assert published
    known = {
        "title": {"text": "ژباړن", "origin": "person", "made_by": "Rita"},
        f"question-{asked.id}": {"text": "ولې؟", "origin": "person", "made_by": "Rita"},
        "way-letter": {"text": "دلته لیکل کېږي.", "origin": "person", "made_by": "Rita"},
    }
    published.document = published.document | {"translations": {"ps": known}}
    backstage.commit()
    answering = Answering(new_visitor("ps"), offer)
    # The offer bears the name it had in the list.
    assert "ژباړن" in answering.go("").text
    answering.begin("letter")
    assert "ژباړن" in answering.see("letter").text
    assert "دلته لیکل کېږي." in answering.see("letter").text
    page = answering.see("question-1")
    assert page.heading == "ولې؟"
    assert asked.text in page.text
    assert "Rita" in page.text
    answering.answer("question-1", text="ځکه")
    # The structure reads the answer beside its own words.
    backstage.rollback()
    [part] = backstage.scalars(select(ApplicationPart).where(ApplicationPart.text == "ځکه"))
    assert part.question_text == asked.text
    french = Answering(new_visitor("fr"), offer)
    french.begin()
    assert french.see("question-1").heading == asked.text


def test_names_do_not_disorder_a_sentence_of_another_direction(
    new_visitor: Callable[..., HtmxVisitor], offer: OfferToAnswer
) -> None:
    answering = Answering(new_visitor("ps"), offer)
    answering.begin()
    answering.answer("contact", phone=PHONE)
    page = answering.see("check")
    # In a sentence of a template, and in one of the code.
    assert page.html.count(f"\u2068{offer.structure}\u2069") >= 2
    assert f"\u2068{offer.title}\u2069" in page.html
    page = answering.send()
    # Two names of the other direction on one line would be read end first.
    story = answering.visitor.get(next(to for to in page.links.values() if "/follow/" in to))
    title = next(one for one in story.find("bdi") if words(one) == offer.title)
    assert f"\u2068{offer.structure}\u2069" in story.html.split(f">{offer.title}</bdi>")[0]
    assert title.get("dir") == "ltr"
    assert f"\u2068{offer.structure}\u2069" in page.html


def test_leaving_erases_what_the_phone_knows(
    answering: Answering, offer: OfferToAnswer, backstage: Session
) -> None:
    answering.begin()
    answering.answer("contact", phone=PHONE)
    page = answering.send()
    page = answering.visitor.submit(page.form(f"{answering.root}/leave"))
    assert page.heading == "C’est effacé de ce téléphone"
    assert page.find(data_portal_forget="")
    assert answering.visitor.get(answering.root).heading == "Comment voulez-vous répondre ?"
    assert len(_sent(backstage, offer)) == 1


def test_coming_back_goes_on_where_one_was(answering: Answering) -> None:
    answering.begin("letter")
    answering.answer("letter", text="Bonjour")
    page = answering.visitor.get(answering.root)
    assert page.heading == "Vous avez commencé à répondre"
    assert answering.visitor.click(page, "Reprendre").url.endswith("/question-1")


def test_a_signed_in_person_goes_on_with_another_phone(
    signed_in: Callable[..., HtmxVisitor],
    offer: OfferToAnswer,
    backstage: Session,
    settings: Any,
) -> None:
    noor = make_person(backstage, settings, "Noor", PHONE)
    first = Answering(signed_in(noor), offer)
    first.begin("letter")
    assert first.see("contact").by_id("phone").get("value") == PHONE
    second = Answering(signed_in(noor), offer)
    assert second.visitor.get(second.root).heading == "Vous avez commencé à répondre"
    page = second.visitor.get("/my/applications")
    assert offer.title in page.text


def test_pages_of_an_answer_stay_nowhere(answering: Answering) -> None:
    answering.begin()
    for page in (answering.see("name"), answering.visitor.get(answering.root)):
        assert page.headers["Cache-Control"] == "no-store"
    assert answering.see("name").link("Quitter cette page").startswith("https://")


def test_a_step_of_nobody_leads_to_the_beginning(answering: Answering) -> None:
    assert answering.go("contact").heading == "Comment voulez-vous répondre ?"
    assert answering.go("check").heading == "Comment voulez-vous répondre ?"
    assert answering.go("sent").heading == "Comment voulez-vous répondre ?"
    answering.visitor.get("/offers/no-such-offer/apply", 404)


@pytest.mark.parametrize("language", LOCALES)
def test_every_question_speaks_every_language(
    new_visitor: Callable[..., HtmxVisitor], offer: OfferToAnswer, language: str
) -> None:
    answering = Answering(new_visitor(language), offer)
    answering.begin("voice", "callback", "cv", "letter")
    for step in (*EVERY_STEP, "check"):
        assert answering.see(step).one("html").get("lang") == language


@pytest.mark.parametrize("language", LOCALES)
def test_what_is_to_be_mended_is_said_in_every_language(
    new_visitor: Callable[..., HtmxVisitor], offer: OfferToAnswer, language: str
) -> None:
    answering = Answering(new_visitor(language), offer)
    answering.begin()
    french = "Écrivez un numéro de téléphone ou une adresse e-mail, au choix."
    page = answering.answer("contact", expect=422, phone="", email="")
    assert page.find(class_="field-error")
    with i18n.use(i18n.LOCALES[language]):
        assert i18n.gettext_(french) in page.text
    answering.answer("contact", expect=422, phone="12")


_TEXT = st.text(max_size=30)
_ACTION = st.tuples(
    st.sampled_from([*EVERY_STEP, "check", "question-9", "nowhere", ""]),
    st.sampled_from(["continue", "back", "skip", "keep", "add", "remove"]),
    st.dictionaries(
        st.sampled_from(
            ["ways", "text", "phone", "email", "name", "wish", "note", "helper", "moments"]
            + ["language", "received-voice", "received-cv", "remove"]
        ),
        st.one_of(_TEXT, st.sampled_from(["voice", "cv", PHONE, "noor@example.org", "part"])),
        max_size=4,
    ),
)


@settings(
    max_examples=30,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(actions=st.lists(_ACTION, max_size=10))
def test_no_order_of_steps_breaks_anything(
    new_visitor: Callable[..., HtmxVisitor],
    offer: OfferToAnswer,
    house: House,
    actions: list[tuple[str, str, dict[str, str]]],
) -> None:
    answering = Answering(new_visitor(), offer)
    visitor = answering.visitor
    first = visitor.get(answering.root)
    if "csrf_token" not in first.html:
        return
    csrf = first.one("input", name="csrf_token").get("value")
    for step, press, values in actions:
        url = f"{answering.root}/{step}".rstrip("/")
        seen = visitor.fetch(url)
        assert seen.status_code < 500
        data = {**values, "csrf_token": csrf}
        if press != "continue":
            data.setdefault(press, "1")
        headers = {"Referer": visitor.base_url + url}
        answered = visitor.fetch(url, "POST", data=data, headers=headers)
        assert answered.status_code < 500, (step, press, values)
        assert answered.status_code != 400, "the form was refused before being read"


def test_a_draft_follows_the_language_chosen_on_the_way(
    answering: Answering, backstage: Session
) -> None:
    answering.begin("letter")
    newest = Application.created_at.desc()
    draft = backstage.scalars(select(Application).order_by(newest).limit(1)).one()
    before = draft.locale
    answering.visitor.get(f"{answering.root}/letter?lang=ps")
    backstage.refresh(draft)
    assert (before, draft.locale) == ("fr", "fr")
    answering.answer("letter", letter="زه غواړم کار وکړم.")
    backstage.refresh(draft)
    assert draft.locale == "ps"
