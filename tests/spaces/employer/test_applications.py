"""The structure's screens of applications: who enters, what is shown, sent, written down."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.files.models import FileOpening, StoredFile, StoredObject
from portal.jobs.enums import ApplicationState
from portal.jobs.models import (
    Application,
    ApplicationEvent,
    ApplicationMessage,
    ApplicationPart,
    CallbackTry,
    Offer,
    ScreeningNote,
    StateText,
)
from portal.kernel import clock, jobs, vault
from portal.kernel.db import Database, new_id
from portal.kernel.models import OutgoingMessage
from portal.people.models import Person
from tests.factories.house import House, build_house
from tests.factories.recordings import recording
from tests.factories.screening import ask_for_call, give_voice, make_application
from tests.support.htmx import HtmxVisitor
from tests.support.outbox import Outbox
from tests.support.page import Form, Page, words
from tests.support.sql import explain, statements


@pytest.fixture
def house(backstage: Session) -> House:
    built = build_house(backstage, "ours", "OURS")
    backstage.commit()
    return built


@pytest.fixture
def recruiter(signed_in: Callable[[Person], HtmxVisitor], house: House) -> HtmxVisitor:
    return signed_in(house.recruiter)


@pytest.fixture
def inbox(house: House) -> str:
    return f"/employer/{house.slug}/applications"


def arrive(backstage: Session, house: House, **values: object) -> Application:
    application = make_application(backstage, house, **values)
    backstage.commit()
    return application


# The inbox.


def test_the_newest_is_first_whatever_it_says(
    recruiter: HtmxVisitor, backstage: Session, house: House, inbox: str
) -> None:
    for days, name in ((2, "Avant-hier"), (1, "Hier"), (3, "Plus tôt")):
        at = clock.now() - timedelta(days=days)
        arrive(backstage, house, candidate_name=name, submitted_at=at)
    names = [link.strip() for link in recruiter.get(inbox).links if "employer" not in link]
    order = [name for name in names if name in {"Avant-hier", "Hier", "Plus tôt"}]
    assert order == ["Hier", "Avant-hier", "Plus tôt"]


@pytest.mark.parametrize(("language", "wanted"), [("en", "The person"), ("ps", "کس")])
def test_the_column_of_the_persons_says_so(
    recruiter: HtmxVisitor,
    backstage: Session,
    house: House,
    inbox: str,
    language: str,
    wanted: str,
) -> None:
    """« Personne » alone is also nobody."""
    arrive(backstage, house)
    page = recruiter.get(f"{inbox}?lang={language}")
    assert words(page.find("th", scope="col")[0]) == wanted


def test_a_long_title_in_a_list_is_cut_at_its_end(
    recruiter: HtmxVisitor, backstage: Session, house: House, inbox: str
) -> None:
    """On a right-to-left page the browser would cut the beginning of French words."""
    arrive(backstage, house)
    page = recruiter.get(f"{inbox}?lang=ps")
    assert page.one("select", id="filter-offer").get("dir") == "ltr"


def test_who_left_only_a_number_is_said_to_have_left_a_number(
    recruiter: HtmxVisitor, backstage: Session, house: House, inbox: str
) -> None:
    application = arrive(backstage, house, ways={})
    assert "Ses coordonnées seulement" in recruiter.get(inbox).text
    alone = "laissé son numéro de téléphone, sans message ni document."
    for page in ("", "/print"):
        assert alone in recruiter.get(f"{inbox}/{application.id}{page}").text
    backstage.add(
        ApplicationPart(
            organisation_id=house.structure.id,
            application_id=application.id,
            kind="answer",
            question_text="Pourquoi ?",
            text="Parce que.",
            added_at=clock.now(),
        )
    )
    backstage.commit()
    assert "Ses réponses aux questions" in recruiter.get(inbox).text
    for page in ("", "/print"):
        for language, said in (("ps", "fr"), ("fr", None)):
            read = recruiter.get(f"{inbox}/{application.id}{page}?lang={language}")
            [asked] = [one for one in read.find("bdi") if words(one) == "Pourquoi ?"]
            assert asked.get("lang") == said
    recruiter.get(f"{inbox}?lang=fr")
    assert alone not in recruiter.get(f"{inbox}/{application.id}").text


@pytest.mark.parametrize("state", ["declined", "withdrawn", "obsolete"])
def test_what_is_over_asks_nobody_to_read_it(
    recruiter: HtmxVisitor, backstage: Session, house: House, inbox: str, state: str
) -> None:
    arrive(backstage, house, candidate_name="Neuve")
    before = _tab_count(recruiter.get(inbox))
    over = {"state": state, "decline_kind": "post" if state == "declined" else None}
    arrive(backstage, house, candidate_name="Finie", waiting_for_answer=False, **over)
    page = recruiter.get(inbox)
    assert "Finie" in page.text
    assert _tab_count(page) == before
    page = recruiter.get(inbox + "?show=unread")
    assert "Neuve" in page.text
    assert "Finie" not in page.text


def _tab_count(page: Page) -> str:
    [tab] = [words(link) for link in page.find("a") if words(link).startswith("À lire")]
    return tab


def test_a_row_says_the_facts_in_words(
    recruiter: HtmxVisitor, backstage: Session, house: House, inbox: str
) -> None:
    late = clock.today() - timedelta(days=1)
    application = arrive(
        backstage,
        house,
        candidate_name="",
        ways={"voice": True, "callback": True},
        answer_due_on=late,
    )
    ask_for_call(backstage, application)
    backstage.add(
        OutgoingMessage(
            organisation_id=house.structure.id,
            about_id=application.id,
            channel="sms",
            address=application.contact_phone,
            template="jobs.step",
            locale="ps",
            state="dead",
            created_at=clock.now(),
        )
    )
    backstage.commit()
    said = recruiter.get(inbox).text
    for fact in (
        "Sans nom",
        application.reference,
        "À lire",
        "Voix",
        "Rappel téléphonique",
        "en retard",
    ):
        assert fact in said
    assert "Message non arrivé" in said
    assert "pachto (پښتو)" in said
    one = recruiter.get(f"{inbox}/{application.id}").text
    assert "pachto (پښتو)" in one
    assert "À rappeler" in said


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("?show=unread", {"Neuve"}),
        ("?show=waiting", {"Neuve", "Étudiée"}),
        ("?state=declined", {"Refusée"}),
        ("?state=nonsense&show=nonsense&offer=nonsense", {"Neuve", "Étudiée", "Refusée"}),
        ("?before=nonsense", {"Neuve", "Étudiée", "Refusée"}),
    ],
)
def test_filters_are_those_one_chose(
    recruiter: HtmxVisitor,
    backstage: Session,
    house: House,
    inbox: str,
    query: str,
    shown: set[str],
) -> None:
    seen = clock.now() + timedelta(minutes=1)
    arrive(backstage, house, candidate_name="Neuve")
    arrive(backstage, house, candidate_name="Étudiée", state="in_review", seen_at=seen)
    arrive(
        backstage,
        house,
        candidate_name="Refusée",
        state="declined",
        decline_kind="post",
        waiting_for_answer=False,
        seen_at=seen,
    )
    links = set(recruiter.get(inbox + query).links)
    assert {name for name in ("Neuve", "Étudiée", "Refusée") if name in links} == shown


def test_one_offer_at_a_time(
    recruiter: HtmxVisitor, backstage: Session, house: House, inbox: str
) -> None:
    arrive(backstage, house, candidate_name="Ici")
    page = recruiter.get(f"{inbox}?offer={house.offer.id}")
    assert "Ici" in page.links
    assert "Aucune candidature avec ces filtres" in recruiter.get(f"{inbox}?offer={new_id()}").text


def test_every_application_is_on_one_page_and_one_only(
    recruiter: HtmxVisitor, backstage: Session, house: House, inbox: str
) -> None:
    at = clock.now()
    wanted = {f"Personne n{number:02d}" for number in range(60)}
    for name in wanted:  # all at the same instant: the worst for paging by date
        make_application(backstage, house, candidate_name=name, submitted_at=at)
    backstage.commit()
    found: list[str] = []
    page = recruiter.get(inbox)
    while True:
        found += [name for name in page.links if name in wanted]
        if "Plus anciennes" not in page.links:
            break
        page = recruiter.click(page, "Plus anciennes")
    assert sorted(found) == sorted(wanted)


def test_a_filter_by_htmx_gives_the_page_a_fresh_visit_gives(
    recruiter: HtmxVisitor, backstage: Session, house: House, inbox: str
) -> None:
    arrive(backstage, house, candidate_name="Neuve")
    page = recruiter.get(inbox)
    form = page.one("form", class_="inbox-filters")
    swapped = recruiter.press(page, form)
    recruiter.compare(swapped, inbox)
    # Said aloud, for whoever does not see the rows change.
    said = swapped.by_id("inbox-said")
    assert "candidatures affichées" in "".join(said.itertext())
    assert page.by_id("inbox-said").get("role") == "status"


# One application.


def test_each_colleague_who_opens_is_told_to_the_person_once_a_day(
    recruiter: HtmxVisitor,
    signed_in: Callable[[Person], HtmxVisitor],
    backstage: Session,
    house: House,
    inbox: str,
) -> None:
    application = arrive(backstage, house)
    director = signed_in(house.administrator)
    for _day in range(2):
        for _time in range(2):
            recruiter.get(f"{inbox}/{application.id}")
            director.get(f"{inbox}/{application.id}/print")
        backstage.execute(
            update(ApplicationEvent).values(at=ApplicationEvent.at - timedelta(days=1))
        )
        backstage.commit()
    events = backstage.scalars(
        select(ApplicationEvent)
        .where(ApplicationEvent.application_id == application.id)
        .order_by(ApplicationEvent.at)
    ).all()
    assert {(event.kind, event.for_candidate) for event in events} == {("opened", True)}
    names = [event.person_name for event in events]
    both = {house.recruiter.display_name, house.administrator.display_name}
    assert [set(names[:2]), set(names[2:])] == [both, both]
    assert application.reference not in recruiter.get(inbox + "?show=unread").text


def test_everything_that_was_given_is_there(
    recruiter: HtmxVisitor, backstage: Session, house: House, inbox: str
) -> None:
    application = make_application(
        backstage,
        house,
        letter_text="Je sais écouter.",
        adjustment="Une pièce calme",
        time_wish="part",
        helped_by="Une conseillère",
        contact_email="noor@example.org",
    )
    give_voice(backstage, application)
    give_voice(
        backstage,
        application,
        purpose="cv",
        kind="document",
        name="cv.pdf",
        duration=None,
        waveform=None,
        page_count=2,
        text_preview="Deux ans d’accueil",
    )
    ask_for_call(backstage, application)
    backstage.commit()
    page = recruiter.get(f"{inbox}/{application.id}")
    for fact in (
        "Message vocal",
        "Je sais écouter.",
        "Une pièce calme",
        "effacé après l’entretien",
        "Temps partiel",
        "Une conseillère",
        "noor@example.org",
        "2 pages",
        "Après le cours de français",
    ):
        assert fact in page.text
    assert page.find("audio")
    assert page.find("a", href="tel:+33639980099")


def test_a_note_hangs_on_a_criterion_of_the_job(
    recruiter: HtmxVisitor, backstage: Session, house: House, inbox: str
) -> None:
    application = arrive(backstage, house)
    page = recruiter.get(f"{inbox}/{application.id}")
    form = page.form(name="note_criterion")
    refused = recruiter.submit(form, expect=422, note_body="Bien.")
    assert "Choisissez un critère" in refused.text
    landed = recruiter.submit(
        form, note_criterion="Écouter", note_body="Écoute bien.", note_mention=""
    )
    assert "Écoute bien." in landed.text
    assert "Écoute bien." in recruiter.get(f"{inbox}/{application.id}/print").text


def test_a_note_about_health_is_asked_about_once_more(
    recruiter: HtmxVisitor, backstage: Session, house: House, inbox: str
) -> None:
    application = arrive(backstage, house)
    page = recruiter.get(f"{inbox}/{application.id}")
    doubtful = recruiter.submit(
        page.form(name="note_criterion"),
        expect=422,
        note_criterion="Écouter",
        note_body="Dit avoir une RQTH.",
    )
    assert "la santé" in doubtful.text
    assert backstage.scalars(_notes(application)).all() == []
    recruiter.submit(doubtful.form(name="note_sure"), note_sure="y")
    assert len(backstage.scalars(_notes(application)).all()) == 1


def _notes(application: Application) -> Select[ScreeningNote]:
    return select(ScreeningNote).where(ScreeningNote.application_id == application.id)


def test_only_ones_own_note_can_be_taken_away(
    signed_in: Callable[[Person], HtmxVisitor], backstage: Session, house: House, inbox: str
) -> None:
    application = arrive(backstage, house)
    note = ScreeningNote(
        organisation_id=house.structure.id,
        application_id=application.id,
        at=clock.now(),
        person_id=house.administrator.id,
        person_name="Nadia",
        criterion="Écouter",
        body="Bien.",
    )
    backstage.add(note)
    backstage.commit()
    address = f"{inbox}/{application.id}"
    other = signed_in(house.recruiter).get(address)
    assert "Retirer ma note" not in other.text
    mine = signed_in(house.administrator)
    mine.submit(mine.get(address).form(f"{address}/notes/{note.id}/remove"))
    assert backstage.scalars(_notes(application)).all() == []


def test_a_colleague_is_told_where_to_look_and_not_what(
    recruiter: HtmxVisitor, backstage: Session, house: House, inbox: str
) -> None:
    application = arrive(backstage, house)
    page = recruiter.get(f"{inbox}/{application.id}")
    form = page.form(name="note_criterion")
    assert str(house.writer.id) not in form.choices("note_mention")
    recruiter.submit(
        form,
        note_criterion="Écouter",
        note_body="Mot gardé entre nous.",
        note_mention=str(house.administrator.id),
    )
    told = backstage.scalars(
        select(OutgoingMessage).where(OutgoingMessage.template == "jobs.mentioned")
    ).one()
    assert "ours-administrator" in told.address
    assert str(application.id) in told.data["path"]
    assert "entre nous" not in str(told.data)


def test_words_and_a_voice_reach_the_person(
    recruiter: HtmxVisitor, backstage: Session, house: House, inbox: str, settings: Settings
) -> None:
    jobs.surround(recruiter.client.application.extensions["portal.database"], settings)
    application = arrive(backstage, house)
    address = f"{inbox}/{application.id}"
    empty = recruiter.submit(
        recruiter.get(address).form(name="message_body"), expect=422, message_body=""
    )
    assert "Écrivez un message" in empty.text
    refused = recruiter.submit(
        recruiter.get(address).form(name="message_body"),
        expect=422,
        message_voice=(b"not a sound", "voix.mp3"),
    )
    assert refused.find(id="message_voice-error")
    page = recruiter.submit(
        recruiter.get(address).form(name="message_body"),
        message_body="Venez lundi.",
        message_language="fr",
    )
    assert "Venez lundi." in page.text
    message = backstage.scalars(
        select(ApplicationMessage).where(ApplicationMessage.application_id == application.id)
    ).one()
    assert (message.author, message.body) == ("structure", "Venez lundi.")
    told = backstage.scalars(
        select(OutgoingMessage).where(OutgoingMessage.about_id == application.id)
    ).one()
    assert (told.template, told.address) == ("jobs.structure_wrote", application.contact_phone)


def test_a_voice_pressed_twice_or_too_late_leaves_no_recording(
    recruiter: HtmxVisitor,
    backstage: Session,
    house: House,
    inbox: str,
    database: Database,
    settings: Settings,
) -> None:
    """Twice is once, and nothing waits for the nightly sweep."""
    jobs.surround(database, settings)
    application = arrive(backstage, house)
    address, known = f"{inbox}/{application.id}", set(vault.current().list_ids())
    sound = recording("safari.mp4")
    form = recruiter.get(address).form(name="message_body")
    for _press in range(2):
        recruiter.submit(form, message_voice=(sound, "voix.mp4"))
    sent = ApplicationMessage.application_id == application.id
    (kept,) = backstage.scalars(select(ApplicationMessage.file_id).where(sent))
    assert backstage.scalars(
        select(StoredFile.id).where(StoredFile.purpose == "message")
    ).all() == [kept]
    assert len(set(vault.current().list_ids()) - known) == 1
    form = recruiter.get(address).form(name="message_body")
    application.state = ApplicationState.WITHDRAWN
    application.waiting_for_answer = False
    backstage.commit()
    refused = recruiter.submit(form, expect=409, message_voice=(sound, "voix.mp4"))
    assert refused.heading == "La personne a retiré sa candidature"
    assert "On ne lui écrit plus." in refused.text
    assert len(set(vault.current().list_ids()) - known) == 1


@pytest.mark.parametrize("language", ["zz", "z" * 300, "f\0r"])
def test_words_are_in_a_language_of_the_portal(
    recruiter: HtmxVisitor, backstage: Session, house: House, inbox: str, language: str
) -> None:
    application = arrive(backstage, house)
    form = recruiter.get(f"{inbox}/{application.id}").form(name="message_body")
    sent = dict(form.data({"message_body": "Venez."})) | {"message_language": language}
    refused = recruiter.fetch(form.action, method="POST", data=sent)
    written = select(ApplicationMessage).where(ApplicationMessage.application_id == application.id)
    if language == "f\0r":  # what nobody types is not there
        assert refused.status_code == 302
        assert backstage.scalars(written).one().language == "fr"
    else:
        assert refused.status_code == 422
        assert backstage.scalars(written).all() == []


# Files.


@pytest.fixture
def voice(
    backstage: Session, house: House, database: Database, settings: Settings
) -> tuple[Application, StoredFile]:
    """A recording of a thousand bytes in the vault, and the picture of a page."""
    jobs.surround(database, settings)
    application = make_application(backstage, house)
    given = give_voice(backstage, application)
    opened = vault.current()
    for role, position in (("content", 0), ("preview", 1)):
        object_id = new_id()
        stored = opened.put(object_id, [bytes(range(250)) * 4])
        backstage.add(
            StoredObject(
                id=object_id,
                file_id=given.id,
                role=role,
                position=position,
                size=stored.size,
                sha256=stored.sha256,
                content_type="audio/mp4" if role == "content" else "image/webp",
                wrapped_key=stored.wrapped_key,
                created_at=clock.now(),
            )
        )
    backstage.commit()
    return application, given


def test_a_voice_is_played_in_ranges_and_the_person_sees_who_listened(
    recruiter: HtmxVisitor,
    backstage: Session,
    inbox: str,
    voice: tuple[Application, StoredFile],
) -> None:
    application, given = voice
    address = f"{inbox}/{application.id}/files/{given.id}"
    part = recruiter.fetch(address, headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.data) == (206, bytes(range(10, 20)))
    assert part.headers["Content-Range"] == "bytes 10-19/1000"
    assert part.headers["Cache-Control"] == "no-store"
    assert part.headers["Content-Disposition"].startswith("inline")
    kept = recruiter.fetch(address + "/download")
    assert kept.headers["Content-Disposition"].startswith("attachment")
    assert recruiter.fetch(address + "/preview/1").mimetype == "image/webp"
    assert recruiter.fetch(address + "/preview/2").status_code == 404
    openings = backstage.scalars(select(FileOpening)).all()
    ours = [opening for opening in openings if opening.file_id == given.id]
    assert len(ours) == 1, "one listening, however many pieces"
    assert "Écouté par" in recruiter.get(f"{inbox}/{application.id}").text


def test_a_document_is_read_on_purpose_and_the_person_sees_it(
    recruiter: HtmxVisitor, backstage: Session, house: House, inbox: str
) -> None:
    """A word file has no pictures of its pages: reading its text is reading it too."""
    application = make_application(backstage, house)
    given = give_voice(
        backstage,
        application,
        purpose="cv",
        kind="document",
        name="cv.docx",
        duration=None,
        waveform=None,
        text_preview="Deux ans d’accueil",
    )
    backstage.commit()

    def opened() -> list[str]:
        backstage.rollback()
        query = select(FileOpening.person_name).where(FileOpening.file_id == given.id)
        return list(backstage.scalars(query))

    page = recruiter.get(f"{inbox}/{application.id}")
    assert "Deux ans d’accueil" not in page.html
    assert not page.find("img")
    assert opened() == []
    # Unfolded: it is in sight, and fetched. Without JavaScript, a link is there instead.
    assert page.link("Lire ce document").endswith(f"/files/{given.id}/read")
    swapped = recruiter.press(page, page.by_id(f"document-{given.id}"))
    read = "".join(swapped.by_id(f"document-{given.id}").itertext())
    assert "Deux ans d’accueil" in read
    assert opened() == [house.recruiter.display_name]
    page = recruiter.get(f"{inbox}/{application.id}/files/{given.id}/read")
    assert "Deux ans d’accueil" in page.text
    assert opened() == [house.recruiter.display_name]
    assert "Lu par" in recruiter.get(f"{inbox}/{application.id}").text


def test_a_file_is_reached_through_its_own_application_only(
    recruiter: HtmxVisitor,
    backstage: Session,
    house: House,
    inbox: str,
    voice: tuple[Application, StoredFile],
) -> None:
    _, given = voice
    other = arrive(backstage, house)
    assert recruiter.fetch(f"{inbox}/{other.id}/files/{given.id}").status_code == 404


def test_a_file_not_sent_yet_is_not_there(
    recruiter: HtmxVisitor,
    backstage: Session,
    inbox: str,
    voice: tuple[Application, StoredFile],
) -> None:
    application, given = voice
    backstage.execute(update(StoredFile).where(StoredFile.id == given.id).values(released_at=None))
    backstage.commit()
    assert recruiter.fetch(f"{inbox}/{application.id}/files/{given.id}").status_code == 404


# Moves.


def _preview(visitor: HtmxVisitor, form: Form, **values: Any) -> Page:
    """Press « Relire »: the button that sends the form elsewhere."""
    form.action += "/preview"
    return visitor.submit(form, **values)


def test_a_move_is_read_before_it_is_sent(
    recruiter: HtmxVisitor,
    backstage: Session,
    house: House,
    inbox: str,
    run_jobs: Callable[[], None],
    outbox: Outbox,
) -> None:
    application = arrive(backstage, house, locale="fr")
    page = recruiter.get(f"{inbox}/{application.id}")
    page = recruiter.click(page, "Proposer un entretien")
    day = clock.today() + timedelta(days=9)
    form = page.form(name="text")
    place = "12 rue des Tilleuls"
    preview = _preview(recruiter, form, day=day.isoformat(), time="14:30", place=place)
    assert "à 14:30. Lieu : 12 rue des Tilleuls." in preview.text
    run_jobs()
    assert outbox.messages == []
    landed = recruiter.submit(preview.form(name="text"))
    assert "La personne est prévenue" in landed.text
    assert "Entretien" in landed.text
    run_jobs()
    sent = outbox.messages[-1]
    assert (sent.channel, sent.to) == ("sms", application.contact_phone)
    assert "/follow/" in sent.text
    assert "12 rue des Tilleuls" not in sent.text, "the words are behind the link"
    assert "12 rue des Tilleuls" in landed.text
    assert house.structure.name not in sent.text
    assert house.offer.title not in sent.text


def test_declining_offers_coded_reasons_and_nothing_else(
    recruiter: HtmxVisitor, backstage: Session, house: House, inbox: str
) -> None:
    application = arrive(backstage, house, locale="fr")
    page = recruiter.get(f"{inbox}/{application.id}/move/declined")
    form = page.form(name="reason")
    assert form.names == {"csrf_token", "version", "reason", "text"}
    refused = recruiter.submit(form, expect=422, reason="")
    assert "Choisissez une des raisons" in refused.text
    recruiter.submit(form, reason="match_missions")
    backstage.refresh(application)
    assert (application.state, application.decline_kind) == ("declined", "match")


def test_the_button_of_what_the_person_decided_is_a_verb(
    recruiter: HtmxVisitor, backstage: Session, house: House, inbox: str
) -> None:
    application = arrive(backstage, house, locale="fr")
    for step, label in (
        ("declined", "Ne pas retenir et envoyer"),
        ("withdrawn", "Confirmer et envoyer"),
        ("obsolete", "Confirmer et envoyer"),
    ):
        page = recruiter.get(f"{inbox}/{application.id}/move/{step}")
        assert label in page.text
        assert page.text.count("et envoyer") == 1


def test_words_one_should_not_write_are_pointed_at(
    recruiter: HtmxVisitor, backstage: Session, house: House, inbox: str
) -> None:
    application = arrive(backstage, house, locale="fr")
    page = recruiter.get(f"{inbox}/{application.id}/move/declined")
    words = "Votre hébergement n’est pas stable."
    preview = _preview(recruiter, page.form(name="text"), text=words)
    assert "le logement" in preview.text


def test_a_page_left_open_says_that_somebody_moved_it(
    recruiter: HtmxVisitor, backstage: Session, house: House, inbox: str
) -> None:
    application = arrive(backstage, house, locale="fr")
    page = recruiter.get(f"{inbox}/{application.id}/move/offered", expect=409)
    assert page.heading == "Ce n’est pas possible"
    page = recruiter.get(f"{inbox}/{application.id}/move/in_review")
    backstage.refresh(application)
    application.version += 1
    backstage.commit()
    answer = recruiter.submit(page.form(name="text"), expect=409)
    assert answer.heading == "Quelqu’un d’autre a changé cette page"


@pytest.mark.parametrize("version", ["²", "9" * 5000, ""], ids=["raised", "huge", "none"])
def test_a_version_nobody_was_shown_is_an_old_one(
    recruiter: HtmxVisitor, backstage: Session, house: House, inbox: str, version: str
) -> None:
    application = arrive(backstage, house, locale="fr")
    form = recruiter.get(f"{inbox}/{application.id}/move/in_review").form(name="text")
    sent = dict(form.data({})) | {"version": version}
    assert recruiter.fetch(form.action, method="POST", data=sent).status_code == 409


def test_everybody_left_is_proposed_an_answer_when_the_post_is_filled(
    recruiter: HtmxVisitor, backstage: Session, house: House, inbox: str
) -> None:
    people = [arrive(backstage, house) for _ in range(3)]
    backstage.execute(
        update(Offer)
        .where(Offer.id == house.offer.id)
        .values(state="closed", close_reason="filled", closed_at=clock.now())
    )
    backstage.commit()
    home = recruiter.get(f"/employer/{house.slug}")
    page = recruiter.click(home, "Répondre à toutes ces personnes")
    form = page.form(name="application")
    chosen = [value for value in form.choices("application") if str(people[0].id) not in value]
    recruiter.submit(form, application=chosen, reason="post_filled")
    backstage.expire_all()
    states = {one.id: one.state for one in backstage.scalars(select(Application))}
    assert states[people[0].id] == "received"
    assert {states[one.id] for one in people[1:]} == {"declined"}


def test_a_closed_offer_leads_to_who_still_waits(
    recruiter: HtmxVisitor, backstage: Session, house: House
) -> None:
    arrive(backstage, house)
    offered = arrive(backstage, house, state="offered")
    backstage.execute(
        update(Offer)
        .where(Offer.id == house.offer.id)
        .values(state="closed", close_reason="cancelled", closed_at=clock.now())
    )
    backstage.commit()
    page = recruiter.get(f"/employer/{house.slug}/offers/{house.offer.id}")
    assert "personnes attendent encore une réponse" in page.text
    page = recruiter.click(page, "Répondre aux personnes qui attendent")
    form = page.form(name="application")
    assert ("reason", "post_cancelled") in form.data({})
    # To whom the post is offered, nobody says no by one press for everybody.
    ticked = [str(value) for name, value in form.data({}) if name == "application"]
    assert ticked
    assert not any(str(offered.id) in str(value) for value in ticked)


# Calls, words, the first page.


def test_calls_are_written_down_until_one_is_reached(
    recruiter: HtmxVisitor, backstage: Session, house: House
) -> None:
    application = make_application(backstage, house, candidate_name="Noor")
    callback = ask_for_call(backstage, application)
    backstage.commit()
    address = f"/employer/{house.slug}/callbacks"
    page = recruiter.get(address)
    assert "06 39 98 00 99" in page.text
    action = f"{address}/{callback.id}/tries"
    refused = recruiter.submit(page.form(action), expect=422)
    assert "Dites comment" in refused.text
    name = next(name for name in page.form(action).names if name.endswith("outcome"))
    no_answer: dict[str, Any] = {name: "no_answer"}
    reached: dict[str, Any] = {name: "reached"}
    page = recruiter.submit(page.form(action), **no_answer)
    assert "Pas de réponse" in page.text
    elsewhere = recruiter.get(address).form(action)
    page = recruiter.submit(page.form(action), **reached)
    assert "Noor" not in page.text
    late = recruiter.submit(elsewhere, expect=409, **reached)
    assert late.heading == "Ce rappel n’est plus à faire"
    tries = backstage.scalars(
        select(CallbackTry.outcome).where(CallbackTry.callback_id == callback.id)
    ).all()
    assert sorted(tries) == ["no_answer", "reached"]
    events = backstage.scalars(
        select(ApplicationEvent.kind).where(ApplicationEvent.application_id == application.id)
    ).all()
    assert events == ["called", "called"]


def test_the_words_of_a_step_can_be_changed_and_given_back(
    recruiter: HtmxVisitor, backstage: Session, house: House
) -> None:
    page = recruiter.get(f"/employer/{house.slug}/texts/offered/fr")
    refused = recruiter.submit(page.form(name="text"), expect=422, text="Bonjour {nom}")
    assert "{nom}" in refused.text
    page = recruiter.submit(page.form(name="text"), text="Le poste est pour vous.")
    assert "Le poste est pour vous." in page.text
    page = recruiter.get(f"/employer/{house.slug}/texts/offered/fr")
    recruiter.submit(page.form(f"/employer/{house.slug}/texts/offered/fr/reset"))
    own = select(StateText).where(StateText.state == "offered")
    assert backstage.scalars(own).all() == []
    recruiter.get(f"/employer/{house.slug}/texts/offered/xx", expect=404)
    recruiter.get(f"/employer/{house.slug}/texts/nonsense/fr", expect=404)


def test_the_first_page_counts_what_waits_and_a_writer_sees_no_count(
    signed_in: Callable[[Person], HtmxVisitor], backstage: Session, house: House
) -> None:
    arrive(backstage, house)
    address = f"/employer/{house.slug}"
    seen = signed_in(house.recruiter).get(address).text
    assert "candidatures à lire" in seen
    # Not those of the team, which are elsewhere.
    assert "entretien de recrutement à venir" in seen.replace("entretiens", "entretien")
    assert "candidature" not in signed_in(house.writer).get(address).text.lower()


@pytest.mark.parametrize("language", ["fr", "ar", "ps"])
def test_the_pages_hold_in_other_languages(
    recruiter: HtmxVisitor, backstage: Session, house: House, inbox: str, language: str
) -> None:
    application = make_application(backstage, house)
    give_voice(backstage, application)
    ask_for_call(backstage, application)
    backstage.commit()
    address = f"{inbox}/{application.id}"
    steps = [f"{address}/move/{step}" for step in ("in_review", "interview", "declined", "pool")]
    base = f"/employer/{house.slug}"
    others = [base, f"{base}/callbacks", f"{base}/texts", f"{base}/texts/declined/ps"]
    for path in (inbox, address, f"{address}/print", *steps, *others):
        recruiter.get(f"{path}?lang={language}")


# Who enters, and what it costs.


@pytest.mark.parametrize("path", ["", "/{id}", "/{id}/print", "/{id}/move/declined"])
def test_who_only_writes_offers_sees_no_application(
    signed_in: Callable[[Person], HtmxVisitor],
    backstage: Session,
    house: House,
    inbox: str,
    path: str,
) -> None:
    application = arrive(backstage, house)
    signed_in(house.writer).get(inbox + path.format(id=application.id), expect=403)


@pytest.mark.parametrize("path", ["/{id}", "/{id}/print", "/{id}/move/declined"])
def test_another_structures_application_is_not_there(
    recruiter: HtmxVisitor, backstage: Session, inbox: str, path: str
) -> None:
    theirs = build_house(backstage, "theirs")
    backstage.commit()
    recruiter.get(inbox + path.format(id=theirs.application.id), expect=404)
    recruiter.get(
        f"/employer/{theirs.slug}/applications" + path.format(id=theirs.application.id), expect=404
    )


def _cost(visitor: HtmxVisitor, database: Database, url: str) -> list[str]:
    visitor.get(url)  # what is read once a process is read
    with statements(database.engine) as found:
        visitor.get(url)
    return found


def test_the_inbox_costs_the_same_with_ten_or_two_hundred(
    recruiter: HtmxVisitor, backstage: Session, house: House, inbox: str, database: Database
) -> None:
    costs = []
    for number in (10, 190):
        for _ in range(number):
            make_application(backstage, house)
        backstage.commit()
        costs.append(_cost(recruiter, database, inbox))
    assert len(costs[0]) == len(costs[1]), explain(costs[1])
    assert len(costs[1]) <= 5, explain(costs[1])


def test_an_application_costs_the_same_however_long_its_story(
    recruiter: HtmxVisitor, backstage: Session, house: House, inbox: str, database: Database
) -> None:
    application = arrive(backstage, house)
    address = f"{inbox}/{application.id}"
    costs = [_cost(recruiter, database, address)]
    for number in range(20):
        give_voice(backstage, application)
        backstage.add(
            ApplicationMessage(
                organisation_id=house.structure.id,
                application_id=application.id,
                at=clock.now(),
                author="structure",
                body=f"Mot {number}",
            )
        )
    ask_for_call(backstage, application)
    backstage.commit()
    costs.append(_cost(recruiter, database, address))
    assert len(costs[0]) == len(costs[1]), explain(costs[1])
    # Who it is, whose place it is, and the whole of the application.
    assert len(costs[1]) <= 3, explain(costs[1])
