"""Who hears of a training: who may review it, who wrote it, who may verify it again."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.kernel import clock, jobs
from portal.kernel.db import Database
from portal.kernel.models import OutgoingMessage
from portal.kernel.nomenclatures import plant
from portal.organisations.models import Membership
from portal.people.models import ContactPoint, Person
from portal.seeds import SEEDS
from portal.trainings.actions import moves, writing
from portal.trainings.enums import TrainingStep
from portal.trainings.models import Training, TrainingEvent
from portal.trainings.tasks import reviews as tasks
from tests.factories.desks import Desk
from tests.factories.house import build_training_house
from tests.factories.trainings import publish_training, write_training

Letters = Callable[[], list[tuple[str, str]]]


@pytest.fixture
def letters(backstage: Session) -> Letters:
    """The letters that left since the last time one asked: what each is, and for whom."""

    def read() -> list[tuple[str, str]]:
        backstage.rollback()
        rows = backstage.execute(
            select(OutgoingMessage.template, Person.display_name, OutgoingMessage.locale)
            .join(ContactPoint, ContactPoint.value == OutgoingMessage.address)
            .join(Person, Person.id == ContactPoint.person_id)
            .where(OutgoingMessage.template.startswith("trainings."))
        ).all()
        backstage.execute(
            delete(OutgoingMessage).where(OutgoingMessage.template.startswith("trainings."))
        )
        backstage.commit()
        return sorted((row[0], f"{row[1]} {row[2]}") for row in rows)

    return read


@pytest.fixture(autouse=True)
def _worker(database: Database, settings: Settings, backstage: Session) -> None:
    plant(backstage, SEEDS)
    backstage.commit()
    jobs.surround(database, settings)


@pytest.fixture
def named(desk: Desk, backstage: Session) -> Desk:
    """Two officers who read different languages; another federation has as many."""
    other = build_training_house(backstage, "ailleurs", "AILLEURS")
    officers = {
        desk.house.federal_writer.id: ("Écrit", "fr"),
        desk.house.federal_officer.id: ("Relit", "ps"),
        other.federal_writer.id: ("Ailleurs", "fr"),
        other.federal_officer.id: ("Ailleurs", "fr"),
    }
    for person_id, (name, locale) in officers.items():
        person = backstage.get_one(Person, person_id)
        person.display_name, person.locale = name, locale
    backstage.commit()
    return desk


def test_who_may_review_is_written_to_and_then_who_wrote(
    inside: Session, named: Desk, letters: Letters
) -> None:
    training = write_training(inside, named.writer)
    inside.commit()
    assert letters() == []
    for _press in range(2):
        moves.ask_review(inside, named.writer, training.id)
    inside.commit()
    assert letters() == [("trainings.to_review", "Relit ps")]
    moves.send_back(inside, named.reader, training.id, "Il manque le prix.")
    inside.commit()
    assert letters() == [("trainings.sent_back", "Écrit fr")]
    moves.ask_review(inside, named.writer, training.id)
    inside.commit()
    assert letters() == [("trainings.to_review", "Relit ps")]
    moves.publish_training(inside, named.reader, training.id)
    inside.commit()
    assert letters() == [("trainings.published", "Écrit fr")]


def test_nobody_is_written_what_they_did_themselves(
    inside: Session, named: Desk, letters: Letters
) -> None:
    training = write_training(inside, named.writer)
    moves.ask_review(inside, named.writer, training.id)
    inside.commit()
    letters()
    moves.send_back(inside, named.writer, training.id, "")
    inside.commit()
    assert letters() == []
    # A colleague who asks for the writer may read it already.
    moves.ask_review(inside, named.reader, training.id)
    inside.commit()
    assert letters() == []


def test_what_is_undone_writes_to_nobody(inside: Session, named: Desk, letters: Letters) -> None:
    training = write_training(inside, named.writer)
    inside.commit()
    moves.ask_review(inside, named.writer, training.id)
    inside.rollback()
    assert letters() == []


def test_who_wrote_it_and_left_is_not_written_to(
    inside: Session, named: Desk, letters: Letters, backstage: Session
) -> None:
    training = write_training(inside, named.writer)
    moves.ask_review(inside, named.writer, training.id)
    inside.commit()
    letters()
    gone = Membership.person_id == named.writer.person_id
    backstage.execute(delete(Membership).where(gone))
    backstage.commit()
    moves.publish_training(inside, named.reader, training.id)
    inside.commit()
    assert letters() == []


BOTH = [("trainings.old", "Relit ps"), ("trainings.old", "Écrit fr")]


def morning(days: int) -> None:
    """The job of a morning, so many days from now; twice."""
    with clock.pretending(clock.now() + timedelta(days=days)):
        tasks.remind_old(0)
        tasks.remind_old(0)


def verified(session: Session, desk: Desk, days_ago: int) -> Training:
    day = clock.today() - timedelta(days=days_ago)
    return publish_training(session, desk.writer, desk.reader, verified_on=day)


def test_what_is_old_is_reminded_once_then_monthly(
    inside: Session, named: Desk, letters: Letters
) -> None:
    verified(inside, named, 365)
    verified(inside, named, 100)
    inside.commit()
    letters()
    morning(0)
    assert letters() == [], "the very day, it still holds"
    morning(1)
    assert letters() == BOTH
    for day in (2, 15, 30):
        morning(day)
        assert letters() == []
    morning(31)
    assert letters() == BOTH


def test_one_letter_for_all_that_is_old(
    inside: Session, named: Desk, letters: Letters, backstage: Session
) -> None:
    for _training in range(3):
        verified(inside, named, 500)
    inside.commit()
    letters()
    morning(0)
    told = select(OutgoingMessage.data).where(OutgoingMessage.template == "trainings.old")
    assert [data["count"] for data in backstage.scalars(told)] == [3, 3]
    assert letters() == BOTH
    reminded = select(TrainingEvent.training_id).where(TrainingEvent.kind == "reminded")
    assert len(set(backstage.scalars(reminded))) == 3


def test_what_was_verified_meanwhile_or_archived_is_left_alone(
    inside: Session, named: Desk, letters: Letters
) -> None:
    """Verified anew in a draft that waits to be read: somebody is at it."""
    again, over = verified(inside, named, 500), verified(inside, named, 500)
    moves.archive_training(inside, named.reader, over.id)
    writing.save_step(
        inside,
        named.writer,
        again.id,
        TrainingStep.SOURCES,
        {"verified_on": clock.today()},
        version=again.version,
    )
    inside.commit()
    letters()
    morning(0)
    assert letters() == []
