"""The public list: what is found, in which order, at what price."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from portal.jobs.actions import offers as actions
from portal.jobs.models import PublishedOffer
from portal.jobs.queries import published
from portal.jobs.queries.published import COUNTED, Listing, OfferGone, Wanted
from portal.kernel.db import Database
from portal.kernel.errors import NotFound
from portal.organisations.scope import Actor
from tests.factories.house import House, build_house
from tests.factories.offers import actor_of, open_session, publish, write_offer
from tests.factories.published import copy_published
from tests.support import sql


@pytest.fixture(autouse=True)
def _no_memory() -> Iterator[None]:
    published.many.clear()
    yield
    published.many.clear()


@pytest.fixture
def house(backstage: Session) -> House:
    built = build_house(backstage, "published")
    backstage.execute(text("DELETE FROM published_offer"))  # only what the tests publish
    backstage.commit()
    return built


@pytest.fixture
def actor(house: House) -> Actor:
    return actor_of(house)


@pytest.fixture
def inside(database: Database, actor: Actor) -> Iterator[Session]:
    """The structure's own session, to publish from."""
    with open_session(database, actor) as opened:
        yield opened


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """Anybody's."""
    with database.session() as opened:
        yield opened


def slugs(listing: Listing) -> list[str]:
    return [line.slug for line in listing.lines]


def titles(listing: Listing) -> list[str]:
    return [line.card["title"] for line in listing.lines]


@pytest.fixture
def lille(inside: Session, actor: Actor) -> UUID:
    offer_id = publish(
        inside,
        actor,
        title="Médiateur·rice santé pair·e",
        postcode="59000",
        city="Lille",
        contract="cdd",
        languages=[{"language": "fa-AF", "use": "spoken"}],
        ways={"cv": "Le poste demande d’écrire", "voice": ""},
    )
    inside.commit()
    return offer_id


@pytest.fixture
def paris(inside: Session, actor: Actor) -> UUID:
    offer_id = publish(inside, actor, title="Travailleuse paire ou travailleur pair")
    inside.commit()
    return offer_id


@pytest.fixture
def tulle(inside: Session, actor: Actor) -> UUID:
    """A job of another kind than those of the guide, in a small town."""
    facts = {"title": "Cuisinière ou cuisinier", "postcode": "19000", "city": "Tulle"}
    offer_id = publish(inside, actor, **facts)
    inside.commit()
    return offer_id


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), {"Lille", "Paris"}),
        (Wanted("mediatrice"), {"Lille"}),
        (Wanted("travailleur"), {"Paris"}),
        (Wanted("pair"), {"Lille", "Paris"}),
        (Wanted("lill"), {"Lille"}),
        (Wanted("médiatrice paris"), set()),
        (Wanted("de la"), {"Lille", "Paris"}),
        (Wanted(chosen={"contract": ["cdd"]}), {"Lille"}),
        (Wanted(chosen={"contract": ["cdd", "cdi"]}), {"Lille", "Paris"}),
        (Wanted(chosen={"region": ["32"]}), {"Lille"}),
        (Wanted(chosen={"department": ["75"]}), {"Paris"}),
        (Wanted(chosen={"department": ["75"], "region": ["32"]}), {"Lille", "Paris"}),
        (Wanted(chosen={"language": ["fa-AF"]}), {"Lille"}),
        (Wanted(chosen={"language": ["ps"], "contract": ["cdd"]}), set()),
        (Wanted(chosen={"way": ["cv"]}), {"Lille"}),
        (Wanted(chosen={"way": ["voice"], "diploma": ["none"]}), {"Lille", "Paris"}),
        (Wanted("pair", {"nature": ["travail_pair"], "time": ["candidate"]}), {"Lille", "Paris"}),
        (Wanted(chosen={"contract": ["nothing"]}), set()),
        (Wanted(chosen={"contract": ["cdi' | 'x"]}), set()),
    ],
)
def test_words_and_filters(
    session: Session, lille: UUID, paris: UUID, wanted: Wanted, found: set[str]
) -> None:
    listing = published.list_offers(session, wanted)
    assert {line.card["city"] for line in listing.lines} == found
    assert (listing.total, listing.more) == (len(found), False)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("پاریس", {"Paris"}),
        ("باريس", {"Paris"}),
        ("لیل", {"Lille"}),
        ("إيل دو فرانس", {"Paris"}),
        ("ایل‌دو‌فرانس", {"Paris"}),
        ("او دو فرانس", {"Lille"}),
        ("لیون", set()),
        ("pair پاریس", {"Paris"}),
        ("آشپز", {"Tulle"}),
        ("طباخ", {"Tulle"}),
        ("کورز", {"Tulle"}),
    ],
)
def test_places_and_jobs_are_found_in_other_letters(
    session: Session, lille: UUID, paris: UUID, tulle: UUID, typed: str, found: set[str]
) -> None:
    listing = published.list_offers(session, Wanted(typed))
    assert {line.card["city"] for line in listing.lines} == found


def test_newest_first_a_page_at_a_time(session: Session, backstage: Session, paris: UUID) -> None:
    copy_published(backstage, paris, 44)
    backstage.commit()
    pages = [published.list_offers(session, Wanted("pair"), page) for page in (1, 2, 3)]
    assert [len(page.lines) for page in pages] == [20, 20, 5]
    assert {(page.total, page.pages, page.more) for page in pages} == {(45, 3, False)}
    dates = [line.published_at for page in pages for line in page.lines]
    assert dates == sorted(dates, reverse=True)
    assert len({slug for page in pages for slug in slugs(page)}) == 45
    beyond = published.list_offers(session, Wanted("pair"), 4)
    assert (beyond.lines, beyond.total) == ([], 45)


