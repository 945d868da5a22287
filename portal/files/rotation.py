"""Rotation of the vault's keys: every data key is wrapped again by the newest one."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from portal.files.models import StoredObject
from portal.kernel.vault import KeyRing, ObjectAltered

_BATCH = 500


@dataclass(frozen=True)
class RotationReport:
    """`unknown` keys do not open with any key of the ring: keep the old ones until it is 0."""

    rewrapped: int
    current: int
    unknown: int


def rewrap(
    admin: Engine, ring: KeyRing, say: Callable[[int], object] = lambda done: None
) -> RotationReport:
    """Batch after batch, each kept: stopped half-way, it goes on where it was. Across all walls."""
    rewrapped = current = unknown = 0
    after = UUID(int=0)
    while True:
        with Session(admin) as session, session.begin():
            rows = session.execute(
                select(StoredObject.id, StoredObject.wrapped_key)
                .where(StoredObject.id > after)
                .order_by(StoredObject.id)
                .limit(_BATCH)
            ).all()
            for object_id, wrapped in rows:
                try:
                    if ring.is_newest(wrapped):
                        current += 1
                        continue
                    anew = ring.rewrap(object_id, wrapped)
                except (ObjectAltered, ValueError):
                    unknown += 1
                    continue
                changed = session.connection().execute(
                    update(StoredObject)
                    .where(StoredObject.id == object_id, StoredObject.wrapped_key == wrapped)
                    .values(wrapped_key=anew)
                )
                # None: erased meanwhile, or sealed anew by somebody else.
                rewrapped += changed.rowcount
        say(rewrapped + current + unknown)
        if len(rows) < _BATCH:
            return RotationReport(rewrapped, current, unknown)
        after = rows[-1].id
