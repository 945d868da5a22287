"""Somebody with a landline and no e-mail: no screen says that something was sent to them."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.jobs.enums import ApplicationState as State
from portal.jobs.enums import CallbackState
from portal.jobs.models import (
    Application,
    ApplicationEvent,
    ApplicationMessage,
    CallbackRequest,
    CallbackTry,
)
from portal.kernel import clock, nomenclatures
from portal.kernel.models import OutgoingMessage
from portal.people.models import Person
from portal.seeds import SEEDS
from tests.factories.house import House, build_house
from tests.factories.screening import ask_for_call, make_application
from tests.support.blocked import wait_until_blocked
from tests.support.htmx import HtmxVisitor
from tests.support.page import words

LANDLINE = "+33199000131"
SHOWN = "01 99 00 01 31"
ONLY_CALLS = "Cette personne ne peut être jointe que par téléphone"
SENT = ("envoyé", "prévenue", "reçoit votre", "apprend", "et envoyer", "informée")


@pytest.fixture
def house(backstage: Session) -> House:
    built = build_house(backstage, "ours", "OURS")
    nomenclatures.plant(backstage, SEEDS)
    backstage.commit()
    return built


@pytest.fixture
def recruiter(signed_in: Callable[[Person], HtmxVisitor], house: House) -> HtmxVisitor:
    return signed_in(house.recruiter)


@pytest.fixture
def application(backstage: Session, house: House) -> Application:
    found = make_application(
        backstage, house, candidate_name="Marie-Jo", contact_phone=LANDLINE, locale="fr"
    )
    backstage.commit()
    return found


@pytest.fixture
def address(house: House, application: Application) -> str:
    return f"/employer/{house.slug}/applications/{application.id}"


def _messages(backstage: Session, application: Application) -> list[OutgoingMessage]:
    found = select(OutgoingMessage).where(OutgoingMessage.about_id == application.id)
    return list(backstage.scalars(found))


def test_the_page_says_so_before_anything_is_written(
    recruiter: HtmxVisitor, backstage: Session, house: House, application: Application, address: str
) -> None:
    page = recruiter.get(address)
    assert ONLY_CALLS in page.text
    section = words(page.by_id("messages"))
    assert SHOWN in section.replace("\u00a0", " ")
    assert "Laisser ce message" in section
    assert "Écrire à la personne" not in section
    # Whoever reads text messages or e-mails is written to as before.
    for way in ({"contact_phone": "+33639980144"}, {"contact_email": "mj@example.org"}):
        other = make_application(backstage, house, **({"contact_phone": LANDLINE} | way))
        backstage.commit()
        text = recruiter.get(address.replace(str(application.id), str(other.id))).text
        assert ONLY_CALLS not in text
        assert "Écrire à la personne" in text


def test_a_message_nobody_is_told_of_is_said_on_the_phone(
    recruiter: HtmxVisitor, backstage: Session, house: House, application: Application, address: str
) -> None:
    page = recruiter.submit(
        recruiter.get(address).form(name="message_body"), message_body="Pouvez-vous venir lundi ?"
    )
    assert "Message envoyé" not in page.text
    assert "Rien ne lui est envoyé" in page.text
    assert "Pouvez-vous venir lundi ?" in page.text
    assert _messages(backstage, application) == []
    assert SHOWN in recruiter.get(f"/employer/{house.slug}/callbacks").text.replace("\u00a0", " ")


def test_how_a_call_went_is_asked_in_the_readers_language(
    recruiter: HtmxVisitor, address: str
) -> None:
    english = recruiter.get(f"{address}?lang=en").text
    assert "The person answered" in english
    assert "La personne a répondu" not in english


@pytest.mark.parametrize("asked_before", [False, True])
def test_what_was_said_is_noted_where_it_is_read(
    recruiter: HtmxVisitor,
    backstage: Session,
    application: Application,
    address: str,
    *,
    asked_before: bool,
) -> None:
    if asked_before:
        ask_for_call(backstage, application, phone=LANDLINE)
        backstage.commit()
    form = recruiter.get(address).form(name="call_outcome")
    refused = recruiter.submit(form, expect=422)
    assert "Dites comment l’appel s’est passé" in refused.text
    page = recruiter.submit(form, call_outcome="reached", call_note="Vient lundi à 10 h.")
    assert "Appel noté." in page.text
    assert "Vient lundi à 10 h." in page.text
    own = CallbackRequest.application_id == application.id
    [request] = backstage.scalars(select(CallbackRequest).where(own)).all()
    assert request.state == "reached"
    [kept] = backstage.scalars(select(CallbackTry).where(CallbackTry.callback_id == request.id))
    assert (kept.outcome, kept.note) == ("reached", "Vient lundi à 10 h.")
    # The person reads that somebody called, never the note.
    [event] = backstage.scalars(
        select(ApplicationEvent).where(
            ApplicationEvent.application_id == application.id, ApplicationEvent.kind == "called"
        )
    )
    assert event.data == {"outcome": "reached"}


def test_who_did_not_answer_stays_among_those_to_call(
    recruiter: HtmxVisitor, house: House, address: str
) -> None:
    recruiter.submit(recruiter.get(address).form(name="call_outcome"), call_outcome="no_answer")
    recruiter.submit(recruiter.get(address).form(name="call_outcome"), call_outcome="no_answer")
    waiting = recruiter.get(f"/employer/{house.slug}/callbacks")
    assert waiting.text.count("Pas de réponse") >= 2


def test_who_took_it_back_is_not_called(
    recruiter: HtmxVisitor, backstage: Session, application: Application, address: str
) -> None:
    form = recruiter.get(address).form(name="call_outcome")
    application.state, application.waiting_for_answer = State.WITHDRAWN, False
    backstage.commit()
    refused = recruiter.submit(form, call_outcome="reached", expect=409)
    assert refused.heading == "La personne a retiré sa candidature"
    assert ONLY_CALLS not in recruiter.get(address).text
    own = CallbackRequest.application_id == application.id
    assert backstage.scalars(select(CallbackRequest).where(own)).all() == []


@pytest.mark.parametrize(
    ("before", "step", "fields"),
    [
        (State.RECEIVED, State.IN_REVIEW, {}),
        (State.IN_REVIEW, State.INTERVIEW, {}),
        (State.INTERVIEW, State.OFFERED, {}),
        (State.OFFERED, State.ACCEPTED, {}),
        (State.IN_REVIEW, State.DECLINED, {"reason": "match_missions"}),
        (State.IN_REVIEW, State.POOL, {"consented_on": "today"}),
        (State.IN_REVIEW, State.OBSOLETE, {}),
        (State.IN_REVIEW, State.WITHDRAWN, {}),
        (State.IN_REVIEW, "ask_pool", {}),
    ],
)
def test_no_step_claims_to_have_told_anybody(
    recruiter: HtmxVisitor,
    backstage: Session,
    house: House,
    before: State,
    step: str,
    fields: dict[str, Any],
) -> None:
    application = make_application(
        backstage,
        house,
        contact_phone=LANDLINE,
        locale="fr",
        state=before,
        waiting_for_answer=before not in (State.OFFERED, State.ACCEPTED),
    )
    backstage.commit()
    address = f"/employer/{house.slug}/applications/{application.id}"
    asked = recruiter.get(f"{address}/move/{step}")
    main = words(asked.one("main"))
    assert not [said for said in SENT if said in main], main
    assert SHOWN in main.replace("\u00a0", " ")
    day = {name: clock.today().isoformat() for name in fields if name == "consented_on"}
    done = recruiter.submit(asked.form(name="text"), **(fields | day))
    assert "C’est fait." in done.text
    assert not [said for said in ("prévenue", "informée") if said in words(done.one("main"))]
    assert _messages(backstage, application) == []


def test_everybody_left_says_who_is_to_be_called(
    recruiter: HtmxVisitor, backstage: Session, house: House, application: Application
) -> None:
    page_of = f"/employer/{house.slug}/applications/offers/{application.offer_id}/answer"
    [line] = [
        words(label) for label in recruiter.get(page_of).find("label") if "Marie-Jo" in words(label)
    ]
    assert "À appeler" in line
    application.contact_phone = "+33639980144"
    backstage.commit()
    assert "À appeler" not in recruiter.get(page_of).text


def _requests(backstage: Session, application: Application) -> list[CallbackRequest]:
    own = CallbackRequest.application_id == application.id
    return list(backstage.scalars(select(CallbackRequest).where(own)))


def test_whom_a_message_reaches_is_not_called_instead(
    recruiter: HtmxVisitor, backstage: Session, house: House, application: Application, address: str
) -> None:
    form = recruiter.get(address).form(name="call_outcome")
    application.contact_phone, application.contact_email = "", "mj@example.org"
    backstage.commit()
    refused = recruiter.submit(form, call_outcome="no_answer", expect=409)
    assert refused.heading == "Ce n’est pas possible"
    assert "écrivez-lui" in refused.text
    assert _requests(backstage, application) == []
    recruiter.get(f"/employer/{house.slug}/callbacks")


def test_a_number_nobody_can_read_takes_no_list_away(
    recruiter: HtmxVisitor, backstage: Session, house: House, application: Application
) -> None:
    ask_for_call(backstage, application, phone="?")
    backstage.commit()
    assert "Marie-Jo" in recruiter.get(f"/employer/{house.slug}/callbacks").text


def test_a_request_to_call_has_a_number(backstage: Session, application: Application) -> None:
    with pytest.raises(IntegrityError), backstage.begin_nested():
        ask_for_call(backstage, application, phone="")


def test_a_call_waits_for_who_changes_the_application(
    recruiter: HtmxVisitor, backstage: Session, application: Application, address: str
) -> None:
    """What the person takes back at this moment is not called meanwhile."""
    form = recruiter.get(address).form(name="call_outcome")
    application.state, application.waiting_for_answer = State.WITHDRAWN, False
    backstage.flush()
    with ThreadPoolExecutor(1) as pool:
        calling = pool.submit(recruiter.submit, form, call_outcome="reached", expect=409)
        wait_until_blocked(backstage)
        backstage.commit()
        calling.result(timeout=10)
    assert _requests(backstage, application) == []


def test_who_is_to_be_called_again_is_called_where_they_are_now(
    recruiter: HtmxVisitor, backstage: Session, application: Application, address: str
) -> None:
    done = ask_for_call(
        backstage, application, phone="+33199000199", language="ps", state="reached"
    )
    backstage.commit()
    recruiter.submit(recruiter.get(address).form(name="message_body"), message_body="Bonjour.")
    backstage.refresh(done)
    assert (done.state, done.phone, done.language) == ("waiting", LANDLINE, "fr")
    assert (done.moments, done.moments_note) == ([], "")


def test_who_waits_to_be_called_is_called_as_they_asked(
    recruiter: HtmxVisitor, backstage: Session, application: Application, address: str
) -> None:
    asked = ask_for_call(backstage, application, phone="+33199000199")
    backstage.commit()
    recruiter.submit(recruiter.get(address).form(name="message_body"), message_body="Bonjour.")
    backstage.refresh(asked)
    assert (asked.phone, asked.moments) == ("+33199000199", ["morning", "evening"])


def test_a_call_noted_twice_was_one_call(
    recruiter: HtmxVisitor, backstage: Session, house: House, application: Application, address: str
) -> None:
    form = recruiter.get(address).form(name="call_outcome")
    for _press in range(2):
        recruiter.submit(form, call_outcome="reached")
    [request] = _requests(backstage, application)
    assert request.state == "reached"
    own = select(CallbackTry).where(CallbackTry.callback_id == request.id)
    assert len(backstage.scalars(own).all()) == 1
    # From the list too; another page notes another call.
    request.state = CallbackState.WAITING
    backstage.commit()
    queue = f"/employer/{house.slug}/callbacks"
    form = recruiter.get(queue).form(f"{queue}/{request.id}/tries")
    [outcome] = [name for name, _value in form.data({}) if name.endswith("once")]
    fields: dict[str, Any] = {outcome.removesuffix("once") + "outcome": "no_answer"}
    for _press in range(2):
        recruiter.submit(form, **fields)
    assert len(backstage.scalars(own).all()) == 2


def test_a_message_sent_twice_is_one_message(
    recruiter: HtmxVisitor, backstage: Session, application: Application, address: str
) -> None:
    application.contact_email = "mj@example.org"
    backstage.commit()
    form = recruiter.get(address).form(name="message_body")
    for _press in range(2):
        recruiter.submit(form, message_body="Pouvez-vous venir lundi ?")
    own = ApplicationMessage.application_id == application.id
    assert len(backstage.scalars(select(ApplicationMessage).where(own)).all()) == 1
    assert len(_messages(backstage, application)) == 1
    again = recruiter.get(address).form(name="message_body")
    recruiter.submit(again, message_body="Pouvez-vous venir lundi ?")
    assert len(backstage.scalars(select(ApplicationMessage).where(own)).all()) == 2


def test_a_call_noted_from_the_list_and_one_from_the_application_wait_for_each_other(
    recruiter: HtmxVisitor, backstage: Session, house: House, application: Application
) -> None:
    """Both lock the application first: the list does not hold the request meanwhile."""
    request = ask_for_call(backstage, application, phone=LANDLINE)
    backstage.commit()
    queue = f"/employer/{house.slug}/callbacks"
    form = recruiter.get(queue).form(f"{queue}/{request.id}/tries")
    [once] = [name for name, _value in form.data({}) if name.endswith("once")]
    fields: dict[str, Any] = {once.removesuffix("once") + "outcome": "no_answer"}
    locked = select(Application.id).where(Application.id == application.id).with_for_update()
    backstage.execute(locked)
    with ThreadPoolExecutor(1) as pool:
        calling = pool.submit(recruiter.submit, form, **fields)
        wait_until_blocked(backstage)
        backstage.execute(
            select(CallbackRequest.id).where(CallbackRequest.id == request.id).with_for_update()
        )
        backstage.commit()
        calling.result(timeout=10)
