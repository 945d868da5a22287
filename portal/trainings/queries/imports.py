"""Imports of trainings as their federation sees them. The owner is in every `where`."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from portal.kernel import clock, nomenclatures
from portal.kernel.errors import NotFound
from portal.organisations.scope import Actor
from portal.trainings import transitions
from portal.trainings.enums import SessionState
from portal.trainings.import_enums import Outcome, Verdict
from portal.trainings.models import (
    PublishedTraining,
    Registration,
    SessionStaff,
    Training,
    TrainingImport,
    TrainingImportLine,
    TrainingReference,
    TrainingSession,
)
from portal.trainings.nomenclatures import IMPORTS, TRAINING_TERM

__all__ = ["TrainingImport", "TrainingImportLine"]

PAGE = 25
_OTHERWISE = 90
# Pressed in a page, more than this is done by a job.
AT_ONCE = 40


def kept_days(session: Session) -> int:
    """How long what was sent is kept: as long as an import may be undone."""
    term = nomenclatures.find(session, TRAINING_TERM, IMPORTS)
    return int(term.data["days"]) if term else _OTHERWISE


def list_imports(session: Session, actor: Actor, most: int = 50) -> Sequence[TrainingImport]:
    """The newest first."""
    found = select(TrainingImport).where(TrainingImport.organisation_id == actor.organisation_id)
    newest = (TrainingImport.created_at.desc(), TrainingImport.id.desc())
    return session.scalars(found.order_by(*newest).limit(most)).all()


def find_import(session: Session, actor: Actor, import_id: UUID) -> TrainingImport | None:
    return session.scalars(
        select(TrainingImport).where(
            TrainingImport.id == import_id,
            TrainingImport.organisation_id == actor.organisation_id,
        )
    ).one_or_none()


def get_import(session: Session, actor: Actor, import_id: UUID) -> TrainingImport:
    """NotFound outside the actor's walls."""
    found = find_import(session, actor, import_id)
    if found is None:
        raise NotFound
    return found


