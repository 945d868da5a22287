"""What leaves at each step: a text message says nothing on a phone that others may hold."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from portal.jobs import step_texts
from portal.jobs.messages import steps
from portal.jobs.models import Application
from portal.kernel import clock, i18n
from portal.kernel.messages import MAIL, SMS, compose, from_us
from tests.factories.house import House, build_house
from tests.factories.screening import follow_address, make_application
from tests.support.outbox import Outbox

LANGUAGES = tuple(i18n.LOCALES)
FILLING = step_texts.Filling(
    answer_due_on=date(2026, 12, 24),
    interview_on=datetime(2026, 12, 15, 14, tzinfo=clock.PARIS),
    place="12 rue des Lilas",
    reason="Le poste est déjà pourvu",
    kept_until=date(2028, 1, 1),
)
PERSONAL = (
    steps.STEP,
    steps.WROTE,
    "jobs.application_received",
    "jobs.file_unreadable",
)


@pytest.fixture
def application(backstage: Session, run_jobs: Callable[[], None]) -> Application:
    """`run_jobs` gives the messages their settings."""
    house: House = build_house(backstage, "ours")
    made = make_application(backstage, house, contact_email="noor@example.org")
    backstage.commit()
    return made


def _data(application: Application, text: str) -> dict[str, Any]:
    return {
        "application_id": str(application.id),
        "version": 1,
        "reference": application.reference,
        "text": text,
        "due": "2026-12-24",
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("step", sorted(step_texts.TEXTS))
def test_the_text_message_of_a_step_tells_nothing_of_it(
    application: Application, step: str, language: str
) -> None:
    text = step_texts.fill(step_texts.default(step, language), FILLING, language)
    structure = f"{application.structure_name} : {application.offer_title}. {text}"
    told = {
        compose(steps.STEP, language, _data(application, words), SMS).text
        for words in (text, structure)
    }
    assert len(told) == 1, "the same words whatever happens"
    [sms] = told
    assert follow_address(application.id) in sms.split()
    assert len(sms) - len(follow_address(application.id)) <= 70
    mail = compose(steps.STEP, language, _data(application, text), MAIL)
    assert text in mail.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", PERSONAL)
def test_no_text_message_to_a_person_names_anything(
    application: Application, template: str, language: str
) -> None:
    words = f"{application.structure_name} vous propose le poste {application.offer_title}"
    sms = compose(template, language, _data(application, words), SMS).text
    with i18n.use(i18n.LOCALES[language]):
        ours = from_us("")
    assert sms.startswith(ours.strip())
    for said in (application.structure_name, application.offer_title, "poste"):
        assert said not in sms
    assert follow_address(application.id) in sms.split()


def test_a_structure_that_writes_says_nothing_on_the_telephone(
    backstage: Session,
    application: Application,
    run_jobs: Callable[[], None],
    outbox: Outbox,
) -> None:
    with clock.pretending(clock.now() + timedelta(seconds=1)):
        steps.tell_step(backstage, application, "Le poste est à vous", once="one")
        steps.tell_written(backstage, application, "Venez au foyer", once="two")
        backstage.commit()
    run_jobs()
    said = [sent.text for sent in outbox.to(application.contact_phone)]
    assert len(said) == 2
    assert not [text for text in said if "poste" in text or "foyer" in text]
    mails = [sent.text for sent in outbox.to("noor@example.org")]
    assert any("Le poste est à vous" in text for text in mails)