@pytest.mark.parametrize("words", ["", "pair", "mediatrice"])
def test_very_many_are_not_counted(
    session: Session, backstage: Session, lille: UUID, paris: UUID, words: str
) -> None:
    copy_published(backstage, paris, COUNTED + 50, name="neuve")
    copy_published(backstage, lille, COUNTED + 50, name="autre", region="11")
    # Médiatrice is asked for, and none is among the newest offers.
    backstage.execute(
        text(
            "UPDATE published_offer SET published_at = published_at - interval '9 days'"
            " WHERE card->>'city' = 'Lille'"
        )
    )
    backstage.commit()
    first = published.list_offers(session, Wanted(words))
    again = published.list_offers(session, Wanted(words))
    assert (first.total, first.more, first.pages) == (COUNTED, True, 50)
    assert slugs(first) == slugs(again)
    assert len(first.lines) == 20
    last = published.list_offers(session, Wanted(words), 50)
    assert len(last.lines) == 20
    assert not set(slugs(last)) & set(slugs(first))
    if words == "mediatrice":
        assert set(titles(first)) == {"Médiateur·rice santé pair·e"}


def test_few_queries_however_many_offers(
    database: Database, backstage: Session, paris: UUID
) -> None:
    numbers = []
    for number, name in ((5, "peu"), (60, "plus"), (COUNTED + 100, "beaucoup")):
        copy_published(backstage, paris, number, name=name)
        backstage.commit()
        for wanted in (Wanted(), Wanted("pair"), Wanted("pair", {"contract": ["cdi"]})):
            with database.session() as session, sql.statements(database.engine) as asked:
                published.list_offers(session, wanted)
            numbers.append(len(asked))
            assert not any("document" in one for one in asked), sql.explain(asked)
    assert max(numbers) <= 3
    assert numbers[:3] == numbers[3:6]


def test_every_search_goes_through_an_index(
    session: Session, backstage: Session, paris: UUID
) -> None:
    copy_published(backstage, paris, 5 * COUNTED)
    backstage.commit()
    backstage.execute(text("ANALYZE published_offer"))
    backstage.commit()
    scans = text("SELECT seq_scan FROM pg_stat_xact_user_tables WHERE relname = 'published_offer'")
    # A pooled connection may not have handed in what earlier tests counted.
    before = session.execute(scans).scalar_one()
    for wanted in (
        Wanted(),
        Wanted("pair"),
        Wanted("introuvable"),
        Wanted("پاریس"),
        Wanted(chosen={"region": ["11"], "contract": ["cdi"]}),
    ):
        published.list_offers(session, wanted)
        published.list_offers(session, wanted, 50)
    assert session.execute(scans).scalar_one() == before


def test_a_search_that_finds_very_many_is_planned_once(
    session: Session, backstage: Session, paris: UUID
) -> None:
    copy_published(backstage, paris, COUNTED + 50)
    backstage.commit()
    backstage.execute(text("ANALYZE published_offer"))
    backstage.commit()
    # The driver prepares what comes back, then PostgreSQL compares: five and five of each, at most.
    for _ in range(16):
        published.list_offers(session, Wanted("pair"))
    kept = "SELECT generic_plans FROM pg_prepared_statements WHERE statement LIKE '%AS near%'"
    assert session.scalars(text(kept)).one() > 0


def test_one_offer(session: Session, inside: Session, actor: Actor, paris: UUID) -> None:
    slug = inside.get_one(PublishedOffer, paris).slug
    found = published.find_offer(session, slug)
    assert found.card["city"] == "Paris"
    assert found.document["contact_name"] == "Noor Example"
    assert found.relays == []
    with pytest.raises(NotFound):
        published.find_offer(session, "nulle-part")


def test_a_paused_offer_and_a_closed_one_are_gone(
    session: Session, inside: Session, actor: Actor, paris: UUID
) -> None:
    slug = inside.get_one(PublishedOffer, paris).slug
    actions.pause_offer(inside, actor, paris)
    inside.commit()
    with pytest.raises(OfferGone) as paused:
        published.find_offer(session, slug)
    assert (paused.value.paused, paused.value.region) == (True, "11")
    assert published.list_offers(session, Wanted()).total == 0


def test_relays_say_which_federation(
    session: Session, backstage: Session, house: House, paris: UUID
) -> None:
    backstage.execute(
        text(
            "INSERT INTO offer_relay (id, federation_id, offer_id, note, relayed_at)"
            " VALUES (gen_random_uuid(), :federation, :offer, 'À lire', now())"
        ),
        {"federation": house.federation.id, "offer": paris},
    )
    backstage.commit()
    slug = backstage.get_one(PublishedOffer, paris).slug
    relays = published.find_offer(session, slug).relays
    assert [(relay.name, relay.note) for relay in relays] == [(house.federation.name, "À lire")]


def test_only_offers_that_want_it_are_listed_for_search_engines(
    session: Session, inside: Session, actor: Actor, paris: UUID
) -> None:
    offer = write_offer(inside, actor)
    offer.indexable = True
    offer_id = actions.publish_offer(inside, actor, offer.id).id
    inside.commit()
    slug = inside.get_one(PublishedOffer, offer_id).slug
    assert [found for found, _ in published.indexable_offers(session, 10)] == [slug]


def test_anybody_reads_and_nobody_else_writes(session: Session, paris: UUID) -> None:
    changed = session.execute(text("UPDATE published_offer SET state = 'gone' RETURNING 1"))
    assert changed.all() == []
    with pytest.raises(DBAPIError, match="row-level security"):
        session.execute(
            text(
                "INSERT INTO published_offer SELECT (jsonb_populate_record(p, "
                "jsonb_build_object('offer_id', gen_random_uuid(), 'slug', 'x'))).*"
                " FROM published_offer p"
            )
        )
