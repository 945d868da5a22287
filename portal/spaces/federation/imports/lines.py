"""The lines of a preview: what each says, what is wrong, what would change."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from portal.kernel import i18n
from portal.kernel.i18n import N_, _, gettext_
from portal.spaces.federation.imports.dated import sessions_of
from portal.trainings.exchange.columns import REFERENCE, SESSIONS, Column, columns_of
from portal.trainings.exchange.comparing import CHANGED
from portal.trainings.exchange.matching import HELD, Kind
from portal.trainings.exchange.wording import tell_row
from portal.trainings.import_enums import ImportKind, Verdict
from portal.trainings.lheo import faults
from portal.trainings.policy import is_vouched_for
from portal.trainings.queries import imports as queries
from portal.trainings.queries.imports import TrainingImport, TrainingImportLine
from portal.web.request import actor, session

VERDICTS = {
    Verdict.NEW: "ok",
    Verdict.CHANGED: "brand",
    Verdict.CONFLICT: "bad",
    Verdict.SAME: "neutral",
    Verdict.HELD: "warn",
    Verdict.WRONG: "bad",
}
_SHORT = 160
# Why a change is not simply one of the file.
_NOTES = {
    Kind.OURS: N_("changé ici, pas dans le fichier : reste comme ici"),
    Kind.CONFLICT: N_("changé ici depuis"),
    Kind.NEW: N_("nouvelle"),
    Kind.NO_PLACES: N_("nouvelle, mais combien de places ? Écrivez-le ci-dessous"),
    Kind.JOINED: N_("des personnes ont demandé à venir : elle ne change pas"),
    Kind.CALLED_OFF: N_("annulée ici : elle ne change pas"),
}


def of_page(found: TrainingImport, verdict: Verdict | None, page: int) -> list[dict[str, Any]]:
    """A page of lines as the preview shows them."""
    columns = columns_of(session())
    found_lines = queries.list_page(session(), actor(), found.id, verdict, page)
    online = queries.list_online(session(), actor()) if is_vouched_for(actor()) else ()
    return [_line(columns, found, line, online) for line in found_lines]


def _line(
    columns: Mapping[str, Column],
    found: TrainingImport,
    line: TrainingImportLine,
    online: Collection[UUID],
) -> dict[str, Any]:
    verdict = Verdict(line.verdict or Verdict.WRONG)
    return {
        "number": line.number,
        "title": line.title or _("Formation sans nom"),
        "reference": line.reference,
        "verdict": verdict,
        "kind": VERDICTS[verdict],
        "is_taken": line.is_taken,
        "remarks": [_remark(one) for one in line.remarks if isinstance(one, dict)],
        "training_id": line.training_id,
        "changes": [
            _change(columns, change) for change in line.changes if change["kind"] != Kind.OVER
        ],
        "sessions": sessions_of(line, online),
        "is_held": not any(change["kind"] in HELD for change in line.changes),
        "errors": [_error(columns, found, error) for error in line.errors],
        "said": _said(columns, line) if verdict == Verdict.NEW else [],
    }


def _change(columns: Mapping[str, Column], change: Mapping[str, Any]) -> dict[str, Any]:
    key, kind = change["column"], change["kind"]
    is_session = key == SESSIONS
    note = gettext_(_NOTES[kind]) if kind in _NOTES else ""
    return {
        "label": _("Session") if is_session else _label(columns, key),
        "old": _told(change["old"]) if is_session else _written(columns, key, change["old"]),
        "new": _told(change["new"]) if is_session else _written(columns, key, change["new"]),
        "note": note or gettext_(change.get("why", "")) if kind != CHANGED else "",
    }


def _told(rows: list[dict[str, Any]]) -> str:
    return "".join(tell_row(session(), row) for row in rows)


def _error(
    columns: Mapping[str, Column], found: TrainingImport, error: Mapping[str, Any]
) -> dict[str, Any]:
    """What is wrong, in which column of the file, and what was written there."""
    key = error["column"]
    header = found.columns[found.mapping.index(key)] if key in found.mapping else ""
    return {
        "column": header if header and found.kind == ImportKind.TABLE else _label(columns, key),
        "value": short(error["value"]),
        "message": gettext_(error["message"], **error["values"]),
    }


def _remark(remark: dict[str, Any]) -> dict[str, Any]:
    """What LHEO has to say of it, and where in the file. (What the first release kept, for 90 days,
    were names alone: those are not said.)
    """
    return {"words": faults.sentence(remark), "line": remark["line"]}


def _said(columns: Mapping[str, Column], line: TrainingImportLine) -> list[dict[str, str]]:
    return [
        {"label": _label(columns, key), "value": _written(columns, key, value)}
        for key, value in line.said.items()
        if value and key not in (REFERENCE, SESSIONS)
    ]


def _label(columns: Mapping[str, Column], key: str) -> str:
    return gettext_(columns[key].label) if key in columns else _("Cette ligne")


def _written(columns: Mapping[str, Column], key: str, value: Any) -> str:
    """As a file would say it: in French."""
    if key not in columns:
        return str(value or "")
    with i18n.use(i18n.DEFAULT):
        return columns[key].codec.write(session(), value)


def short(text: str) -> str:
    """Enough of a cell to know it again."""
    return text if len(text) <= _SHORT else f"{text[:_SHORT]}…"
