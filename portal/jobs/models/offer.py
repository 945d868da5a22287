"""Offers: what the structure writes (`Offer`) and what the public sees (`PublishedOffer`)."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Numeric,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.files.models import StoredFile
from portal.jobs.enums import (
    CloseReason,
    FormerlySupported,
    Licence,
    OfferModel,
    OfferNature,
    OfferState,
    OrganisationModel,
    PayUnit,
    TimeChoice,
    TrainingRequirement,
)
from portal.kernel.db import Base, Coded, new_id
from portal.kernel.walls import Policy, kept, owned_by_organisation, walled


def _offer_key() -> ForeignKeyConstraint:
    """A child names its offer together with the owner, so it cannot hang on another's offer."""
    return ForeignKeyConstraint(
        ["organisation_id", "offer_id"],
        ["offer.organisation_id", "offer.id"],
        ondelete="CASCADE",
    )


class Offer(Base):
    """An offer as its structure writes it. Fields follow the job descriptions of the guide's
    annexes (requirements A4). Money in euros, hours per week. `version` guards two editors;
    `saved_from` is the open page that saved last, which may save again without knowing its version.

    JSON shapes: `missions` [{title, text, tasks: [str]}] · `criteria` [{kind: knowledge|know_how|
    soft_skill, text, firm: bool}] · `french_needs` [str code or text] · `languages` [{language,
    use: spoken|written|interpreting}] · `steps` [{label, on: ISO date or "", with_peers: bool}] ·
    `ways` {way: reason} for each accepted way · `justifications` {rule: text}.
    """

    __tablename__ = "offer"
    __wall__ = owned_by_organisation() + kept(
        "id, organisation_id, slug, state, title, expires_at, expiry_warned_at,"
        " answer_days, closed_at"
    )
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        UniqueConstraint("slug"),
        ForeignKeyConstraint(
            ["organisation_id", "establishment_id"],
            ["establishment.organisation_id", "establishment.id"],
        ),
        CheckConstraint("state IN ('draft', 'published', 'paused', 'closed')", name="state"),
        CheckConstraint(
            "(state = 'closed') = (close_reason IS NOT NULL)"
            " AND (close_reason IS NULL OR close_reason IN ('filled', 'cancelled', 'expired'))",
            name="close_reason",
        ),
        CheckConstraint("state = 'draft' OR published_at IS NOT NULL", name="published_at"),
        CheckConstraint(
            "state <> 'published' OR (pay_min IS NOT NULL AND pay_max IS NOT NULL"
            " AND collective_agreement <> '' AND training_requirement IS NOT NULL"
            " AND nature IS NOT NULL AND expires_at IS NOT NULL)",
            name="publishable",
        ),
        CheckConstraint("pay_min IS NULL OR pay_min <= pay_max", name="pay_range"),
        CheckConstraint("answer_days BETWEEN 1 AND 60", name="answer_days"),
        Index("ix_offer_organisation_id_updated_at", "organisation_id", "updated_at"),
        Index(
            "ix_offer_establishment_id",
            "establishment_id",
            postgresql_where=text("establishment_id IS NOT NULL"),
        ),
        Index(
            "ix_offer_expires_at",
            "expires_at",
            postgresql_where=text("state = 'published'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    slug: Mapped[str] = mapped_column(String(120))
    version: Mapped[int] = mapped_column(default=1)
    state: Mapped[OfferState] = mapped_column(Coded(OfferState, 10), default=OfferState.DRAFT)
    close_reason: Mapped[CloseReason | None] = mapped_column(Coded(CloseReason, 10))
    reached_step: Mapped[str] = mapped_column(String(20), default="")
    saved_from: Mapped[str] = mapped_column(String(40), default="")

    title: Mapped[str] = mapped_column(String(160), default="")
    denomination: Mapped[str] = mapped_column(String(160), default="")
    nature: Mapped[OfferNature | None] = mapped_column(Coded(OfferNature, 20))
    model: Mapped[OfferModel | None] = mapped_column(Coded(OfferModel, 1))
    summary: Mapped[str] = mapped_column(Text, default="")
    positions: Mapped[int] = mapped_column(default=1)

    establishment_id: Mapped[UUID | None]
    establishment_name: Mapped[str] = mapped_column(String(160), default="")
    managing_body: Mapped[str] = mapped_column(String(160), default="")
    structure_type: Mapped[str] = mapped_column(String(40), default="")
    service: Mapped[str] = mapped_column(String(160), default="")
    opening_year: Mapped[int | None]
    hierarchical_link: Mapped[str] = mapped_column(String(160), default="")
    coordinator: Mapped[str] = mapped_column(String(160), default="")
    context: Mapped[str] = mapped_column(Text, default="")
    purpose: Mapped[str] = mapped_column(Text, default="")
    internal_relations: Mapped[str] = mapped_column(Text, default="")
    external_relations: Mapped[str] = mapped_column(Text, default="")

    workplace: Mapped[str] = mapped_column(String(200), default="")
    postcode: Mapped[str] = mapped_column(String(5), default="")
    city: Mapped[str] = mapped_column(String(120), default="")
    department: Mapped[str] = mapped_column(String(3), default="")
    region: Mapped[str] = mapped_column(String(3), default="")
    territories: Mapped[str] = mapped_column(Text, default="")
    mobility: Mapped[str] = mapped_column(Text, default="")

    starts_asap: Mapped[bool] = mapped_column(default=False)
    starts_on: Mapped[date | None]

    contract: Mapped[str] = mapped_column(String(40), default="")
    contract_duration: Mapped[str] = mapped_column(String(200), default="")
    eligibility: Mapped[str] = mapped_column(String(40), default="")
    hours_min: Mapped[Decimal | None] = mapped_column(Numeric(4, 2))
    hours_max: Mapped[Decimal | None] = mapped_column(Numeric(4, 2))
    time_choice: Mapped[TimeChoice | None] = mapped_column(Coded(TimeChoice, 10))
    time_note: Mapped[str] = mapped_column(Text, default="")
    training_hours: Mapped[str] = mapped_column(Text, default="")

    pay_min: Mapped[Decimal | None] = mapped_column(Numeric(9, 2))
    pay_max: Mapped[Decimal | None] = mapped_column(Numeric(9, 2))
    pay_unit: Mapped[PayUnit] = mapped_column(Coded(PayUnit, 10), default=PayUnit.MONTH)
    collective_agreement: Mapped[str] = mapped_column(String(20), default="")
    pay_index: Mapped[str] = mapped_column(String(120), default="")
    pay_note: Mapped[str] = mapped_column(Text, default="")

    schedule_days: Mapped[str] = mapped_column(Text, default="")
    schedule_slots: Mapped[str] = mapped_column(Text, default="")
    schedule_weekends: Mapped[str] = mapped_column(Text, default="")
    schedule_break: Mapped[str] = mapped_column(String(120), default="")

    missions: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    missions_open_ended: Mapped[bool] = mapped_column(default=False)
    organisation_model: Mapped[OrganisationModel | None] = mapped_column(
        Coded(OrganisationModel, 20)
    )
    vigilance: Mapped[str] = mapped_column(Text, default="")
    confidentiality: Mapped[str] = mapped_column(Text, default="")

    training_requirement: Mapped[TrainingRequirement | None] = mapped_column(
        Coded(TrainingRequirement, 20)
    )
    training_detail: Mapped[str] = mapped_column(Text, default="")
    diploma_required: Mapped[bool] = mapped_column(default=False)
    diploma: Mapped[str] = mapped_column(Text, default="")
    beginners_welcome: Mapped[bool] = mapped_column(default=True)
    experience: Mapped[str] = mapped_column(Text, default="")
    french_oral: Mapped[str] = mapped_column(String(10), default="")
    french_written: Mapped[str] = mapped_column(String(10), default="")
    french_needs: Mapped[list[str]] = mapped_column(JSONB, default=list)
    languages: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    licence: Mapped[Licence] = mapped_column(Coded(Licence, 20), default=Licence.NOT_NEEDED)
    numeracy: Mapped[str] = mapped_column(Text, default="")
    software: Mapped[str] = mapped_column(Text, default="")
    criteria: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    formerly_supported: Mapped[FormerlySupported | None] = mapped_column(
        Coded(FormerlySupported, 20)
    )
    formerly_supported_note: Mapped[str] = mapped_column(Text, default="")
    evolutions: Mapped[str] = mapped_column(Text, default="")

    ways: Mapped[dict[str, Any]] = mapped_column(default=dict)
    steps: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    contact_name: Mapped[str] = mapped_column(String(160), default="")
    contact_role: Mapped[str] = mapped_column(String(160), default="")
    contact_email: Mapped[str] = mapped_column(String(320), default="")
    contact_phone: Mapped[str] = mapped_column(String(20), default="")
    copy_to: Mapped[str] = mapped_column(String(640), default="")
    apply_until: Mapped[date | None]
    answer_days: Mapped[int] = mapped_column(default=21)
    indexable: Mapped[bool] = mapped_column(default=False)
    relayable: Mapped[bool] = mapped_column(default=True)
    justifications: Mapped[dict[str, Any]] = mapped_column(default=dict)

    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    renewed_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    expiry_warned_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]

    questions: Mapped[list["OfferQuestion"]] = relationship(
        order_by="OfferQuestion.position",
        lazy="raise",
        passive_deletes=True,
        cascade="all, delete-orphan",
    )
    recordings: Mapped[list["OfferRecording"]] = relationship(
        order_by="OfferRecording.language",
        lazy="raise",
        passive_deletes=True,
        cascade="all, delete-orphan",
    )

    @property
    def asked_questions(self) -> list["OfferQuestion"]:
        """Those still asked. One taken back after answers came keeps a place below zero."""
        return [question for question in self.questions if question.position >= 0]


class OfferQuestion(Base):
    """A question the structure asks every candidate, answered by voice or text, or skipped."""

    __tablename__ = "offer_question"
    __wall__ = owned_by_organisation()
    __table_args__ = (_offer_key(), UniqueConstraint("organisation_id", "id"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID]
    offer_id: Mapped[UUID]
    position: Mapped[int]
    text: Mapped[str] = mapped_column(Text)


class OfferRecording(Base):
    """Somebody reads the offer aloud, in one language."""

    __tablename__ = "offer_recording"
    __wall__ = owned_by_organisation()
    __table_args__ = (
        _offer_key(),
        ForeignKeyConstraint(
            ["organisation_id", "file_id"],
            ["stored_file.organisation_id", "stored_file.id"],
            ondelete="CASCADE",
        ),
        UniqueConstraint("organisation_id", "offer_id", "language"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID]
    offer_id: Mapped[UUID]
    language: Mapped[str] = mapped_column(String(20))
    file_id: Mapped[UUID]
    read_by: Mapped[str] = mapped_column(String(120), default="")

    file: Mapped[StoredFile] = relationship(lazy="raise", viewonly=True)


class OfferEvent(Base):
    """The log of an offer: who moved it, when, from what to what."""

    __tablename__ = "offer_event"
    __wall__ = owned_by_organisation()
    __table_args__ = (_offer_key(), Index("ix_offer_event_offer_id", "offer_id", "at"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID]
    offer_id: Mapped[UUID]
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(20))
    from_state: Mapped[str] = mapped_column(String(10), default="")
    to_state: Mapped[str] = mapped_column(String(10), default="")
    person_name: Mapped[str] = mapped_column(String(120), default="")
    note: Mapped[str] = mapped_column(Text, default="")


class OfferRelay(Base):
    """A federation passes a published offer on to its network. Public, as the offer is."""

    __tablename__ = "offer_relay"
    __wall__ = (
        owned_by_organisation("federation_id")
        + walled("relay", Policy("everybody", "SELECT", "true"))
        + kept("federation_id, offer_id")
    )
    __table_args__ = (
        UniqueConstraint("federation_id", "offer_id"),
        Index("ix_offer_relay_offer_id", "offer_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    federation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    offer_id: Mapped[UUID] = mapped_column(
        ForeignKey("published_offer.offer_id", ondelete="CASCADE")
    )
    note: Mapped[str] = mapped_column(Text, default="")
    relayed_at: Mapped[datetime]


class PublishedOffer(Base):
    """What the public sees: a snapshot taken at publication, and the columns the list filters by.

    Reading is for everybody, so row-level security only guards writing. `document` is the whole
    offer as the page shows it (see `portal.jobs.publication`); emptied when the offer is gone.
    `search` holds the words and the facets, built by `portal.kernel.search`; it is asked through
    the SQL function `published_offer_matches` (decision 0017). The three wide columns are stored
    aside, so that walking through many offers reads little.
    """

    __tablename__ = "published_offer"
    __wall__ = walled(
        "published_offer",
        Policy("everybody", "SELECT", "true"),
        Policy(
            "organisation",
            "ALL",
            "organisation_id = portal_organisation()",
            "organisation_id = portal_organisation()",
        ),
    )
    __table_args__ = (
        ForeignKeyConstraint(
            ["organisation_id", "offer_id"],
            ["offer.organisation_id", "offer.id"],
            ondelete="CASCADE",
        ),
        UniqueConstraint("slug"),
        CheckConstraint("state IN ('published', 'paused', 'gone')", name="state"),
        Index(
            "ix_published_offer_newest",
            text("published_at DESC"),
            text("offer_id DESC"),
            postgresql_where=text("state = 'published'"),
        ),
        Index(
            "ix_published_offer_region",
            "region",
            text("published_at DESC"),
            postgresql_where=text("state = 'published'"),
        ),
        Index("ix_published_offer_organisation_id", "organisation_id"),
        Index(
            "ix_published_offer_search",
            "search",
            postgresql_using="gin",
            postgresql_where=text("state = 'published'"),
        ),
    )

    offer_id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID]
    slug: Mapped[str] = mapped_column(String(120))
    state: Mapped[str] = mapped_column(String(10))
    published_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    apply_until: Mapped[date | None]
    region: Mapped[str] = mapped_column(String(3), default="")
    department: Mapped[str] = mapped_column(String(3), default="")
    facets: Mapped[list[str]] = mapped_column(ARRAY(String(40)), default=list)
    card: Mapped[dict[str, Any]] = mapped_column(default=dict)
    document: Mapped[dict[str, Any]] = mapped_column(default=dict)
    search: Mapped[str] = mapped_column(TSVECTOR)
