"""What waits for a structure today: the first page of its space."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import and_, exists, func, literal, select
from sqlalchemy.orm import Session

from portal.jobs.enums import ApplicationState, CloseReason, OfferState
from portal.jobs.models import Application, CallbackRequest, Offer
from portal.jobs.nomenclatures import OFFER_TERM
from portal.jobs.policy import screening as policy
from portal.jobs.queries import inbox
from portal.jobs.queries.callbacks import CALLED, is_to_call
from portal.jobs.queries.retention import rule
from portal.kernel import clock
from portal.organisations.scope import Actor

LISTED = 5


@dataclass(frozen=True)
class OfferToWatch:
    id: UUID
    title: str
    created_at: datetime
    expires_at: datetime | None


@dataclass(frozen=True)
class Screening:
    """Only for those who see applications. Counts go up to `inbox.COUNTED` + 1."""

    unread: int = 0
    waiting: int = 0
    late: int = 0
    next_due: date | None = None
    calls: int = 0
    interviews: int = 0
    filled: list[OfferToWatch] = field(default_factory=list)


@dataclass(frozen=True)
class Today:
    """`screening` is None for those who only write offers."""

    published: int
    drafts: list[OfferToWatch]
    expiring: list[OfferToWatch]
    screening: Screening | None

    @property
    def is_new_here(self) -> bool:
        """Nothing was written yet."""
        return not self.published and not self.drafts and not self.expiring


def today(session: Session, actor: Actor) -> Today:
    organisation_id = actor.organisation_id
    now = clock.now()
    soon = now + rule(session, "warning", scheme=OFFER_TERM)
    own = Offer.organisation_id == organisation_id
    line = select(Offer.id, Offer.title, Offer.created_at, Offer.expires_at)
    published = session.scalar(select(func.count()).where(own, Offer.state == OfferState.PUBLISHED))
    drafts = session.execute(
        line.where(own, Offer.state == OfferState.DRAFT)
        .order_by(Offer.updated_at.desc())
        .limit(LISTED)
    )
    expiring = session.execute(
        line.where(own, Offer.state == OfferState.PUBLISHED, Offer.expires_at <= soon)
        .order_by(Offer.expires_at)
        .limit(LISTED)
    )
    seen = policy.can_screen(actor, organisation_id)
    return Today(
        published=published or 0,
        drafts=[OfferToWatch(*row) for row in drafts],
        expiring=[OfferToWatch(*row) for row in expiring],
        screening=_screening(session, actor, organisation_id) if seen else None,
    )


def _screening(session: Session, actor: Actor, organisation_id: UUID) -> Screening:
    counts = inbox.count(session, actor)
    own = Application.organisation_id == organisation_id
    late = (
        select(literal(1))
        .where(own, Application.waiting_for_answer, Application.answer_due_on < clock.today())
        .limit(inbox.COUNTED + 1)
        .subquery()
    )
    calls = (
        select(literal(1))
        .select_from(CallbackRequest)
        .join(Application, Application.id == CallbackRequest.application_id)
        .where(
            CallbackRequest.organisation_id == organisation_id,
            is_to_call(),
        )
        .limit(inbox.COUNTED + 1)
        .subquery()
    )
    row = session.execute(
        select(
            select(func.count()).select_from(late).scalar_subquery().label("late"),
            select(func.count()).select_from(calls).scalar_subquery().label("calls"),
            select(func.min(Application.answer_due_on))
            .where(own, Application.waiting_for_answer)
            .scalar_subquery()
            .label("next_due"),
            select(func.count())
            .where(
                own,
                Application.state == ApplicationState.INTERVIEW,
                Application.interview_on >= clock.now(),
            )
            .scalar_subquery()
            .label("interviews"),
        )
    ).one()
    return Screening(
        unread=counts.unread,
        waiting=counts.waiting,
        late=row.late,
        next_due=row.next_due,
        calls=row.calls,
        interviews=row.interviews,
        filled=filled_offers(session, organisation_id),
    )


def filled_offers(session: Session, organisation_id: UUID) -> list[OfferToWatch]:
    """Offers that are over while somebody still waits for an answer about them."""
    waiting = exists().where(
        and_(
            Application.organisation_id == Offer.organisation_id,
            Application.offer_id == Offer.id,
            Application.submitted_at.is_not(None),
            Application.state.in_(CALLED),
        )
    )
    rows = session.execute(
        select(Offer.id, Offer.title, Offer.created_at, Offer.expires_at)
        .where(
            Offer.organisation_id == organisation_id,
            Offer.state == OfferState.CLOSED,
            Offer.close_reason.in_((CloseReason.FILLED, CloseReason.CANCELLED)),
            waiting,
        )
        .order_by(Offer.closed_at.desc())
        .limit(LISTED)
    )
    return [OfferToWatch(*row) for row in rows]
