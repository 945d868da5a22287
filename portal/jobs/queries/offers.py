"""Look-ups of a structure's own offers. The public ones are in `queries.published`."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.files.models import StoredFile
from portal.jobs import publication
from portal.jobs.enums import ApplicationState, OfferEventKind, OfferState
from portal.jobs.models import (
    Application,
    Offer,
    OfferEvent,
    OfferRecording,
    PublishedOffer,
)
from portal.jobs.sections import SUBJECT
from portal.kernel.errors import NotFound
from portal.languages import queries as languages
from portal.languages.models import ContentTranslation, SectionRecording
from portal.organisations.models import Organisation
from portal.organisations.scope import Actor

# `Offer` and `PublishedOffer` are what the spaces receive from here: they see no table.
__all__ = [
    "Offer",
    "OfferEvent",
    "OfferLine",
    "PublishedOffer",
    "copyable_offers",
    "count_by_state",
    "count_unanswered",
    "find_offer",
    "find_snapshot",
    "get_offer",
    "has_unpublished_changes",
    "list_events",
    "list_offers",
    "lock_offer",
    "preview_document",
    "translations_of",
]

PAGE = 20


@dataclass(frozen=True)
class OfferLine:
    """An offer in the structure's list, with what waits for somebody."""

    id: UUID
    title: str
    state: OfferState
    close_reason: str | None
    city: str
    contract: str
    reached_step: str
    created_at: datetime
    updated_at: datetime
    published_at: datetime | None
    expires_at: datetime | None
    apply_until: date | None
    applications: int
    waiting: int


def _of(actor: Actor) -> ColumnElement[bool]:
    return Offer.organisation_id == actor.organisation_id


def find_offer(session: Session, actor: Actor, offer_id: UUID) -> Offer | None:
    """The offer if it is the actor's structure's, else None."""
    return session.scalars(_whole(actor, offer_id)).one_or_none()


def get_offer(session: Session, actor: Actor, offer_id: UUID) -> Offer:
    """The offer with its questions and recordings. NotFound outside the actor's walls."""
    return _one(session, _whole(actor, offer_id))


def lock_offer(session: Session, actor: Actor, offer_id: UUID) -> Offer:
    """The same, as it stands now and nobody else changing it until this transaction ends."""
    statement = _whole(actor, offer_id).with_for_update(of=Offer)
    return _one(session, statement.execution_options(populate_existing=True))


def _whole(actor: Actor, offer_id: UUID) -> Select[Offer]:
    return (
        select(Offer)
        .where(_of(actor), Offer.id == offer_id)
        .options(
            selectinload(Offer.questions),
            selectinload(Offer.recordings).options(joinedload(OfferRecording.file)),
        )
    )


def _one(session: Session, statement: Select[Offer]) -> Offer:
    offer = session.scalars(statement).one_or_none()
    if offer is None:
        raise NotFound
    return offer