def lock_import(session: Session, actor: Actor, import_id: UUID) -> TrainingImport:
    """The same, held until the end of the transaction and read anew."""
    found = session.scalars(
        select(TrainingImport)
        .where(
            TrainingImport.id == import_id,
            TrainingImport.organisation_id == actor.organisation_id,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def list_lines(session: Session, actor: Actor, import_id: UUID) -> Sequence[TrainingImportLine]:
    """Every line, in the order of the file."""
    return session.scalars(_lines(actor, import_id).order_by(TrainingImportLine.number)).all()


def list_numbered(
    session: Session, actor: Actor, import_id: UUID, numbers: Collection[int]
) -> Sequence[TrainingImportLine]:
    """The lines of these numbers."""
    found = _lines(actor, import_id).where(TrainingImportLine.number.in_(numbers))
    return session.scalars(found.order_by(TrainingImportLine.number)).all()


def list_page(
    session: Session, actor: Actor, import_id: UUID, verdict: Verdict | None, page: int
) -> Sequence[TrainingImportLine]:
    """A page of the lines of one verdict, or of all."""
    found = _lines(actor, import_id)
    if verdict is not None:
        found = found.where(TrainingImportLine.verdict == verdict)
    found = found.order_by(TrainingImportLine.number).limit(PAGE).offset((page - 1) * PAGE)
    return session.scalars(found).all()


def list_waiting(
    session: Session, actor: Actor, import_id: UUID, most: int
) -> Sequence[TrainingImportLine]:
    """Lines that were chosen and that are not done."""
    found = _lines(actor, import_id).where(
        TrainingImportLine.is_taken, TrainingImportLine.outcome.is_(None)
    )
    return session.scalars(found.order_by(TrainingImportLine.number).limit(most)).all()


def count_verdicts(session: Session, actor: Actor, import_id: UUID) -> dict[Verdict, int]:
    column = TrainingImportLine.verdict
    rows = session.execute(
        select(column, func.count())
        .where(*_of(actor, import_id), column.is_not(None))
        .group_by(column)
    )
    return {Verdict(verdict): number for verdict, number in rows if verdict}


def count_outcomes(session: Session, actor: Actor, import_id: UUID) -> dict[Outcome, int]:
    column = TrainingImportLine.outcome
    rows = session.execute(
        select(column, func.count())
        .where(*_of(actor, import_id), column.is_not(None))
        .group_by(column)
    )
    return {Outcome(outcome): number for outcome, number in rows if outcome}


def count_taken(session: Session, actor: Actor, import_id: UUID) -> int:
    taken = select(func.count()).select_from(TrainingImportLine)
    found = taken.where(*_of(actor, import_id), TrainingImportLine.is_taken)
    return session.scalar(found) or 0


def list_all_trainings(session: Session, actor: Actor) -> Sequence[Training]:
    """Those a line may be about."""
    return session.scalars(
        select(Training).where(Training.organisation_id == actor.organisation_id)
    ).all()


def list_sessions(session: Session, actor: Actor) -> Sequence[TrainingSession]:
    """Those a line may be about, in the order of their days."""
    return session.scalars(_sessions(actor)).all()


def list_sessions_to_come(session: Session, actor: Actor) -> dict[UUID, list[TrainingSession]]:
    """By training, those that take place, announced or not."""
    coming = _sessions(actor).where(
        TrainingSession.ends_on >= clock.today(), TrainingSession.state != SessionState.CANCELLED
    )
    found: dict[UUID, list[TrainingSession]] = {}
    for one in session.scalars(coming):
        found.setdefault(one.training_id, []).append(one)
    return found


def _sessions(actor: Actor) -> Select[TrainingSession]:
    return (
        select(TrainingSession)
        .where(TrainingSession.organisation_id == actor.organisation_id)
        .order_by(TrainingSession.starts_on, TrainingSession.id)
    )


def list_joined(session: Session, actor: Actor) -> frozenset[UUID]:
    """The sessions somebody asked to come to, and may still."""
    return frozenset(
        session.scalars(
            select(Registration.session_id)
            .where(
                Registration.organisation_id == actor.organisation_id,
                Registration.state.in_(transitions.ALIVE),
            )
            .distinct()
        )
    )


def is_joined(session: Session, actor: Actor, session_id: UUID) -> bool:
    """Whether somebody asked to come to this one, and may still."""
    joined = select(Registration.id).where(
        Registration.organisation_id == actor.organisation_id,
        Registration.session_id == session_id,
        Registration.state.in_(transitions.ALIVE),
    )
    return session.scalar(select(joined.exists())) or False


def list_staffed(session: Session, actor: Actor) -> frozenset[UUID]:
    """The sessions that were given to somebody."""
    given = select(SessionStaff.session_id).where(
        SessionStaff.organisation_id == actor.organisation_id
    )
    return frozenset(session.scalars(given.distinct()))


def list_online(session: Session, actor: Actor) -> frozenset[UUID]:
    """The trainings the public reads."""
    online = select(PublishedTraining.training_id).where(
        PublishedTraining.organisation_id == actor.organisation_id,
        PublishedTraining.state == "published",
    )
    return frozenset(session.scalars(online))


def list_references(session: Session, actor: Actor) -> Sequence[TrainingReference]:
    return session.scalars(
        select(TrainingReference).where(TrainingReference.organisation_id == actor.organisation_id)
    ).all()


def find_reference(session: Session, actor: Actor, training_id: UUID) -> TrainingReference | None:
    return session.scalars(
        select(TrainingReference).where(
            TrainingReference.training_id == training_id,
            TrainingReference.organisation_id == actor.organisation_id,
        )
    ).one_or_none()


def _lines(actor: Actor, import_id: UUID) -> Select[TrainingImportLine]:
    return select(TrainingImportLine).where(*_of(actor, import_id))


def _of(actor: Actor, import_id: UUID) -> tuple[ColumnElement[bool], ...]:
    return (
        TrainingImportLine.import_id == import_id,
        TrainingImportLine.organisation_id == actor.organisation_id,
    )
