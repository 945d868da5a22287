"""Asking to come to a session, without JavaScript: dates, questions, what is sent, what follows."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from pypdf import PdfReader
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.kernel import clock
from portal.kernel.db import Database
from portal.kernel.i18n import LOCALES
from portal.organisations.enums import Role
from portal.people.models import Person
from portal.trainings import register_links
from portal.trainings.actions import registrations, selection, sessions, venues
from portal.trainings.enums import RegistrationState, SessionRole, WhoseTime
from portal.trainings.models import (
    PublishedTraining,
    Registration,
    RegistrationNeed,
    TrainingSession,
)
from portal.trainings.queries import published
from portal.trainings.tasks import joining
from tests.factories.house import House, build_training_house
from tests.factories.joining import Asker, ask, open_dates
from tests.factories.people import make_person
from tests.factories.recordings import recording
from tests.factories.trainings import officer_of, open_session, publish_training, tell_in
from tests.support import sql
from tests.support.client import Answer, Visitor
from tests.support.htmx import HtmxVisitor
from tests.support.outbox import Outbox
from tests.support.page import words
from tests.support.published import forget_trainings

PHONE = "06 39 98 12 34"
VOICE = (recording("whatsapp.opus"), "PTT-20261120.opus")
S = RegistrationState


class School:
    """A federation with a public training, and the sessions it opens."""

    def __init__(self, database: Database, house: House) -> None:
        self.database = database
        self.writer = officer_of(house.federation, house.federal_writer, Role.WRITER)
        reader = officer_of(house.federation, house.federal_officer)
        with open_session(database, self.writer) as session:
            self.training = publish_training(
                session,
                self.writer,
                reader,
                title="Devenir pair",
                passport={"step_free": "yes", "lift": "no"},
            )
            session.commit()
        self.page = f"/trainings/{self.training.slug}"

    def open(self, **values: Any) -> TrainingSession:
        with open_session(self.database, self.writer) as session:
            found = open_dates(session, self.writer, self.training, **values)
            session.commit()
            return found

    def acting(self, act: Callable[..., object], *arguments: object) -> None:
        with open_session(self.database, self.writer) as session:
            act(session, self.writer, *arguments)
            session.commit()

    def join(self, dates: TrainingSession) -> str:
        return f"{self.page}/join/{dates.id}"


@pytest.fixture
def school(database: Database, backstage: Session) -> Iterator[School]:
    house = build_training_house(backstage, "ecole")
    forget_trainings(backstage)
    yield School(database, house)
    published.many.clear()


class Joining:
    """Somebody in front of the pages of one session."""

    def __init__(self, visitor: Visitor, root: str) -> None:
        self.visitor, self.root = visitor, root

    def see(self, step: str, expect: int = 200) -> Answer:
        return self.visitor.get(f"{self.root}/{step}", expect)

    def begin(self) -> Answer:
        return self.visitor.submit(self.visitor.get(self.root).form())

    def answer(
        self, step: str, press: str | None = None, expect: int = 200, **values: Any
    ) -> Answer:
        return self.visitor.submit(self.see(step).form(), press, expect=expect, **values)

    def send(self, *steps: str) -> Answer:
        """From the first page to the receipt; the steps after the contact are skipped."""
        self.begin()
        self.answer("name", name="Zahra")
        self.answer("contact", phone=PHONE)
        for step in steps or ("words", "needs"):
            self.answer(step, "skip")
        return self.visitor.submit(self.see("check").form())


def only(backstage: Session) -> Registration:
    """The one registration of this house's training that is not the house's own."""
    backstage.rollback()
    found = select(Registration).where(Registration.training_title == "Devenir pair")
    return backstage.scalars(found).one()


def test_the_page_of_a_training_tells_its_dates(
    school: School, visitor: HtmxVisitor, database: Database, settings: Settings
) -> None:
    page = visitor.get(school.page)
    assert "Aucune date n’est encore connue" in page.text
    first = clock.today() + timedelta(days=21)
    open_to_all = school.open(places=3, passport={"lift": "yes", "step_free": "yes"})
    full = school.open(places=1, starts_on=first + timedelta(days=30))
    ask(database, settings, full.id)
    chosen = school.open(chooses=True, online=True, venue="", city="", starts_on=first)
    gone = school.open(starts_on=first + timedelta(days=60))
    school.acting(sessions.cancel_session, gone.id, "Salle fermée")
    page = visitor.get(school.page)
    for said in ("Encore 3 places.", "il y a une liste d’attente", "choisit après avoir parlé"):
        assert said in page.text
    assert "de 09:00 à 12:30, de 13:30 à 17:00" in page.text
    assert "Maison des associations, Lille" in page.text
    assert "À distance, par internet" in page.text
    assert "Salle fermée" in page.text
    asked = {link.get("href") for link in page.find("a")}
    assert school.join(gone) not in asked
    assert asked >= {school.join(dates) for dates in (open_to_all, full, chosen)}
    differs = page.text[page.text.index("Accessibilité à ces dates") :][:60]
    assert "Ascenseur" in differs
    assert "Accès sans marche" not in differs
    assert "Prochaine date" in visitor.get("/trainings").text


def test_dates_cost_the_list_one_question(
    school: School, visitor: HtmxVisitor, database: Database
) -> None:
    def asked() -> int:
        with sql.statements(database.engine) as found:
            visitor.get("/trainings?q=devenir")
        return len(found)

    visitor.get("/trainings?q=devenir")
    before = asked()
    for days in (10, 20, 30):
        school.open(starts_on=clock.today() + timedelta(days=days))
    assert asked() == before


def test_joining_by_voice_without_an_account(
    school: School,
    visitor: HtmxVisitor,
    backstage: Session,
    settings: Settings,
    run_jobs: Callable[[], None],
    outbox: Outbox,
) -> None:
    dates = school.open(places=2)
    joining = Joining(visitor, school.join(dates))
    assert joining.begin().heading == "Comment voulez-vous qu’on vous appelle ?"
    joining.answer("name", name="Zahra")
    page = joining.answer("contact", phone=PHONE)
    assert page.heading == "Voulez-vous dire quelque chose ?"
    visitor.submit(page.form(), voice=VOICE, words="Bonjour")
    page = joining.answer("needs", language="ps", senses=["simple_documents"], words="Une pause")
    assert page.heading == "Relisez avant d’envoyer"
    for said in (PHONE.replace(" ", "\u00a0"), "Bonjour", "Documents en français simple"):
        assert said in page.text or said.replace("\u00a0", " ") in page.text
    assert "Un interprète : پښتو" in page.text.replace("\u2068", "").replace("\u2069", "")
    run_jobs()
    page = visitor.submit(joining.see("check").form())
    assert page.heading == "Votre demande est bien arrivée"
    assert "Votre place est confirmée." in page.text
    sent = only(backstage)
    assert (sent.state, sent.name, sent.words) == (S.CONFIRMED, "Zahra", "Bonjour")
    assert sent.consent_text.startswith("J’envoie ce qui est sur cette page à ")
    assert "effacé 14 jours après la session" in sent.consent_text
    assert "3 ans au plus" in sent.consent_text
    need = backstage.get_one(RegistrationNeed, sent.id)
    assert need.lines == {"simple_documents": "yes", "interpreter": "yes"}
    assert (need.language, need.words) == ("ps", "Une pause")
    assert "pause" not in str(sent.draft)
    run_jobs()
    [sms] = outbox.to("+33639981234")
    link = register_links.address(settings, sent.id, 1)
    assert link in sms.text
    assert link in page.links.values()
    story = visitor.get(link.removeprefix(settings.base_url))
    voice = story.find("audio")[0].get("src")
    assert voice
    assert visitor.fetch(voice).status_code == 200


def test_sent_twice_it_is_one(school: School, visitor: HtmxVisitor, backstage: Session) -> None:
    joining = Joining(visitor, school.join(school.open()))
    joining.begin()
    assert visitor.get(joining.root).heading == "Vous avez commencé à demander à venir"
    joining.answer("name", name="Zahra")
    joining.answer("contact", phone=PHONE)
    for step in ("words", "needs"):
        joining.answer(step, "skip")
    form = joining.see("check").form()
    visitor.submit(form)
    page = visitor.submit(form)
    assert page.heading == "Votre demande est bien arrivée"
    assert only(backstage).state == S.CONFIRMED


def test_a_landline_is_warned_about(school: School, visitor: HtmxVisitor) -> None:
    joining = Joining(visitor, school.join(school.open()))
    joining.begin()
    joining.answer("name", name="Zahra")
    page = joining.answer("contact", phone="01 99 00 12 34")
    assert "On pourra seulement vous appeler" in page.text
    assert "Ce numéro ne reçoit pas de SMS" in joining.see("check").text


def test_nobody_is_sent_without_a_name_or_a_way_to_be_reached(
    school: School, visitor: HtmxVisitor
) -> None:
    joining = Joining(visitor, school.join(school.open()))
    joining.begin()
    assert joining.answer("name", expect=422, name="").find(class_="error-summary")
    joining.answer("name", name="Zahra")
    page = joining.answer("contact", expect=422, phone="12", email="")
    assert page.by_id("phone").get("value") == "12"
    assert "Il manque votre nom ou un moyen de vous joindre" in joining.see("check").text


def test_questions_of_the_organiser_may_be_passed(
    school: School, visitor: HtmxVisitor, backstage: Session
) -> None:
    questions = [{"id": "a", "text": "Quels jours ?"}, {"id": "b", "text": "Pourquoi ?"}]
    joining = Joining(visitor, school.join(school.open(questions=questions, chooses=True)))
    joining.begin()
    joining.answer("name", name="Zahra")
    joining.answer("contact", email="zahra@example.org")
    assert joining.answer("words", "skip").heading == "Quels jours ?"
    joining.answer("question-1", text="Lundi")
    joining.answer("question-2", "skip")
    joining.answer("needs", "skip")
    page = visitor.submit(joining.see("check").form())
    assert "L’organisme vous contacte pour parler avec vous." in page.text
    sent = only(backstage)
    assert sent.state == S.RECEIVED
    assert [one["text"] for one in sent.answers] == ["Lundi"]


@pytest.mark.parametrize(
    ("whose", "email", "wanted"),
    [
        ("employer", "chef@example.org", (WhoseTime.EMPLOYER, "asked")),
        ("no_employer", "", (WhoseTime.NO_EMPLOYER, "")),
        ("own", "chef@example.org", (WhoseTime.OWN, "")),
    ],
)
def test_the_employer_is_asked_only_where_one_says_so(
    school: School,
    visitor: HtmxVisitor,
    backstage: Session,
    whose: str,
    email: str,
    wanted: tuple[WhoseTime, str],
) -> None:
    joining = Joining(visitor, school.join(school.open(asks_employer=True)))
    joining.begin()
    joining.answer("name", name="Zahra")
    joining.answer("contact", phone=PHONE)
    joining.answer("words", "skip")
    joining.answer("needs", "skip")
    page = joining.answer("employer", expect=422, whose="employer", email="")
    assert "Écrivez l’adresse e-mail de qui décide" in page.text
    page = joining.answer("employer", whose=whose, email=email)
    assert ("Mon employeur lit mon nom" in page.text) == (whose == "employer")
    visitor.submit(page.form())
    sent = only(backstage)
    assert (sent.whose_time, sent.agreement.value) == wanted
    assert (sent.agreement_digest is not None) == (whose == "employer")


def test_a_session_that_closes_meanwhile_keeps_what_was_typed(
    school: School, visitor: HtmxVisitor, backstage: Session
) -> None:
    dates = school.open()
    joining = Joining(visitor, school.join(dates))
    joining.begin()
    joining.answer("name", name="Zahra")
    form = joining.see("contact").form()
    school.acting(sessions.close_session, dates.id)
    page = visitor.submit(form, expect=410, phone=PHONE)
    assert page.heading == "On ne peut plus s’inscrire à cette session"
    assert "n’est pas parti" in page.text
    assert only(backstage).name == "Zahra"
    visitor.submit(page.form(f"{joining.root}/discard"))
    backstage.rollback()
    found = select(Registration).where(Registration.training_title == "Devenir pair")
    assert backstage.scalars(found).all() == []


def test_somebody_signed_in_finds_it_again(
    school: School,
    backstage: Session,
    settings: Settings,
    signed_in: Callable[[Person], HtmxVisitor],
) -> None:
    person = make_person(backstage, settings, "Karim", "+33639981277")
    visitor = signed_in(person)
    assert "Aucune formation pour l’instant" in visitor.get("/my/trainings").text
    joining = Joining(visitor, school.join(school.open()))
    assert joining.begin().by_id("name").get("value") == "Karim"
    joining.answer("name")
    joining.answer("contact")
    for step in ("words", "needs"):
        joining.answer(step, "skip")
    visitor.submit(joining.see("check").form())
    assert only(backstage).contact_phone == "+33639981277"
    mine = visitor.get("/my/trainings")
    assert "Place confirmée" in mine.text
    assert visitor.click(mine, "Devenir pair").heading == "Votre inscription"
    other = signed_in(person)
    again = other._land(other.fetch(joining.root), 200)
    assert again.heading == "Votre demande est bien arrivée"
    last_week = {"day": clock.today() - timedelta(days=7)}
    backstage.execute(
        text("UPDATE training_session SET starts_on = :day, ends_on = :day"), last_week
    )
    backstage.commit()
    mine = visitor.get("/my/trainings")
    assert "Place confirmée" not in mine.text
    page = visitor.click(mine, "Devenir pair")
    assert page.heading == "Votre formation"
    assert visitor.click(page, "Mes formations").heading == "Mes formations"
    assert visitor.click(page, "Votre inscription").heading == "Votre inscription"


@pytest.mark.parametrize("language", [tag for tag in LOCALES if tag != "fr"])
def test_every_page_in_every_language(
    school: School, new_visitor: Callable[..., HtmxVisitor], language: str
) -> None:
    visitor = new_visitor(language)
    dates = school.open(
        asks_employer=True, questions=[{"id": "a", "text": "Quels jours ?"}], places=1
    )
    visitor.get(school.page)
    joining = Joining(visitor, school.join(dates))
    joining.send("words", "question-1", "needs", "employer")


def test_the_name_somebody_translated_stands_above_the_questions(
    school: School, visitor: HtmxVisitor, backstage: Session
) -> None:
    tell_in(backstage, school.training.slug, "ps", title="ملګری کېدل")
    dates = school.open()
    page = visitor.get(f"{school.join(dates)}?lang=ps")
    (about,) = page.find("p", class_="about-offer")
    assert "ملګری کېدل" in words(about)
    assert "Devenir pair" not in words(about)


def test_another_training_s_address_opens_nothing(school: School, visitor: HtmxVisitor) -> None:
    dates = school.open()
    visitor.get(f"/trainings/autre/join/{dates.id}", 404)
    with open_session(school.database, school.writer) as session:
        hidden = sessions.plan_session(
            session,
            school.writer,
            school.training.id,
            {
                "starts_on": clock.today(),
                "ends_on": clock.today(),
                "places": 2,
                "register_until": clock.today(),
            },
        )
        session.commit()
    visitor.get(school.join(hidden), 404)


@pytest.fixture
def asker(school: School, database: Database, settings: Settings) -> Asker:
    """Has the only place of a session."""
    return ask(database, settings, school.open(places=1).id)


def test_who_has_a_place_reads_where_and_when(
    school: School, asker: Asker, visitor: HtmxVisitor, backstage: Session
) -> None:
    session_id = backstage.get_one(Registration, asker.registration_id).session_id
    school.acting(sessions.set_room, session_id, "https://example.org/salle")
    page = visitor.get(f"/registrations/{asker.token}?lang=fr")
    assert "Votre place est confirmée." in page.text
    assert "https://example.org/salle" in page.links.values()
    assert any("openstreetmap.org/search?query=Maison" in url for url in page.links.values())
    answer = visitor.fetch(f"/registrations/{asker.token}/calendar.ics?lang=fr")
    assert answer.mimetype == "text/calendar"
    said = answer.get_data(as_text=True).replace("\r\n ", "")
    assert said.count("BEGIN:VEVENT") == 2
    assert "SUMMARY;LANGUAGE=fr:Rendez-vous" in said
    assert asker.token not in said
    assert "Devenir pair" not in said


@pytest.fixture
def held(school: School, database: Database, settings: Settings) -> Asker:
    """Has a place in a session that is held in one of the federation's places."""
    said: dict[str, Any] = {"name": "Salle du Port", "address": "3 quai"}
    said |= {"postcode": "59000", "city": "Lille"}
    said |= {"directions": "Métro, sortie 2.", "passport": {"lift": "yes"}, "verified_on": None}
    with open_session(database, school.writer) as session:
        venue_id = venues.add_venue(session, school.writer, said).id
        session.commit()
    return ask(database, settings, school.open(venue_id=venue_id, practical="Code 12A.").id)


