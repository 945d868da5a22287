"""The life of a training: written by one, read by another, published, changed, archived."""

from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from portal.kernel import clock
from portal.kernel.db import Database, new_id
from portal.kernel.errors import Invalid, NotAllowed, NotFound
from portal.organisations.enums import Role, Standing
from portal.trainings.actions import moves, writing
from portal.trainings.enums import TrainingState, TrainingStep
from portal.trainings.errors import (
    ChangedMeanwhile,
    FederationNotAdmitted,
    MovedOn,
    NotReady,
    OwnWriting,
)
from portal.trainings.models import PublishedTraining, Training, TrainingEdition
from portal.trainings.queries import trainings as queries
from portal.trainings.steps import FIELDS
from tests.factories.desks import Desk
from tests.factories.house import build_training_house
from tests.factories.offers import actor_of
from tests.factories.offers import open_session as open_in_structure
from tests.factories.trainings import (
    officer_of,
    open_session,
    publish_training,
    write_training,
)


def save(session: Session, desk: Desk, training: Training, **facts: Any) -> Training:
    """Facts of the first step that holds one of them."""
    step = next(s for s in TrainingStep if set(facts) <= set(FIELDS[s]))
    return writing.save_step(
        session, desk.writer, training.id, step, facts, version=training.version
    )


def test_who_wrote_it_does_not_publish_it(inside: Session, desk: Desk) -> None:
    training = write_training(inside, desk.writer)
    moves.ask_review(inside, desk.writer, training.id)
    with pytest.raises(OwnWriting):
        moves.publish_training(inside, desk.writer, training.id)
    assert inside.get(PublishedTraining, training.id) is None
    published = moves.publish_training(inside, desk.reader, training.id)
    assert published.state == TrainingState.PUBLISHED
    assert inside.get_one(PublishedTraining, training.id).document["title"] == training.title


def test_the_database_wants_another_reader_too(inside: Session, desk: Desk) -> None:
    training = write_training(inside, desk.writer)
    moves.ask_review(inside, desk.writer, training.id)
    training.edition, training.reviewed_by = 1, training.written_by
    training.state = TrainingState.PUBLISHED
    with pytest.raises(DBAPIError, match="another officer"):
        inside.flush()


def test_nothing_skips_the_reading(inside: Session, desk: Desk) -> None:
    training = write_training(inside, desk.writer)
    with pytest.raises(MovedOn):
        moves.publish_training(inside, desk.reader, training.id)
    training.edition, training.reviewed_by = 1, desk.reader.person_id
    training.state = TrainingState.PUBLISHED
    with pytest.raises(DBAPIError, match="not a move"):
        inside.flush()


def test_what_lacks_is_asked_before_somebody_reads(inside: Session, desk: Desk) -> None:
    training = write_training(inside, desk.writer, organiser="", sources=[])
    with pytest.raises(NotReady):
        moves.ask_review(inside, desk.writer, training.id)


def test_it_stands_still_while_it_is_read_and_comes_back_with_words(
    inside: Session, desk: Desk
) -> None:
    training = write_training(inside, desk.writer)
    moves.ask_review(inside, desk.writer, training.id)
    with pytest.raises(MovedOn):
        save(inside, desk, training, title="Autre")
    with pytest.raises(Invalid):
        moves.send_back(inside, desk.reader, training.id, " ")
    moves.send_back(inside, desk.reader, training.id, "Le nombre de jours manque.")
    (event, *_rest) = queries.list_events(inside, desk.writer, training.id)
    assert (event.kind, event.note) == ("sent_back", "Le nombre de jours manque.")
    assert save(inside, desk, training, title="Autre").title == "Autre"


def test_its_writer_takes_it_back_without_words(inside: Session, desk: Desk) -> None:
    training = write_training(inside, desk.writer)
    moves.ask_review(inside, desk.writer, training.id)
    assert moves.send_back(inside, desk.writer, training.id, "").state == TrainingState.DRAFT


def test_the_public_reads_the_edition_before_until_the_next_is_read(
    inside: Session, desk: Desk
) -> None:
    training = publish_training(inside, desk.writer, desk.reader, title="Première")
    slug = training.slug
    changed = save(inside, desk, training, title="Seconde")
    snapshot = inside.get_one(PublishedTraining, training.id)
    assert (changed.state, snapshot.document["title"]) == (TrainingState.DRAFT, "Première")
    moves.ask_review(inside, desk.writer, training.id)
    again = moves.publish_training(inside, desk.reader, training.id)
    assert (snapshot.document["title"], again.edition, again.slug) == ("Seconde", 2, slug)
    editions = queries.list_editions(inside, desk.reader, training.id)
    assert [(one.number, one.document["title"]) for one in editions] == [
        (2, "Seconde"),
        (1, "Première"),
    ]


def test_what_was_read_is_what_is_published(inside: Session, desk: Desk) -> None:
    training = write_training(inside, desk.writer)
    seen = training.version
    moves.ask_review(inside, desk.writer, training.id)
    moves.send_back(inside, desk.writer, training.id, "")
    save(inside, desk, training, title="Autre chose")
    moves.ask_review(inside, desk.writer, training.id)
    with pytest.raises(ChangedMeanwhile):
        moves.publish_training(inside, desk.reader, training.id, version=seen)


