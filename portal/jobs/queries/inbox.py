"""The applications a structure received, newest first: by date and nothing else (LG-26)."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    ColumnExpressionArgument,
    Select,
    and_,
    bindparam,
    exists,
    func,
    literal,
    or_,
    select,
    tuple_,
)
from sqlalchemy import Row as SqlRow
from sqlalchemy.orm import Session

from portal.jobs.enums import ApplicationState, CallbackState, OfferState, PartKind, Way
from portal.jobs.models import Application, ApplicationPart, CallbackRequest, Offer
from portal.jobs.queries.screening import require_screener
from portal.kernel.models import OutgoingMessage
from portal.organisations.scope import Actor

PAGE = 25
# Beyond this a counter says « more than »: counting everything would cost the page its speed.
COUNTED = 99
# Refused, taken back, hired elsewhere: nobody is asked to read it.
_OVER = (ApplicationState.DECLINED, ApplicationState.WITHDRAWN, ApplicationState.OBSOLETE)


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
    has_answers: bool
    language: str
    submitted_at: datetime
    answer_due_on: date | None
    state: ApplicationState
    is_unread: bool
    is_waiting: bool
    is_unreachable: bool
    wants_a_call: bool

    @property
    def facts(self) -> tuple[object, ...]:
        """All of it but the name of the person."""
        return tuple(value for name, value in vars(self).items() if name != "name")


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
    """As the index `ix_application_unread` writes it, less what is over."""
    return and_(
        Application.state.not_in(_OVER),
        Application.submitted_at.is_not(None),
        or_(Application.seen_at.is_(None), Application.seen_at < Application.last_activity_at),
    )


def list_applications(
    session: Session, actor: Actor, filters: Filters, before: Cursor | None = None
) -> Page:
    """One page of the inbox. `before` is the `older` of the page above."""
    organisation_id = require_screener(actor)
    statement = _page(
        state=filters.state is not None,
        unread=filters.unread,
        waiting=filters.waiting,
        offer=filters.offer_id is not None,
        older=before is not None,
    )
    values = {
        "organisation_id": organisation_id,
        "state": filters.state,
        "offer_id": filters.offer_id,
        "before_at": before and before.submitted_at,
        "before_id": before and before.id,
    }
    rows = [_row(row) for row in session.execute(statement, values)]
    more = len(rows) > PAGE
    rows = rows[:PAGE]
    return Page(rows, Cursor(rows[-1].submitted_at, rows[-1].id) if more else None)


@cache
def _page(*, state: bool, unread: bool, waiting: bool, offer: bool, older: bool) -> Select[Any]:
    """One page narrowed by these. Built once: building it takes as long as asking it."""
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
            _has_answers().label("has_answers"),
        )
        .join(
            Offer,
            and_(
                Offer.organisation_id == Application.organisation_id,
                Offer.id == Application.offer_id,
            ),
        )
        .where(
            Application.organisation_id == bindparam("organisation_id"),
            Application.submitted_at.is_not(None),
        )
        .order_by(Application.submitted_at.desc(), Application.id.desc())
        .limit(PAGE + 1)
    )
    if state:
        statement = statement.where(Application.state == bindparam("state"))
    if unread:
        statement = statement.where(is_unread())
    if waiting:
        statement = statement.where(Application.waiting_for_answer)
    if offer:
        statement = statement.where(Application.offer_id == bindparam("offer_id"))
    if older:
        place = tuple_(Application.submitted_at, Application.id)
        at = bindparam("before_at", type_=Application.submitted_at.type)
        statement = statement.where(
            place < tuple_(at, bindparam("before_id", type_=Application.id.type))
        )
    return statement


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


def _has_answers() -> ColumnElement[bool]:
    """To the questions of the offer: with no way chosen, all there is besides how to be reached."""
    return exists().where(
        ApplicationPart.application_id == Application.id,
        ApplicationPart.kind == PartKind.ANSWER,
    )


def _row(row: SqlRow[Any]) -> Row:
    return Row(
        id=row.id,
        reference=row.reference,
        name=row.candidate_name,
        offer_id=row.offer_id,
        offer_title=row.title,
        ways=tuple(way for way in Way if way in row.ways),
        has_answers=row.has_answers,
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

    values = {"organisation_id": organisation_id, "offer_id": offer_id}
    unread, waiting = session.execute(_counts(offer=offer_id is not None), values).one()
    return Counts(unread, waiting)


@cache
def _counts(*, offer: bool) -> Select[Any]:
    def capped(condition: ColumnExpressionArgument[bool]) -> Select[int]:
        found = select(literal(1)).where(
            Application.organisation_id == bindparam("organisation_id"), condition
        )
        if offer:
            found = found.where(Application.offer_id == bindparam("offer_id"))
        return select(func.count()).select_from(found.limit(COUNTED + 1).subquery())

    return select(
        capped(is_unread()).scalar_subquery(),
        capped(Application.waiting_for_answer).scalar_subquery(),
    )


_OFFERS = (
    select(Offer.id, Offer.title, Offer.state)
    .where(Offer.organisation_id == bindparam("organisation_id"), Offer.state != OfferState.DRAFT)
    .order_by(Offer.updated_at.desc())
    .limit(200)
)


def list_offers(session: Session, actor: Actor) -> tuple[Choice, ...]:
    """The offers people may have answered, the latest first."""
    organisation_id = require_screener(actor)
    rows = session.execute(_OFFERS, {"organisation_id": organisation_id})
    return tuple(Choice(row.id, row.title, OfferState(row.state)) for row in rows)
