"""The snapshot: what the public sees, and what stays inside."""

import json
from collections.abc import Iterator

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from portal.jobs import publication
from portal.jobs.actions import offers as actions
from portal.jobs.actions import translating, writing
from portal.jobs.actions.structure_cards import show_structure_anew
from portal.jobs.enums import OfferStep
from portal.jobs.models import Offer, PublishedOffer
from portal.jobs.queries import offers as queries
from portal.kernel import search
from portal.kernel.db import Database
from portal.organisations.models import Organisation
from portal.organisations.scope import Actor
from tests.factories.house import House, build_house
from tests.factories.offers import actor_of, open_session, publish, write_offer


@pytest.fixture
def house(backstage: Session) -> House:
    built = build_house(backstage, "publication")
    backstage.commit()
    return built


@pytest.fixture
def actor(house: House) -> Actor:
    return actor_of(house)


@pytest.fixture
def session(database: Database, actor: Actor) -> Iterator[Session]:
    with open_session(database, actor) as opened:
        yield opened


def test_the_snapshot_is_json_and_says_what_the_offer_says(
    session: Session, actor: Actor, house: House
) -> None:
    offer_id = publish(session, actor)
    session.commit()
    snapshot = session.get_one(PublishedOffer, offer_id)
    document = json.loads(json.dumps(snapshot.document))
    assert document["title"] == "Travailleuse paire ou travailleur pair"
    assert document["pay_min"] == 13.2
    assert document["missions"][0]["tasks"] == ["Écouter", "Orienter"]
    assert document["structure"]["slug"] == house.structure.slug
    assert [question["text"] for question in document["questions"]] == [
        "Qu’est-ce qui vous a amené à postuler sur ce poste ?"
    ]
    assert set(publication.PUBLIC_FIELDS) <= set(document)


def test_what_concerns_only_the_structure_stays_inside(session: Session, actor: Actor) -> None:
    offer = write_offer(session, actor)
    offer.copy_to = "CANARY@example.org"
    offer.justifications = {"physical": "CANARY"}
    actions.publish_offer(session, actor, offer.id)
    snapshot = session.get_one(PublishedOffer, offer.id)
    assert "CANARY" not in json.dumps([snapshot.document, snapshot.card, snapshot.facets])


def test_the_card_and_the_facets(session: Session, actor: Actor) -> None:
    snapshot = session.get_one(PublishedOffer, publish(session, actor))
    assert snapshot.card["pay"] == {"min": 13.2, "max": 15.4, "unit": "hour"}
    assert snapshot.card["hours"] == {"min": 20.0, "max": 35.0}
    assert snapshot.card["languages"] == ["ps"]
    assert {
        "nature:travail_pair",
        "contract:cdi",
        "time:candidate",
        "diploma:none",
        "language:ps",
        "way:voice",
        "kind:b",
    } <= set(snapshot.facets)


def test_everybody_reads_the_snapshot_and_nobody_the_offer(
    database: Database, session: Session, actor: Actor
) -> None:
    offer_id = publish(session, actor)
    session.commit()
    with database.session() as stranger:
        assert stranger.get(PublishedOffer, offer_id) is not None
        assert stranger.get(Offer, offer_id) is None


def test_it_is_found_without_accents_or_gender(session: Session, actor: Actor) -> None:
    offer_id = publish(session, actor)
    for words in ("travailleur pair", "TRAVAILLEUSE", "paris", "ecouter"):
        found = session.scalar(
            select(func.count())
            .where(PublishedOffer.offer_id == offer_id)
            .where(PublishedOffer.search.op("@@")(text("cast(:q as tsquery)")))
            .params(q=search.query(words))
        )
        assert found == 1, words


def test_changes_wait_until_they_are_published(session: Session, actor: Actor) -> None:
    offer = session.get_one(Offer, publish(session, actor))
    session.commit()
    snapshot = session.get_one(PublishedOffer, offer.id)
    assert not queries.has_unpublished_changes(offer, snapshot)
    slug, first = offer.slug, offer.published_at
    writing.save_step(
        session, actor, offer.id, OfferStep.JOB, {"title": "Un autre titre"}, version=offer.version
    )
    assert queries.has_unpublished_changes(offer, snapshot)
    assert snapshot.document["title"] != "Un autre titre"
    actions.publish_offer(session, actor, offer.id)
    assert snapshot.document["title"] == "Un autre titre"
    assert (offer.slug, offer.published_at) == (slug, first)
    assert not queries.has_unpublished_changes(offer, snapshot)
    assert queries.list_events(session, actor, offer.id)[0].kind == "updated"


def test_translations_travel_with_their_author_and_say_when_they_are_old(
    session: Session, actor: Actor
) -> None:
    offer = write_offer(session, actor)
    texts = {"title": "د ملګري کارګر", "summary": "تاسو هرکلی کوئ", "context": "—"}
    translating.translate_offer(session, actor, offer.id, "ps", texts)
    actions.publish_offer(session, actor, offer.id)
    snapshot = session.get_one(PublishedOffer, offer.id)
    known = snapshot.document["translations"]["ps"]
    assert set(known) == {"title", "summary"}  # the French says nothing of the context
    assert known["title"]["made_by"] == actor.name
    assert not known["title"]["stale"]
    assert snapshot.card["translations"]["ps"]["title"] == "د ملګري کارګر"
    writing.save_step(
        session, actor, offer.id, OfferStep.JOB, {"title": "Nouveau"}, version=offer.version
    )
    actions.publish_offer(session, actor, offer.id)
    assert snapshot.document["translations"]["ps"]["title"]["stale"]
    translating.translate_offer(session, actor, offer.id, "ps", texts)
    actions.publish_offer(session, actor, offer.id)
    assert snapshot.document["translations"]["ps"]["title"]["stale"]
    translating.translate_offer(session, actor, offer.id, "ps", texts, still_right=["title"])
    actions.publish_offer(session, actor, offer.id)
    assert not snapshot.document["translations"]["ps"]["title"]["stale"]


def test_a_structure_that_changes_its_card_is_shown_anew(
    session: Session, actor: Actor, house: House
) -> None:
    offer = session.get_one(Offer, publish(session, actor))
    writing.save_step(
        session, actor, offer.id, OfferStep.JOB, {"title": "Pas encore"}, version=offer.version
    )
    session.get_one(Organisation, house.structure.id).name = "Un autre nom"
    show_structure_anew(session, actor)
    snapshot = session.get_one(PublishedOffer, offer.id)
    assert snapshot.document["structure"]["name"] == snapshot.card["structure"] == "Un autre nom"
    assert snapshot.document["title"] != "Pas encore"