def test_who_comes_reads_the_place_its_lift_and_a_drawing(
    held: Asker, visitor: HtmxVisitor
) -> None:
    page = visitor.get(f"/registrations/{held.token}?lang=fr")
    assert "Salle du Port, 3 quai, 59000 Lille" in page.text
    answers = [words(answer) for answer in page.find("dd")]
    assert {"Oui d’après la fiche de la formation", "Oui"} <= set(answers)
    assert "On ne sait pas Toilettes adaptées, Salle calme, Boucle magnétique" in page.text
    assert "Métro, sortie 2." in page.text
    (drawn,) = page.find("{http://www.w3.org/2000/svg}svg", role="img")
    assert drawn.get("aria-label") == "Carte de France. Un point montre Lille : au nord du pays."


@pytest.mark.parametrize("tag", LOCALES)
def test_the_convocation_on_paper_says_the_same(
    held: Asker, visitor: HtmxVisitor, tag: str
) -> None:
    answer = visitor.fetch(f"/registrations/{held.token}/convocation/{tag}")
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("application/pdf", "no-store")
    (sheet,) = PdfReader(BytesIO(answer.data)).pages
    read = sheet.extract_text()
    for said in ("Salle du Port", "Lille", "Zahra", "sortie 2", "12A", "GeoNames"):
        assert said in read
    assert held.token not in read
    if tag == "fr":
        assert "Ascenseur : Oui" in read
        assert "Toilettes adaptées : On ne sait pas" in read


