"""The same words to everybody who comes or waits."""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.trainings.models import RegistrationEvent
from tests.spaces.federation.conftest import Office
from tests.support.outbox import Outbox
from tests.support.page import Form


def test_what_leaves_is_read_before_and_leaves_once(
    office: Office, backstage: Session, run_jobs: Callable[[], None], outbox: Outbox
) -> None:
    dates = office.open(places=2)
    first = office.ask(dates, "Zahra", contact_phone="", contact_email="zahra@example.org")
    called = office.ask(dates, "Idris", contact_phone="+33199001234")
    waiting = office.ask(dates, "Abel")
    run_jobs()
    outbox.empty()
    writer = office.browser
    page = writer.click(writer.get(office.address(dates)), "Écrire à tous")
    refused = writer.submit(page.form(name="group"), expect=422, words="")
    assert "Écrivez votre message" in refused.text
    page = writer.submit(refused.form(name="group"), words="Apportez un cahier.\nÀ bientôt.")
    assert "1 personne est prévenue. 1 par e-mail." in page.text
    assert "Appelez-la : Idris 01 99 00 12 34" in page.text
    assert "pachto (پښتو) (2)" in page.text
    assert "SMS dit seulement" not in page.text
    run_jobs()
    assert outbox.messages == []
    (sending,) = [
        form
        for form in (Form(element, page) for element in page.find("form"))
        if "group" in form.names and not form.choices("group")
    ]
    for _time in range(2):
        done = writer.submit(sending, "send")
        assert "Message envoyé à 1 personne. À appeler : Idris." in done.text
    run_jobs()
    told = {asker: _told(outbox, asker.token) for asker in (first, called, waiting)}
    assert [len(texts) for texts in told.values()] == [1, 0, 0]
    assert "Apportez un cahier." in told[first][0]
    events = backstage.scalars(select(RegistrationEvent).where(RegistrationEvent.kind == "wrote"))
    assert {event.registration_id for event in events} == {
        first.registration_id,
        called.registration_id,
    }


def _told(outbox: Outbox, token: str) -> list[str]:
    return [message.text for message in outbox.messages if token in message.text]


def test_nobody_there_nothing_leaves(office: Office) -> None:
    dates = office.open()
    office.ask(dates)
    writer = office.browser
    page = writer.get(office.address(dates, "/message"))
    page = writer.submit(page.form(name="group"), words="Bonjour.", group="waiting")
    assert "rien ne part" in page.text


def test_who_does_not_run_it_writes_to_nobody(office: Office) -> None:
    dates = office.open()
    office.visitors(office.helper).get(office.address(dates, "/message"), expect=404)
