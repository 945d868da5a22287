"""All of one's record in one archive (SE-25), and nothing of it left once the account is closed."""

import json
from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import pytest
from pypdf import PdfReader
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from portal.files.enums import FileState
from portal.files.models import StoredFile, StoredObject
from portal.jobs.enums import Author
from portal.jobs.models import Application, ApplicationMessage, ApplicationPart
from portal.people.models import Person
from portal.skills.actions import interviews as actions
from portal.skills.interview_enums import Topic
from portal.skills.models import FrameworkAction, GridAnswer
from tests.factories.arrivals import build_arrival
from tests.factories.house import House, build_whole_house
from tests.factories.interviews import Team
from tests.factories.recordings import recording
from tests.factories.screening import give_voice
from tests.factories.stored import add_objects, seal_objects
from tests.support.htmx import HtmxVisitor
from tests.support.page import Page


def line(backstage: Session) -> str:
    found = select(FrameworkAction.id).where(FrameworkAction.code == "link-trust")
    return f"/my/grid/{backstage.scalars(found).one()}"


def fill(worker: HtmxVisitor, backstage: Session) -> None:
    """A line answered, shown by words and a voice; a knowledge; a version."""
    address = line(backstage)
    worker.submit(worker.get(address).form(name="mastery"), mobilised="yes", mastery="4")
    worker.submit(worker.get(address).form(name="words"), words="J’accueille.")
    form = worker.get(address).form(name="voice")
    worker.submit(form, voice=(recording("chrome.webm"), "voix.webm"))
    worker.submit(worker.get("/my/knowledge/new").form(), field="Marseille", mastery="5")
    worker.submit(worker.get("/my/versions").form("/my/versions"), title="Été")


def test_everything_is_in_the_archive(
    worker: HtmxVisitor, backstage: Session, run_jobs: Callable[[], None]
) -> None:
    fill(worker, backstage)
    run_jobs()
    answer = worker.fetch("/my/record/everything")
    assert answer.mimetype == "application/zip"
    assert answer.headers["Cache-Control"] == "no-store"
    archive = ZipFile(BytesIO(answer.data))
    record = json.loads(archive.read("record.json"))
    assert record["knowledge"][0]["field"] == "Marseille"
    assert json.loads(archive.read("answers.json"))[0]["mastery"] == "4"
    assert json.loads(archive.read("versions/1.json"))["title"] == "Été"
    words, voice = json.loads(archive.read("evidence.json"))
    assert (words["words"], words["file"]) == ("J’accueille.", None)
    assert archive.read(voice["file"])[4:8] == b"ftyp"  # a sound any phone plays
    assert json.loads(archive.read("shares.json")) == []


def test_what_was_prepared_signed_and_lived_on_arriving_is_in_the_archive(
    team: Team, backstage: Session, signed_in: Callable[[Person], HtmxVisitor]
) -> None:
    team.signed()
    coming = team.propose(agreed=True)
    with team.acting(team.karim) as session:
        actions.prepare(session, team.karim, coming, Topic.PROJECT, "Former des collègues")
    build_arrival(backstage, team.structure, team.worker, "L’accueil")
    backstage.commit()
    archive = ZipFile(BytesIO(signed_in(team.worker).fetch("/my/record/everything").data))
    found = {one["day"]: one for one in json.loads(archive.read("interviews.json"))}
    later, earlier = (found[day] for day in sorted(found, reverse=True))
    assert later["prepared"]["project"]["words"] == "Former des collègues"
    assert earlier["signed"]["person"] == team.worker.display_name
    assert json.loads(archive.read("held_interviews.json")) == []
    (arrival,) = json.loads(archive.read("arrivals.json"))
    assert arrival["organisation"] == team.structure.name


def test_what_a_manager_prepared_is_in_their_own_archive(
    team: Team, signed_in: Callable[[Person], HtmxVisitor]
) -> None:
    coming = team.propose(agreed=True)
    with team.acting(team.karim) as session:
        actions.prepare(session, team.karim, coming, Topic.PROJECT, "Former des collègues")
    with team.acting(team.nadia) as session:
        actions.prepare(session, team.nadia, coming, Topic.PROJECT, "En juin.")
    archive = ZipFile(BytesIO(signed_in(team.manager).fetch("/my/record/everything").data))
    (held,) = json.loads(archive.read("held_interviews.json"))
    assert (held["topic"], held["words"]) == ("project", "En juin.")
    assert "Former des collègues" not in str(held)
    assert json.loads(archive.read("interviews.json")) == []


