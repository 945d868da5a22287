"""The calendar: a warning ten days before, an end after ninety days, each told once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.jobs.actions import offer_ends
from portal.jobs.actions import offers as actions
from portal.jobs.enums import CloseReason, OfferState
from portal.jobs.models import ApplicationEvent, Offer, OfferEvent, PublishedOffer
from portal.jobs.tasks.offers import end_offers
from portal.kernel.db import Database
from portal.kernel.one_by_one import SomeFailed
from portal.organisations.scope import Actor
from tests.factories.house import House, build_house
from tests.factories.offers import actor_of, open_session, publish
from tests.factories.screening import make_application
from tests.support.outbox import Outbox

START = datetime.fromisoformat("2026-11-20T10:00:00+00:00")


@pytest.fixture
def house(backstage: Session) -> House:
    built = build_house(backstage, "ends")
    built.offer.expires_at = START + timedelta(days=3650)
    backstage.commit()
    return built


@pytest.fixture
def actor(house: House) -> Actor:
    return actor_of(house)


@pytest.fixture
def offer(database: Database, actor: Actor) -> Offer:
    with (
        time_machine.travel(START, tick=False),
        open_session(database, actor) as session,
    ):
        found = session.get_one(Offer, publish(session, actor))
        session.commit()
    return found


def _pass(days: float, run_jobs: Callable[[], None]) -> None:
    """That much later, the clock of the worker strikes twice and its jobs run."""
    with time_machine.travel(START + timedelta(days=days), tick=False):
        end_offers(0)
        end_offers(0)
    run_jobs()


def _now(backstage: Session, offer: Offer) -> Offer:
    backstage.rollback()
    found = backstage.get_one(Offer, offer.id)
    backstage.refresh(found)
    return found


def _kinds(backstage: Session, offer: Offer) -> list[str]:
    found = backstage.scalars(
        select(OfferEvent.kind).where(OfferEvent.offer_id == offer.id).order_by(OfferEvent.at)
    )
    return [str(kind) for kind in found]


def test_nothing_happens_before_its_time(
    backstage: Session, offer: Offer, run_jobs: Callable[[], None], outbox: Outbox
) -> None:
    _pass(79, run_jobs)
    assert _now(backstage, offer).state == OfferState.PUBLISHED
    assert outbox.messages == []


def test_who_recruits_is_warned_once_and_given_a_link(
    backstage: Session, house: House, offer: Offer, run_jobs: Callable[[], None], outbox: Outbox
) -> None:
    _pass(81, run_jobs)
    _pass(85, run_jobs)
    messages = outbox.messages
    assert len(messages) == 2  # the administrator and the recruiter; a writer could only look on
    assert "quitte la liste le 18 février 2027" in messages[0].subject
    links = {message.link for message in messages}
    assert len(links) == 2  # each their own
    assert all(link.startswith("https://portail.example.org/renew/") for link in links)
    assert _kinds(backstage, offer).count("warned") == 1


def test_an_offer_ends_after_ninety_days_and_its_content_goes(
    backstage: Session, offer: Offer, run_jobs: Callable[[], None], outbox: Outbox
) -> None:
    _pass(91, run_jobs)
    _pass(92, run_jobs)
    ended = _now(backstage, offer)
    assert (ended.state, ended.close_reason) == (OfferState.CLOSED, CloseReason.EXPIRED)
    snapshot = backstage.get_one(PublishedOffer, offer.id)
    assert (snapshot.state, snapshot.document) == ("gone", {})
    assert _kinds(backstage, offer) == ["created", "published", "closed"]
    assert {message.subject for message in outbox.messages} == {"Votre offre n’est plus en ligne"}
    assert len(outbox.messages) == 2


def test_a_renewal_starts_the_ninety_days_again_and_the_warning_too(
    backstage: Session,
    database: Database,
    actor: Actor,
    offer: Offer,
    run_jobs: Callable[[], None],
    outbox: Outbox,
) -> None:
    _pass(85, run_jobs)
    with (
        time_machine.travel(START + timedelta(days=86), tick=False),
        open_session(database, actor) as session,
    ):
        actions.renew_offer(session, actor, offer.id)
        session.commit()
    outbox.empty()
    _pass(100, run_jobs)
    assert _now(backstage, offer).state == OfferState.PUBLISHED
    assert outbox.messages == []
    _pass(86 + 85, run_jobs)
    assert len(outbox.messages) == 2
    _pass(86 + 90.1, run_jobs)
    assert _now(backstage, offer).state == OfferState.CLOSED


@pytest.fixture
def close(
    database: Database, actor: Actor, offer: Offer, run_jobs: Callable[[], None]
) -> Callable[[str], None]:
    """End the offer, by somebody's hand or by the calendar."""

    def end(by: str) -> None:
        if by == "the calendar":
            _pass(91, run_jobs)
            return
        with open_session(database, actor) as session:
            actions.close_offer(session, actor, offer.id, CloseReason.FILLED)
            session.commit()
        run_jobs()

    return end


