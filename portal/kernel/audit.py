"""Who did what to what, when: append-only, each entry carrying the hash of the one before (SE-18).

One chain an organisation, one for what belongs to none. Facts are codes and ids: never a name, an
address or anything a person wrote.
"""

import hashlib
import json
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from portal.kernel import clock
from portal.kernel.models import AuditEntry

GENESIS = "0" * 64


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
    chain = str(organisation_id or "portal")
    # Two writers of one chain take turns: the second sees the first one's hash.
    session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:chain, 1))"), {"chain": chain}
    )
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


def broken_links(session: Session, chain: str) -> list[int]:
    """The entries of a chain that were altered or whose neighbour is missing; empty if sound."""
    expected, broken = GENESIS, []
    for entry in session.scalars(
        select(AuditEntry).where(AuditEntry.chain == chain).order_by(AuditEntry.seq)
    ):
        if entry.previous != expected or entry.hash != _hash(entry):
            broken.append(entry.seq)
        expected = entry.hash
    return broken
