"""What the host association watches over, no private content: nomenclatures, audit, messages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import case, func, select, text
from sqlalchemy.orm import Session

from portal.kernel.errors import NotFound
from portal.kernel.models import AuditEntry, NomenclatureEntry
from portal.organisations import policy
from portal.organisations.models import Organisation
from portal.organisations.scope import Actor

AUDIT_PAGE = 50


def _need(actor: Actor) -> None:
    if not policy.can_watch_portal(actor):
        raise NotFound


def list_schemes(session: Session, actor: Actor) -> list[tuple[str, int]]:
    """Each nomenclature and how many lines it has."""
    _need(actor)
    rows = session.execute(
        select(NomenclatureEntry.scheme, func.count())
        .group_by(NomenclatureEntry.scheme)
        .order_by(NomenclatureEntry.scheme)
    )
    return [(scheme, count) for scheme, count in rows]


def list_entries(session: Session, actor: Actor, scheme: str) -> Sequence[NomenclatureEntry]:
    """The lines of one, past and future ones too. Raises NotFound for an unknown scheme."""
    _need(actor)
    found = session.scalars(
        select(NomenclatureEntry)
        .where(NomenclatureEntry.scheme == scheme)
        .order_by(NomenclatureEntry.position, NomenclatureEntry.valid_from)
    ).all()
    if not found:
        raise NotFound
    return found


def lead_elsewhere(entries: Sequence[NomenclatureEntry]) -> bool:
    """Whether these lines say where something is found: an address (`url`) and nothing else. A rule
    may hold one among other things, and is written as a rule.
    """
    return bool(entries) and all(set(entry.data) == {"url"} for entry in entries)


def get_entry(session: Session, actor: Actor, entry_id: UUID) -> NomenclatureEntry:
    _need(actor)
    found = session.get(NomenclatureEntry, entry_id)
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class AuditLine:
    """Inside which organisation something was done; to what, only if it was done by our own."""

    at: datetime
    action: str
    organisation: str
    subject: str


def list_audit(
    session: Session, actor: Actor, *, action: str = "", page: int = 1
) -> tuple[list[AuditLine], bool]:
    """The newest entries first, and whether older ones follow.

    An organisation the host association may not see keeps its name to itself.
    """
    _need(actor)
    query = (
        select(
            AuditEntry.at,
            AuditEntry.action,
            func.coalesce(Organisation.name, ""),
            case(
                (AuditEntry.organisation_id == actor.organisation_id, AuditEntry.subject), else_=""
            ),
        )
        .outerjoin(Organisation, Organisation.id == AuditEntry.organisation_id)
        .order_by(AuditEntry.seq.desc())
        .limit(AUDIT_PAGE + 1)
        .offset((page - 1) * AUDIT_PAGE)
    )
    if action:
        query = query.where(AuditEntry.action == action)
    rows = [AuditLine(*row) for row in session.execute(query)]
    return rows[:AUDIT_PAGE], len(rows) > AUDIT_PAGE


def list_actions(session: Session, actor: Actor) -> Sequence[str]:
    """The actions the audit knows, for the filter."""
    _need(actor)
    return session.scalars(select(AuditEntry.action).distinct().order_by(AuditEntry.action)).all()


def message_counts(session: Session, actor: Actor) -> dict[str, tuple[int, datetime]]:
    """How many messages are in each state, and since when the oldest."""
    _need(actor)
    rows = session.execute(text("SELECT state, how_many, oldest FROM door_message_counts()"))
    return {row.state: (row.how_many, row.oldest) for row in rows}
