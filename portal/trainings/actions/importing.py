"""What was chosen of a file becomes drafts, once; and an import is undone where nothing changed."""

from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.kernel import audit, clock, jobs
from portal.kernel.db import take_turns
from portal.kernel.errors import NotAllowed
from portal.organisations.scope import Actor
from portal.trainings import policy
from portal.trainings.actions import dating
from portal.trainings.actions.moves import log_event
from portal.trainings.actions.writing import blank_training, keep
from portal.trainings.enums import TrainingEventKind, TrainingState
from portal.trainings.errors import MovedOn, NothingChosen
from portal.trainings.exchange.columns import SESSIONS, document_of, facts_of, flat
from portal.trainings.exchange.comparing import OURS, Shelf
from portal.trainings.import_enums import ImportState, Outcome, Verdict
from portal.trainings.models import (
    Training,
    TrainingImport,
    TrainingImportLine,
    TrainingReference,
)
from portal.trainings.queries import imports as queries
from portal.trainings.queries import trainings


def start_import(session: Session, actor: Actor, import_id: UUID) -> TrainingImport:
    """Import what was chosen: at once if it is little, else by a job. Pressed again, it goes on.

    Raises NothingChosen, MovedOn before the columns are named.
    """
    found = _held(session, actor, import_id)
    if found.state in (ImportState.DONE, ImportState.UNDONE):
        return found
    if found.state == ImportState.COLUMNS:
        raise MovedOn
    taken = queries.count_taken(session, actor, import_id)
    if not taken:
        raise NothingChosen
    found.state = ImportState.RUNNING
    session.flush()
    if taken <= queries.AT_ONCE:
        import_some(session, actor, import_id, taken)
    elif actor.place is not None:
        jobs.enqueue(
            session,
            "trainings.import",
            lock=str(import_id),
            import_id=str(import_id),
            person_id=str(actor.person_id),
            federation=actor.place.slug,
        )
    return found


def import_some(session: Session, actor: Actor, import_id: UUID, most: int) -> bool:
    """Import the next lines that were chosen; whether some are left."""
    found = _held(session, actor, import_id)
    if found.state != ImportState.RUNNING:
        return False
    # Two imports of one federation take turns: neither starts what the other just did.
    take_turns(session, 32, str(actor.organisation_id))
    every = queries.list_all_trainings(session, actor)
    shelf = Shelf(every, queries.list_references(session, actor))
    for line in queries.list_waiting(session, actor, import_id, most):
        line.outcome = _import_line(session, actor, found, line, shelf)
    session.flush()
    if queries.list_waiting(session, actor, import_id, 1):
        return True
    found.state, found.done_at = ImportState.DONE, clock.now()
    _record(session, actor, found, "training.import_done")
    return False


def undo_import(session: Session, actor: Actor, import_id: UUID) -> TrainingImport:
    """Take away the drafts it started, put back what it changed; what somebody changed since stays.

    Quiet if it is undone already. Raises MovedOn before it is done.
    """
    found = _held(session, actor, import_id)
    if found.state == ImportState.UNDONE:
        return found
    if found.state != ImportState.DONE:
        raise MovedOn
    touched = dating.Touched.now(session, actor)
    for line in queries.list_lines(session, actor, import_id):
        if line.outcome in (Outcome.CREATED, Outcome.CHANGED):
            line.outcome = _undo_line(session, actor, found, line, touched)
    found.state = ImportState.UNDONE
    _record(session, actor, found, "training.import_undone")
    session.flush()
    return found


def may_be_undone(
    line: TrainingImportLine, training: Training | None, touched: dating.Touched
) -> bool:
    """Whether nobody touched the training since it was imported; nor, if only its sessions were,
    one of them at least.
    """
    if training is None:
        return False
    is_as_left = training.state == TrainingState.DRAFT and training.version == line.version
    if line.outcome == Outcome.CREATED:
        return is_as_left and training.edition == 0 and not touched.stays(line)
    return is_as_left if line.before["values"] else bool(touched.undoable(line))


def _held(session: Session, actor: Actor, import_id: UUID) -> TrainingImport:
    found = queries.lock_import(session, actor, import_id)
    if not policy.can_write_trainings(actor):
        raise NotAllowed
    return found


