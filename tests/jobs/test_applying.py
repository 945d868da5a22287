"""Preparing an answer and sending it, once."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.files.models import StoredFile
from portal.jobs.actions import applying, following
from portal.jobs.enums import ApplicationState, CallMoment, PartKind, TimeWish
from portal.jobs.errors import NothingToReach, OfferNotOpen
from portal.jobs.models import Application, ApplicationEvent, CallbackRequest, PublishedOffer
from portal.jobs.queries import applications as queries
from portal.jobs.queries.applications import OfferToAnswer
from portal.kernel import clock
from portal.kernel.db import Database, Reach
from portal.kernel.errors import Conflict, NotFound
from portal.kernel.models import Erasure
from portal.organisations.scope import STRANGER, Actor
from portal.people.reachable import OWN_ACTS_A_DAY, can_be_texted
from tests.factories.applications import PHONE, Candidate, begin, open_offer, send, submit
from tests.factories.house import House, build_house
from tests.support.outbox import Outbox


@pytest.fixture
def house(backstage: Session) -> House:
    built = build_house(backstage, "applying")
    backstage.commit()
    return built


@pytest.fixture
def offer(database: Database, house: House) -> OfferToAnswer:
    return open_offer(database, house)


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.session() as opened:
        yield opened


@pytest.fixture
def someone(session: Session, settings: Settings, offer: OfferToAnswer) -> Candidate:
    begun = begin(session, settings, offer)
    session.commit()
    return begun


def _close(backstage: Session, offer: OfferToAnswer, state: str = "gone") -> OfferToAnswer:
    found = backstage.get(PublishedOffer, offer.id)
    assert found
    found.state = state
    backstage.commit()
    return queries.get_offer(backstage, offer.slug)


def _inside(database: Database, house: House) -> Session:
    """The structure of the offer looks."""
    return database.session(
        Reach(organisation_id=house.structure.id, organisation_kind="structure")
    )


def test_a_draft_is_its_holders_alone(
    database: Database, house: House, session: Session, someone: Candidate
) -> None:
    assert queries.get_mine(session, someone.actor, someone.application_id).state == "draft"
    with _inside(database, house) as structure:
        assert structure.get(Application, someone.application_id) is None
    for stranger in (STRANGER, Actor(holder="0" * 64), Actor(person_id=house.recruiter.id)):
        with database.session() as other, pytest.raises(NotFound):
            queries.get_mine(other, stranger, someone.application_id)


def test_only_the_ways_the_offer_takes_are_kept(
    session: Session, settings: Settings, database: Database, house: House
) -> None:
    offer = open_offer(database, house, ways={"voice": ""})
    someone = begin(session, settings, offer, ways=("letter", "voice", "pigeon"))
    found = queries.get_mine(session, someone.actor, someone.application_id)
    assert list(found.ways) == ["voice"]


def test_an_offer_that_is_over_takes_no_draft(
    session: Session, settings: Settings, offer: OfferToAnswer, backstage: Session
) -> None:
    for state in ("gone", "paused"):
        with pytest.raises(OfferNotOpen):
            begin(session, settings, _close(backstage, offer, state))


def test_the_last_day_is_whole(
    session: Session, settings: Settings, offer: OfferToAnswer, backstage: Session
) -> None:
    published = backstage.get(PublishedOffer, offer.id)
    assert published
    published.apply_until = clock.today() + timedelta(days=3)
    backstage.commit()
    offer = queries.get_offer(session, offer.slug)
    last = clock.now().astimezone(clock.PARIS) + timedelta(days=3)
    with time_machine.travel(last.replace(hour=23, minute=59)):
        begin(session, settings, offer)
    with (
        time_machine.travel(last.replace(hour=0, minute=1) + timedelta(days=1)),
        pytest.raises(OfferNotOpen),
    ):
        begin(session, settings, offer)


def test_what_is_typed_is_kept_as_it_is(
    session: Session, someone: Candidate, offer: OfferToAnswer
) -> None:
    actor, draft = someone.actor, someone.application_id
    asked = offer.questions[0]
    applying.choose_ways(session, actor, draft, offer, ["voice", "callback", "letter"])
    applying.say_name(session, actor, draft, "نور")
    applying.write_letter(session, actor, draft, "Bonjour")
    applying.write_answer(session, actor, draft, asked, "Parce que.")
    applying.write_answer(session, actor, draft, asked, "Parce que j’aime ça.")
    applying.wish_time(session, actor, draft, TimeWish.PART, "trois jours")
    applying.wish_adjustment(session, actor, draft, "sans marches")
    applying.say_who_helped(session, actor, draft, "un ami")
    applying.ask_for_a_call(
        session, actor, draft, phone=PHONE, moments=[CallMoment.MORNING], note="", language="ps"
    )
    applying.remember(session, actor, draft, "name", passed=True)
    applying.remember(session, actor, draft, "contact", passed=False, unfinished={"phone": "06"})
    session.commit()
    found = queries.prepared(session, queries.get_mine(session, actor, draft))
    assert found.application.candidate_name == "نور"
    assert [part.text for part in found.of(PartKind.ANSWER, asked.id)] == ["Parce que j’aime ça."]
    assert found.application.draft == {
        "passed": ["ways", "name"],
        "unfinished": {"contact": {"phone": "06"}},
    }
    assert found.callback
    assert found.callback.language == "ps"


def test_who_asked_to_be_called_and_left_a_number_later_is_called(
    session: Session, someone: Candidate, offer: OfferToAnswer
) -> None:
    actor, draft = someone.actor, someone.application_id

    def called() -> CallbackRequest | None:
        return queries.prepared(session, queries.get_mine(session, actor, draft)).callback

    applying.choose_ways(session, actor, draft, offer, ["voice"])
    applying.give_contact(session, actor, draft, phone=PHONE, email="")
    assert called() is None, "nobody calls who did not ask"
    applying.choose_ways(session, actor, draft, offer, ["voice", "callback"])
    applying.give_contact(session, actor, draft, phone="", email="noor@example.org")
    assert called() is None, "there is no number"
    applying.give_contact(session, actor, draft, phone=PHONE, email="")
    asked = called()
    assert asked
    assert (asked.phone, asked.language) == (PHONE, "fr")
    applying.give_contact(session, actor, draft, phone="+33639980199", email="")
    assert asked.phone == PHONE, "the number to call was chosen"


def test_a_call_without_a_number_is_not_asked(session: Session, someone: Candidate) -> None:
    for phone in (PHONE, ""):
        applying.ask_for_a_call(
            session,
            someone.actor,
            someone.application_id,
            phone=phone,
            moments=[],
            note="",
            language="fr",
        )
        session.flush()
    assert session.scalar(select(func.count()).select_from(CallbackRequest)) == 0


def test_sending_needs_a_way_to_be_reached(
    session: Session, someone: Candidate, offer: OfferToAnswer
) -> None:
    with pytest.raises(NothingToReach):
        submit(session, someone, offer)


def test_sending_twice_is_sending_once(
    session: Session,
    settings: Settings,
    offer: OfferToAnswer,
    run_jobs: Callable[[], None],
    outbox: Outbox,
) -> None:
    someone = send(session, settings, offer)
    first = submit(session, someone, offer)
    session.commit()
    again = submit(session, someone, offer)
    session.commit()
    assert (again.reference, again.submitted_at) == (first.reference, first.submitted_at)
    assert session.scalar(select(func.count()).select_from(ApplicationEvent)) == 1
    run_jobs()
    assert len(outbox.to(PHONE)) == 1


def test_a_sent_application_promises_an_answer(
    session: Session, settings: Settings, offer: OfferToAnswer
) -> None:
    someone = send(session, settings, offer)
    found = queries.get_mine(session, someone.actor, someone.application_id)
    assert found.state == ApplicationState.RECEIVED
    assert found.answer_due_on == clock.today() + timedelta(days=offer.answer_days)
    assert found.waiting_for_answer
    assert found.consent_text == "J’envoie."
    assert found.draft == {}
    with pytest.raises(Conflict):
        applying.say_name(session, someone.actor, someone.application_id, "Trop tard")


def test_the_receipt_is_neutral_and_in_the_persons_language(
    session: Session,
    settings: Settings,
    offer: OfferToAnswer,
    run_jobs: Callable[[], None],
    outbox: Outbox,
) -> None:
    someone = send(session, settings, offer, locale="ps", email="noor@example.org")
    session.commit()
    run_jobs()
    [sms] = outbox.to(PHONE)
    assert sms.language == "ps"
    assert sms.link == f"{settings.base_url}/follow/{someone.token}"
    [mail] = outbox.to("noor@example.org")
    for message in (sms.text, mail.subject, mail.text):
        assert offer.structure not in message
        assert offer.title not in message
        assert "candidature" not in message.lower()


def test_the_structure_hears_that_somebody_answered_and_not_what(
    session: Session,
    settings: Settings,
    offer: OfferToAnswer,
    house: House,
    run_jobs: Callable[[], None],
    outbox: Outbox,
) -> None:
    someone = begin(session, settings, offer, ways=())
    applying.say_name(session, someone.actor, someone.application_id, "Nur Secret")
    applying.give_contact(session, someone.actor, someone.application_id, phone=PHONE, email="")
    submit(session, someone, offer)
    session.commit()
    run_jobs()
    told = [message for message in outbox.messages if message.to != PHONE]
    assert len(told) == 2, "the administrator and the recruiter, not the writer"
    inbox = f"/employer/{house.slug}/applications/{someone.application_id}"
    for message in told:
        assert offer.title in message.subject
        assert "Secret" not in message.text + message.html
        assert PHONE not in message.text
        assert message.link.endswith(inbox)


def test_whoever_else_must_know_hears_that_somebody_answered_and_nothing_of_them(
    database: Database,
    house: House,
    session: Session,
    settings: Settings,
    run_jobs: Callable[[], None],
    outbox: Outbox,
) -> None:
    copied = "accueil@example.org, Direction@example.org ,"
    offer = open_offer(database, house, copy_to=copied)
    someone = begin(session, settings, offer, ways=("letter",))
    actor, draft = someone.actor, someone.application_id
    applying.say_name(session, actor, draft, "Nur Secret")
    applying.write_letter(session, actor, draft, "Une lettre secrète")
    applying.give_contact(session, actor, draft, phone=PHONE, email="noor@example.org")
    sent = submit(session, someone, offer)
    session.commit()
    for _again in range(2):
        run_jobs()
    for address in ("accueil@example.org", "direction@example.org"):
        [mail] = [one for one in outbox.messages if one.to.lower() == address]
        assert offer.title in mail.subject + mail.text
        assert mail.link == f"{settings.base_url}/employer/{house.slug}/applications"
        for said in ("Secret", "secrète", "639981234", "noor@", sent.reference, str(draft)):
            assert said not in mail.subject + mail.text + mail.html


def test_what_is_unchosen_stays_and_does_not_leave(
    database: Database, house: House, session: Session, settings: Settings, offer: OfferToAnswer
) -> None:
    someone = begin(session, settings, offer, ways=("letter", "callback"))
    actor, draft = someone.actor, someone.application_id
    applying.write_letter(session, actor, draft, "Bonjour")
    applying.ask_for_a_call(session, actor, draft, phone=PHONE, moments=[], note="", language="fr")
    applying.choose_ways(session, actor, draft, offer, [])
    session.commit()
    assert queries.get_mine(session, actor, draft).letter_text == "Bonjour"
    applying.give_contact(session, actor, draft, phone=PHONE, email="")
    submit(session, someone, offer)
    session.commit()
    with _inside(database, house) as structure:
        received = structure.get(Application, draft)
        assert received
        assert received.letter_text == ""
        asked = select(CallbackRequest).where(CallbackRequest.application_id == draft)
        assert structure.scalars(asked).all() == []


def test_the_structure_is_told_only_the_ways_something_came_in(
    session: Session, settings: Settings, offer: OfferToAnswer
) -> None:
    """Chosen first, then passed over: nobody looks for a voice that is not there."""
    someone = begin(session, settings, offer, ways=("voice", "cv", "letter", "callback"))
    actor, draft = someone.actor, someone.application_id
    applying.write_letter(session, actor, draft, "Bonjour")
    applying.give_contact(session, actor, draft, phone=PHONE, email="")
    assert list(submit(session, someone, offer).ways) == ["letter", "callback"]


def test_an_offer_that_closes_meanwhile_loses_nothing(
    session: Session, someone: Candidate, offer: OfferToAnswer, backstage: Session
) -> None:
    applying.give_contact(session, someone.actor, someone.application_id, phone=PHONE, email="")
    session.commit()
    with pytest.raises(OfferNotOpen):
        submit(session, someone, _close(backstage, offer))
    session.rollback()
    kept = queries.get_mine(session, someone.actor, someone.application_id)
    assert kept.contact_phone == PHONE
    assert queries.draft_kept_until(session, kept) >= clock.today() + timedelta(days=29)


def test_nobody_is_flooded_through_us_and_nobody_is_refused(
    session: Session,
    settings: Settings,
    offer: OfferToAnswer,
    run_jobs: Callable[[], None],
    outbox: Outbox,
) -> None:
    """The telephone of a shelter is the number of all who live there."""
    sent = [send(session, settings, offer) for _time in range(OWN_ACTS_A_DAY + 2)]
    told = []
    for one in sent:
        found = queries.get_mine(session, one.actor, one.application_id)
        assert found.state == ApplicationState.RECEIVED
        told.append(queries.told_of_receipt(session, one.application_id))
    assert told == [{"sms"}] * OWN_ACTS_A_DAY + [set(), set()]
    last = queries.get_mine(session, sent[-1].actor, sent[-1].application_id)
    following.withdraw(session, sent[-1].actor, last.id)
    session.commit()
    run_jobs()
    assert len(outbox.to(PHONE)) == OWN_ACTS_A_DAY


def test_a_try_that_fails_uses_no_receipt_up(
    session: Session,
    settings: Settings,
    offer: OfferToAnswer,
    backstage: Session,
) -> None:
    closed = replace(offer, state="gone")
    for _time in range(OWN_ACTS_A_DAY + 1):
        someone = begin(session, settings, offer)
        applying.give_contact(session, someone.actor, someone.application_id, phone=PHONE, email="")
        with pytest.raises(OfferNotOpen):
            submit(session, someone, closed)
    sent = send(session, settings, offer)
    assert queries.told_of_receipt(session, sent.application_id) == {"sms"}


def test_an_address_is_told_where_a_number_heard_enough(
    session: Session, settings: Settings, offer: OfferToAnswer
) -> None:
    for _time in range(OWN_ACTS_A_DAY):
        send(session, settings, offer)
    sent = send(session, settings, offer, email="noor@example.org")
    assert queries.told_of_receipt(session, sent.application_id) == {"mail"}


def test_erasing_a_draft_leaves_nothing(
    session: Session, someone: Candidate, backstage: Session
) -> None:
    applying.discard(session, someone.actor, someone.application_id)
    applying.discard(session, someone.actor, someone.application_id)
    session.commit()
    assert backstage.get(Application, someone.application_id) is None
    # A backup made before would bring it back, but for the ledger.
    ledger = select(Erasure.kind).where(Erasure.subject_id == someone.application_id)
    assert backstage.scalars(ledger).all() == ["application"]


def _alone(backstage: Session, house: House, someone: Candidate) -> UUID:
    """A file that arrived with somebody's link, and whose form never followed."""
    now = clock.now()
    found = StoredFile(
        organisation_id=house.structure.id,
        holder_digest=someone.actor.holder,
        purpose="cv",
        kind="document",
        state="ready",
        declared_size=10,
        received_size=10,
        created_at=now,
        ready_at=now,
    )
    backstage.add(found)
    backstage.commit()
    return found.id