def test_a_place_is_offered_taken_and_given_back(
    asker: Asker,
    visitor: HtmxVisitor,
    database: Database,
    settings: Settings,
    backstage: Session,
    run_jobs: Callable[[], None],
) -> None:
    session_id = backstage.get_one(Registration, asker.registration_id).session_id
    second = ask(database, settings, session_id, "B")
    waiting = visitor.get(f"/registrations/{second.token}?lang=fr")
    assert "Vous êtes sur la liste d’attente" in waiting.text
    visitor.get(f"/registrations/{second.token}/calendar.ics", 404)
    first = visitor.get(f"/registrations/{asker.token}?lang=fr")
    withdrawn = visitor.submit(first.form(f"/registrations/{asker.token}/withdraw"))
    assert "C’est annulé." in withdrawn.text
    run_jobs()
    offered = visitor.get(f"/registrations/{second.token}?lang=fr")
    assert "Une place est libre pour vous." in offered.text
    taken = visitor.submit(offered.form(f"/registrations/{second.token}/take"))
    assert "C’est noté : la place est à vous." in taken.text
    assert "Vous avez pris la place" in taken.text


def test_looking_changes_nothing(asker: Asker, visitor: HtmxVisitor, backstage: Session) -> None:
    for end in ("take", "withdraw", "queue", "erase", "language"):
        assert visitor.fetch(f"/registrations/{asker.token}/{end}").status_code == 405
    visitor.get(f"/registrations/{asker.token}?lang=fr")
    found = backstage.get_one(Registration, asker.registration_id)
    assert (found.state, found.version) == (S.CONFIRMED, 2)


