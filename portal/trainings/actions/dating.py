"""The sessions of a file: planned or announced, changed where nobody asked to come, and undone."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.kernel import clock
from portal.kernel.errors import NotFound
from portal.organisations.scope import Actor
from portal.trainings import policy, publication, session_checks
from portal.trainings.actions import sessions
from portal.trainings.enums import SessionState
from portal.trainings.exchange.columns import SESSIONS
from portal.trainings.exchange.matching import UNDECIDED, Kind
from portal.trainings.exchange.timetable import row_of, values_of
from portal.trainings.models import (
    Training,
    TrainingImportLine,
    TrainingReference,
    TrainingSession,
)
from portal.trainings.queries import imports as queries
from portal.trainings.queries import sessions as dated

_TAKEN = (Kind.CHANGED, Kind.CONFLICT)


def import_sessions(
    session: Session,
    actor: Actor,
    training: Training,
    line: TrainingImportLine,
    known: TrainingReference | None,
) -> dict[str, Any]:
    """What was done, for `TrainingImportLine.before`: the sessions `made` and `changed`, with the
    version they have now, and how many were `left`. The rows of the line become what the next file
    is compared with.
    """
    done: dict[str, Any] = {"made": [], "changed": [], "left": 0}
    rows = [dict(row) for row in line.said.get(SESSIONS, ())]
    if not rows:
        return done
    before = {one.get("id"): one for one in (known.said.get(SESSIONS, ()) if known else ())}
    may_announce = policy.is_vouched_for(actor) and dated.find_published(session, training.id)
    for change in _of_sessions(line):
        row = rows[change["row"]]
        if change["kind"] in UNDECIDED:
            made = _plan(session, actor, training, change, may_announce=bool(may_announce))
            if made is not None:
                row["id"] = str(made.id)
                is_open = made.state != SessionState.PLANNED
                done["made"].append({"id": row["id"], "version": made.version, "is_open": is_open})
                continue
        elif change["kind"] in _TAKEN and (changed := _change(session, actor, change)):
            done["changed"].append(changed)
            continue
        elif change["kind"] in (Kind.OURS, Kind.OVER):
            continue
        done["left"] += 1
        # Not done: as if the file had not said it.
        rows[change["row"]] = before.get(change["session"]) or {}
    told = [row for row in rows if "id" in row]
    ids = {row["id"] for row in told}
    kept = [one for session_id, one in before.items() if session_id and session_id not in ids]
    line.said = {**line.said, SESSIONS: [*told, *kept]}
    return done


def _of_sessions(line: TrainingImportLine) -> list[dict[str, Any]]:
    return [change for change in line.changes if change["column"] == SESSIONS]


def _plan(
    session: Session,
    actor: Actor,
    training: Training,
    change: Mapping[str, Any],
    *,
    may_announce: bool,
) -> TrainingSession | None:
    """Planned, or announced if that was chosen and its training is online. None: nobody said how
    many places it has.
    """
    (row,) = change["new"]
    places = row.get("places") or change.get("places")
    if not places:
        return None
    values = {**values_of(row), "places": places}
    made = sessions.plan_session(session, actor, training.id, values)
    if change.get("announce") and may_announce and made.ends_on >= clock.today():
        sessions.open_session(session, actor, made.id)
        if row.get("state") == SessionState.CLOSED:
            sessions.close_session(session, actor, made.id)
    return made


def _change(session: Session, actor: Actor, change: Mapping[str, Any]) -> dict[str, Any] | None:
    """None if it moved on since the preview, its days went by, or somebody asked to come."""
    try:
        found = dated.get_session(session, actor, UUID(change["session"]), lock=True)
    except NotFound:
        return None
    has_moved = found.version != change["version"] or found.state == SessionState.CANCELLED
    if has_moved or queries.is_joined(session, actor, found.id):
        return None
    was, values = row_of(found), values_of(change["new"][0])
    wanted = {key: values[key] for key in change["keys"]}
    if _goes_back(found, wanted):
        return None
    sessions.change_session(session, actor, found.id, wanted, version=found.version)
    before = {key: was[key] for key in (*change["keys"], "starts_on")}
    return {"id": str(found.id), "version": found.version, "values": before, "keys": change["keys"]}


@dataclass(frozen=True)
class Touched:
    """The sessions of the federation, which of them somebody may come to or was given."""

    by_id: Mapping[UUID, TrainingSession]
    used: Collection[UUID]

    @classmethod
    def now(cls, session: Session, actor: Actor) -> "Touched":
        found = queries.list_sessions(session, actor)
        used = queries.list_joined(session, actor) | queries.list_staffed(session, actor)
        return cls({one.id: one for one in found}, used)

    def is_as_left(self, one: Mapping[str, Any]) -> bool:
        """Whether nobody changed it, was given it or asked to come since it was imported."""
        found = self.by_id.get(UUID(one["id"]))
        return found is not None and found.version == one["version"] and found.id not in self.used

    def stays(self, line: TrainingImportLine) -> bool:
        """Whether the training of a line has sessions that the line did not make or that were
        touched since: then it cannot be removed.
        """
        made = {UUID(one["id"]): one for one in line.before.get(SESSIONS, {}).get("made", ())}
        return any(
            found.id not in made or not self.is_as_left(made[found.id])
            for found in self.by_id.values()
            if found.training_id == line.training_id
        )

    def undoable(self, line: TrainingImportLine) -> list[Mapping[str, Any]]:
        """What a line did with sessions that may be undone."""
        done = line.before.get(SESSIONS, {})
        every = (*done.get("made", ()), *done.get("changed", ()))
        return [one for one in every if self.is_as_left(one)]


def undo_sessions(
    session: Session, actor: Actor, line: TrainingImportLine, touched: Touched
) -> int:
    """Take away what the line made, put back what it changed; how many. The others stay."""
    return sum(_undo(session, actor, one) for one in touched.undoable(line))


def _goes_back(found: TrainingSession, wanted: Mapping[str, Any]) -> bool:
    """Announced, to days that went by since the file was read or taken in."""
    now = values_of(row_of(found))
    return found.state != SessionState.PLANNED and bool(session_checks.gone(now, {**now, **wanted}))


def _undo(session: Session, actor: Actor, one: Mapping[str, Any]) -> bool:
    if "values" not in one:
        return _remove(session, actor, UUID(one["id"]))
    values = values_of(one["values"])
    wanted = {key: values[key] for key in one["keys"]}
    found = dated.get_session(session, actor, UUID(one["id"]))
    if _goes_back(found, wanted):
        return False
    sessions.change_session(session, actor, found.id, wanted, version=found.version)
    return True


def _remove(session: Session, actor: Actor, session_id: UUID) -> bool:
    """False where somebody is asking to come just now: what they write is not to be seen, and the
    database keeps it.
    """
    found = dated.get_session(session, actor, session_id, lock=True)
    try:
        with session.begin_nested():
            session.execute(
                delete(TrainingSession).where(
                    TrainingSession.id == session_id,
                    TrainingSession.organisation_id == actor.organisation_id,
                )
            )
    except IntegrityError:
        return False
    session.expunge(found)
    publication.follow_sessions(session, found.training_id)
    sessions.record(session, actor, found, "training_session.import_undone")
    return True
