"""The same words to everybody who comes or waits."""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.trainings.actions import registrations
from portal.trainings.models import RegistrationEvent
from tests.spaces.federation.conftest import DESK, Office
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


def test_who_reads_another_language_gets_it_before_the_french(
    office: Office, run_jobs: Callable[[], None], outbox: Outbox
) -> None:
    """Only the languages somebody there reads are asked for."""
    dates = office.open(places=3)
    pashto, french = (
        office.ask(dates, name, contact_phone="", contact_email=f"{name}@example.org")
        for name in ("zahra", "awa")
    )
    with french.reach(office.database) as session:
        registrations.speak(session, french.actor, french.registration_id, "fr")
        session.commit()
    run_jobs()
    outbox.empty()
    writer = office.browser
    page = writer.get(office.address(dates, "/message"))
    form = page.form(name="group")
    assert {name for name in form.names if name.startswith("in_")} == {"in_ps"}
    read = writer.submit(form, words="Apportez un cahier.", in_ps="کتابچه راوړئ.")
    assert "کتابچه راوړئ." in read.text
    (sending,) = [
        form
        for form in (Form(element, read) for element in read.find("form"))
        if "group" in form.names and not form.choices("group")
    ]
    writer.submit(sending, "send")
    run_jobs()
    ((hers,), (his,)) = (_told(outbox, one.token) for one in (pashto, french))
    assert hers.index("کتابچه راوړئ.") < hers.index("Apportez un cahier.")
    assert "کتابچه" not in his
    one = writer.get(f"{DESK}/registrations/{pashto.registration_id}")
    writer.submit(one.form(name="words"), words="À demain.", in_ps="سبا به سره وګورو.")
    run_jobs()
    assert "سبا به سره وګورو." in _told(outbox, pashto.token)[-1]