def test_erasing_a_draft_takes_the_files_no_form_named(
    session: Session, someone: Candidate, backstage: Session, house: House
) -> None:
    alone = _alone(backstage, house, someone)
    applying.discard(session, someone.actor, someone.application_id)
    session.commit()
    backstage.expire_all()
    assert backstage.get(StoredFile, alone) is None


def test_sending_takes_the_files_no_form_named_away(
    session: Session,
    someone: Candidate,
    offer: OfferToAnswer,
    backstage: Session,
    house: House,
) -> None:
    alone = _alone(backstage, house, someone)
    applying.give_contact(session, someone.actor, someone.application_id, phone=PHONE, email="")
    submit(session, someone, offer)
    session.commit()
    backstage.expire_all()
    assert backstage.get(StoredFile, alone) is None


def test_a_signed_in_person_finds_their_draft_again(
    database: Database, house: House, settings: Settings, offer: OfferToAnswer
) -> None:
    person = Actor(person_id=house.candidate.id)
    with database.session(Reach(person_id=house.candidate.id)) as session:
        application, _token = applying.start(
            session, person, offer, settings, locale="fr", ways=["voice"]
        )
        session.commit()
    with database.session(Reach(person_id=house.candidate.id)) as session:
        found = queries.find_of_person(session, person, offer.id)
        assert found
        assert found.id == application.id
        assert application.id in {one.application.id for one in queries.list_mine(session, person)}


def test_a_message_reaches_nobody_on_a_landline() -> None:
    assert can_be_texted(PHONE)
    assert not can_be_texted("+33145678901")
    assert not can_be_texted("")