def _import_line(
    session: Session,
    actor: Actor,
    found: TrainingImport,
    line: TrainingImportLine,
    shelf: Shelf,
) -> Outcome:
    if line.verdict == Verdict.NEW:
        if shelf.find(line.reference, line.title, str(line.said.get("organiser") or "")):
            return Outcome.MOVED
        training, _is_new = blank_training(session, actor)
        wanted = {key: value for key, value in line.said.items() if value and key != SESSIONS}
        outcome = Outcome.CREATED
    else:
        if line.training_id is None:
            return Outcome.MOVED
        training = trainings.lock_training(session, actor, line.training_id)
        if training.version != line.version or not policy.can_edit(actor, training):
            return Outcome.MOVED
        wanted = {
            change["column"]: change["new"]
            for change in line.changes
            if change["kind"] != OURS and change["column"] != SESSIONS
        }
        outcome = Outcome.CHANGED
    now = {} if line.verdict == Verdict.NEW else flat(document_of(training))
    if wanted:
        before = keep(session, actor, training, facts_of(wanted, training.passport))
        log_event(session, actor, training, TrainingEventKind.IMPORTED, before, found.name)
    known = queries.find_reference(session, actor, training.id)
    dated = dating.import_sessions(session, actor, training, line, known)
    line.training_id, line.version = training.id, training.version
    line.before = _remember(session, training, line, known)
    line.before |= {"values": {key: now.get(key) for key in wanted}, SESSIONS: dated}
    session.flush()
    return outcome if wanted or dated["made"] or dated["changed"] else Outcome.LEFT


def _remember(
    session: Session,
    training: Training,
    line: TrainingImportLine,
    known: TrainingReference | None,
) -> dict[str, Any]:
    """Write what the file says of the training, for the next file; what the last one said."""
    own = (str(training.id), training.slug)
    reference = "" if line.reference in own else line.reference
    if known is None:
        session.add(
            TrainingReference(
                training_id=training.id,
                organisation_id=training.organisation_id,
                reference=reference,
                said=line.said,
            )
        )
        return {}
    before = {"said": known.said, "reference": known.reference}
    known.said = {**known.said, **line.said}
    known.reference = reference or known.reference
    return before


def _undo_line(
    session: Session,
    actor: Actor,
    found: TrainingImport,
    line: TrainingImportLine,
    touched: dating.Touched,
) -> Outcome:
    if line.training_id is None:
        return Outcome.REMOVED if line.outcome == Outcome.CREATED else Outcome.STAYED
    training = trainings.lock_training(session, actor, line.training_id)
    if not may_be_undone(line, training, touched):
        return Outcome.STAYED
    undone = dating.undo_sessions(session, actor, line, touched)
    if line.outcome == Outcome.CREATED:
        line.training_id = None
        session.flush()
        session.execute(
            delete(Training).where(
                Training.id == training.id, Training.organisation_id == actor.organisation_id
            )
        )
        return Outcome.REMOVED
    if not (undone or line.before["values"]):
        return Outcome.STAYED
    _recall(session, actor, training, line)
    if line.before["values"]:
        facts = facts_of(line.before["values"], training.passport)
        before = keep(session, actor, training, facts)
        log_event(session, actor, training, TrainingEventKind.IMPORT_UNDONE, before, found.name)
    return Outcome.RESTORED


def _recall(session: Session, actor: Actor, training: Training, line: TrainingImportLine) -> None:
    """What the file before said of the training, or nothing."""
    known = queries.find_reference(session, actor, training.id)
    if known is None:
        return
    if "said" in line.before:
        known.said, known.reference = line.before["said"], line.before["reference"]
    else:
        session.delete(known)


def _record(session: Session, actor: Actor, found: TrainingImport, action: str) -> None:
    outcomes = queries.count_outcomes(session, actor, found.id)
    audit.record(
        session,
        action,
        organisation_id=found.organisation_id,
        person_id=actor.person_id,
        subject=str(found.id),
        **{outcome.value: number for outcome, number in outcomes.items()},
    )
