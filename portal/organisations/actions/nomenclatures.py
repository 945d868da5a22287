"""Correcting nomenclatures and dated rules without a release: the host association's job."""

import json
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.kernel import audit, nomenclatures
from portal.kernel.db import new_id
from portal.kernel.errors import Invalid, NotAllowed
from portal.kernel.i18n import N_
from portal.kernel.models import NomenclatureEntry
from portal.kernel.urls import parts_of
from portal.organisations import policy
from portal.organisations.queries import service
from portal.organisations.scope import Actor

NO_LABEL = N_("Écrivez le libellé, tel que tout le monde le lira.")
NO_SOURCE = N_("Dites d’où cela vient : le texte de loi, l’institution, la date.")
BAD_CODE = N_(
    "Le code : des lettres sans accent, des chiffres, des traits d’union ou de soulignement."
)
BAD_DATES = N_("La fin ne peut pas venir avant le début.")
BAD_ADDRESS = N_("Écrivez une adresse qui commence par https://.")
BAD_DATA = N_("Ces données ne sont pas un objet JSON.")
TWICE = N_("Ce code commence déjà à cette date.")


@dataclass(frozen=True)
class Line:
    """What one may say of an entry. `data` is a JSON object as text; `address`, for a line that
    leads elsewhere (its data have « url »), takes its place.
    """

    label: str
    source: str
    valid_from: date
    valid_to: date | None
    checked_on: date | None
    data: str = "{}"
    address: str | None = None


def amend_entry(session: Session, actor: Actor, entry_id: UUID, line: Line) -> NomenclatureEntry:
    """Correct an entry. Raises NotFound, NotAllowed, Invalid."""
    entry = service.get_entry(session, actor, entry_id)
    _need(actor)
    before = {"label": entry.label, "until": str(entry.valid_to or "")}
    _write(session, entry, line)
    _record(session, actor, entry, "nomenclature.amended", **before)
    return entry


def add_entry(
    session: Session, actor: Actor, scheme: str, code: str, line: Line
) -> NomenclatureEntry:
    """A new line of a scheme, or a new period of a known code. Raises NotAllowed, Invalid."""
    _need(actor)
    code = code.strip()
    if not code.isascii() or not code.replace("-", "").replace("_", "").isalnum():
        raise Invalid({"code": str(BAD_CODE)})
    known = service.list_entries(session, actor, scheme)
    position = max((entry.position for entry in known), default=0) + 1
    entry = NomenclatureEntry(id=new_id(), scheme=scheme, code=code[:60], position=position)
    _write(session, entry, line)
    _record(session, actor, entry, "nomenclature.added")
    return entry


def _need(actor: Actor) -> None:
    if not policy.can_run_portal(actor):
        raise NotAllowed


def _write(session: Session, entry: NomenclatureEntry, line: Line) -> None:
    wrong: dict[str, str] = {}
    data = _data(line.data, wrong) if line.address is None else {"url": line.address.strip()}
    if not _is_address(data.get("url", "")):
        wrong["rule" if line.address is None else "address"] = str(BAD_ADDRESS)
    if not line.label.strip():
        wrong["label"] = str(NO_LABEL)
    if not line.source.strip():
        wrong["source"] = str(NO_SOURCE)
    if line.valid_to is not None and line.valid_to < line.valid_from:
        wrong["valid_to"] = str(BAD_DATES)
    if wrong:
        raise Invalid(wrong)
    entry.label, entry.source = line.label.strip(), line.source.strip()
    entry.valid_from, entry.valid_to = line.valid_from, line.valid_to
    entry.checked_on, entry.data = line.checked_on, data
    try:
        with session.begin_nested():
            session.add(entry)
            session.flush()
    except IntegrityError as error:
        raise Invalid({"valid_from": str(TWICE)}) from error
    nomenclatures.forget()


def _is_address(url: object) -> bool:
    """Nothing, or a whole https address: a page leads there."""
    if not isinstance(url, str):
        return False
    found = parts_of(url)
    return not url or (found.scheme == "https" and "." in found.netloc and url.isprintable())


def _no_number(typed: str) -> float:
    raise ValueError(typed)


def _number(typed: str) -> float:
    found = float(typed)
    return found if isfinite(found) else _no_number(typed)


def _data(typed: str, wrong: dict[str, str]) -> dict[str, Any]:
    try:
        found = json.loads(typed or "{}", parse_constant=_no_number, parse_float=_number)
        # What PostgreSQL keeps in no text: a NUL, half of a pair.
        is_kept = "\\u0000" not in json.dumps(found)
        json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        found, is_kept = None, False
    if not is_kept or not isinstance(found, dict):
        wrong["rule"] = str(BAD_DATA)
        return {}
    return found


def _record(
    session: Session, actor: Actor, entry: NomenclatureEntry, action: str, **facts: str
) -> None:
    audit.record(
        session,
        action,
        organisation_id=actor.organisation_id,
        person_id=actor.person_id,
        subject=f"{entry.scheme}:{entry.code}"[:80],
        **facts,
    )
