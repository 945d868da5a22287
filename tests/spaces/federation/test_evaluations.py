"""From the participant's page to what the organiser reads."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal.config import Settings
from portal.kernel.db import Database
from portal.organisations.enums import Role
from portal.trainings.models import Evaluation, TrainingSession
from tests.factories.attending import came, held_dates
from tests.factories.house import House, build_whole_house
from tests.factories.people import enter
from tests.factories.recordings import recording
from tests.factories.trainings import officer_of
from tests.support.htmx import HtmxVisitor
from tests.support.published import put_online


@pytest.fixture
def house(backstage: Session) -> House:
    built = build_whole_house(backstage, "avis")
    assert built.trainings
    put_online(backstage, built.trainings.online)
    return built


@pytest.fixture
def dates(house: House, database: Database, backstage: Session) -> TrainingSession:
    assert house.trainings
    writer = officer_of(house.federation, house.federal_writer, Role.WRITER)
    found = held_dates(database, writer, house.trainings.online)
    backstage.execute(
        text("UPDATE training_session SET ends_on = starts_on WHERE id = :id"), {"id": found.id}
    )
    backstage.commit()
    return found


def test_five_say_what_they_think_and_one_aloud(
    house: House,
    dates: TrainingSession,
    database: Database,
    settings: Settings,
    *,
    new_visitor: Callable[..., HtmxVisitor],
    backstage: Session,
    run_jobs: Callable[[], None],
) -> None:
    officer = new_visitor()
    enter(officer, backstage, house.federal_writer)
    desk = f"/federation/{house.federation.slug}/trainings/held/{dates.id}/evaluations"
    for number, name in enumerate(("Awa", "Zahra", "Noor", "Sami", "Iman")):
        assert "Pas encore assez d’avis" in officer.get(desk).text
        asker, visitor = came(database, settings, dates, name), new_visitor()
        after = f"/registrations/{asker.token}/after"
        page = visitor.click(visitor.get(f"{after}?lang=fr"), "Donner mon avis")
        assert "On peut reconnaître une voix" in page.text
        empty = visitor.submit(page.form(), expect=422)
        assert "Répondez à une question" in empty.text
        said: dict[str, Any] = {"pace": "fast", "words": f"Mot {number}"}
        if name == "Noor":
            said["voice"] = (recording("iphone.m4a"), "moi.m4a")
        done = visitor.submit(page.form(), **said)
        assert "Votre avis est donné" in done.text
    run_jobs()
    page = officer.get(desk)
    assert "5 personnes ont répondu." in page.text
    assert "Mot 3" in page.text
    assert "Zahra" not in page.text
    assert "Enregistrement 1" in page.text
    source = next(str(one.get("src")) for one in page.find("audio") if desk in str(one.get("src")))
    heard = officer.fetch(source)
    assert (heard.status_code, heard.mimetype) == (200, "audio/mp4")


def test_what_is_said_in_the_page_arrives_in_pieces_until_it_is_given(
    dates: TrainingSession, database: Database, settings: Settings, visitor: HtmxVisitor
) -> None:
    asker, sound = came(database, settings, dates), recording("chrome.webm")
    address = f"/registrations/{asker.token}/after/evaluation?lang=fr"
    page = visitor.get(address)
    [recorder] = [one for one in page.find("div") if one.get("data-portal-recorder") is not None]
    assert recorder.get("data-purpose") == "voice"
    [form] = [one for one in page.find("form") if one.get("data-uploads")]
    own = {
        "X-CSRFToken": str(page.one("input", name="csrf_token").get("value")),
        "Referer": visitor.base_url + address,
    }

    def ask(method: str, url: str, data: bytes = b"", **headers: str) -> TestResponse:
        about = own | {name.replace("_", "-"): value for name, value in headers.items()}
        kind = "application/offset+octet-stream"
        return visitor.fetch(url, method, headers=about, data=data, content_type=kind)

    def create() -> TestResponse:
        size, root = str(len(sound)), str(form.get("data-uploads"))
        return ask("POST", root, Upload_Length=size, Upload_Purpose="voice", Upload_Name="x.webm")

    place = create().headers["Location"]
    assert ask("PATCH", place, sound, Upload_Offset="0").status_code == 204
    sent = {"csrf_token": own["X-CSRFToken"], "received-voice": place.rsplit("/", 1)[1]}
    given = visitor.fetch(address, "POST", data=sent, headers={"Referer": own["Referer"]})
    assert given.status_code == 302
    assert "Vous avez déjà donné votre avis" in visitor.get(given.headers["Location"]).text
    assert (ask("HEAD", place).status_code, create().status_code) == (404, 409)


def test_no_recording_but_one_of_the_session_is_opened(
    house: House,
    dates: TrainingSession,
    new_visitor: Callable[..., HtmxVisitor],
    backstage: Session,
) -> None:
    officer = new_visitor()
    enter(officer, backstage, house.federal_writer)
    assert house.held
    desk = f"/federation/{house.federation.slug}/trainings/held"
    voice = house.held.voice.id
    assert officer.fetch(f"{desk}/{dates.id}/evaluations/{voice}").status_code == 404
    backstage.execute(
        text("DELETE FROM evaluation WHERE session_id = :id"), {"id": house.held.dates.id}
    )
    backstage.commit()
    # With fewer than five, also of the right session.
    mine = f"{desk}/{house.held.dates.id}/evaluations/{voice}"
    assert officer.fetch(mine).status_code == 404


def test_of_six_who_answered_nobody_is_told_apart(
    house: House,
    dates: TrainingSession,
    new_visitor: Callable[..., HtmxVisitor],
    backstage: Session,
) -> None:
    """Five say yes and one says no: the page says what most think, and no number."""
    answers = [{"useful": "yes"}] * 5 + [{"useful": "no"}]
    owner = {"organisation_id": dates.organisation_id, "session_id": dates.id}
    for said in answers:
        backstage.add(Evaluation(**owner, answers=said))
        backstage.flush()
    backstage.commit()
    officer = new_visitor()
    enter(officer, backstage, house.federal_writer)
    desk = f"/federation/{house.federation.slug}/trainings/held/{dates.id}/evaluations"
    page = officer.get(desk)
    assert "5 personnes ont répondu." in page.text
    assert "Plus de la moitié des personnes : « Oui »" in page.text
    assert "Les réponses se partagent." in page.text
    assert "au moins" not in page.text
    for said in [{"useful": "yes"}] * 4:
        backstage.add(Evaluation(**owner, answers=said))
        backstage.flush()
    backstage.commit()
    page = officer.get(desk)
    assert "10 personnes ont répondu." in page.text
    assert "« Oui » : au moins 5 personnes" in page.text
    assert "« Non »" not in page.text