def test_an_archived_training_is_emptied_and_does_not_come_back(
    inside: Session, desk: Desk
) -> None:
    training = publish_training(inside, desk.writer, desk.reader)
    moves.archive_training(inside, desk.writer, training.id)
    snapshot = inside.get_one(PublishedTraining, training.id)
    assert (snapshot.state, snapshot.document, snapshot.card) == ("gone", {}, {})
    with pytest.raises(MovedOn):
        moves.ask_review(inside, desk.writer, training.id)
    training.state = TrainingState.DRAFT
    with pytest.raises(DBAPIError, match="not a move"):
        inside.flush()


def test_a_copy_takes_everything_but_the_day_it_was_verified(inside: Session, desk: Desk) -> None:
    facts = {"days": 2, "passport": {"lift": "no"}, "selection": ["Entretien"]}
    source = publish_training(inside, desk.writer, desk.reader, **facts)
    copy = writing.copy_training(inside, desk.reader, source.id)
    assert (copy.title, copy.days) == (source.title, source.days)
    assert copy.passport == {"lift": "no"}
    assert (copy.verified_on, copy.edition, copy.state) == (None, 0, TrainingState.DRAFT)
    assert copy.slug != source.slug


def test_started_twice_it_is_there_once(inside: Session, desk: Desk) -> None:
    given = new_id()
    first = writing.create_training(inside, desk.writer, given)
    assert writing.create_training(inside, desk.writer, given) is first


def test_two_people_do_not_write_over_each_other(inside: Session, desk: Desk) -> None:
    training = write_training(inside, desk.writer)
    seen = training.version
    save(inside, desk, training, title="De l’une")
    step = TrainingStep.IDENTITY
    late: Any = {"version": seen}
    with pytest.raises(ChangedMeanwhile):
        writing.save_step(inside, desk.reader, training.id, step, {"title": "De l’autre"}, **late)
    same = writing.save_step(inside, desk.reader, training.id, step, {"title": "De l’une"}, **late)
    assert same.written_by == desk.writer.person_id


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"prerequisites": ["a diploma"]}, "prerequisites"),
        ({"prerequisites": ["none", "bac_daeu"]}, "prerequisites"),
        ({"audiences": ["everybody"]}, "audiences"),
        ({"region": "99"}, "region"),
        ({"days": 0}, "days"),
        ({"internship_hours_min": 420, "internship_hours_max": 210}, "internship_hours_max"),
        ({"places": -1}, "places"),
        ({"passport": {"lift": "perhaps"}}, "passport"),
        ({"passport": {"helicopter": "yes"}}, "passport"),
        ({"languages": ["xx"]}, "languages"),
        ({"funding": [{"year": None, "free": "maybe", "words": ""}]}, "funding"),
        ({"funding": [{"year": None, "free": "yes", "words": "", "amount": 5.0}]}, "funding"),
        ({"funding": [{"year": None, "free": "no", "words": "", "amount": 0.0}]}, "funding"),
        ({"funding": [{"year": None, "free": "no", "words": "", "amount": 1.234}]}, "funding"),
        ({"contradictions": [{"about": "gossip", "said": []}]}, "contradictions"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"contact_email": "nobody"}, "contact_email"),
        ({"settings": ["alone"]}, "settings"),
        ({"french_oral": "d9"}, "french_oral"),
    ],
)
def test_what_cannot_be_true_is_refused(
    inside: Session, desk: Desk, facts: dict[str, Any], field: str
) -> None:
    training = write_training(inside, desk.writer)
    with pytest.raises(Invalid) as refusal:
        save(inside, desk, training, **facts)
    assert set(refusal.value.fields) == {field}


def test_a_day_to_come_was_no_verification(inside: Session, desk: Desk) -> None:
    training = write_training(inside, desk.writer)
    with pytest.raises(Invalid), clock.pretending(clock.now()):
        save(inside, desk, training, verified_on=clock.today().replace(year=2100))


def test_only_a_federation_that_is_vouched_for_publishes(inside: Session, desk: Desk) -> None:
    training = write_training(inside, desk.writer)
    moves.ask_review(inside, desk.writer, training.id)
    house = desk.house
    pending = officer_of(house.federation, house.federal_officer, standing=Standing.PENDING)
    with pytest.raises(FederationNotAdmitted):
        moves.publish_training(inside, pending, training.id)


def test_another_federation_finds_nothing(
    inside: Session, desk: Desk, database: Database, backstage: Session
) -> None:
    training = write_training(inside, desk.writer)
    inside.commit()
    other = build_training_house(backstage, "ailleurs", region="27")
    backstage.commit()
    stranger = officer_of(other.federation, other.federal_officer)
    with open_session(database, stranger) as session:
        for act in (moves.ask_review, moves.archive_training, writing.copy_training):
            with pytest.raises(NotFound):
                act(session, stranger, training.id)
        assert session.get(Training, training.id) is None
        assert session.get(TrainingEdition, training.id) is None


def test_a_structure_writes_no_training(database: Database, desk: Desk) -> None:
    actor = actor_of(desk.house, Role.ADMINISTRATOR)
    with open_in_structure(database, actor) as session:
        with pytest.raises(NotAllowed):
            writing.create_training(session, actor)
        mine = Training(
            organisation_id=actor.organisation_id,
            slug="la-notre",
            created_at=clock.now(),
            updated_at=clock.now(),
        )
        session.add(mine)
        with pytest.raises(DBAPIError, match="row-level security"):
            session.flush()
