"""Registrations: the person's own, by their link or their account, and those of a session for who
runs it. What people need is asked apart, by who arranges it.
"""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from portal.kernel.db import reach
from portal.kernel.errors import NotFound
from portal.kernel.search import normalise
from portal.organisations import holding
from portal.organisations.scope import Actor
from portal.trainings import transitions
from portal.trainings.enums import RegistrationState
from portal.trainings.models import (
    Registration,
    RegistrationEvent,
    RegistrationNeed,
    TrainingSession,
)

__all__ = ["Registration", "RegistrationEvent", "RegistrationNeed"]

A_PAGE = 100


def find_held(session: Session, actor: Actor) -> Registration | None:
    """The registration whose link the actor holds."""
    return holding.find_held(session, actor, Registration)


def get_mine(
    session: Session, actor: Actor, registration_id: UUID, *, lock: bool = False
) -> Registration:
    """The actor's, by link or by account. Locked until the end of the transaction if asked."""
    return holding.get_mine(session, actor, Registration, registration_id, lock=lock)


def find_of_person(session: Session, actor: Actor, session_id: UUID) -> Registration | None:
    """What the signed-in person already prepared or sent for this session, the newest."""
    if actor.person_id is None:
        return None
    return session.scalars(
        select(Registration)
        .where(
            Registration.person_id == actor.person_id,
            Registration.session_id == session_id,
            Registration.state != RegistrationState.WITHDRAWN,
        )
        .order_by(Registration.created_at.desc())
        .limit(1)
    ).one_or_none()


def list_mine_with_dates(
    session: Session, actor: Actor
) -> Sequence[tuple[Registration, TrainingSession]]:
    """Those of the signed-in person with their session, the newest first."""
    rows = session.execute(
        select(Registration, TrainingSession)
        .join(TrainingSession, TrainingSession.id == Registration.session_id)
        .where(Registration.person_id == actor.person_id)
        .order_by(Registration.created_at.desc(), Registration.id)
    )
    return [(registration, dates) for registration, dates in rows]


