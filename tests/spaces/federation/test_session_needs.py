"""What people need so as to come: read by who arranges it in that session, and by nobody else."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.trainings.actions import registrations
from portal.trainings.enums import SessionRole
from portal.trainings.models import RegistrationEvent, RegistrationNeed, TrainingSession
from tests.factories.joining import Asker
from tests.spaces.federation.conftest import DESK, Office
from tests.support.outbox import Outbox
from tests.support.page import Page

WORDS = "Une salle au rez-de-chaussée"


def said(office: Office, dates: TrainingSession, name: str = "Zahra", **way: str) -> Asker:
    """Somebody who comes and needs an interpreter."""
    asker = office.ask(dates, name, **way)
    with asker.reach(office.database) as session:
        registrations.say_needs(
            session,
            asker.actor,
            asker.registration_id,
            lines={"interpreter": "yes"},
            language="ps",
            words=WORDS,
        )
        session.commit()
    return asker


def arranged(asker: Asker) -> str:
    return f"{DESK}/registrations/{asker.registration_id}/arranged"


@pytest.fixture
def dates(office: Office) -> TrainingSession:
    return office.open()


def test_who_arranges_reads_and_answers(
    office: Office,
    dates: TrainingSession,
    backstage: Session,
    run_jobs: Callable[[], None],
    outbox: Outbox,
) -> None:
    asker = said(office, dates, contact_phone="", contact_email="zahra@example.org")
    run_jobs()
    outbox.empty()
    office.entrust(dates, office.helper, SessionRole.ARRANGER)
    helper = office.visitors(office.helper)
    page = helper.click(helper.get(office.address(dates)), "Besoins")
    for seen in ("Zahra", "Interprète sur demande", "pachto", WORDS, "À organiser", "effacés le"):
        assert seen in page.text
    assert "zahra@example.org" not in page.text
    refused = helper.submit(page.form(arranged(asker)), expect=422)
    assert "la personne les attend" in refused.text
    field = f"n{asker.registration_id.hex}-words"
    page = helper.submit(refused.form(arranged(asker)), **_one(field, "Un interprète vient."))
    assert "C’est noté. La personne est prévenue." in page.text
    assert "Répondu" in page.text
    assert "Un interprète vient." in page.text
    found = backstage.scalars(select(RegistrationNeed)).one()
    assert found.arranged_at is not None
    run_jobs()
    (mail,) = [message.text for message in outbox.messages if asker.token in message.text]
    # The message and the story say that there is an answer, never to what.
    assert "interprète" not in mail
    assert [event.words for event in backstage.scalars(select(RegistrationEvent))] == [""]
    helper.submit(page.form(arranged(asker)))
    run_jobs()
    assert len([one for one in outbox.messages if asker.token in one.text]) == 1


def _one(name: str, value: str) -> dict[str, Any]:
    return {name: value}


def test_nobody_else_reads_a_need(office: Office, dates: TrainingSession) -> None:
    asker, other = said(office, dates), office.open()
    office.entrust(dates, office.helper, SessionRole.TRAINER)
    office.entrust(other, office.region.officer, SessionRole.ARRANGER)
    registration = f"{DESK}/registrations/{asker.registration_id}"
    for person in (office.region.officer, office.region.assistant, office.helper):
        visitor = office.visitors(person)
        shown = visitor.get(office.address(dates))
        assert "Besoins" not in _tabs(shown)
        visitor.get(office.address(dates, "/needs"), expect=404)
        token = visitor.get("/account").find("input", name="csrf_token")[0].get("value")
        data = {"csrf_token": token, f"n{asker.registration_id.hex}-words": "Vu."}
        referer = {"Referer": visitor.base_url + DESK}
        sent = visitor.fetch(arranged(asker), "POST", data=data, headers=referer)
        assert sent.status_code == 404
        for url in (DESK, office.address(dates), registration):
            answer = visitor.fetch(url)
            assert WORDS not in answer.text
            assert "Interprète sur demande" not in answer.text


def _tabs(page: Page) -> list[str]:
    return list(page.links)


def test_who_does_not_come_needs_nothing(office: Office, dates: TrainingSession) -> None:
    asker = said(office, dates)
    office.entrust(dates, office.region.assistant, SessionRole.ARRANGER)
    writer = office.browser
    form = writer.get(office.address(dates, "/needs")).form(arranged(asker))
    with asker.reach(office.database) as session:
        registrations.withdraw(session, asker.actor, asker.registration_id)
        session.commit()
    assert "Aucun besoin dit" in writer.get(office.address(dates, "/needs")).text
    field = f"n{asker.registration_id.hex}-words"
    writer.submit(form, expect=404, **_one(field, "Trop tard"))


def test_who_only_can_be_called_is_said(office: Office, dates: TrainingSession) -> None:
    asker = said(office, dates, contact_phone="+33199001234")
    office.entrust(dates, office.region.assistant, SessionRole.ARRANGER)
    writer = office.browser
    form = writer.get(office.address(dates, "/needs")).form(arranged(asker))
    page = writer.submit(form, **_one(f"n{asker.registration_id.hex}-words", "C’est prévu."))
    assert "appelez-la" in page.text