def test_needs_are_said_afterwards_and_answered(
    school: School, asker: Asker, visitor: HtmxVisitor, backstage: Session
) -> None:
    root = f"/registrations/{asker.token}"
    visitor.submit(visitor.get(f"{root}/needs?lang=fr").form(), place=["lift"], words="Une rampe")
    page = visitor.get(root)
    assert "Ascenseur" in page.text
    assert "n’a pas encore répondu" in page.text
    session_id = backstage.get_one(Registration, asker.registration_id).session_id
    person = school.writer.person_id
    assert person
    school.acting(sessions.set_staff, session_id, [(person, SessionRole.ARRANGER)])
    school.acting(selection.mark_arranged, asker.registration_id, "La rampe est prête.")
    assert "La rampe est prête." in visitor.get(root).text
    form = visitor.get(f"{root}/needs").form()
    visitor.submit(form, place=None, words="")
    assert "Vous n’avez rien demandé" in visitor.get(root).text


def test_how_to_be_reached_and_the_language_change(
    asker: Asker, visitor: HtmxVisitor, backstage: Session
) -> None:
    root = f"/registrations/{asker.token}"
    page = visitor.get(f"{root}?lang=fr")
    visitor.submit(page.form(f"{root}/language"))
    form = visitor.get(f"{root}/reach").form()
    assert visitor.submit(form, expect=422, phone="", email="").find(class_="error-summary")
    visitor.submit(form, phone="", email="zahra@example.org", locale="fa-AF")
    found = backstage.get_one(Registration, asker.registration_id)
    assert (found.contact_phone, found.contact_email) == ("", "zahra@example.org")
    assert found.locale == "fa-AF"


