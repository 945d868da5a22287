"""Trainings of a federation, through the actions; and those a house has, to aim at."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session

from portal.kernel.db import Database, Reach, new_id
from portal.organisations.enums import OrganisationKind, Role, Standing
from portal.organisations.models import Organisation
from portal.organisations.scope import Actor, Place
from portal.people.models import Person
from portal.trainings import publication
from portal.trainings.actions import moves, writing
from portal.trainings.enums import TrainingState, TrainingStep
from portal.trainings.import_enums import ImportKind, ImportState, Outcome, Verdict
from portal.trainings.models import (
    PublishedTraining,
    Registration,
    Training,
    TrainingEdition,
    TrainingEvent,
    TrainingImport,
    TrainingImportLine,
    TrainingReference,
    TrainingSession,
    TrainingVenue,
)
from portal.trainings.steps import FIELDS

FACTS: dict[str, Any] = {
    "title": "Une formation de médiation",
    "organiser": "Institut des Marches",
    "verified_on": date(2026, 11, 1),
    "sources": ["Catalogue de la fédération, 2026"],
}


def forget_trainings(session: Session) -> None:
    """None is left, nor what hangs on one. In a session no wall stops."""
    for model in (Registration, TrainingSession, TrainingVenue, TrainingImport, Training):
        session.execute(delete(model))


def officer_of(
    federation: Organisation,
    person: Person,
    role: Role = Role.ADMINISTRATOR,
    standing: Standing = Standing.ADMITTED,
) -> Actor:
    """Somebody of a federation, as the door of the space makes one."""
    place = Place(
        id=federation.id,
        kind=OrganisationKind.FEDERATION,
        slug=federation.slug,
        name=federation.name,
        standing=standing,
        role=role,
    )
    return Actor(person_id=person.id, name=person.display_name, place=place)


def open_session(database: Database, actor: Actor) -> Session:
    """A session that reaches what the actor reaches once inside the door."""
    return database.session(Reach(actor.person_id, actor.organisation_id, "federation"))


def write_training(session: Session, actor: Actor, **facts: Any) -> Training:
    """A draft ready to be read; `facts` replaces or adds fields."""
    training = writing.create_training(session, actor)
    values = FACTS | facts
    for step in TrainingStep:
        told = {name: values[name] for name in FIELDS[step] if name in values}
        if told:
            training = writing.save_step(
                session, actor, training.id, step, told, version=training.version
            )
    return training


def publish_training(session: Session, writer: Actor, reader: Actor, **facts: Any) -> Training:
    """Written by one, read and published by the other."""
    training = write_training(session, writer, **facts)
    moves.ask_review(session, writer, training.id)
    return moves.publish_training(session, reader, training.id)


@dataclass(frozen=True)
class Shelved:
    """The trainings of a house: one nobody outside may see, one being read, one that is public."""

    draft: Training
    read: Training
    online: Training
    opened: TrainingImport
    done: TrainingImport


def make_trainings(
    session: Session,
    federation: Organisation,
    writer: Person,
    name: str,
    word: str,
    now: datetime,
) -> Shelved:
    """In a session no wall stops. `word` is in whatever is not public."""

    def made(slug: str, said: str, **more: Any) -> Training:
        training = Training(
            organisation_id=federation.id,
            slug=f"{slug}-{name}",
            title=f"Formation {said}".strip(),
            organiser=f"Organisme {said}".strip(),
            goals=said,
            sources=["Catalogue"],
            verified_on=now.date(),
            written_by=writer.id,
            created_at=now,
            updated_at=now,
            **more,
        )
        session.add(training)
        session.flush()
        return training

    draft = made("formation-brouillon", word, saved_from=word, edition=1)
    waiting = {"verdict": Verdict.NEW, "is_taken": True}
    over = {"verdict": Verdict.CHANGED, "outcome": Outcome.CHANGED, "is_taken": True}
    over |= {"training_id": draft.id, "version": 1, "before": {"values": {"title": "Autre"}}}
    shelved = Shelved(
        draft,
        made("formation-relue", word, state=TrainingState.IN_REVIEW, edition=1),
        made(
            "formation",
            "",
            state=TrainingState.PUBLISHED,
            edition=1,
            published_at=now,
            region=federation.region,
        ),
        _imported(session, federation, word, ImportState.PREVIEW, waiting, now),
        _imported(session, federation, word, ImportState.DONE, over, now),
    )
    for training in (shelved.draft, shelved.read, shelved.online):
        session.add_all(_trace(training, word, now))
    session.add_all(_named_by_files(shelved, word))
    publication.publish(session, shelved.online, federation, now)
    session.flush()
    return shelved


def _imported(
    session: Session,
    federation: Organisation,
    word: str,
    state: ImportState,
    line: dict[str, Any],
    now: datetime,
) -> TrainingImport:
    """A file whose only line is about a training."""
    found = TrainingImport(
        organisation_id=federation.id,
        name=f"{word}.csv",
        kind=ImportKind.TABLE,
        state=state,
        columns=[word, "Titre"],
        mapping=["reference", "title"],
        person_name=word,
        created_at=now,
    )
    session.add(found)
    session.flush()
    owner = {"organisation_id": federation.id, "import_id": found.id}
    cells = [f"R-{word}", f"Formation {word}"]
    told = {"said": {"title": word}, "title": f"Formation {word}", "reference": f"R-{word}"}
    session.add(TrainingImportLine(**owner, number=2, cells=cells, **told, **line))
    session.flush()
    return found


def _named_by_files(shelved: Shelved, word: str) -> list[TrainingReference]:
    trainings = (shelved.draft, shelved.read)
    return [
        TrainingReference(
            training_id=one.id,
            organisation_id=one.organisation_id,
            reference=f"{word}-{number}",
            said={"title": word},
        )
        for number, one in enumerate(trainings)
    ]


def _trace(training: Training, word: str, now: datetime) -> tuple[TrainingEvent, TrainingEdition]:
    owner = {"organisation_id": training.organisation_id, "training_id": training.id}
    return (
        TrainingEvent(**owner, at=now, kind="created", person_name=word, note=word),
        TrainingEdition(
            **owner,
            number=1,
            published_at=now,
            published_by=word,
            document=publication.document_of(training, _named(word)),
        ),
    )


def _named(word: str) -> Organisation:
    return Organisation(name=word, slug="")


_PUBLISHED = [
    column.name
    for column in PublishedTraining.__table__.columns
    if column.name not in {"training_id", "slug", "published_at"} and column.computed is None
]
_TRAINING = [c.name for c in Training.__table__.columns if c.name not in {"id", "slug"}]


def copy_trainings(session: Session, training_id: UUID, number: int) -> None:
    """Copies of a published training, each a minute older than the one before. In a session no wall
    stops; commit it.
    """
    values = {"id": training_id, "number": number, "name": f"copie-{new_id()}"}
    session.execute(
        text(
            f"INSERT INTO training (id, slug, {', '.join(_TRAINING)})"
            f" SELECT gen_random_uuid(), :name || '-' || n, {', '.join(_TRAINING)}"
            " FROM training, generate_series(1, :number) n WHERE id = :id"
        ),
        values,
    )
    session.execute(
        text(
            "INSERT INTO published_training (training_id, slug, published_at,"
            f" {', '.join(_PUBLISHED)})"
            " SELECT t.id, t.slug,"
            " p.published_at - substring(t.slug FROM '[0-9]+$')::int * interval '1 minute',"
            f" {', '.join(f'p.{column}' for column in _PUBLISHED)}"
            " FROM published_training p JOIN training t ON t.organisation_id = p.organisation_id"
            " WHERE p.training_id = :id AND t.slug LIKE :name || '-%'"
        ),
        values,
    )


def tell_in(session: Session, slug: str, tag: str, **texts: str) -> None:
    """The public reads these sections in another language. In a session no wall stops."""
    snapshot = session.scalars(select(PublishedTraining).filter_by(slug=slug)).one()
    told = {
        name: {"text": text, "origin": "person", "made_by": "L."} for name, text in texts.items()
    }
    snapshot.document = {**snapshot.document, "translations": {tag: told}}
    titles = {tag: {"title": texts["title"]}} if "title" in texts else {}
    snapshot.card = {**snapshot.card, "translations": titles}
    session.commit()