@pytest.mark.parametrize("by", ["the calendar", "somebody"])
def test_who_still_waits_hears_that_the_offer_is_closed(
    backstage: Session,
    house: House,
    offer: Offer,
    close: Callable[[str], None],
    outbox: Outbox,
    by: str,
) -> None:
    """What our mail to the structure says is true."""
    answers = {
        state: make_application(
            backstage,
            house,
            offer_id=offer.id,
            locale="fr",
            state=state,
            decline_kind="post" if state == "declined" else None,
            waiting_for_answer=state == "received",
            contact_email=f"{state}@example.org",
        )
        for state in ("received", "offered", "declined", "accepted", "withdrawn")
    }
    backstage.commit()
    close(by)
    told = [sent.to for sent in outbox.messages if "est fermée" in sent.text]
    assert sorted(told) == ["offered@example.org", "received@example.org"]
    story = backstage.scalars(
        select(ApplicationEvent).where(
            ApplicationEvent.application_id == answers["received"].id,
            ApplicationEvent.for_candidate,
        )
    ).all()
    assert [event.data["about"] for event in story] == ["offer_closed"]


def test_a_paused_offer_waits(
    backstage: Session,
    database: Database,
    actor: Actor,
    offer: Offer,
    run_jobs: Callable[[], None],
    outbox: Outbox,
) -> None:
    with (
        time_machine.travel(START + timedelta(days=1), tick=False),
        open_session(database, actor) as session,
    ):
        actions.pause_offer(session, actor, offer.id)
        session.commit()
    _pass(200, run_jobs)
    assert _now(backstage, offer).state == OfferState.PAUSED
    with (
        time_machine.travel(START + timedelta(days=200), tick=False),
        open_session(database, actor) as session,
    ):
        resumed = actions.resume_offer(session, actor, offer.id)
        session.commit()
    assert resumed.expires_at == START + timedelta(days=290)


def test_every_structure_ends_its_own(
    backstage: Session,
    database: Database,
    offer: Offer,
    run_jobs: Callable[[], None],
) -> None:
    other = build_house(backstage, "others")
    backstage.commit()
    owner = actor_of(other)
    with (
        time_machine.travel(START, tick=False),
        open_session(database, owner) as session,
    ):
        theirs = session.get_one(Offer, publish(session, owner))
        session.commit()
    _pass(91, run_jobs)
    assert _now(backstage, offer).state == OfferState.CLOSED
    assert _now(backstage, theirs).state == OfferState.CLOSED


def test_an_offer_that_cannot_end_holds_back_no_other(
    backstage: Session, database: Database, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    with time_machine.travel(START, tick=False), open_session(database, actor) as session:
        ids = {publish(session, actor) for _ in range(3)}
        session.commit()
    real, failed = offer_ends.expire_offer, []

    def expire(session: Session, organisation_id: UUID, offer_id: UUID) -> None:
        failed.append(offer_id)
        if offer_id == failed[0]:
            raise RuntimeError
        real(session, organisation_id, offer_id)

    monkeypatch.setattr(offer_ends, "expire_offer", expire)
    with time_machine.travel(START + timedelta(days=91), tick=False), pytest.raises(SomeFailed):
        end_offers(0)
    backstage.rollback()
    closed = select(Offer.id).where(Offer.state == OfferState.CLOSED, Offer.id.in_(ids))
    assert set(backstage.scalars(closed)) == ids - {failed[0]}