def list_offers(
    session: Session, actor: Actor, state: OfferState | None = None, page: int = 1
) -> list[OfferLine]:
    """One page of the structure's offers, the last touched first."""
    submitted = Application.submitted_at.is_not(None)
    counts = (
        select(
            Application.offer_id,
            func.count().label("applications"),
            func.count().filter(Application.waiting_for_answer).label("waiting"),
        )
        .where(Application.organisation_id == actor.organisation_id, submitted)
        .group_by(Application.offer_id)
        .subquery()
    )
    statement = (
        select(
            Offer.id,
            Offer.title,
            Offer.state,
            Offer.close_reason,
            Offer.city,
            Offer.contract,
            Offer.reached_step,
            Offer.created_at,
            Offer.updated_at,
            Offer.published_at,
            Offer.expires_at,
            Offer.apply_until,
            func.coalesce(counts.c.applications, 0),
            func.coalesce(counts.c.waiting, 0),
        )
        .outerjoin(counts, counts.c.offer_id == Offer.id)
        .where(_of(actor))
        .order_by(Offer.updated_at.desc(), Offer.id.desc())
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    if state is not None:
        statement = statement.where(Offer.state == state)
    rows = session.execute(statement)
    return [OfferLine(id_, title, OfferState(state), *rest) for id_, title, state, *rest in rows]


def count_by_state(session: Session, actor: Actor) -> dict[OfferState, int]:
    """How many offers of each state; every state is there."""
    rows = session.execute(
        select(Offer.state, func.count()).where(_of(actor)).group_by(Offer.state)
    )
    found = {OfferState(state): number for state, number in rows}
    return {state: found.get(state, 0) for state in OfferState}


def find_untouched(session: Session, actor: Actor) -> Offer | None:
    """The empty offer the actor started and never wrote in, if there is one."""
    started = (
        select(OfferEvent.offer_id)
        .where(
            OfferEvent.organisation_id == actor.organisation_id,
            OfferEvent.kind == OfferEventKind.CREATED,
            OfferEvent.person_name == actor.name,
        )
        .scalar_subquery()
    )
    return session.scalars(
        select(Offer)
        .where(
            _of(actor),
            Offer.state == OfferState.DRAFT,
            Offer.title == "",
            Offer.version == 1,
            Offer.id.in_(started),
        )
        .order_by(Offer.created_at.desc())
        .limit(1)
    ).one_or_none()


def copyable_offers(session: Session, actor: Actor) -> list[tuple[UUID, str, datetime]]:
    """The offers one may start from: (id, title, last change), the newest first."""
    rows = session.execute(
        select(Offer.id, Offer.title, Offer.updated_at)
        .where(_of(actor), Offer.title != "")
        .order_by(Offer.updated_at.desc())
        .limit(30)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def list_events(session: Session, actor: Actor, offer_id: UUID) -> list[OfferEvent]:
    """The log of an offer, the newest line first."""
    return list(
        session.scalars(
            select(OfferEvent)
            .where(
                OfferEvent.organisation_id == actor.organisation_id,
                OfferEvent.offer_id == offer_id,
            )
            .order_by(OfferEvent.at.desc(), OfferEvent.id.desc())
        )
    )


def find_snapshot(session: Session, actor: Actor, offer_id: UUID) -> PublishedOffer | None:
    """What the public sees of the offer at this moment, if it was ever published."""
    return session.scalars(
        select(PublishedOffer).where(
            PublishedOffer.organisation_id == actor.organisation_id,
            PublishedOffer.offer_id == offer_id,
        )
    ).one_or_none()


def preview_document(session: Session, actor: Actor, offer: Offer) -> dict[str, Any]:
    """What the public would see if the offer were published now."""
    structure = session.get_one(Organisation, offer.organisation_id)
    texts = translations_of(session, actor, offer.id)
    return publication.document_of(offer, structure, texts, readings_of(session, actor, offer.id))


def translations_of(session: Session, actor: Actor, offer_id: UUID) -> list[ContentTranslation]:
    """The sections of the offer in other languages."""
    return languages.translations_of(session, actor, SUBJECT, offer_id)


def readings_of(
    session: Session, actor: Actor, offer_id: UUID
) -> list[tuple[SectionRecording, StoredFile]]:
    """The sections of the offer read aloud."""
    return languages.list_readings(session, actor, SUBJECT, offer_id)


def has_unpublished_changes(offer: Offer, snapshot: PublishedOffer | None) -> bool:
    """Whether the structure wrote something the public does not see yet."""
    if snapshot is None or offer.state == OfferState.CLOSED:
        return False
    return offer.updated_at > snapshot.updated_at


def count_unanswered(session: Session, actor: Actor, offer_id: UUID) -> int:
    """Applications to this offer whose person still waits for an end of the story."""
    opened = [state for state in ApplicationState if state.is_open]
    found = session.scalar(
        select(func.count()).where(
            Application.organisation_id == actor.organisation_id,
            Application.offer_id == offer_id,
            Application.submitted_at.is_not(None),
            Application.state.in_(opened),
        )
    )
    return found or 0


def list_shown(session: Session, actor: Actor) -> list[PublishedOffer]:
    """What the public sees or saw lately of this structure's offers, the newest first."""
    return list(
        session.scalars(
            select(PublishedOffer)
            .where(
                PublishedOffer.organisation_id == actor.organisation_id,
                PublishedOffer.state != "gone",
            )
            .order_by(PublishedOffer.published_at.desc(), PublishedOffer.offer_id)
            .limit(30)
        )
    )
