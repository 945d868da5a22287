"""Trainings: what a federation writes (`Training`) and what the public sees."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Computed,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Numeric,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import Base, Coded, new_id
from portal.kernel.walls import Policy, Wall, forgotten, kept, walled
from portal.trainings.enums import Known, TrainingState
from portal.trainings.import_enums import ImportKind, ImportState, Outcome, Verdict

OURS = "organisation_id = portal_organisation()"
FEDERATION = f"{OURS} AND portal_organisation_kind() = 'federation'"


def _of_federation() -> Wall:
    """The organisation of the address bar, which must be a federation to write."""
    return walled("federation", Policy("federation", "ALL", OURS, FEDERATION))


def _training_key() -> ForeignKeyConstraint:
    """A child names its training together with the owner."""
    return ForeignKeyConstraint(
        ["organisation_id", "training_id"],
        ["training.organisation_id", "training.id"],
        ondelete="CASCADE",
    )


class Training(Base):
    """A training as its federation writes it: the union of the fields of the guide's sheets
    (requirements A5), LHEO's words beside (LG-17). `version` guards two editors, `saved_from` is
    the open page that saved last. An empty text, no number and no `Known` mean « not known ».

    JSON shapes: `modules` [{title, hours: number or null, text}] · `prerequisites`, `audiences`,
    `settings`, `topics`, `languages` (taught in), `trainer_languages` [code] · `selection`,
    `french_needs`, `sources` [text] · `funding` [{year: int or null, free: yes|no|"", words}, and
    `amount`, in euros, where it is known] ·
    `passport` {line: yes|no} · `contradictions` [{about, said: [{text, source}]}].
    """

    __tablename__ = "training"
    __wall__ = _of_federation()
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        UniqueConstraint("slug"),
        CheckConstraint("state IN ('draft', 'in_review', 'published', 'archived')", name="state"),
        CheckConstraint(
            "state IN ('draft', 'archived') OR (title <> '' AND organiser <> ''"
            " AND verified_on IS NOT NULL)",
            name="reviewable",
        ),
        CheckConstraint("state <> 'published' OR edition > 0", name="edition"),
        CheckConstraint(
            "internship_hours_min IS NULL OR internship_hours_max IS NULL"
            " OR internship_hours_min <= internship_hours_max",
            name="internship_hours",
        ),
        Index("ix_training_organisation_id_updated_at", "organisation_id", "updated_at"),
        Index("ix_training_written_by", "written_by"),
        Index("ix_training_reviewed_by", "reviewed_by"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    slug: Mapped[str] = mapped_column(String(120))
    version: Mapped[int] = mapped_column(default=1)
    saved_from: Mapped[str] = mapped_column(String(40), default="")
    edition: Mapped[int] = mapped_column(default=0)
    state: Mapped[TrainingState] = mapped_column(
        Coded(TrainingState, 10), default=TrainingState.DRAFT
    )
    written_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    reviewed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))

    title: Mapped[str] = mapped_column(String(200), default="")
    summary: Mapped[str] = mapped_column(Text, default="")
    organiser: Mapped[str] = mapped_column(String(200), default="")
    partners: Mapped[str] = mapped_column(Text, default="")
    origin: Mapped[str] = mapped_column(Text, default="")
    audiences: Mapped[list[str]] = mapped_column(JSONB, default=list)
    audience: Mapped[str] = mapped_column(Text, default="")
    open_to_concerned: Mapped[Known | None] = mapped_column(Coded(Known, 3))

    goals: Mapped[str] = mapped_column(Text, default="")
    content: Mapped[str] = mapped_column(Text, default="")
    modules: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    outlook: Mapped[str] = mapped_column(Text, default="")
    certification: Mapped[str] = mapped_column(Text, default="")
    topics: Mapped[list[str]] = mapped_column(JSONB, default=list)
    trainers: Mapped[str] = mapped_column(Text, default="")
    professional_trainers: Mapped[Known | None] = mapped_column(Coded(Known, 3))
    peer_trainers: Mapped[Known | None] = mapped_column(Coded(Known, 3))

    days: Mapped[Decimal | None] = mapped_column(Numeric(5, 1))
    hours: Mapped[Decimal | None] = mapped_column(Numeric(6, 1))
    weeks: Mapped[int | None]
    months: Mapped[int | None]
    duration_words: Mapped[str] = mapped_column(String(300), default="")
    internship_weeks: Mapped[int | None]
    internship_hours_min: Mapped[int | None]
    internship_hours_max: Mapped[int | None]
    internship_words: Mapped[str] = mapped_column(String(300), default="")
    rhythm: Mapped[str] = mapped_column(String(300), default="")
    period: Mapped[str] = mapped_column(String(300), default="")
    settings: Mapped[list[str]] = mapped_column(JSONB, default=list)
    venue: Mapped[str] = mapped_column(String(200), default="")
    city: Mapped[str] = mapped_column(String(120), default="")
    department: Mapped[str] = mapped_column(String(3), default="")
    region: Mapped[str] = mapped_column(String(3), default="")

    prerequisites: Mapped[list[str]] = mapped_column(JSONB, default=list)
    prerequisites_words: Mapped[str] = mapped_column(Text, default="")
    places: Mapped[int | None]
    places_words: Mapped[str] = mapped_column(String(200), default="")
    selection: Mapped[list[str]] = mapped_column(JSONB, default=list)

    funding: Mapped[list[dict[str, Any]]] = mapped_column(default=list)

    passport: Mapped[dict[str, Any]] = mapped_column(default=dict)
    passport_words: Mapped[str] = mapped_column(Text, default="")
    referent: Mapped[str] = mapped_column(String(300), default="")

    languages: Mapped[list[str]] = mapped_column(JSONB, default=list)
    trainer_languages: Mapped[list[str]] = mapped_column(JSONB, default=list)
    french_oral: Mapped[str] = mapped_column(String(10), default="")
    french_written: Mapped[str] = mapped_column(String(10), default="")
    french_needs: Mapped[list[str]] = mapped_column(JSONB, default=list)

    contact_role: Mapped[str] = mapped_column(String(160), default="")
    contact_email: Mapped[str] = mapped_column(String(320), default="")
    contact_phone: Mapped[str] = mapped_column(String(20), default="")
    website: Mapped[str] = mapped_column(String(300), default="")
    sources: Mapped[list[str]] = mapped_column(JSONB, default=list)
    contradictions: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    verified_on: Mapped[date | None]

    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    published_at: Mapped[datetime | None]


class TrainingEdition(Base):
    """What was published once, word for word: one may read it again."""

    __tablename__ = "training_edition"
    __wall__ = _of_federation()
    __table_args__ = (_training_key(), UniqueConstraint("organisation_id", "training_id", "number"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID]
    training_id: Mapped[UUID]
    number: Mapped[int]
    published_at: Mapped[datetime]
    published_by: Mapped[str] = mapped_column(String(120), default="")
    document: Mapped[dict[str, Any]] = mapped_column(default=dict)


class TrainingEvent(Base):
    """The log of a training: who moved it, when, from what to what, and the words of a review."""

    __tablename__ = "training_event"
    __wall__ = _of_federation()
    __table_args__ = (_training_key(), Index("ix_training_event_training_id", "training_id", "at"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID]
    training_id: Mapped[UUID]
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(20))
    from_state: Mapped[str] = mapped_column(String(10), default="")
    to_state: Mapped[str] = mapped_column(String(10), default="")
    person_name: Mapped[str] = mapped_column(String(120), default="")
    note: Mapped[str] = mapped_column(Text, default="")


class TrainingReference(Base):
    """By what name files call a training (empty: they have none), and what the last one that was
    imported said of it: {column: value}, as `exchange.columns` names them.
    """

    __tablename__ = "training_reference"
    __wall__ = _of_federation()
    __table_args__ = (
        _training_key(),
        Index(
            "uq_training_reference_organisation_id_reference",
            "organisation_id",
            "reference",
            unique=True,
            postgresql_where=text("reference <> ''"),
        ),
    )

    training_id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID]
    reference: Mapped[str] = mapped_column(String(200), default="")
    said: Mapped[dict[str, Any]] = mapped_column(default=dict)


class TrainingImport(Base):
    """A file somebody sent, on its way to become drafts. `columns` are the headers of the file,
    `mapping` the key of our column each one is taken for, empty for none.
    """

    __tablename__ = "training_import"
    __wall__ = _of_federation() + kept("created_at") + forgotten()
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        CheckConstraint(
            "state IN ('columns', 'preview', 'running', 'done', 'undone')", name="state"
        ),
        CheckConstraint("kind IN ('table', 'lheo')", name="kind"),
        CheckConstraint("jsonb_array_length(columns) = jsonb_array_length(mapping)", name="mapped"),
        Index("ix_training_import_organisation_id", "organisation_id", "created_at"),
        Index("ix_training_import_created_at", "created_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[ImportKind] = mapped_column(Coded(ImportKind, 10))
    state: Mapped[ImportState] = mapped_column(Coded(ImportState, 10), default=ImportState.COLUMNS)
    columns: Mapped[list[str]] = mapped_column(JSONB, default=list)
    mapping: Mapped[list[str]] = mapped_column(JSONB, default=list)
    person_name: Mapped[str] = mapped_column(String(120), default="")
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]


class TrainingImportLine(Base):
    """A line of the file: what it holds, what is understood of it, and what became of it.

    JSON shapes: `cells` [text, or null where the file says nothing] · `said` {column: value} ·
    `errors` [{column, value, message}] · `changes` [{column, old, new, kind}] · `before` {values,
    said}, to undo a change · `remarks` [{kind, element, parent, line, values}] (`lheo.faults`).
    """

    __tablename__ = "training_import_line"
    __wall__ = _of_federation()
    __table_args__ = (
        ForeignKeyConstraint(
            ["organisation_id", "import_id"],
            ["training_import.organisation_id", "training_import.id"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["organisation_id", "training_id"],
            ["training.organisation_id", "training.id"],
            ondelete="SET NULL (training_id)",
        ),
        UniqueConstraint("organisation_id", "import_id", "number"),
        Index("ix_training_import_line_training_id", "training_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID]
    import_id: Mapped[UUID]
    number: Mapped[int]
    cells: Mapped[list[str | None]] = mapped_column(JSONB, default=list)
    reference: Mapped[str] = mapped_column(String(200), default="")
    title: Mapped[str] = mapped_column(String(200), default="")
    said: Mapped[dict[str, Any]] = mapped_column(default=dict)
    errors: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    changes: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    verdict: Mapped[Verdict | None] = mapped_column(Coded(Verdict, 10))
    is_taken: Mapped[bool] = mapped_column(default=False)
    training_id: Mapped[UUID | None]
    version: Mapped[int | None]
    outcome: Mapped[Outcome | None] = mapped_column(Coded(Outcome, 10))
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    remarks: Mapped[list[Any]] = mapped_column(JSONB, default=list)


class PublishedTraining(Base):
    """What the public sees: a snapshot taken at publication, emptied when the training is archived.

    Reading is for everybody, so row-level security only guards writing. `search` holds the words
    and every facet, and is asked through `published_training_matches` (decision 0017).
    """

    __tablename__ = "published_training"
    __wall__ = walled(
        "published_training",
        Policy("everybody", "SELECT", "true"),
        Policy("federation", "ALL", FEDERATION, FEDERATION),
    )
    __table_args__ = (
        ForeignKeyConstraint(
            ["organisation_id", "training_id"],
            ["training.organisation_id", "training.id"],
            ondelete="CASCADE",
        ),
        UniqueConstraint("slug"),
        CheckConstraint("state IN ('published', 'gone')", name="state"),
        Index(
            "ix_published_training_newest",
            text("published_at DESC"),
            text("training_id DESC"),
            postgresql_where=text("state = 'published'"),
        ),
        Index("ix_published_training_organisation_id", "organisation_id"),
        Index(
            "ix_published_training_places",
            "region",
            "department",
            postgresql_where=text("state = 'published'"),
        ),
        Index(
            "ix_published_training_spot",
            "spot",
            postgresql_where=text("state = 'published'"),
        ),
        Index(
            "ix_published_training_search",
            "search",
            postgresql_using="gin",
            postgresql_with={"fastupdate": "off"},
        ),
    )

    training_id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID]
    slug: Mapped[str] = mapped_column(String(120))
    state: Mapped[str] = mapped_column(String(10))
    published_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    region: Mapped[str] = mapped_column(String(3), default="")
    department: Mapped[str] = mapped_column(String(3), default="")
    spot: Mapped[str] = mapped_column(
        String(40), Computed("place_spot(card ->> 'city', department)", persisted=True)
    )
    remote: Mapped[bool] = mapped_column(
        Computed("coalesce(document #>> '{passport,remote}', '') = 'yes'", persisted=True)
    )
    passport: Mapped[dict[str, Any]] = mapped_column(
        Computed("coalesce(document -> 'passport', '{}')", persisted=True)
    )
    card: Mapped[dict[str, Any]] = mapped_column(default=dict)
    document: Mapped[dict[str, Any]] = mapped_column(default=dict)
    search: Mapped[str] = mapped_column(TSVECTOR)