def test_the_archive_of_somebody_else_holds_nothing_of_it(
    worker: HtmxVisitor,
    backstage: Session,
    nadia: Person,
    signed_in: Callable[[Person], HtmxVisitor],
) -> None:
    fill(worker, backstage)
    archive = ZipFile(BytesIO(signed_in(nadia).fetch("/my/record/everything").data))
    assert not any(b"Marseille" in archive.read(name) for name in archive.namelist())


def test_closing_the_account_erases_the_record(
    worker: HtmxVisitor, backstage: Session, karim: Person, run_jobs: Callable[[], None]
) -> None:
    fill(worker, backstage)
    run_jobs()
    karim_id = karim.id
    worker.submit(worker.get("/account/close").form("/account/close"))
    backstage.expunge_all()
    backstage.rollback()
    assert backstage.get(Person, karim_id) is None
    for table in (GridAnswer, StoredFile, StoredObject):
        assert backstage.scalar(select(func.count()).select_from(table)) == 0, table


@pytest.fixture
def house(backstage: Session) -> House:
    """The recruiter belongs to groups and a team and is near somebody; the candidate answered an
    offer; the member has just arrived.
    """
    built = build_whole_house(backstage, "ours", "OURS")
    seal_objects(backstage)
    backstage.commit()
    return built


def archive_of(browser: HtmxVisitor, language: str = "fr") -> ZipFile:
    return ZipFile(BytesIO(browser.fetch(f"/my/record/everything?lang={language}").data))


def test_what_the_other_contexts_hold_is_in_the_archive(
    house: House, signed_in: Callable[[Person], HtmxVisitor]
) -> None:
    archive = archive_of(signed_in(house.recruiter))
    account, groups, near, board = (
        json.loads(archive.read(f"{name}.json")) for name in ("account", "groups", "near", "board")
    )
    assert account["name"] == house.recruiter.display_name
    assert account["contacts"]
    assert account["devices"]
    assert account["places"] == [{"name": house.structure.name, "role": "recruiter"}]
    assert [bool(one["dates"]) for one in groups].count(True)
    assert any(note["words"] == "OURS" for one in groups for note in one["notes"])
    assert near["card"]["shown_name"] == "OURS"
    assert board[0]["knows"] == "OURS"
    answers = json.loads(archive_of(signed_in(house.candidate)).read("applications.json"))
    (sent,) = [one for one in answers if one["submitted_at"]]
    assert sent["candidate_name"]
    assert sent["given"]
    assert set(sent["messages"][0]) == {"words", "mine", "at", "file", "file_name"}
    asked = json.loads(archive_of(signed_in(house.candidate)).read("registrations.json"))
    joined = next(one for one in asked if one["needs"])
    assert (joined["training"], joined["name"]) == ("Formation", "OURS")
    assert joined["needs"]["words"] == "OURS"
    assert joined["story"][0]["words"] == "OURS"
    asked_aloud = archive_of(signed_in(house.candidate)).read(joined["file"])
    assert asked_aloud == b"OURS-session.m4a"
    assert (joined["half_days"], joined["certificate"], joined["badges"]) == ([], None, [])
    archive = archive_of(signed_in(house.member))
    (arrival,) = json.loads(archive.read("arrivals.json"))
    assert arrival["check_ins"][0]["words"]


def test_what_a_session_left_is_in_the_archive_in_the_language_of_the_page(
    house: House, signed_in: Callable[[Person], HtmxVisitor]
) -> None:
    archive = archive_of(signed_in(house.candidate), "ps")
    asked = json.loads(archive.read("registrations.json"))
    came = next(one for one in asked if one["certificate"])
    assert came["half_days"][0]["state"] == "present"
    assert came["half_days"][0]["words"] == "OURS"
    assert (came["presence"]["half_days"], came["practice"]) == (1, {"weeks": 1, "hours": 35})
    assert came["certificate"]["name"] == "OURS"
    [badge] = came["badges"]
    assert house.held
    assert badge["address"].endswith(f"/badges/{house.held.badge.id}")
    assert archive.read(badge["file"]).decode() == house.held.badge.jwt
    paper = PdfReader(BytesIO(archive.read(came["certificate"]["file"])))
    page = Page(archive.read("dossier.html").decode())
    assert badge["address"] in page.text
    for french in ("Attestation de présence", "Votre attestation", "Matin"):
        assert french not in paper.pages[0].extract_text() + page.text
    assert "OURS" in paper.pages[0].extract_text()
    # What they think of the session is nobody's, theirs included.
    assert not any(b'"pace"' in archive.read(name) for name in archive.namelist() if "json" in name)


def test_the_archive_of_a_colleague_holds_no_certificate(
    house: House, signed_in: Callable[[Person], HtmxVisitor]
) -> None:
    archive = archive_of(signed_in(house.federal_writer))  # who noted them, and issued it
    assert json.loads(archive.read("registrations.json")) == []
    assert not any("attestation" in name or "badge" in name for name in archive.namelist())


