"""What becomes of an answer, read and acted upon through its link."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import av
import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.files import actions as files
from portal.files.enums import FilePurpose
from portal.files.models import StoredFile
from portal.jobs.actions import applying
from portal.jobs.actions import following as actions
from portal.jobs.actions.offers import close_offer
from portal.jobs.enums import (
    ApplicationState,
    Author,
    CallMoment,
    CloseReason,
    EventKind,
    PartKind,
    TimeWish,
)
from portal.jobs.models import (
    Application,
    ApplicationEvent,
    ApplicationMessage,
    ApplicationPart,
    CallbackRequest,
    PublishedOffer,
)
from portal.jobs.queries.applications import OfferToAnswer
from portal.kernel import clock
from portal.kernel.db import Database
from portal.kernel.i18n import LOCALES, _, use
from portal.people.models import Person
from tests.factories.applications import PHONE, Candidate, begin, send, submit
from tests.factories.documents import photo
from tests.factories.house import House
from tests.factories.offers import actor_of, open_session
from tests.factories.people import make_person
from tests.factories.recordings import recording
from tests.support.client import Answer, Visitor
from tests.support.drawn import says
from tests.support.htmx import HtmxVisitor
from tests.support.page import words


@pytest.fixture
def sent(database: Database, settings: Settings, offer: OfferToAnswer) -> Candidate:
    with database.session() as session:
        someone = send(session, settings, offer)
        session.commit()
    return someone


class Following:
    def __init__(self, visitor: Visitor, someone: Candidate) -> None:
        self.visitor, self.root = visitor, f"/follow/{someone.token}"

    def see(self, page: str = "", expect: int = 200) -> Answer:
        return self.visitor.get(f"{self.root}/{page}".rstrip("/"), expect)

    def press(self, action: str) -> Answer:
        return self.visitor.submit(self.see().form(f"{self.root}/{action}"))


@pytest.fixture
def following(visitor: HtmxVisitor, sent: Candidate) -> Following:
    return Following(visitor, sent)


def test_a_wrong_token_opens_nothing(visitor: HtmxVisitor, following: Following) -> None:
    following.see()
    for token in ("a" * 32, "x", following.root[-32:-1] + "a"):
        page = visitor.get(f"/follow/{token}", 404)
        assert "Ce lien est peut-être coupé" in page.text
        assert page.link("Tapez votre code") == "/follow"
        offered = [words(link) for link in page.one("main").iter("a")]
        assert "Se connecter" not in offered, "nobody needs an account for that"


def test_its_code_leads_back_to_it(following: Following) -> None:
    """On another phone, or printed: exactly this link."""
    [svg] = re.findall(r'<svg[^>]*class="qr-code".*?</svg>', following.see().html, re.DOTALL)
    assert says(svg, f"{following.visitor.base_url}{following.root}")
    assert not says(svg, f"{following.visitor.base_url}/follow")


def test_the_page_is_neutral_and_stays_nowhere(following: Following, offer: OfferToAnswer) -> None:
    page = following.see()
    assert page.headers["Cache-Control"] == "no-store"
    assert page.title.startswith("La suite de votre message")
    for word in ("candidature", offer.title, offer.structure):
        assert word not in page.title
    assert page.link("Quitter cette page").startswith("https://")
    assert "Vous aurez une réponse au plus tard le" in page.text


def test_the_story_speaks_the_persons_language_unless_they_choose(
    new_visitor: Callable[..., HtmxVisitor],
    database: Database,
    settings: Settings,
    offer: OfferToAnswer,
) -> None:
    with database.session() as session:
        someone = send(session, settings, offer, locale="ps")
        session.commit()
    page = new_visitor("fr").get(f"/follow/{someone.token}")
    assert page.one("html").get("lang") == "ps"
    page = new_visitor("ps").get(f"/follow/{someone.token}?lang=en")
    assert page.one("html").get("lang") == "en"


def _translate_title(backstage: Session, offer: OfferToAnswer, text: str) -> None:
    published = backstage.get_one(PublishedOffer, offer.id)
    published.card = published.card | {"translations": {"ps": {"title": text}}}
    backstage.commit()


def test_what_was_answered_bears_its_name_in_the_language_of_the_page(
    following: Following, offer: OfferToAnswer, backstage: Session
) -> None:
    """Translated, or else said to be French beside a sentence that says what it is."""
    page = following.see("?lang=ps")
    title = next(one for one in page.find("bdi") if words(one) == offer.title)
    assert (title.get("lang"), title.get("dir")) == ("fr", "ltr")
    with use(LOCALES["ps"]):
        whose = _("Offre d’emploi de %(structure)s, %(place)s", structure=offer.structure, place="")
    assert whose.split(offer.structure)[0].strip("\u2068") in page.text
    assert "Paris" in page.text
    _translate_title(backstage, offer, "ملګری کارګر")
    page = following.see("?lang=ps")
    assert "ملګری کارګر" in page.text
    assert offer.title not in page.text


def test_what_one_agreed_to_keeps_its_own_direction(
    following: Following, sent: Candidate, backstage: Session
) -> None:
    agreed = backstage.get_one(Application, sent.application_id).consent_text
    page = following.see("?lang=ps")
    assert agreed in {words(one) for one in page.find("bdi")}


def test_what_was_answered_keeps_its_name_once_the_offer_is_over(
    following: Following, offer: OfferToAnswer, house: House, database: Database, backstage: Session
) -> None:
    _translate_title(backstage, offer, "ملګری کارګر")
    actor = actor_of(house)
    with open_session(database, actor) as session:
        close_offer(session, actor, offer.id, CloseReason.FILLED)
        session.commit()
    assert "ملګری کارګر" in following.see("?lang=ps").text
    page = following.see("?lang=fr")
    assert offer.title in page.text
    assert "L’offre n’est plus en ligne" in page.text
    assert "vous aurez une réponse" in page.text
    assert "n’est plus en ligne" not in following.press("withdraw").text


@pytest.mark.parametrize("language", LOCALES)
def test_every_page_speaks_every_language(following: Following, language: str) -> None:
    for page in ("", "reply", "add", "reach"):
        url = f"{following.root}/{page}".rstrip("/") + f"?lang={language}"
        assert following.visitor.get(url).one("html").get("lang") == language


def test_the_story_tells_what_happened_on_both_sides(
    following: Following, sent: Candidate, offer: OfferToAnswer, backstage: Session
) -> None:
    now = clock.now()
    common = {"organisation_id": offer.organisation_id, "application_id": sent.application_id}
    backstage.add_all(
        [
            ApplicationEvent(
                **common, at=now, kind=EventKind.OPENED, author=Author.STRUCTURE, person_name="Rita"
            ),
            ApplicationEvent(
                **common,
                at=now + timedelta(minutes=1),
                kind=EventKind.MOVED,
                author=Author.STRUCTURE,
                from_state="received",
                to_state="interview",
                data={
                    "text": "Venez nous voir.",
                    "language": "fr",
                    "interview_on": "2026-12-03T13:30:00+00:00",
                },
            ),
            ApplicationEvent(
                **common,
                at=now + timedelta(minutes=2),
                kind=EventKind.REMINDED,
                author=Author.PORTAL,
                for_candidate=False,
            ),
            ApplicationMessage(
                **common,
                at=now + timedelta(minutes=3),
                author=Author.STRUCTURE,
                person_name="Rita",
                body="À bientôt <b>",
                language="fr",
            ),
        ]
    )
    backstage.commit()
    page = following.see()
    titles = ["".join(h.itertext()).strip() for h in page.find("h3", class_="timeline-title")]
    assert titles == [
        "Votre message est arrivé",
        f"Ouvert par Rita, {offer.structure}",
        "On vous propose un entretien le jeudi 3 décembre 2026 à 14:30",
        f"Rita, {offer.structure}, vous a écrit",
    ]
    assert "Venez nous voir." in page.text
    assert "À bientôt <b>" in page.text


def test_replying_by_voice_and_in_writing(
    following: Following, run_jobs: Callable[[], None]
) -> None:
    page = following.visitor.submit(following.see("reply").form(), expect=422)
    assert "Écrivez quelques mots, ou enregistrez votre voix." in page.text
    page = following.visitor.submit(
        following.see("reply").form(),
        body="Merci",
        answer=(recording("safari.mp4"), "voice.mp4"),
    )
    assert "Votre message est parti." in page.text
    run_jobs()
    page = following.see()
    assert "Merci" in page.text
    assert page.find("audio")


def test_a_reply_pressed_twice_is_sent_once(
    following: Following, sent: Candidate, backstage: Session
) -> None:
    """Without a script, each press brings the recording anew."""
    form = following.see("reply").form()
    stored = len(backstage.scalars(select(StoredFile.id)).all())
    for _press in range(2):
        said = recording("safari.mp4"), "voice.mp4"
        following.visitor.submit(form, body="Merci", answer=said)
    backstage.rollback()
    theirs = ApplicationMessage.application_id == sent.application_id
    assert len(backstage.scalars(select(ApplicationMessage).where(theirs)).all()) == 1
    assert len(backstage.scalars(select(StoredFile.id)).all()) == stored + 1
    # Other words on the page one came back to are another message.
    following.visitor.submit(form, body="À demain")
    backstage.rollback()
    assert len(backstage.scalars(select(ApplicationMessage).where(theirs)).all()) == 2


def test_changing_how_to_be_reached(
    following: Following, sent: Candidate, backstage: Session
) -> None:
    page = following.visitor.submit(following.see("reach").form(), expect=422, phone="12")
    assert "Ce numéro n’est pas complet" in page.text
    following.visitor.submit(
        following.see("reach").form(), phone="", email="n@example.org", locale="ps"
    )
    backstage.rollback()
    found = backstage.get(Application, sent.application_id)
    assert found
    assert (found.contact_phone, found.contact_email, found.locale) == ("", "n@example.org", "ps")


def test_messages_follow_the_language_of_the_page(
    following: Following, sent: Candidate, backstage: Session
) -> None:
    page = following.visitor.get(f"{following.root}?lang=fa-AF")
    following.visitor.submit(page.form(f"{following.root}/language"))
    backstage.rollback()
    found = backstage.get(Application, sent.application_id)
    assert found
    assert found.locale == "fa-AF"


@pytest.mark.parametrize(
    ("tag", "language"), [("ps", "fr"), ("en", "fr"), ("fr-x-simple", "fr"), ("fr", None)]
)
def test_a_question_of_the_structure_says_that_it_is_french(
    visitor: HtmxVisitor,
    database: Database,
    settings: Settings,
    offer: OfferToAnswer,
    tag: str,
    language: str | None,
) -> None:
    """It is kept as it was asked, whatever the page speaks."""
    [question] = offer.questions
    with database.session() as session:
        someone = begin(session, settings, offer, ways=("letter",))
        applying.write_answer(session, someone.actor, someone.application_id, question, "Oui.")
        applying.give_contact(session, someone.actor, someone.application_id, phone=PHONE, email="")
        submit(session, someone, offer)
        session.commit()
    page = visitor.get(f"/follow/{someone.token}?lang={tag}")
    (asked,) = [one for one in page.find("bdi") if words(one) == question.text]
    assert (asked.get("lang"), asked.get("dir")) == (language, "ltr" if language else None)


def test_a_language_chosen_here_is_that_of_the_messages(
    following: Following, sent: Candidate, backstage: Session
) -> None:
    """Pressed only: what follows the links of a mail before one does chooses nothing."""

    def spoken() -> str:
        backstage.rollback()
        return backstage.get_one(Application, sent.application_id).locale

    before = spoken()
    following.visitor.get(f"{following.root}?lang=ar")
    for part in ("", "reply", "add", "reach"):
        assert not [link for link in following.see(part).links.values() if "lang=" in link]
    assert spoken() == before
    page = following.see("reply")
    page = following.visitor.submit(page.form(f"{following.root}/language"), lang="ps")
    assert spoken() == "ps"
    assert page.url.startswith(f"{following.root}/reply")
    assert page.one("html").get("lang") == "ps"
    # A tag nobody knows is that of the page.
    following.visitor.submit(page.form(f"{following.root}/language"), lang="zz")
    assert spoken() == "ps"


@pytest.mark.parametrize("part", ["", "/reply", "/reach"])
def test_whoever_is_signed_in_finds_their_space_and_account_here(
    part: str,
    following: Following,
    backstage: Session,
    settings: Settings,
    signed_in: Callable[[Person], HtmxVisitor],
) -> None:
    karim = make_person(backstage, settings, "Karim", "06 39 98 03 03")
    backstage.commit()
    own = {"Mon espace": "/my", "Mon compte": "/account"}
    known, unknown = signed_in(karim), following.visitor
    for path in ("/follow", f"{following.root}{part}"):
        assert own.items() <= known.get(path).links.items()
        assert not own.items() & unknown.get(path).links.items()


@pytest.fixture
def calling(
    visitor: HtmxVisitor, database: Database, settings: Settings, offer: OfferToAnswer
) -> Following:
    """Somebody who told everything there is to tell, and asked to be called back."""
    with database.session() as session:
        someone = begin(session, settings, offer, ways=("voice", "callback"))
        actor, draft = someone.actor, someone.application_id
        applying.say_name(session, actor, draft, "Noor <b>")
        applying.wish_time(session, actor, draft, TimeWish.PART, "pas le mercredi")
        applying.wish_adjustment(session, actor, draft, "Une pièce calme")
        applying.say_who_helped(session, actor, draft, "un ami")
        applying.give_contact(session, actor, draft, phone=PHONE, email="")
        applying.ask_for_a_call(
            session,
            actor,
            draft,
            phone=PHONE,
            moments=[CallMoment.MORNING],
            note="après le cours",
            language="ps",
        )
        submit(session, someone, offer)
        session.commit()
    return Following(visitor, someone)


def test_everything_that_was_sent_can_be_read_again(calling: Following) -> None:
    page = calling.see()
    for said in (
        "Noor <b>",
        "Temps partiel",
        "pas le mercredi",
        "Une pièce calme",
        "un ami",
        "06 39 98 12 34",
        "Le matin",
        "après le cours",
        "پښتو",
    ):
        assert said in page.text.replace("\u00a0", " "), said


def test_the_person_changes_or_cancels_the_call_they_asked_for(
    calling: Following, backstage: Session
) -> None:
    page = calling.visitor.click(calling.see(), "Changer ou annuler l’appel")
    assert page.form(name="phone").data({})
    bad = calling.visitor.submit(page.form(), expect=422, phone="06")
    assert "Ce numéro n’est pas complet" in bad.text
    page = calling.visitor.submit(
        calling.see("call").form(),
        phone="06 39 98 00 00",
        moments=["evening"],
        note="",
        language="fr",
    )
    assert "06 39 98 00 00" in page.text.replace("\u00a0", " ")
    assert "Vous avez changé l’appel demandé" in page.text
    page = calling.visitor.submit(calling.see("call").form(), "cancel", phone="")
    assert "Vous avez annulé l’appel demandé" in page.text
    backstage.rollback()
    callback = backstage.scalars(select(CallbackRequest)).all()
    assert [one.state for one in callback if one.phone == "+33639980000"] == ["given_up"]
    assert "Changer ou annuler l’appel" not in page.text
    calling.see("call", 404)


def test_nobody_changes_a_call_that_was_never_asked_for(following: Following) -> None:
    following.see("call", 404)


def test_photos_added_later_become_one_document(
    following: Following, sent: Candidate, backstage: Session, run_jobs: Callable[[], None]
) -> None:
    page = following.visitor.submit(
        following.see("add").form(),
        photo=[(photo("jpeg"), "1.jpg"), (photo("png"), "2.png")],
    )
    assert "Votre document est parti." in page.text
    run_jobs()
    backstage.rollback()
    added = backstage.scalars(
        select(StoredFile)
        .join(ApplicationPart, ApplicationPart.file_id == StoredFile.id)
        .where(ApplicationPart.application_id == sent.application_id)
    ).all()
    assert [(one.state, one.page_count) for one in added] == [("ready", 2)]
    assert added[0].released_at


def test_photos_added_twice_are_there_once(
    database: Database, sent: Candidate, offer: OfferToAnswer
) -> None:
    with database.session() as session:
        given = [
            files.receive_whole(
                session,
                sent.actor,
                FilePurpose.CV,
                offer.organisation_id,
                "page.jpg",
                BytesIO(photo("jpeg")),
            )
            for _page in range(2)
        ]
        for _again in range(2):
            actions.add_files(session, sent.actor, sent.application_id, PartKind.CV, given)
        parts = session.scalars(
            select(ApplicationPart).where(ApplicationPart.application_id == sent.application_id)
        ).all()
        assert len(parts) == 1


def test_withdrawing_asks_once_and_ends_it(following: Following) -> None:
    page = following.press("withdraw")
    assert "Vous avez retiré votre réponse." in page.text
    forms = {form.get("action") for form in page.find("form")}
    assert f"{following.root}/withdraw" not in forms
    refused = following.see("reply", 409)
    assert refused.heading == "Ce n’est plus possible"  # nobody else changed that page
    assert "Quelque chose a changé entre-temps." in refused.text


def test_after_a_yes_one_may_write_and_change_ones_mind(
    following: Following, sent: Candidate, backstage: Session
) -> None:
    application = backstage.get(Application, sent.application_id)
    assert application
    for state in ("interview", "offered", "accepted"):
        application.state = ApplicationState(state)
        application.waiting_for_answer = False
        backstage.flush()
    backstage.commit()
    page = following.see()
    assert "Vous prenez le poste." in page.text
    assert "Ajouter un document" not in page.text
    following.see("add", 409)
    page = following.visitor.submit(
        following.see("reply").form(), answer=(recording("whatsapp.opus"), "m.opus")
    )
    assert "Votre message est parti." in page.text
    page = following.press("withdraw")
    assert "Vous avez retiré votre réponse." in page.text


def test_a_voice_is_sent_in_pieces_after_a_no(
    following: Following, sent: Candidate, backstage: Session
) -> None:
    application = backstage.get(Application, sent.application_id)
    assert application
    application.state, application.decline_kind = ApplicationState.DECLINED, "post"
    application.waiting_for_answer = False
    backstage.commit()
    assert following.see().link("Voir les autres offres") == "/offers"
    page = following.visitor.get("/follow")
    begun = following.visitor.fetch(
        following.root.replace("/follow/", "/uploads/"),
        "POST",
        headers={
            "Upload-Purpose": "message",
            "Upload-Length": "100",
            "X-CSRFToken": page.one("input", name="csrf_token").get("value") or "",
            "Referer": f"{following.visitor.base_url}/follow",
        },
    )
    assert begun.status_code == 201


def test_erasing_everything_then_the_link_says_so(following: Following, sent: Candidate) -> None:
    page = following.press("erase")
    assert page.heading == "Tout est effacé"
    assert page.link("Voir les offres") == "/offers", "not a dead end"
    assert PHONE not in page.html
    assert following.see().heading == "Tout est effacé"


def test_answers_to_what_the_structure_asks(
    following: Following, sent: Candidate, backstage: Session
) -> None:
    backstage.execute(
        update(Application)
        .where(Application.id == sent.application_id)
        .values(pool_asked_at=clock.now())
    )
    backstage.commit()
    page = following.see()
    assert "La structure peut-elle garder votre réponse ?" in page.text
    page = following.visitor.submit(page.form(f"{following.root}/pool"), press="yes")
    assert "C’est noté. Vous pouvez changer d’avis ici" in page.text
    assert "Ne plus garder ma réponse pour plus tard" in page.text
    page = following.visitor.submit(page.form(f"{following.root}/pool"), press="no")
    assert "rien n’est gardé" in page.text


def test_an_offered_post_is_accepted_in_one_press(
    following: Following, sent: Candidate, backstage: Session
) -> None:
    for state in ("in_review", "offered"):
        backstage.execute(
            update(Application)
            .where(Application.id == sent.application_id)
            .values(state=state, waiting_for_answer=False)
        )
    backstage.commit()
    page = following.press("accept")
    assert "Vous prenez le poste." in page.text


def test_a_link_goes_into_an_account(
    signed_in: Callable[..., HtmxVisitor],
    sent: Candidate,
    backstage: Session,
    settings: Settings,
    offer: OfferToAnswer,
) -> None:
    noor = Following(signed_in(make_person(backstage, settings, "Noor", PHONE)), sent)
    noor.press("claim")
    page = noor.visitor.get("/my/applications?lang=ps")
    link = next(one for one in page.find("a") if words(one) == offer.title)
    assert (link.get("lang"), link.get("dir")) == ("fr", "auto")
    page = noor.visitor.get("/my/applications?lang=fr")
    assert f"Offre d’emploi de {offer.structure}, Paris" in page.text
    page = noor.visitor.click(page, offer.title)
    assert page.heading == "La suite de votre message"


def test_what_was_said_aloud_by_link_comes_with_all_of_one_s_record(
    signed_in: Callable[..., HtmxVisitor],
    sent: Candidate,
    backstage: Session,
    settings: Settings,
    run_jobs: Callable[[], None],
) -> None:
    """A real recording, sealed under the link it was given with, once the link is in the account;
    and in nobody else's archive.
    """
    noor = Following(signed_in(make_person(backstage, settings, "Noor", PHONE)), sent)
    other = signed_in(make_person(backstage, settings, "Karim", "+33639981299"))
    noor.visitor.submit(noor.see("reply").form(), answer=(recording("whatsapp.opus"), "m.opus"))
    run_jobs()
    assert not aloud(noor.visitor), "not theirs before it is in their account"
    noor.press("claim")
    (sound,) = aloud(noor.visitor)
    with av.open(BytesIO(sound)) as played:
        assert played.streams.audio[0].codec_context.name == "aac"
    assert aloud(other) == []


def aloud(browser: Visitor) -> list[bytes]:
    """The recordings given with applications, of all of one's record."""
    archive = ZipFile(BytesIO(browser.fetch("/my/record/everything").data))
    lines = json.loads(archive.read("applications.json"))
    named = {one["file"] for line in lines for one in (*line["given"], *line["messages"])} - {None}
    assert named == {name for name in archive.namelist() if "candidature" in name}
    return [archive.read(name) for name in sorted(named)]


def test_a_code_copied_on_paper_opens_the_page(visitor: HtmxVisitor, following: Following) -> None:
    token = following.root.rsplit("/", 1)[1]
    groups = " ".join(token[at : at + 4] for at in range(0, 32, 4)).upper()
    for typed in (groups, f"https://portail.example.org/follow/{token}/"):
        page = visitor.submit(visitor.get("/follow").form(), code=typed)
        assert page.heading == "La suite de votre message"
    visitor.submit(visitor.get("/follow").form(), expect=422, code="  ")
    page = visitor.submit(visitor.get("/follow").form(), expect=422, code="nothing")
    assert "Vérifiez chaque lettre" in page.text


def test_the_link_of_a_draft_goes_on_with_the_draft(
    new_visitor: Callable[..., HtmxVisitor],
    database: Database,
    settings: Settings,
    offer: OfferToAnswer,
) -> None:
    with database.session() as session:
        someone = begin(session, settings, offer)
        session.commit()
    visitor = new_visitor()
    page = visitor._land(visitor.fetch(f"/follow/{someone.token}"), 200)
    assert page.heading == "Vous avez commencé à répondre"
