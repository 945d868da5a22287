"""What was left behind: conversions that never ended, uploads left alone, bytes without a row."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.files import objects
from portal.files.actions import erase
from portal.files.enums import FileState
from portal.kernel import clock
from portal.kernel.db import Database, Reach
from portal.kernel.vault import Vault
from portal.organisations.scope import SYSTEM

STUCK_AFTER = timedelta(minutes=30)
UNFINISHED_AFTER = timedelta(hours=24)
# Bytes are written before their row: the young ones may be about to get it.
GRACE = timedelta(hours=1)
_BATCH = 1000
_NONE = UUID(int=0)


@dataclass(frozen=True)
class FilesReport:
    """How many conversions were started again, how many uploads were forgotten."""

    stuck: int
    unfinished: int


@dataclass(frozen=True)
class StoreReport:
    """`orphans`: bytes no row names; `missing`: rows whose bytes are not in the store.

    `is_suspicious`: the database knows none of a full store, which is rather the wrong database;
    then nothing is removed.
    """

    orphans: int
    missing: int
    is_suspicious: bool


def sweep_files(database: Database, *, rehearsal: bool = False) -> FilesReport:
    now = clock.now()
    with database.session() as session:
        found = session.execute(
            text("SELECT file_id, state FROM door_stuck_files(:received, :begun)"),
            {"received": now - STUCK_AFTER, "begun": now - UNFINISHED_AFTER},
        ).all()
    for file_id, state in found if not rehearsal else ():
        with database.session(Reach(doors={"file": str(file_id)})) as session, session.begin():
            if state == FileState.RECEIVED:
                objects.enqueue_conversion(session, file_id)
            else:
                erase(session, SYSTEM, file_id)
    stuck = sum(state == FileState.RECEIVED for _, state in found)
    return FilesReport(stuck, len(found) - stuck)


def sweep_unattached(database: Database, before: datetime, *, rehearsal: bool = False) -> int:
    """Erase files that arrived whole before this moment and that nothing names; returns how many.

    Each in a transaction of its own, looked at again once it is locked: a form may name it
    meanwhile.
    """
    swept = 0
    while True:
        with database.session() as session:
            found = session.scalars(text(_UNATTACHED), {"before": before, "one": None}).all()
        erased = 0 if rehearsal else sum(_erase_alone(database, one, before) for one in found)
        swept += len(found) if rehearsal else erased
        if not erased:
            return swept


_UNATTACHED = "SELECT file_id FROM door_unattached_files(:before, :one)"


def _erase_alone(database: Database, file_id: UUID, before: datetime) -> bool:
    with database.session(Reach(doors={"file": str(file_id)})) as session, session.begin():
        objects.lock(session, file_id)
        alone = session.scalar(text(_UNATTACHED), {"before": before, "one": file_id})
        if alone:
            erase(session, SYSTEM, file_id)
        return bool(alone)


def sweep_store(database: Database, vault: Vault, *, rehearsal: bool = False) -> StoreReport:
    """The store is listed first: what the database then does not know is nobody's, but for the
    young; a row that is still there then, and was not found, has lost its bytes.
    """
    before = clock.now() - GRACE
    found = set(vault.list_ids())
    with database.session() as session:
        known = set(_known(session))
    orphans = {object_id for object_id in found - known if _made_at(object_id) < before}
    missing = {object_id for object_id in known - found if _made_at(object_id) < before}
    is_suspicious = bool(orphans) and not known
    if not rehearsal and not is_suspicious:
        for object_id in orphans:
            vault.delete(object_id)
    return StoreReport(len(orphans), len(missing), is_suspicious)


def _known(session: Session) -> Iterator[UUID]:
    after = _NONE
    while True:
        page = session.scalars(
            text("SELECT id FROM door_stored_objects(:after, :how_many)"),
            {"after": after, "how_many": _BATCH},
        ).all()
        yield from page
        if len(page) < _BATCH:
            return
        after = page[-1]


def _made_at(object_id: UUID) -> datetime:
    """Our ids begin with the time (version 7); any other is as old as the world."""
    milliseconds = object_id.int >> 80 if object_id.version == 7 else 0
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
