"""The life of an offer: who moves it, when, and what the database refuses."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.jobs.actions import offers as actions
from portal.jobs.actions import translating, writing
from portal.jobs.checks import outdated
from portal.jobs.completeness import missing
from portal.jobs.enums import CloseReason, OfferState, OfferStep
from portal.jobs.errors import (
    ChangedMeanwhile,
    NotPublishable,
    OfferClosed,
    StructureNotAdmitted,
)
from portal.jobs.models import Offer, OfferEvent, PublishedOffer
from portal.jobs.queries import offers as queries
from portal.jobs.sections import sections_of
from portal.kernel import clock, nomenclatures
from portal.kernel.db import Database
from portal.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from portal.kernel.models import AuditEntry, NomenclatureEntry
from portal.organisations.enums import Role, Standing
from portal.organisations.scope import Actor
from tests.factories.house import House, build_house
from tests.factories.offers import FACTS, actor_of, open_session, publish, write_offer


@pytest.fixture
def house(backstage: Session) -> House:
    built = build_house(backstage, "offers")
    backstage.commit()
    return built


@pytest.fixture
def actor(house: House) -> Actor:
    return actor_of(house)


@pytest.fixture
def session(database: Database, actor: Actor) -> Iterator[Session]:
    with open_session(database, actor) as opened:
        yield opened


def _kinds(session: Session, offer: Offer) -> list[str]:
    return [
        str(kind)
        for kind in session.scalars(
            select(OfferEvent.kind).where(OfferEvent.offer_id == offer.id).order_by(OfferEvent.id)
        )
    ]


def test_a_new_offer_starts_from_what_the_structure_already_said(
    session: Session, actor: Actor, house: House
) -> None:
    offer = actions.create_offer(session, actor)
    assert offer.state == OfferState.DRAFT
    assert offer.establishment_name == house.structure.name
    assert [hole.field for hole in missing(offer)][:2] == ["title", "nature"]
    assert _kinds(session, offer) == ["created"]


def test_starting_twice_with_the_same_id_starts_once(session: Session, actor: Actor) -> None:
    offer_id = uuid4()
    first = actions.create_from_model(session, actor, "travail_pair_equipe", offer_id)
    second = actions.create_from_model(session, actor, "travail_pair_equipe", offer_id)
    assert first is second
    assert len(first.asked_questions) == 1
    assert _kinds(session, first) == ["created"]


def test_an_unknown_model_is_not_there(session: Session, actor: Actor) -> None:
    with pytest.raises(NotFound):
        actions.create_from_model(session, actor, "nothing")


def test_a_complete_offer_is_published_once(session: Session, actor: Actor) -> None:
    offer = write_offer(session, actor)
    assert missing(offer) == []
    actions.publish_offer(session, actor, offer.id, version=offer.version)
    actions.publish_offer(session, actor, offer.id, version=offer.version)
    session.commit()
    assert offer.state == OfferState.PUBLISHED
    assert offer.published_at is not None
    assert offer.expires_at == offer.published_at + timedelta(days=90)
    assert offer.slug.startswith("travailleuse-paire-ou-travailleur-pair-")
    assert _kinds(session, offer) == ["created", "published"]
    about = AuditEntry.subject == str(offer.id)
    done = session.scalars(select(AuditEntry.action).where(about).order_by(AuditEntry.seq))
    assert list(done) == ["offer.created", "offer.published"]


def test_a_writer_prepares_but_does_not_publish(database: Database, house: House) -> None:
    writer = actor_of(house, Role.WRITER)
    with open_session(database, writer) as session:
        offer = write_offer(session, writer)
        for move in (actions.publish_offer, actions.pause_offer, actions.renew_offer):
            with pytest.raises(NotAllowed):
                move(session, writer, offer.id)
        with pytest.raises(NotAllowed):
            actions.close_offer(session, writer, house.offer.id, CloseReason.FILLED)


def test_a_structure_nobody_vouched_for_publishes_nothing(session: Session, house: House) -> None:
    pending = actor_of(house, standing=Standing.PENDING)
    offer = write_offer(session, pending)
    with pytest.raises(StructureNotAdmitted):
        actions.publish_offer(session, pending, offer.id)


@pytest.mark.parametrize(
    ("field", "empty"),
    [
        ("title", ""),
        ("nature", None),
        ("pay_min", None),
        ("collective_agreement", ""),
        ("training_requirement", None),
        ("missions", []),
        ("ways", {}),
        ("contact_name", ""),
    ],
)
def test_a_needed_fact_that_is_missing_stops_the_publication(
    session: Session, actor: Actor, field: str, empty: object
) -> None:
    changes = {field: empty} | ({"pay_max": None} if field == "pay_min" else {})
    offer = write_offer(session, actor, **changes)
    assert field in {hole.field for hole in missing(offer)}
    with pytest.raises(NotPublishable):
        actions.publish_offer(session, actor, offer.id)


def test_a_letter_needs_a_reason_and_so_does_a_cv_nobody_can_avoid(
    session: Session, actor: Actor
) -> None:
    offer = write_offer(session, actor, ways={"cv": "", "letter": ""})
    assert [hole.field for hole in missing(offer)] == ["reason_cv", "reason_letter"]
    offer.ways = {"cv": "", "voice": ""}
    assert missing(offer) == []


def test_pausing_resuming_and_closing_each_happen_once(session: Session, actor: Actor) -> None:
    offer = session.get_one(Offer, publish(session, actor))
    for _again in range(2):
        actions.pause_offer(session, actor, offer.id)
    snapshot = session.get_one(PublishedOffer, offer.id)
    assert snapshot.state == "paused"
    for _again in range(2):
        actions.resume_offer(session, actor, offer.id)
    assert snapshot.state == "published"
    for _again in range(2):
        actions.close_offer(session, actor, offer.id, CloseReason.FILLED)
    session.commit()
    assert (offer.state, offer.close_reason) == (OfferState.CLOSED, CloseReason.FILLED)
    assert snapshot.state == "gone"
    assert (snapshot.document, snapshot.card, snapshot.facets) == ({}, {}, [])
    assert _kinds(session, offer) == ["created", "published", "paused", "resumed", "closed"]


def _holes(session: Session, offer: Offer) -> dict[str, str]:
    return {hole.field: hole.message for hole in outdated(session, offer)}


def test_a_deadline_that_passed_stops_the_publication(session: Session, actor: Actor) -> None:
    with time_machine.travel("2026-07-01T10:00:00Z"):
        offer = write_offer(session, actor)
        writing.save_step(
            session,
            actor,
            offer.id,
            OfferStep.RECRUITMENT,
            {"apply_until": date(2026, 7, 20)},
            version=offer.version,
        )
        assert _holes(session, offer) == {}
    with time_machine.travel("2026-07-21T10:00:00Z"):
        assert "date à venir" in _holes(session, offer)["apply_until"]
        with pytest.raises(NotPublishable):
            actions.publish_offer(session, actor, offer.id)
        assert offer.state == OfferState.DRAFT


def test_an_agreement_that_ended_stops_the_publication(session: Session, actor: Actor) -> None:
    with time_machine.travel("2026-07-01T10:00:00Z"):
        offer = write_offer(session, actor, collective_agreement="0783")
        assert _holes(session, offer) == {}
    with time_machine.travel("2026-11-20T10:00:00Z"):
        message = _holes(session, offer)["collective_agreement"]
        assert "Accords CHRS" in message
        assert "Convention collective 66" in message
        with pytest.raises(NotPublishable):
            actions.publish_offer(session, actor, offer.id)


def test_a_contract_that_ended_stops_the_publication(
    session: Session, actor: Actor, backstage: Session
) -> None:
    offer = write_offer(session, actor, contract="cdd_tremplin")
    session.commit()
    line = backstage.scalars(
        select(NomenclatureEntry).where(NomenclatureEntry.code == "cdd_tremplin")
    ).one()
    line.valid_to = clock.today() - timedelta(days=1)
    backstage.commit()
    nomenclatures.forget()
    assert "CDD Tremplin" in _holes(session, offer)["contract"]
    with pytest.raises(NotPublishable):
        actions.publish_offer(session, actor, offer.id)


def test_the_index_of_the_agreement_is_said(session: Session, actor: Actor) -> None:
    offer = write_offer(session, actor, pay_index="")
    assert [hole.field for hole in missing(offer)] == ["pay_index"]
    with pytest.raises(NotPublishable):
        actions.publish_offer(session, actor, offer.id)
    without = write_offer(session, actor, pay_index="", collective_agreement="9999")
    assert missing(without) == []


def test_an_end_that_moves_is_warned_about_anew(session: Session, actor: Actor) -> None:
    offer = session.get_one(Offer, publish(session, actor))
    offer.expiry_warned_at = clock.now()
    actions.publish_offer(session, actor, offer.id)
    assert offer.expiry_warned_at is not None, "nothing moved"
    soon = clock.today() + timedelta(days=3)
    step = {"apply_until": soon}
    writing.save_step(session, actor, offer.id, OfferStep.RECRUITMENT, step, version=offer.version)
    actions.publish_offer(session, actor, offer.id)
    assert offer.expiry_warned_at is None
    actions.pause_offer(session, actor, offer.id)
    offer.apply_until, offer.expiry_warned_at = None, clock.now()
    offer.expires_at = clock.now() - timedelta(minutes=1)
    actions.resume_offer(session, actor, offer.id)
    assert offer.expiry_warned_at is None


def test_a_closed_offer_does_not_come_back_but_can_be_copied(
    session: Session, actor: Actor
) -> None:
    offer_id = publish(session, actor)
    actions.close_offer(session, actor, offer_id, CloseReason.CANCELLED)
    for move in (
        actions.publish_offer,
        actions.pause_offer,
        actions.resume_offer,
        actions.renew_offer,
    ):
        with pytest.raises(OfferClosed):
            move(session, actor, offer_id)
    with pytest.raises(Conflict):
        actions.close_offer(session, actor, offer_id, CloseReason.FILLED)
    with pytest.raises(OfferClosed):
        writing.save_step(session, actor, offer_id, OfferStep.JOB, {"title": "X"}, version=1)
    copy = actions.copy_offer(session, actor, offer_id)
    assert copy.title == FACTS[OfferStep.JOB]["title"]
    assert [question.text for question in copy.asked_questions] == [
        "Qu’est-ce qui vous a amené à postuler sur ce poste ?"
    ]
    assert (copy.state, copy.published_at, copy.close_reason) == (OfferState.DRAFT, None, None)


def test_a_copy_is_of_insertion_too_as_long_as_the_line_holds(
    session: Session, actor: Actor, backstage: Session
) -> None:
    offer = write_offer(session, actor)
    facts = {"eligibility": "iae"}
    writing.save_step(session, actor, offer.id, OfferStep.CONTRACT, facts, version=offer.version)
    copy = actions.copy_offer(session, actor, offer.id)
    assert copy.eligibility == "iae"
    line = backstage.scalars(select(NomenclatureEntry).filter_by(scheme="eligibility")).one()
    line.valid_to = clock.today() - timedelta(days=1)
    backstage.commit()
    nomenclatures.forget()
    assert "eligibility" in _holes(session, copy)


def test_a_copy_does_not_take_over_an_agreement_that_has_ended(
    session: Session, actor: Actor
) -> None:
    with time_machine.travel("2026-07-01T10:00:00Z"):
        offer = write_offer(session, actor, collective_agreement="0783")
    with time_machine.travel("2026-11-20T10:00:00Z"):
        assert queries.get_offer(session, actor, offer.id).collective_agreement == "0783"
        kept = writing.save_step(
            session,
            actor,
            offer.id,
            OfferStep.PAY,
            {"collective_agreement": "0783", "pay_note": "Prime comprise"},
            version=offer.version,
        )
        assert kept.pay_note == "Prime comprise"
        assert actions.copy_offer(session, actor, offer.id).collective_agreement == ""
        fresh = actions.create_offer(session, actor)
        with pytest.raises(Invalid) as refusal:
            writing.save_step(
                session, actor, fresh.id, OfferStep.PAY, {"collective_agreement": "0783"}, version=1
            )
        assert list(refusal.value.fields) == ["collective_agreement"]


def test_a_draft_can_be_thrown_away_and_nothing_else(session: Session, actor: Actor) -> None:
    draft = write_offer(session, actor)
    actions.delete_draft(session, actor, draft.id)
    with pytest.raises(NotFound):
        queries.get_offer(session, actor, draft.id)
    with pytest.raises(Conflict):
        actions.delete_draft(session, actor, publish(session, actor))


def test_renewing_gives_ninety_days_and_two_clicks_leave_one_line(
    session: Session, actor: Actor
) -> None:
    with time_machine.travel("2026-11-20T10:00:00Z", tick=False):
        offer = session.get_one(Offer, publish(session, actor))
    with time_machine.travel("2027-02-10T10:00:00Z", tick=False) as there:
        actions.renew_offer(session, actor, offer.id)
        there.shift(60)
        actions.renew_offer(session, actor, offer.id)
    assert offer.expires_at is not None
    assert offer.expires_at.date() == date(2027, 5, 11)
    assert session.get_one(PublishedOffer, offer.id).expires_at == offer.expires_at
    assert _kinds(session, offer).count("renewed") == 1


def test_an_offer_with_a_deadline_ends_with_it(session: Session, actor: Actor) -> None:
    with time_machine.travel("2026-11-20T10:00:00Z", tick=False):
        offer = write_offer(session, actor)
        writing.save_step(
            session,
            actor,
            offer.id,
            OfferStep.RECRUITMENT,
            {"apply_until": date(2026, 12, 1)},
            version=offer.version,
        )
        actions.publish_offer(session, actor, offer.id)
        assert offer.expires_at is not None
        assert offer.expires_at.isoformat() == "2026-12-02T00:00:00+01:00"
        with pytest.raises(Invalid):
            actions.renew_offer(session, actor, offer.id, date(2026, 11, 19))


def test_two_editors_the_second_is_told(database: Database, house: House) -> None:
    one, two = actor_of(house), actor_of(house, Role.WRITER)
    with open_session(database, one) as first:
        offer = write_offer(first, one)
        first.commit()
    seen = offer.version
    with open_session(database, one) as first:
        writing.save_step(first, one, offer.id, OfferStep.JOB, {"title": "Un"}, version=seen)
        first.commit()
    with open_session(database, two) as second:
        with pytest.raises(ChangedMeanwhile):
            writing.save_step(second, two, offer.id, OfferStep.JOB, {"title": "Deux"}, version=seen)
        again = writing.save_step(
            second, two, offer.id, OfferStep.JOB, {"title": "Un"}, version=seen
        )
        assert again.version == seen + 1


def test_a_step_only_takes_its_own_facts(session: Session, actor: Actor) -> None:
    offer = actions.create_offer(session, actor)
    with pytest.raises(ValueError, match="state"):
        writing.save_step(
            session, actor, offer.id, OfferStep.JOB, {"state": "published"}, version=1
        )


@pytest.mark.parametrize(
    ("step", "values", "field"),
    [
        (OfferStep.PAY, {"pay_min": 20, "pay_max": 10}, "pay_max"),
        (OfferStep.PAY, {"collective_agreement": "SYNEAS"}, "collective_agreement"),
        (OfferStep.CONTRACT, {"contract": "benevolat"}, "contract"),
        (OfferStep.CONTRACT, {"eligibility": "rsa"}, "eligibility"),
        (OfferStep.CONTRACT, {"hours_min": 60}, "hours_min"),
        (OfferStep.PLACE, {"postcode": "9999"}, "postcode"),
        (OfferStep.FRENCH, {"languages": [{"language": "xx", "use": "spoken"}]}, "languages"),
        (OfferStep.RECRUITMENT, {"apply_until": date(2020, 1, 1)}, "apply_until"),
        (OfferStep.RECRUITMENT, {"answer_days": 0}, "answer_days"),
    ],
)
def test_what_cannot_be_true_is_told_beside_its_field(
    session: Session, actor: Actor, step: OfferStep, values: dict[str, object], field: str
) -> None:
    offer = actions.create_offer(session, actor)
    with pytest.raises(Invalid) as refusal:
        writing.save_step(session, actor, offer.id, step, values, version=1)
    assert list(refusal.value.fields) == [field]
    assert offer.version == 1


def test_the_department_and_the_region_follow_the_postcode(session: Session, actor: Actor) -> None:
    offer = write_offer(session, actor)
    assert (offer.department, offer.region) == ("75", "11")


def test_a_published_offer_keeps_its_needed_facts(session: Session, actor: Actor) -> None:
    offer = session.get_one(Offer, publish(session, actor))
    with pytest.raises(Invalid) as refusal:
        writing.save_step(
            session,
            actor,
            offer.id,
            OfferStep.PAY,
            {"pay_min": None, "pay_max": None},
            version=offer.version,
        )
    assert set(refusal.value.fields) == {"pay_min", "pay_max"}
    session.commit()
    assert offer.pay_min is not None


def test_a_question_taken_back_after_publication_keeps_its_row(
    session: Session, actor: Actor
) -> None:
    offer = session.get_one(Offer, publish(session, actor))
    version = queries.get_offer(session, actor, offer.id).version
    writing.save_step(
        session, actor, offer.id, OfferStep.ANSWERING, {"questions": []}, version=version
    )
    session.commit()
    again = queries.get_offer(session, actor, offer.id)
    assert again.asked_questions == []
    assert len(again.questions) == 1


def test_another_structure_finds_nothing(
    database: Database, backstage: Session, house: House
) -> None:
    stranger = actor_of(build_house(backstage, "stranger"))
    backstage.commit()
    with open_session(database, stranger) as session:
        for move in (
            queries.get_offer,
            actions.publish_offer,
            actions.pause_offer,
            actions.renew_offer,
            actions.delete_draft,
            actions.copy_offer,
        ):
            with pytest.raises(NotFound):
                move(session, stranger, house.offer.id)
        with pytest.raises(NotFound):
            actions.close_offer(session, stranger, house.offer.id, CloseReason.FILLED)
        with pytest.raises(NotFound):
            writing.save_step(
                session, stranger, house.offer.id, OfferStep.JOB, {"title": "X"}, version=1
            )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("draft", "paused"),
        ("draft", "closed"),
        ("published", "draft"),
        ("paused", "draft"),
        ("closed", "published"),
        ("closed", "draft"),
    ],
)
def test_the_database_refuses_any_other_move(
    session: Session, actor: Actor, before: str, after: str
) -> None:
    offer_id = write_offer(session, actor).id
    if before != "draft":
        actions.publish_offer(session, actor, offer_id)
    if before == "paused":
        actions.pause_offer(session, actor, offer_id)
    if before == "closed":
        actions.close_offer(session, actor, offer_id, CloseReason.FILLED)
    reason = "filled" if after == "closed" else None
    with pytest.raises(IntegrityError):
        session.execute(
            text(
                "UPDATE offer SET state = :state, close_reason = :reason,"
                " published_at = coalesce(published_at, now()) WHERE id = :id"
            ),
            {"state": after, "reason": reason, "id": offer_id},
        )


def test_the_database_publishes_no_offer_without_pay(session: Session, actor: Actor) -> None:
    offer = write_offer(session, actor, pay_min=None, pay_max=None)
    with pytest.raises(IntegrityError):
        session.execute(
            text(
                "UPDATE offer SET state = 'published', published_at = now(),"
                " expires_at = now() WHERE id = :id"
            ),
            {"id": offer.id},
        )


def test_what_is_asked_and_why_is_put_into_other_languages(
    database: Database, house: House
) -> None:
    actor = actor_of(house)
    with open_session(database, actor) as session:
        offer = write_offer(session, actor, ways={"letter": "Des bilans."})
        [asked] = offer.asked_questions
        assert {f"question-{asked.id}", "way-letter"} <= set(sections_of(offer))
        texts = {f"question-{asked.id}": "ولې؟", "way-letter": "لیک"}
        translating.translate_offer(session, actor, offer.id, "ps", texts)
        with pytest.raises(NotFound):
            translating.translate_offer(
                session, actor, offer.id, "ps", {f"question-{uuid4()}": "x"}
            )
        actions.publish_offer(session, actor, offer.id)
        document = session.get_one(PublishedOffer, offer.id).document
    told = document["translations"]["ps"]
    assert {name: one["text"] for name, one in told.items()} == texts
    assert not any(one["stale"] for one in told.values())