@pytest.mark.parametrize("language", ["fr", "ps"])
@pytest.mark.parametrize("who", ["recruiter", "candidate", "member"])
def test_a_page_says_it_all_without_a_script_or_the_network(
    who: str, language: str, house: House, signed_in: Callable[[Person], HtmxVisitor]
) -> None:
    archive = archive_of(signed_in(getattr(house, who)), language)
    page = Page(archive.read("dossier.html").decode())
    assert page.one("html").get("lang") == language
    assert page.one("html").get("dir") == ("rtl" if language == "ps" else "ltr")
    assert page.find("script") == page.find("link") == page.find("img") == []
    inside = {f"files/{name}" for name in ("", *archive.namelist())} | set(archive.namelist())
    assert {link.get("href") for link in page.find("a")} <= inside
    assert {word for word in ("OURS", getattr(house, who).display_name) if word in page.text}
    if language == "ps":
        assert page.heading != "Tout mon dossier"


def test_the_page_says_what_was_prepared_and_signed(
    team: Team, backstage: Session, signed_in: Callable[[Person], HtmxVisitor]
) -> None:
    team.signed()
    coming = team.propose(agreed=True)
    with team.acting(team.karim) as session:
        actions.prepare(session, team.karim, coming, Topic.PROJECT, "Former <b>des collègues</b>")
    page = Page(archive_of(signed_in(team.worker)).read("dossier.html").decode())
    assert "Former <b>des collègues</b>" in page.text
    assert "Compte rendu signé" in page.text


def test_what_was_said_aloud_to_an_offer_is_in_the_archive(
    house: House, signed_in: Callable[[Person], HtmxVisitor]
) -> None:
    """Their own recordings and papers, sealed as they gave them by link."""
    archive = archive_of(signed_in(house.candidate))
    lines = json.loads(archive.read("applications.json"))
    given = [part for one in lines for part in one["given"] if part["file_name"]]
    assert {part["kind"] for part in given} == {"voice", "cv"}
    for part in given:
        assert part["file_name"].startswith("OURS")
        assert archive.read(part["file"]).decode() == part["file_name"]
    page = Page(archive.read("dossier.html").decode())
    assert {part["file"] for part in given} <= {link.get("href") for link in page.find("a")}


def test_of_what_the_structure_said_aloud_the_archive_says_the_name(
    house: House, backstage: Session, signed_in: Callable[[Person], HtmxVisitor]
) -> None:
    word = backstage.scalars(
        select(ApplicationMessage)
        .join(Application, Application.id == ApplicationMessage.application_id)
        .where(Application.submitted_at.is_not(None))
    ).first()
    assert word
    theirs = house.files["voice"]
    spoken = give_voice(
        backstage, backstage.get_one(Application, word.application_id), holder_digest=None
    )
    add_objects(backstage, spoken)
    word.author, word.file_id = Author.STRUCTURE, spoken.id
    backstage.execute(delete(ApplicationPart).where(ApplicationPart.file_id == spoken.id))
    seal_objects(backstage)
    backstage.commit()
    archive = archive_of(signed_in(house.candidate))
    lines = json.loads(archive.read("applications.json"))
    (said,) = [one for line in lines for one in line["messages"] if one["file_name"]]
    assert (said["mine"], said["file"], said["file_name"]) == (False, None, "voix.ogg")
    assert f"files/candidature-001-1-{theirs.name}" in archive.namelist()
    assert not any("message" in name for name in archive.namelist())


def test_what_is_still_being_prepared_is_named_only(
    house: House, backstage: Session, signed_in: Callable[[Person], HtmxVisitor]
) -> None:
    backstage.execute(update(StoredFile).values(state=FileState.RECEIVED))
    backstage.commit()
    archive = archive_of(signed_in(house.candidate))
    lines = json.loads(archive.read("applications.json"))
    given = [part for one in lines for part in one["given"] if part["file_name"]]
    assert given
    assert {part["file"] for part in given} == {None}


@pytest.mark.parametrize("who", ["recruiter", "member", "federal_writer"])
def test_nobody_else_gets_what_was_said_aloud_to_an_offer(
    who: str, house: House, signed_in: Callable[[Person], HtmxVisitor]
) -> None:
    """Not even who listened to it at work."""
    archive = archive_of(signed_in(getattr(house, who)))
    assert json.loads(archive.read("applications.json")) == []
    assert not any("candidature" in name for name in archive.namelist())


def test_the_account_leads_to_all_of_it(worker: HtmxVisitor) -> None:
    links = worker.get("/account").links
    assert links["Télécharger tout mon dossier"] == "/my/record/everything"
