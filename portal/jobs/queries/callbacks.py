"""Whom to call back: who, when, in which language, what was tried. The longest wait first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, literal_column, or_, select
from sqlalchemy.orm import Session

from portal.jobs.enums import ApplicationState, CallbackState, CallMoment, CallOutcome
from portal.jobs.models import Application, CallbackRequest, CallbackTry, Offer
from portal.jobs.queries.screening import require_screener
from portal.kernel.errors import NotFound
from portal.organisations.scope import Actor

MOST = 100
# Somebody who is not in the running any more is not called.
CALLED = tuple(state for state in ApplicationState if state.is_open)


def is_to_call() -> ColumnElement[bool]:
    """Waiting, of somebody in the running, or of somebody whose last step no message could tell."""
    return and_(
        CallbackRequest.state == CallbackState.WAITING,
        or_(
            Application.state.in_(CALLED),
            CallbackRequest.created_at >= Application.state_changed_at,
        ),
    )


@dataclass(frozen=True)
class Tried:
    at: datetime
    person_name: str
    outcome: CallOutcome
    note: str


@dataclass(frozen=True)
class ToCall:
    """A line of the queue."""

    id: UUID
    application_id: UUID
    reference: str
    name: str
    offer_title: str
    phone: str
    moments: tuple[CallMoment, ...]
    moments_note: str
    language: str
    asked_at: datetime
    tries: list[Tried]


def list_to_call(session: Session, actor: Actor) -> list[ToCall]:
    """The calls waiting, with the tries made so far."""
    organisation_id = require_screener(actor)
    tried = (
        select(CallbackTry.at, CallbackTry.person_name, CallbackTry.outcome, CallbackTry.note)
        .where(CallbackTry.callback_id == CallbackRequest.id)
        .order_by(CallbackTry.at)
        .correlate(CallbackRequest)
        .lateral("tried")
    )
    tries = (
        select(
            func.coalesce(
                func.jsonb_agg(func.to_jsonb(literal_column("tried"))), func.jsonb_build_array()
            )
        )
        .select_from(tried)
        .scalar_subquery()
    )
    rows = session.execute(
        _waiting(
            select(
                CallbackRequest.id,
                CallbackRequest.application_id,
                Application.reference,
                Application.candidate_name,
                Offer.title,
                CallbackRequest.phone,
                CallbackRequest.moments,
                CallbackRequest.moments_note,
                CallbackRequest.language,
                CallbackRequest.created_at,
                tries.label("tries"),
            ),
            organisation_id,
        )
        .order_by(CallbackRequest.created_at, CallbackRequest.id)
        .limit(MOST)
    )
    return [
        ToCall(
            id=row.id,
            application_id=row.application_id,
            reference=row.reference,
            name=row.candidate_name,
            offer_title=row.title,
            phone=row.phone,
            moments=tuple(moment for moment in CallMoment if moment in row.moments),
            moments_note=row.moments_note,
            language=row.language,
            asked_at=row.created_at,
            tries=[_tried(one) for one in row.tries],
        )
        for row in rows
    ]


def _tried(one: dict[str, Any]) -> Tried:
    return Tried(
        datetime.fromisoformat(one["at"]),
        one["person_name"],
        CallOutcome(one["outcome"]),
        one["note"],
    )


def _waiting(
    statement: Select[*tuple[Any, ...]], organisation_id: UUID
) -> Select[*tuple[Any, ...]]:
    return (
        statement.join(
            Application,
            and_(
                Application.organisation_id == CallbackRequest.organisation_id,
                Application.id == CallbackRequest.application_id,
            ),
        )
        .join(
            Offer,
            and_(
                Offer.organisation_id == Application.organisation_id,
                Offer.id == Application.offer_id,
            ),
        )
        .where(
            CallbackRequest.organisation_id == organisation_id,
            is_to_call(),
        )
    )


def require_callback(session: Session, actor: Actor, callback_id: UUID) -> None:
    """Raises NotFound unless the request is one of this structure's."""
    organisation_id = require_screener(actor)
    found = session.scalar(
        select(CallbackRequest.id).where(
            CallbackRequest.organisation_id == organisation_id, CallbackRequest.id == callback_id
        )
    )
    if found is None:
        raise NotFound
