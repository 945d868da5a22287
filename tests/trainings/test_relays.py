"""A training passed on by another federation: found there too, told once, over with it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from portal.kernel import clock
from portal.kernel.db import Database, Reach
from portal.kernel.errors import NotAllowed, NotFound
from portal.organisations.enums import Role, Standing
from portal.organisations.scope import Actor
from portal.trainings.actions import moves, relays, writing
from portal.trainings.enums import TrainingStep
from portal.trainings.models import Training, TrainingRelay
from portal.trainings.queries import listed, news, published
from portal.trainings.queries import relays as queries
from portal.trainings.queries.published import Wanted
from tests.factories.desks import Desk, make_desk
from tests.factories.house import build_training_house
from tests.factories.trainings import officer_of, open_session, publish_training
from tests.support.outbox import Outbox

Jobs = Callable[[], None]
HERE, THERE = "11", "27"
NOTE = "Pour les équipes du Doubs : demandez Farida au 03 99 00 00 00."


@dataclass
class Two:
    """A federation that publishes, its neighbour of another region, and a third one there."""

    database: Database
    desk: Desk
    neighbour: Actor
    third: Actor

    @contextmanager
    def acting(self, actor: Actor) -> Iterator[Session]:
        with open_session(self.database, actor) as session:
            yield session
            session.commit()

    def publish(self, **facts: Any) -> Training:
        facts = {"region": HERE, "title": "Prendre la parole"} | facts
        with self.acting(self.desk.writer) as session:
            return publish_training(session, self.desk.writer, self.desk.reader, **facts)

    def relay(self, training: Training, note: str = NOTE, by: Actor | None = None) -> None:
        actor = by or self.neighbour
        with self.acting(actor) as session:
            relays.relay_training(session, actor, training.id, note)

    def stop(self, training: Training) -> None:
        with self.acting(self.neighbour) as session:
            relays.stop_relaying(session, self.neighbour, training.id)

    def archive(self, training: Training) -> None:
        with self.acting(self.desk.reader) as session:
            moves.archive_training(session, self.desk.reader, training.id)

    def found(self, *regions: str, words: str = "") -> list[str]:
        """What anybody finds in these regions."""
        with self.database.session() as session:
            listing = published.list_trainings(session, Wanted(words, {"region": regions}))
            return [line.card["title"] for line in listing.lines]

    def told(self, after: datetime, until: datetime, **chosen: list[str]) -> list[str]:
        with self.database.session() as session:
            lines = news.list_new(session, Wanted("", chosen), after, until, 10)
            return [line.card["title"] for line in lines]


@pytest.fixture
def two(database: Database, backstage: Session) -> Two:
    other = build_training_house(backstage, "voisins", region=THERE)
    third = build_training_house(backstage, "troisieme", region=THERE)
    desk = make_desk(backstage)
    neighbour = officer_of(other.federation, other.federal_writer, Role.WRITER)
    return Two(database, desk, neighbour, officer_of(third.federation, third.federal_officer))


def test_it_is_found_in_both_regions_and_once_in_both(two: Two, run_jobs: Jobs) -> None:
    training = two.publish()
    assert two.found(THERE) == []
    two.relay(training)
    run_jobs()
    assert two.found(THERE) == ["Prendre la parole"]
    assert two.found(HERE) == ["Prendre la parole"]
    assert two.found(HERE, THERE) == ["Prendre la parole"]
    two.stop(training)
    run_jobs()
    assert two.found(THERE) == []
    assert two.found(HERE) == ["Prendre la parole"]


def test_one_of_two_relays_of_a_region_keeps_it_there(two: Two, run_jobs: Jobs) -> None:
    training = two.publish()
    two.relay(training)
    two.relay(training, by=two.third)
    two.stop(training)
    run_jobs()
    assert two.found(THERE) == ["Prendre la parole"]


def test_relaying_where_it_is_given_takes_nothing_from_its_own_region(
    two: Two, run_jobs: Jobs
) -> None:
    training = two.publish(region=THERE)
    two.relay(training)
    two.stop(training)
    run_jobs()
    assert two.found(THERE) == ["Prendre la parole"]


def test_a_new_edition_stays_where_it_is_relayed(two: Two, run_jobs: Jobs) -> None:
    training = two.publish()
    two.relay(training)
    run_jobs()
    desk = two.desk
    with two.acting(desk.writer) as session:
        found = session.get_one(Training, training.id)
        writing.save_step(
            session,
            desk.writer,
            training.id,
            TrainingStep.IDENTITY,
            {"title": "Mieux prendre la parole"},
            version=found.version,
        )
        moves.ask_review(session, desk.writer, training.id)
        moves.publish_training(session, desk.reader, training.id)
    assert two.found(THERE) == ["Mieux prendre la parole"]


def test_a_relay_and_an_edition_at_once_lose_nothing(two: Two, run_jobs: Jobs) -> None:
    """The job waits for the edition, which could not see the relay."""
    training = two.publish()
    desk = two.desk
    with two.acting(desk.writer) as session:
        found = session.get_one(Training, training.id)
        values = {"title": "Mieux prendre la parole"}
        step, version = TrainingStep.IDENTITY, found.version
        writing.save_step(session, desk.writer, training.id, step, values, version=version)
        moves.ask_review(session, desk.writer, training.id)
    with two.acting(desk.reader) as session:
        moves.publish_training(session, desk.reader, training.id)
        two.relay(training)
        worker = Thread(target=run_jobs)
        worker.start()
        worker.join(0.5)
        assert worker.is_alive(), "the job did not wait"
    worker.join(20)
    assert two.found(THERE, words="mieux") == ["Mieux prendre la parole"]


def test_only_what_another_federation_has_online_is_relayed(two: Two) -> None:
    online = two.publish()
    with two.acting(two.desk.writer) as session:
        draft = writing.create_training(session, two.desk.writer)
    over = two.publish(title="Archivée")
    two.archive(over)
    for actor, training in (
        (two.desk.writer, online),
        (two.neighbour, draft),
        (two.neighbour, over),
    ):
        with open_session(two.database, actor) as session, pytest.raises(NotFound):
            relays.relay_training(session, actor, training.id, "")
    with open_session(two.database, two.neighbour) as session:
        found, _more = queries.list_elsewhere(session, two.neighbour)
        assert [one.card["title"] for one in found] == ["Prendre la parole"]
    with open_session(two.database, two.desk.writer) as session:
        assert queries.list_elsewhere(session, two.desk.writer)[0] == []


@pytest.mark.parametrize(
    "lesser", [{"role": Role.TRANSLATOR}, {"standing": Standing.SUSPENDED}], ids=str
)
def test_who_may_not_write_or_is_not_vouched_for_relays_nothing(
    two: Two, lesser: dict[str, Any]
) -> None:
    training = two.publish()
    assert two.neighbour.place is not None
    actor = replace(two.neighbour, place=replace(two.neighbour.place, **lesser))
    for act in (
        lambda session: relays.relay_training(session, actor, training.id, ""),
        lambda session: relays.stop_relaying(session, actor, training.id),
    ):
        with open_session(two.database, actor) as session, pytest.raises(NotAllowed):
            act(session)


def test_the_note_changes_and_goes_with_the_relay(two: Two, backstage: Session) -> None:
    training = two.publish()
    two.relay(training)
    two.relay(training, "Demandez Yves.")
    with two.database.session() as session:
        shown = queries.list_relays(session, training.id)
        assert [one.note for one in shown] == ["Demandez Yves."]
    two.stop(training)
    two.stop(training)
    with two.database.session() as session:
        assert queries.list_relays(session, training.id) == []
    kept = backstage.scalars(select(TrainingRelay).where(TrainingRelay.ended_at.is_not(None))).one()
    assert kept.note == ""


def test_what_was_taken_back_is_seen_by_who_took_it_back_only(two: Two) -> None:
    training = two.publish()
    two.relay(training)
    two.stop(training)
    found = select(TrainingRelay).where(TrainingRelay.training_id == training.id)
    with open_session(two.database, two.desk.writer) as session:
        assert session.scalars(found).all() == []
    with open_session(two.database, two.neighbour) as session:
        assert len(session.scalars(found).all()) == 1
        assert published.find_training(session, training.slug).relays == ()
        assert listed.beside(session, [training.slug])[training.slug].relays == ()


@pytest.mark.parametrize("what", ["foreign", "own", "draft", "structure"])
def test_the_ground_takes_no_other_relay(two: Two, what: str) -> None:
    """Whatever the code says: in another's name, of one's own, of a draft, by a structure."""
    online = two.publish()
    with two.acting(two.desk.writer) as session:
        draft = writing.create_training(session, two.desk.writer)
    writer, neighbour = two.desk.writer, two.neighbour
    reach = Reach(neighbour.person_id, neighbour.organisation_id, "federation")
    relaying, training_id = neighbour.organisation_id, online.id
    if what == "foreign":
        relaying = two.third.organisation_id
    elif what == "own":
        reach = Reach(writer.person_id, writer.organisation_id, "federation")
        relaying = writer.organisation_id
    elif what == "draft":
        training_id = draft.id
    else:
        reach = Reach(neighbour.person_id, neighbour.organisation_id, "structure")
    now = clock.now()
    row = TrainingRelay(
        federation_id=relaying, training_id=training_id, announced_at=now, relayed_at=now
    )
    with two.database.session(reach) as session:
        session.add(row)
        with pytest.raises(DBAPIError, match="row-level"):
            session.flush()


def test_its_federation_hears_of_a_relay_once(two: Two, run_jobs: Jobs, outbox: Outbox) -> None:
    training = two.publish()
    two.relay(training)
    run_jobs()
    two.relay(training, "Un autre mot")
    two.stop(training)
    two.relay(training)
    run_jobs()
    told = [one for one in outbox.messages if one.subject == "Votre formation est relayée"]
    assert len({one.to for one in told}) == len(told) == 2, "once to each who writes there"
    relaying, owner = two.neighbour.place, two.desk.house.federation
    assert relaying is not None
    assert f"{relaying.name} relaie votre formation « Prendre la parole »" in told[0].text
    assert told[0].link.endswith(f"/federation/{owner.slug}/trainings/{training.id}")


def test_archived_it_is_relayed_no_more(
    two: Two, backstage: Session, run_jobs: Jobs, outbox: Outbox
) -> None:
    training = two.publish()
    two.relay(training)
    run_jobs()
    two.archive(training)
    run_jobs()
    assert two.found(THERE) == []
    relay = backstage.scalars(select(TrainingRelay)).one()
    assert (relay.ended_at is None, relay.note) == (False, "")
    subject = "Une formation que vous relayez est archivée"
    told = [one for one in outbox.messages if one.subject == subject]
    assert len({one.to for one in told}) == len(told) == 2
    assert "« Prendre la parole » n’est plus en ligne" in told[0].text
    assert two.neighbour.place is not None
    assert told[0].link.endswith(f"/federation/{two.neighbour.place.slug}/trainings/elsewhere")
    with open_session(two.database, two.neighbour) as session, pytest.raises(NotFound):
        queries.get_elsewhere(session, two.neighbour, training.id)


def test_an_alert_of_the_region_hears_of_it_once(two: Two) -> None:
    start = clock.now()
    days = [start + timedelta(days=day) for day in range(5)]
    with clock.pretending(days[0] + timedelta(hours=1)):
        training = two.publish()
    with clock.pretending(days[1] + timedelta(hours=1)):
        two.relay(training)
    found = ["Prendre la parole"]
    # Its own region heard of it when it was published, and hears nothing of the relay.
    assert two.told(days[0], days[1], region=[HERE]) == found
    assert two.told(days[1], days[2], region=[HERE]) == []
    assert two.told(days[1], days[2], region=[HERE, THERE]) == []
    assert two.told(days[1], days[2], region=[THERE], department=["75"]) == found
    # Also before the job that files it there has run; and not again.
    assert two.told(days[0], days[1], region=[THERE]) == []
    assert two.told(days[1], days[2], region=[THERE]) == found
    assert two.told(days[0], days[2], region=[THERE]) == found
    assert two.told(days[2], days[3], region=[THERE]) == []
    # Who asks for no region heard of it long ago; who asks for something else hears nothing.
    assert two.told(days[1], days[2]) == []
    assert two.told(days[1], days[2], region=[THERE], language=["ps"]) == []
    with clock.pretending(days[3] + timedelta(hours=1)):
        two.stop(training)
        assert two.told(days[1], days[2], region=[THERE]) == []
        two.relay(training)
        two.relay(training, by=two.third)
    # Neither the same relay begun again, nor another one of the region, is news there.
    assert two.told(days[3], days[4], region=[THERE]) == []


def test_a_relay_wakes_the_alerts(two: Two) -> None:
    training = two.publish()
    later = clock.now() + timedelta(days=3)
    with clock.pretending(later):
        two.relay(training)
    with two.database.session() as session:
        assert news.newest_moment(session) == later
    two.stop(training)
    with two.database.session() as session:
        assert news.newest_moment(session) == training.published_at


def test_each_region_counts_what_only_a_relay_brought(two: Two) -> None:
    given, relayed = two.publish(region=THERE), two.publish(title="Écouter")
    two.relay(given)
    two.relay(relayed)
    with two.database.session() as session:
        assert published.count_relayed(session, Wanted()) == {THERE: 1}
        assert published.count_relayed(session, Wanted("écouter", {"region": [HERE]})) == {THERE: 1}
        assert published.count_relayed(session, Wanted("chanter")) == {}