def test_everything_goes_and_the_link_says_so(
    asker: Asker, visitor: HtmxVisitor, backstage: Session
) -> None:
    root = f"/registrations/{asker.token}"
    page = visitor.get(f"{root}?lang=fr")
    assert visitor.submit(page.form(f"{root}/erase")).heading == "Tout est effacé"
    assert backstage.get_one(Registration, asker.registration_id).name == ""


def test_what_was_asked_without_an_account_goes_into_one_afterwards(
    asker: Asker,
    visitor: HtmxVisitor,
    backstage: Session,
    settings: Settings,
    signed_in: Callable[[Person], HtmxVisitor],
) -> None:
    root = f"/registrations/{asker.token}"
    claims = "Mettre dans mon compte"
    assert claims not in visitor.get(f"{root}?lang=fr").text
    zahra = signed_in(make_person(backstage, settings, "Zahra", "+33639981277"))
    other = signed_in(make_person(backstage, settings, "Karim", "+33639981278"))
    assert "Place confirmée" not in zahra.get("/my/trainings").text
    late = other.get(f"{root}?lang=fr").form(f"{root}/claim")
    page = zahra.get(f"{root}?lang=fr")
    page = zahra.submit(page.form(f"{root}/claim"))
    assert "C’est dans votre compte." in page.text
    assert claims not in page.text
    mine = zahra.click(page, "Mes formations")
    assert zahra.click(mine, "Une formation").heading == "Votre inscription"
    # Whoever holds the link too, and came second, is told so; it stays where it is.
    assert "déjà dans un autre compte" in other.submit(late).text
    assert "Place confirmée" not in other.get("/my/trainings").text
    assert claims not in other.get(f"{root}?lang=fr").text


