"""Who asked to come to a session, at the desk: the list, one of them, moves, words."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.files import actions as files
from portal.files.enums import FilePurpose
from portal.files.models import FileOpening
from portal.kernel import clock, i18n
from portal.kernel.db import Database
from portal.trainings.actions import registrations, selection
from portal.trainings.enums import RegistrationState as State
from portal.trainings.enums import SessionRole
from portal.trainings.messages.joining import AGAIN, state_sentence
from portal.trainings.models import Registration, RegistrationEvent
from tests.factories.joining import Asker
from tests.factories.recordings import recording
from tests.factories.trainings import open_session
from tests.spaces.federation.conftest import DESK, Office
from tests.support.outbox import Outbox
from tests.support.page import words
from tests.support.sql import statements


def row(backstage: Session, asker: Asker) -> Registration:
    backstage.expire_all()
    return backstage.get_one(Registration, asker.registration_id)


def page_of(asker: Asker, end: str = "") -> str:
    return f"{DESK}/registrations/{asker.registration_id}{end}"


@pytest.fixture
def told(run_jobs: Callable[[], None], outbox: Outbox) -> Callable[[Asker], list[str]]:
    """What somebody was sent since it was last asked."""

    def read(asker: Asker) -> list[str]:
        run_jobs()
        found = [one.text for one in outbox.messages if asker.token in one.text]
        outbox.empty()
        return found

    return read


def test_they_are_listed_as_they_came_and_what_is_new_is_said(office: Office) -> None:
    dates = office.open(places=1)
    for name in ("Zahra", "Abel", "Mourad"):
        office.ask(dates, name)
    writer = office.browser
    page = writer.click(writer.get(office.address(dates)), "Inscriptions")
    # Not by name, not by state: the first who came first.
    names = [page.text.index(name) for name in ("Zahra", "Abel", "Mourad")]
    assert names == sorted(names)
    assert "1 place prise sur 1 · 2 personnes attendent · 3 à lire" in page.text
    writer.click(page, "Abel")
    page = writer.get(office.address(dates, "/registrations"))
    assert "2 à lire" in page.text
    assert "2 à lire" in writer.get(DESK).text


@pytest.mark.parametrize("page", ["0", "-1", "9" * 18, "9" * 30, "²"])
def test_a_page_that_is_not_there_is_no_fault(office: Office, page: str) -> None:
    dates = office.open()
    office.ask(dates, "Zahra")
    answer = office.browser.get(office.address(dates, f"/registrations?page={page}"))
    assert "Inscriptions" in answer.text


def test_what_nobody_read_is_on_the_first_page_of_who_answers(office: Office) -> None:
    dates = office.open()
    home, asker = "/federation/fas-test", office.ask(dates)
    office.entrust(dates, office.helper, *SessionRole)
    assert "à lire" not in office.visitors(office.helper).get(DESK).text
    writer = office.browser
    page = writer.get(home)
    assert "Inscriptions à lire" in page.text
    assert writer.click(page, "Prendre la parole").url == office.address(dates, "/registrations")
    writer.get(page_of(asker))
    assert "Inscriptions à lire" not in writer.get(home).text


def test_a_state_is_chosen_with_and_without_script(office: Office) -> None:
    dates = office.open(places=1)
    for name in ("Zahra", "Abel"):
        office.ask(dates, name)
    writer = office.browser
    page = writer.get(office.address(dates, "/registrations"))
    form = page.form(name="state")
    waiting = writer.submit(form, state="waiting")
    assert "Abel" in waiting.text
    assert "Zahra" not in waiting.text
    swapped = writer.press(page, form.element, state="confirmed")
    listed = words(swapped.by_id("registrations"))
    assert "Zahra" in listed
    assert "Abel" not in listed
    fresh = writer.get(office.address(dates, "/registrations?state=confirmed"))
    assert listed == words(fresh.by_id("registrations"))
    assert "Aucune inscription" in writer.get(f"{waiting.url.split('?')[0]}?state=lapsed").text
    assert "Abel" in writer.get(f"{waiting.url.split('?')[0]}?state=quoi&page=x").text


def test_one_registration_says_what_was_sent_and_how_to_reach_the_person(office: Office) -> None:
    dates = office.open(asks_employer=True)
    asker = office.ask(
        dates,
        words="Je viens de loin.",
        answers=[{"id": "a", "question": "Pourquoi ?", "text": "Pour apprendre."}],
        contact_email="zahra@example.org",
        employer_name="Chef",
        employer_email="chef@example.org",
    )
    page = office.browser.get(page_of(asker))
    for said in ("Je viens de loin.", "Pourquoi ?", "Pour apprendre.", "06 39 98 12 01"):
        assert said in page.text
    assert "Accord de l’employeur demandé (Chef)" in page.text
    assert "chef@example.org" not in page.text
    assert page.link("zahra@example.org") == "mailto:zahra@example.org"


def test_somebody_who_asked_twice_is_said_to_who_runs_it(office: Office) -> None:
    """Who lost their link asks again, and would have two places. Nobody else is told."""
    dates = office.open(places=3)
    first, again = (office.ask(dates, name) for name in ("Zahra", "Zahra A."))
    office.ask(dates, "Awa", contact_phone="+33639981299")
    writer = office.browser
    assert writer.get(office.address(dates, "/registrations")).text.count("En double ?") == 2
    page = writer.get(page_of(again))
    assert "Si c’est la même personne, appelez-la" in page.text
    assert page.link("Zahra").endswith(f"/registrations/{first.registration_id}")
    writer.submit(writer.get(page_of(first, "/moves/withdraw")).form(name="words"))
    assert "En double ?" not in writer.get(office.address(dates, "/registrations")).text
    assert "En double ?" not in writer.get(page_of(again)).text


def test_a_convocation_is_printed_for_who_has_a_place(office: Office) -> None:
    dates = office.open(places=1)
    first, waits = (office.ask(dates, name) for name in ("Zahra", "Awa"))
    page = office.browser.get(page_of(first))
    answer = office.browser.fetch(page.link("Sa convocation à imprimer"))
    assert answer.mimetype == "application/pdf"
    assert "Zahra" in PdfReader(BytesIO(answer.data)).pages[0].extract_text()
    assert "convocation" not in office.browser.get(page_of(waits)).text
    office.browser.get(page_of(waits, "/convocation"), 404)


def test_a_place_is_offered_in_the_language_of_the_person(
    office: Office, backstage: Session, told: Callable[[Asker], list[str]]
) -> None:
    dates = office.open(chooses=True)
    asker = office.ask(dates)
    told(asker)
    writer = office.browser
    page = writer.click(writer.get(page_of(asker)), "Proposer une place")
    pashto = i18n.find("ps")
    assert pashto is not None
    until = selection.until(backstage, dates)
    with i18n.use(pashto):
        assert state_sentence(State.OFFERED, until)[:12] in page.text
    assert "Une place est libre pour vous." in page.text
    page = writer.submit(page.form(name="words"), words="Bienvenue à bord.")
    assert "La personne est prévenue." in page.text
    assert "Bienvenue à bord." in page.text
    assert row(backstage, asker).state == State.OFFERED
    (sms,) = told(asker)
    assert "Bienvenue" not in sms
    # Sent again it does nothing more.
    writer.get(page_of(asker, "/moves/offer"), expect=409)


def test_no_place_is_promised_twice(office: Office, backstage: Session) -> None:
    dates = office.open(chooses=True, places=1)
    first, second = office.ask(dates, "A"), office.ask(dates, "B")
    writer = office.browser
    form = writer.get(page_of(second, "/moves/offer")).form(name="words")
    writer.submit(writer.get(page_of(first, "/moves/offer")).form(name="words"))
    refused = writer.submit(form, expect=409, words="Venez.")
    assert "Toutes les places sont prises ou proposées." in refused.text
    assert refused.by_id("words").text == "Venez."
    assert row(backstage, second).state == State.RECEIVED
    page = writer.get(page_of(second))
    assert "Toutes les places sont prises" in page.text
    assert "Proposer une place" not in page.text


def test_a_no_wants_words_and_may_be_taken_back(
    office: Office, backstage: Session, told: Callable[[Asker], list[str]]
) -> None:
    dates = office.open(chooses=True)
    asker = office.ask(dates, contact_phone="", contact_email="zahra@example.org")
    told(asker)
    writer = office.browser
    form = writer.get(page_of(asker, "/moves/decline")).form(name="words")
    refused = writer.submit(form, expect=422, words=" ")
    assert "la personne les attend" in refused.text
    writer.submit(refused.form(name="words"), words="Le groupe est complet.")
    assert row(backstage, asker).state == State.DECLINED
    (mail,) = told(asker)
    assert "Le groupe est complet." in mail
    writer.submit(writer.get(page_of(asker, "/moves/again")).form(name="words"))
    assert row(backstage, asker).state == State.RECEIVED
    (mail,) = told(asker)
    pashto = i18n.find("ps")
    assert pashto is not None
    with i18n.use(pashto):
        assert state_sentence(AGAIN)[:20] in mail


def test_the_turn_of_who_waits_is_kept(office: Office, backstage: Session) -> None:
    dates = office.open(chooses=True)
    asker = office.ask(dates)
    writer = office.browser
    form = writer.get(page_of(asker, "/moves/wait")).form(name="words")
    writer.submit(form)
    since = row(backstage, asker).waiting_since
    writer.submit(form)
    assert row(backstage, asker).waiting_since == since


def test_what_is_said_on_the_telephone_is_written_down(
    office: Office, backstage: Session, run_jobs: Callable[[], None]
) -> None:
    dates = office.open(places=1)
    first = office.ask(dates, "A")
    second = office.ask(dates, "B", contact_phone="+33199001234")
    writer = office.browser
    page = writer.click(writer.get(page_of(first)), "La personne ne vient plus")
    writer.submit(page.form(name="words"))
    run_jobs()
    assert [row(backstage, one).state for one in (first, second)] == [
        State.WITHDRAWN,
        State.OFFERED,
    ]
    page = writer.get(page_of(second))
    assert "Laisser un message derrière son lien" in page.text
    page = writer.click(page, "La personne prend la place")
    assert "On ne peut pas écrire à cette personne" in page.text
    page = writer.submit(page.form(name="words"))
    assert "appelez-la" in page.text
    assert row(backstage, second).state == State.CONFIRMED
    assert "par Yves" in page.text


def test_words_to_the_person_are_in_the_story(
    office: Office, told: Callable[[Asker], list[str]]
) -> None:
    asker = office.ask(office.open(), contact_phone="", contact_email="zahra@example.org")
    told(asker)
    writer = office.browser
    form = writer.get(page_of(asker)).form(page_of(asker, "/messages"))
    assert "Écrivez votre message" in writer.submit(form, expect=422, words="").text
    page = writer.submit(form, words="Apportez un cahier.")
    assert "Message de Yves" in page.text
    (mail,) = told(asker)
    assert "Apportez un cahier." in mail


def test_who_withdrew_is_left_in_peace(office: Office, backstage: Session) -> None:
    dates = office.open()
    asker = office.ask(dates)
    writer = office.browser
    form = writer.get(page_of(asker)).form(page_of(asker, "/messages"))
    with asker.reach(office.database) as session:
        registrations.withdraw(session, asker.actor, asker.registration_id)
        session.commit()
    assert "Écrire à la personne" not in writer.get(page_of(asker)).text
    writer.submit(form, expect=409, words="Revenez.")
    kinds = {event.kind for event in backstage.scalars(select(RegistrationEvent))}
    assert kinds == {"moved"}


def test_a_recording_is_played_and_who_opened_it_is_written_down(
    office: Office, backstage: Session, run_jobs: Callable[[], None]
) -> None:
    dates = office.open()
    asker = office.ask(dates)
    writer = office.browser
    writer.get(page_of(asker, "/recording"), expect=404)
    with asker.reach(office.database) as session:
        file_id = files.receive_whole(
            session,
            asker.actor,
            FilePurpose.VOICE,
            dates.organisation_id,
            "voix.ogg",
            BytesIO(recording("voice.ogg")),
        )
        files.release(session, asker.actor, file_id)
        session.commit()
    found = row(backstage, asker)
    found.file_id = file_id
    backstage.commit()
    run_jobs()
    page = writer.get(page_of(asker))
    assert "Message vocal" in page.text
    heard = writer.fetch(page_of(asker, "/recording"))
    assert heard.mimetype == "audio/mp4"
    heard.close()
    (opening,) = backstage.scalars(select(FileOpening)).all()
    assert opening.person_name == "Yves"
    assert "Écouté par Yves" in writer.get(page_of(asker)).text


def test_a_trainer_opens_no_registration(office: Office) -> None:
    dates = office.open()
    asker, other = office.ask(dates), office.ask(office.open())
    office.entrust(dates, office.helper, *SessionRole)
    helper = office.visitors(office.helper)
    for end in ("", "/moves/decline", "/recording"):
        helper.get(page_of(asker, end), expect=403)
        helper.get(page_of(other, end), expect=404)
    helper.get(office.address(dates, "/registrations"), expect=403)


def test_the_list_asks_the_same_however_long(office: Office, database: Database) -> None:
    dates = office.open(places=9)
    office.ask(dates)
    writer, url = office.browser, office.address(dates, "/registrations")
    writer.get(url)
    with statements(database.engine) as few:
        writer.get(url)
    for name in ("B", "C", "D"):
        office.ask(dates, name)
    with statements(database.engine) as many:
        writer.get(url)
    assert len(many) == len(few)


def test_nothing_moves_once_the_session_is_over(office: Office, backstage: Session) -> None:
    dates = office.open(chooses=True)
    asker = office.ask(dates)
    writer = office.browser
    form = writer.get(page_of(asker, "/moves/offer")).form(name="words")
    with open_session(office.database, office.writer) as session:
        found = session.get_one(type(dates), dates.id)
        found.starts_on = found.ends_on = clock.today() - timedelta(days=1)
        session.commit()
    writer.submit(form, expect=409)
    assert row(backstage, asker).state == State.RECEIVED