def get_received(
    session: Session, actor: Actor, registration_id: UUID, *, lock: bool = False
) -> Registration:
    """One that was sent to the federation. NotFound outside its walls."""
    query = select(Registration).where(
        Registration.id == registration_id,
        Registration.organisation_id == actor.organisation_id,
        Registration.submitted_at.is_not(None),
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFound
    return found


def list_received(
    session: Session,
    actor: Actor,
    session_id: UUID,
    *,
    state: RegistrationState | None = None,
    page: int = 1,
) -> tuple[Sequence[Registration], int]:
    """Those that were sent for a session, in the order they came, a hundred a page; how many pages
    there are.
    """
    rules = _sent(actor, session_id)
    if state is not None:
        rules = (*rules, Registration.state == state)
    total = session.scalar(select(func.count()).select_from(Registration).where(*rules)) or 0
    rows = session.scalars(
        select(Registration)
        .where(*rules)
        .order_by(Registration.submitted_at, Registration.id)
        .limit(A_PAGE)
        .offset((page - 1) * A_PAGE)
    ).all()
    return rows, max(1, -(-total // A_PAGE))


def count_received(
    session: Session, actor: Actor, session_id: UUID
) -> tuple[dict[RegistrationState, int], int]:
    """How many in each state, and how many nobody opened yet of those that are not over."""
    rows = session.execute(
        select(
            Registration.state,
            func.count(),
            func.count().filter(Registration.seen_at.is_(None)),
        )
        .where(*_sent(actor, session_id))
        .group_by(Registration.state)
    ).all()
    unseen = sum(row[2] for row in rows if row[0] in transitions.TOLD)
    return {row[0]: row[1] for row in rows}, unseen


def list_in(
    session: Session, actor: Actor, session_id: UUID, states: Collection[RegistrationState]
) -> list[Registration]:
    """Everybody of a session in these states, by name."""
    rules = (*_sent(actor, session_id), Registration.state.in_(states))
    rows = session.scalars(select(Registration).where(*rules)).all()
    return sorted(rows, key=lambda one: (normalise(one.name), str(one.id)))


def list_by_id(
    session: Session, actor: Actor, session_id: UUID, ids: Collection[UUID]
) -> dict[UUID, Registration]:
    """These registrations of a session, by their id."""
    rules = (*_sent(actor, session_id), Registration.id.in_(ids))
    return {one.id: one for one in session.scalars(select(Registration).where(*rules))}


def _sent(actor: Actor, session_id: UUID) -> tuple[ColumnElement[bool], ...]:
    """Whoever erased everything is in no list: nothing of them is left but a row without a name."""
    return (
        Registration.organisation_id == actor.organisation_id,
        Registration.session_id == session_id,
        Registration.submitted_at.is_not(None),
        Registration.name != "",
    )


def list_alike(session: Session, registration: Registration) -> Sequence[Registration]:
    """Others of the session that may still come, reached the same way: somebody who lost their
    link and asked again, or two people who share a telephone.
    """
    ways = [
        column == value
        for column, value in (
            (Registration.contact_phone, registration.contact_phone),
            (Registration.contact_email, registration.contact_email),
        )
        if value
    ]
    if not ways or registration.state not in transitions.TOLD:
        return []
    return session.scalars(
        select(Registration)
        .where(
            Registration.organisation_id == registration.organisation_id,
            Registration.session_id == registration.session_id,
            Registration.id != registration.id,
            Registration.state.in_(transitions.TOLD),
            or_(*ways),
        )
        .order_by(Registration.submitted_at, Registration.id)
    ).all()


def find_doubles(session: Session, actor: Actor, session_id: UUID) -> set[UUID]:
    """Those of a session that are reached as another one is (`list_alike`)."""
    other = aliased(Registration)
    alike = [
        and_(mine == theirs, mine != "")
        for mine, theirs in (
            (Registration.contact_phone, other.contact_phone),
            (Registration.contact_email, other.contact_email),
        )
    ]
    return set(
        session.scalars(
            select(Registration.id)
            .join(
                other,
                and_(
                    other.organisation_id == Registration.organisation_id,
                    other.session_id == Registration.session_id,
                    other.id != Registration.id,
                    other.state.in_(transitions.TOLD),
                    or_(*alike),
                ),
            )
            .where(*_sent(actor, session_id), Registration.state.in_(transitions.TOLD))
        )
    )


def find_event_ids(session: Session, ids: Collection[UUID]) -> set[UUID]:
    """Which of these lines of a story are written."""
    return set(session.scalars(select(RegistrationEvent.id).where(RegistrationEvent.id.in_(ids))))


def list_events(session: Session, registration: Registration) -> Sequence[RegistrationEvent]:
    """The story, the oldest first."""
    return session.scalars(
        select(RegistrationEvent)
        .where(
            RegistrationEvent.registration_id == registration.id,
            RegistrationEvent.organisation_id == registration.organisation_id,
        )
        .order_by(RegistrationEvent.at, RegistrationEvent.id)
    ).all()


def find_need(session: Session, registration: Registration) -> RegistrationNeed | None:
    """What this person needs, for them and for who arranges it; None for anybody else."""
    return session.get(RegistrationNeed, registration.id)


def list_needs(session: Session, actor: Actor, session_id: UUID) -> Sequence[RegistrationNeed]:
    """What is to be arranged in a session: empty for whoever does not arrange."""
    return session.scalars(
        select(RegistrationNeed)
        .where(
            RegistrationNeed.organisation_id == actor.organisation_id,
            RegistrationNeed.session_id == session_id,
        )
        .order_by(RegistrationNeed.registration_id)
    ).all()


def find_for_employer(session: Session, digest: str) -> Registration | None:
    """The registration an employer's link is about."""
    reach(session, agreement=digest)
    return session.scalars(
        select(Registration).where(
            Registration.agreement_digest == digest,
            Registration.state != RegistrationState.WITHDRAWN,
        )
    ).one_or_none()