def test_a_code_typed_by_hand_leads_there(asker: Asker, visitor: HtmxVisitor) -> None:
    page = visitor.submit(visitor.get("/follow").form(), code=asker.token.upper())
    assert page.url.startswith(f"/registrations/{asker.token}")


def test_the_story_is_told_in_the_persons_language(asker: Asker, visitor: HtmxVisitor) -> None:
    page = visitor.get(f"/registrations/{asker.token}")
    assert page.one("html").get("lang") == "ps"


def test_an_employer_answers_and_may_change_their_mind(
    school: School,
    visitor: HtmxVisitor,
    database: Database,
    settings: Settings,
    backstage: Session,
) -> None:
    dates = school.open(asks_employer=True)
    asker = ask(
        database,
        settings,
        dates.id,
        words="Un mot à moi",
        employer_email="chef@example.org",
    )
    link = register_links.agreement_address(settings, asker.registration_id)
    page = visitor.get(link.removeprefix(settings.base_url))
    assert "Zahra demande à suivre « Une formation »" in page.text.replace("\u00a0", " ")
    assert "Un mot à moi" not in page.text
    assert PHONE[-5:] not in page.text
    page = visitor.submit(page.form(), "yes", words="D’accord")
    assert "Accord de l’employeur donné" in page.text
    page = visitor.submit(page.form(), "no", words="Trop de monde absent")
    assert "L’employeur n’est pas d’accord" in page.text
    story = visitor.get(f"/registrations/{asker.token}?lang=fr")
    assert "L’employeur n’est pas d’accord" in story.text
    backstage.execute(
        text("UPDATE training_session SET starts_on = :day WHERE id = :id"),
        {"day": clock.today(), "id": dates.id},
    )
    backstage.commit()
    page = visitor.get(link.removeprefix(settings.base_url))
    assert "la réponse ne change plus" in page.text
    lost = visitor.get(link.removeprefix(settings.base_url) + "a", 404)
    assert "peut vous le redonner" in lost.text
    assert "votre code" not in lost.text
    with time_machine.travel(clock.now() + timedelta(days=60)):
        visitor.get(link.removeprefix(settings.base_url), 404)


