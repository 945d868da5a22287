"""Who did what to what, when: append-only, each entry carrying the hash of the one before (SE-18).

One chain an organisation, one for what belongs to none. Facts are codes and ids: never a name, an
address or anything a person wrote.
"""

import hashlib
import json
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from portal.kernel import clock
from portal.kernel.db import take_turns
from portal.kernel.models import AuditEntry

GENESIS = "0" * 64
FORGOTTEN = "audit.forgotten"
# The chain of what belongs to no organisation.
_OF_NOBODY = "portal"


def record(
    session: Session,
    action: str,
    *,
    organisation_id: UUID | None = None,
    person_id: UUID | None = None,
    subject: str = "",
    **facts: Any,
) -> None:
    """Append an entry to the chain of the organisation, in this transaction."""
    chain = str(organisation_id or _OF_NOBODY)
    # Two writers of one chain take turns: the second sees the first one's hash.
    take_turns(session, 1, chain)
    previous = session.scalar(text("SELECT door_audit_tail(:chain)"), {"chain": chain}) or GENESIS
    entry = AuditEntry(
        chain=chain,
        at=clock.now(),
        organisation_id=organisation_id,
        person_id=person_id,
        action=action,
        subject=subject,
        facts=facts,
        previous=previous,
        hash="",
    )
    entry.hash = _hash(entry)
    # Without RETURNING: the entry may be one its writer may not read back.
    session.connection().execute(
        insert(AuditEntry).inline(),
        {
            name: getattr(entry, name)
            for name in (
                "chain",
                "at",
                "organisation_id",
                "person_id",
                "action",
                "subject",
                "facts",
                "previous",
                "hash",
            )
        },
    )


def _hash(entry: AuditEntry) -> str:
    content = json.dumps(
        [
            entry.previous,
            entry.chain,
            entry.at.isoformat(),
            str(entry.organisation_id or ""),
            str(entry.person_id or ""),
            entry.action,
            entry.subject,
            entry.facts,
        ],
        sort_keys=True,
        ensure_ascii=False,
    )
    return hashlib.sha256(content.encode()).hexdigest()


def forget(session: Session, before: datetime, *, rehearsal: bool) -> int:
    """Forget the entries older than `before`, the newest of each chain kept. How many.

    Each chain keeps in an entry the hash of the last one forgotten: what is left still attaches to
    something written, and entries removed by anybody else are missed.
    """
    forgotten = 0
    rows = session.execute(
        text("SELECT chain, last_hash, how_many FROM door_forget_audit(:before, :rehearsal)"),
        {"before": before, "rehearsal": rehearsal},
    ).all()
    for row in rows:
        forgotten += row.how_many
        if not rehearsal:
            organisation_id = None if row.chain == _OF_NOBODY else UUID(row.chain)
            record(session, FORGOTTEN, organisation_id=organisation_id, until=row.last_hash)
    return forgotten


def broken_links(session: Session, chain: str) -> list[int]:
    """The entries of a chain that were altered or whose neighbour is missing; empty if sound."""
    entries = session.scalars(
        select(AuditEntry).where(AuditEntry.chain == chain).order_by(AuditEntry.seq)
    ).all()
    forgotten = {entry.facts.get("until") for entry in entries if entry.action == FORGOTTEN}
    expected, broken = GENESIS, []
    if entries and entries[0].previous in forgotten:
        expected = entries[0].previous
    for entry in entries:
        if entry.previous != expected or entry.hash != _hash(entry):
            broken.append(entry.seq)
        expected = entry.hash
    return broken
