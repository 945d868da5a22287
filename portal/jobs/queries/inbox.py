"""The applications a structure received, newest first: by date and nothing else (LG-26)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    ColumnExpressionArgument,
    Select,
    and_,
    exists,
    func,
    literal,
    or_,
    select,
    tuple_,
)
from sqlalchemy import Row as SqlRow
from sqlalchemy.orm import Session

from portal.jobs.enums import ApplicationState, CallbackState, OfferState, Way
from portal.jobs.models import Application, CallbackRequest, Offer
from portal.jobs.queries.screening import require_screener
from portal.kernel.models import OutgoingMessage
from portal.organisations.scope import Actor

PAGE = 25
# Beyond this a counter says « more than »: counting everything would cost the page its speed.
COUNTED = 99


@dataclass(frozen=True)
class Filters:
    """What the reader chose to see. Visible and chosen, never guessed (LG-26)."""

    state: ApplicationState | None = None
    unread: bool = False
    waiting: bool = False
    offer_id: UUID | None = None


@dataclass(frozen=True)
class Cursor:
    """Where a page ends: the next one starts just before, in time."""

    submitted_at: datetime
    id: UUID

    def __str__(self) -> str:
        return f"{self.submitted_at.isoformat()}~{self.id}"

    @classmethod
    def parse(cls, text: str) -> "Cursor | None":
        at, _, name = text.partition("~")
        try:
            return cls(datetime.fromisoformat(at), UUID(name))
        except ValueError:
            return None


@dataclass(frozen=True)
class Row:
    """A line of the inbox."""

    id: UUID
    reference: str
    name: str
    offer_id: UUID
    offer_title: str
    ways: tuple[Way, ...]
    language: str
    submitted_at: datetime
    answer_due_on: date | None
    state: ApplicationState
    is_unread: bool
    is_waiting: bool
    is_unreachable: bool
    wants_a_call: bool


@dataclass(frozen=True)
class Page:
    rows: list[Row]
    older: Cursor | None


@dataclass(frozen=True)
class Counts:
    """How many, up to `COUNTED` + 1."""

    unread: int
    waiting: int


@dataclass(frozen=True)
class Choice:
    """An offer to filter by."""

    id: UUID
    title: str
    state: OfferState


def is_unread() -> ColumnElement[bool]:
    """As the index `ix_application_unread` writes it."""
    return and_(
        Application.submitted_at.is_not(None),
        or_(Application.seen_at.is_(None), Application.seen_at < Application.last_activity_at),
    )


def list_applications(
    session: Session, actor: Actor, filters: Filters, before: Cursor | None = None
) -> Page:
    """One page of the inbox. `before` is the `older` of the page above."""
    organisation_id = require_screener(actor)
    statement = (
        select(
            Application.id,
            Application.reference,
            Application.candidate_name,
            Application.offer_id,
            Offer.title,
            Application.ways,
            Application.locale,
            Application.submitted_at,
            Application.answer_due_on,
            Application.state,
            is_unread().label("unread"),
            Application.waiting_for_answer,
            _has_dead_message().label("unreachable"),
            _wants_a_call().label("wants_a_call"),
        )
        .join(
            Offer,
            and_(
                Offer.organisation_id == Application.organisation_id,
                Offer.id == Application.offer_id,
            ),
        )
        .where(
            Application.organisation_id == organisation_id,
            Application.submitted_at.is_not(None),
            *_chosen(filters),
        )
        .order_by(Application.submitted_at.desc(), Application.id.desc())
        .limit(PAGE + 1)
    )
    if before:
        statement = statement.where(
            tuple_(Application.submitted_at, Application.id)
            < tuple_(literal(before.submitted_at), literal(before.id))
        )
    rows = [_row(row) for row in session.execute(statement)]
    more = len(rows) > PAGE
    rows = rows[:PAGE]
    return Page(rows, Cursor(rows[-1].submitted_at, rows[-1].id) if more else None)


def _chosen(filters: Filters) -> list[ColumnExpressionArgument[bool]]:
    conditions: list[ColumnExpressionArgument[bool]] = []
    if filters.state:
        conditions.append(Application.state == filters.state)
    if filters.unread:
        conditions.append(is_unread())
    if filters.waiting:
        conditions.append(Application.waiting_for_answer)
    if filters.offer_id:
        conditions.append(Application.offer_id == filters.offer_id)
    return conditions


def _has_dead_message() -> ColumnElement[bool]:
    return exists().where(
        OutgoingMessage.organisation_id == Application.organisation_id,
        OutgoingMessage.about_id == Application.id,
        OutgoingMessage.state == "dead",
        OutgoingMessage.address.in_((Application.contact_phone, Application.contact_email)),
    )


def _wants_a_call() -> ColumnElement[bool]:
    return exists().where(
        CallbackRequest.application_id == Application.id,
        CallbackRequest.state == CallbackState.WAITING,
    )


def _row(row: SqlRow[Any]) -> Row:
    return Row(
        id=row.id,
        reference=row.reference,
        name=row.candidate_name,
        offer_id=row.offer_id,
        offer_title=row.title,
        ways=tuple(way for way in Way if way in row.ways),
        language=row.locale,
        submitted_at=row.submitted_at,
        answer_due_on=row.answer_due_on,
        state=ApplicationState(row.state),
        is_unread=row.unread,
        is_waiting=row.waiting_for_answer,
        is_unreachable=row.unreachable,
        wants_a_call=row.wants_a_call,
    )


def count(session: Session, actor: Actor, offer_id: UUID | None = None) -> Counts:
    """What waits for the structure, in one look."""
    organisation_id = require_screener(actor)

    def capped(condition: ColumnExpressionArgument[bool]) -> Select[int]:
        found = select(literal(1)).where(Application.organisation_id == organisation_id, condition)
        if offer_id:
            found = found.where(Application.offer_id == offer_id)
        return select(func.count()).select_from(found.limit(COUNTED + 1).subquery())

    unread, waiting = session.execute(
        select(
            capped(is_unread()).scalar_subquery(),
            capped(Application.waiting_for_answer).scalar_subquery(),
        )
    ).one()
    return Counts(unread, waiting)


def list_offers(session: Session, actor: Actor) -> list[Choice]:
    """The offers people may have answered, the latest first."""
    organisation_id = require_screener(actor)
    rows = session.execute(
        select(Offer.id, Offer.title, Offer.state)
        .where(Offer.organisation_id == organisation_id, Offer.state != OfferState.DRAFT)
        .order_by(Offer.updated_at.desc())
        .limit(200)
    )
    return [Choice(row.id, row.title, OfferState(row.state)) for row in rows]