def test_nothing_behind_a_link_stays_in_a_cache(
    school: School, database: Database, settings: Settings, visitor: HtmxVisitor
) -> None:
    asker = ask(
        database,
        settings,
        school.open(asks_employer=True).id,
        employer_email="chef@example.org",
    )
    agreement = register_links.agreement_address(settings, asker.registration_id)
    for address in (f"/registrations/{asker.token}", agreement.removeprefix(settings.base_url)):
        answer = visitor.fetch(address)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert "Disallow: /registrations" in visitor.fetch("/robots.txt").text
    lost = visitor.get("/registrations/abcdef", 404)
    assert lost.link("Tapez votre code") == "/follow"


def test_a_recording_is_taken_back_until_it_is_sent(
    school: School,
    visitor: HtmxVisitor,
    settings: Settings,
    backstage: Session,
    run_jobs: Callable[[], None],
) -> None:
    joining = Joining(visitor, school.join(school.open()))
    joining.begin()
    joining.answer("name", name="Zahra")
    joining.answer("contact", phone=PHONE)
    joining.answer("words", voice=VOICE)
    prepared = only(backstage)
    token = register_links.token(settings, prepared.id, 1)
    root, first = f"/uploads/{token}", prepared.file_id
    csrf = str(dict(joining.see("words").form().data({}))["csrf_token"])
    sent = {"X-CSRFToken": csrf, "Referer": visitor.base_url}
    assert visitor.fetch(f"{root}/{first}", "DELETE", sent).status_code == 204
    assert only(backstage).file_id is None
    joining.answer("words", voice=VOICE)
    run_jobs()
    joining.answer("needs", "skip")
    visitor.submit(joining.see("check").form())
    kept = only(backstage).file_id
    assert kept
    assert visitor.fetch(f"{root}/{kept}", "DELETE", sent).status_code == 409
    assert visitor.fetch(root, "POST", sent).status_code == 409
    page = visitor.get(f"/registrations/{token}?lang=fr")
    assert page.find("audio")


def test_a_session_called_off_or_over_asks_nothing_more(
    school: School,
    asker: Asker,
    visitor: HtmxVisitor,
    backstage: Session,
    run_jobs: Callable[[], None],
) -> None:
    root = f"/registrations/{asker.token}"
    session_id = backstage.get_one(Registration, asker.registration_id).session_id
    day = clock.today() - timedelta(days=2)
    moved = text("UPDATE training_session SET starts_on = :day, ends_on = :day WHERE id = :id")
    backstage.execute(moved, {"day": day, "id": session_id})
    backstage.commit()
    over = visitor.get(f"{root}?lang=fr")
    assert "Où et quand" in over.text
    for gone in ("Je ne viens plus", "Dire ce dont j’ai besoin"):
        assert gone not in over.text
    backstage.execute(moved, {"day": day + timedelta(days=20), "id": session_id})
    backstage.commit()
    school.acting(sessions.cancel_session, session_id, "Salle fermée")
    run_jobs()
    off = visitor.get(f"{root}?lang=fr")
    assert "La session n’a pas lieu." in off.text
    assert "Salle fermée" in off.text
    assert "Où et quand" not in off.text


def test_a_place_that_passed_by_and_the_list_again(
    asker: Asker,
    visitor: HtmxVisitor,
    database: Database,
    settings: Settings,
    backstage: Session,
    run_jobs: Callable[[], None],
) -> None:
    session_id = backstage.get_one(Registration, asker.registration_id).session_id
    second = ask(database, settings, session_id, "B")
    with asker.reach(database) as session:
        registrations.withdraw(session, asker.actor, asker.registration_id)
        session.commit()
    run_jobs()
    root = f"/registrations/{second.token}"
    form = visitor.get(f"{root}?lang=fr").form(f"{root}/take")
    late = text("UPDATE registration SET offered_until = now() - interval '1 hour' WHERE id = :id")
    backstage.execute(late, {"id": second.registration_id})
    backstage.commit()
    page = visitor.submit(form)
    assert "Le délai pour prendre cette place est passé." in page.text
    assert "د دې ځای د اخیستلو وخت تېر شوی." in visitor.get(f"{root}?lang=ps").text
    assert "Oui, je prends cette place" not in page.text
    joining.tend_registrations(0)
    page = visitor.get(f"{root}?lang=fr")
    assert "Vous n’avez pas répondu à temps" in page.text
    page = visitor.submit(page.form(f"{root}/queue"))
    assert "Vous êtes de nouveau sur la liste d’attente." in page.text


def test_the_page_names_the_training_in_the_readers_language(
    held: Asker, visitor: HtmxVisitor, backstage: Session
) -> None:
    published = backstage.scalars(select(PublishedTraining)).one()
    tell_in(backstage, published.slug, "ps", title="د ملګري کار")
    link = visitor.get(f"/registrations/{held.token}?lang=ps").one(
        "a", href=f"/trainings/{published.slug}"
    )
    assert words(link) == "د ملګري کار"
    link = visitor.get(f"/registrations/{held.token}?lang=en").one(
        "a", href=f"/trainings/{published.slug}"
    )
    (french,) = link.iter("bdi")
    assert (french.get("lang"), words(link)) == ("fr", "Une formation")


def test_who_has_a_place_takes_a_convocation_away(
    school: School, visitor: HtmxVisitor, database: Database, settings: Settings
) -> None:
    """In their language, and in French for who reads it at a door; of nobody else."""
    dates = school.open(places=1, practical="Le code de la porte est à l’accueil.")
    first = ask(database, settings, dates.id, "Zahra", words="Je viens de loin.")
    waits = ask(database, settings, dates.id, "Awa")
    page = visitor.get(f"/registrations/{first.token}?lang=ps")
    links = [url for url in page.links.values() if "/convocation/" in url]
    assert [url.rsplit("/", 1)[1] for url in links] == ["ps", "fr"]
    papers = []
    for url in links:
        answer = visitor.fetch(url)
        assert answer.mimetype == "application/pdf"
        assert answer.headers["Cache-Control"] == "no-store"
        papers.append(PdfReader(BytesIO(answer.data)))
    assert [len(one.pages) for one in papers] == [1, 1]
    assert all("/StructTreeRoot" in one.root_object for one in papers)  # tagged
    said = " ".join(papers[1].pages[0].extract_text().split())
    for expected in ("Convocation", "Zahra", "Maison des associations", "9:00", "code de la porte"):
        assert expected in said
    assert "Je viens de loin" not in said
    assert "39 98" not in said
    visitor.get(f"/registrations/{waits.token}/convocation/fr", 404)
    waiting = visitor.get(f"/registrations/{waits.token}?lang=fr")
    assert "convocation" not in waiting.text
    # The page itself is printed only where there is no sheet made for that.
    assert [len(one.find("span", **{"data-share": "print"})) for one in (page, waiting)] == [0, 1]
    visitor.get(f"/registrations/{first.token}/convocation/xx", 404)


def test_who_came_reads_that_the_rest_is_called_off(
    school: School, asker: Asker, visitor: HtmxVisitor, backstage: Session
) -> None:
    """What they were there for stays behind the same link; nothing invites them to come."""
    one = backstage.get_one(Registration, asker.registration_id)
    session_id, owner = one.session_id, one.organisation_id
    with time_machine.travel(clock.now() + timedelta(days=22)):
        school.acting(sessions.cancel_session, session_id, "Salle fermée")
        joining.tell_session(str(owner), str(session_id), "trainings.session_called_off", 1)
        page = visitor.get(f"/registrations/{asker.token}?lang=fr")
        assert "La session s’arrête. Ce que vous avez suivi reste noté." in page.text
        assert "Salle fermée" in page.text
        assert "Votre place est confirmée." not in page.text
        assert page.link("Vos présences, votre attestation, votre avis")
        visitor.get(f"/registrations/{asker.token}/convocation?lang=fr", 404)
