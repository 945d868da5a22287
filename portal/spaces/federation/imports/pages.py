"""What the pages of an import receive."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from flask import url_for

from portal.kernel.i18n import _, gettext_, listed, show_date
from portal.spaces.federation.imports import dated, lines
from portal.spaces.federation.imports.forms import ColumnsForm, FileForm, columns_form
from portal.trainings.actions import dating, importing
from portal.trainings.exchange.columns import columns_of
from portal.trainings.import_enums import ImportState, Outcome, Verdict
from portal.trainings.queries import imports as queries
from portal.trainings.queries import trainings
from portal.trainings.queries.imports import TrainingImport, TrainingImportLine
from portal.web.request import actor, session

_KINDS = {
    ImportState.COLUMNS: "warn",
    ImportState.PREVIEW: "warn",
    ImportState.RUNNING: "live",
    ImportState.DONE: "ok",
    ImportState.UNDONE: "neutral",
}
_SAMPLES = 2


def list_page(form: FileForm | None = None) -> dict[str, Any]:
    """The file to send, and those that were."""
    shown = form or FileForm()
    if not shown.once.data:
        shown.once.data = str(uuid4())
    return {
        "form": shown,
        "kept_days": queries.kept_days(session()),
        "cards": [_card(one) for one in queries.list_imports(session(), actor())],
    }


def _card(found: TrainingImport) -> dict[str, Any]:
    day = show_date(found.created_at)
    by = _("Envoyé le %(day)s par %(name)s", day=day, name=found.person_name)
    return {
        "name": found.name,
        "href": url_for(".show_import", import_id=found.id),
        "tag": state_tag(found),
        "foot": by,
    }


def state_tag(found: TrainingImport) -> dict[str, str]:
    return {"label": found.state.label, "kind": _KINDS[found.state]}


def columns_form_of(found: TrainingImport) -> ColumnsForm:
    known = [(key, gettext_(one.label)) for key, one in columns_of(session()).items()]
    headers = [
        lines.short(name) or _("Colonne %(number)s", number=place)
        for place, name in enumerate(found.columns, start=1)
    ]
    return columns_form(headers, found.mapping, known, _("Ne pas importer"))


def columns_page(found: TrainingImport, form: ColumnsForm) -> dict[str, Any]:
    """Each column of the file, with what its first lines hold."""
    first = queries.list_page(session(), actor(), found.id, None, 1)
    samples = []
    for place in range(len(found.columns)):
        said = [line.cells[place] or "" for line in first if place < len(line.cells)]
        samples.append([lines.short(text) for text in dict.fromkeys(said) if text][:_SAMPLES])
    fields = [form._fields[f"column-{place}"] for place in range(len(found.columns))]
    return {"found": found, "form": form, "pairs": list(zip(fields, samples, strict=True))}


def preview_page(found: TrainingImport, verdict: Verdict | None, page: int) -> dict[str, Any]:
    """What each line would do, a page at a time."""
    counts = queries.count_verdicts(session(), actor(), found.id)
    total = counts.get(verdict, 0) if verdict else sum(counts.values())
    pages = max(1, -(-total // queries.PAGE))
    here = min(page, pages)
    return {
        "found": found,
        "verdict": verdict,
        "tabs": _tabs(found, counts, verdict),
        "lines": lines.of_page(found, verdict, here),
        "page": here,
        "pages": pages,
        "taken": queries.count_taken(session(), actor(), found.id),
        "page_url": address(found.id, verdict.value if verdict else "", "{page}"),
    }


def address(import_id: UUID, show: str = "", page: str = "") -> str:
    """A page of an import, of the lines of one verdict."""
    asked = {name: value for name, value in (("show", show), ("page", page)) if value}
    base = url_for(".show_import", import_id=import_id)
    return f"{base}?{urlencode(asked, safe='{}')}" if asked else base


def _tabs(
    found: TrainingImport, counts: Mapping[Verdict, int], current: Verdict | None
) -> list[dict[str, Any]]:
    every = {
        "label": _("Toutes"),
        "href": address(found.id),
        "current": current is None,
        "count": sum(counts.values()),
    }
    return [
        every,
        *(
            {
                "label": one.label,
                "href": address(found.id, one.value),
                "current": one == current,
                "count": counts[one],
            }
            for one in Verdict
            if counts.get(one)
        ),
    ]


def result_page(found: TrainingImport, page: int) -> dict[str, Any]:
    """What became of the lines; how far it is while it goes on."""
    outcomes = queries.count_outcomes(session(), actor(), found.id)
    counts = queries.count_verdicts(session(), actor(), found.id)
    taken = queries.count_taken(session(), actor(), found.id)
    pages = max(1, -(-sum(counts.values()) // queries.PAGE))
    here = min(page, pages)
    shown = queries.list_page(session(), actor(), found.id, None, here)
    return {
        "found": found,
        "tag": state_tag(found),
        "is_running": found.state == ImportState.RUNNING,
        "is_done": found.state == ImportState.DONE,
        "done": sum(outcomes.values()),
        "taken": taken,
        "outcomes": [
            {"label": one.label, "value": outcomes[one]} for one in Outcome if outcomes.get(one)
        ],
        "left": sum(counts.values()) - taken,
        "lines": [_result(line) for line in shown],
        "page": here,
        "pages": pages,
        "page_url": address(found.id, page="{page}"),
    }


def _result(line: TrainingImportLine) -> dict[str, Any]:
    verdict = Verdict(line.verdict or Verdict.WRONG)
    became = line.outcome.label if line.outcome else _("Pas importée : %(why)s", why=verdict.label)
    if line.outcome is None and verdict.may_be_taken:
        became = _("Pas choisie") if not line.is_taken else _("En attente")
    return {
        "number": line.number,
        "title": line.title or _("Formation sans nom"),
        "became": listed([became, *dated.became(line)]),
        "training_id": line.training_id,
    }


def undo_page(found: TrainingImport) -> dict[str, Any]:
    """What would be taken away, put back, and what stays."""
    removed, restored, stayed = [], [], []
    known = {one.id: one for one in trainings.list_trainings(session(), actor())}
    touched = dating.Touched.now(session(), actor())
    for line in queries.list_lines(session(), actor(), found.id):
        if line.outcome not in (Outcome.CREATED, Outcome.CHANGED):
            continue
        training = known.get(line.training_id) if line.training_id else None
        if training is None:
            continue
        if not importing.may_be_undone(line, training, touched):
            stayed.append(line)
        elif line.outcome == Outcome.CREATED:
            removed.append(line)
        else:
            restored.append(line)
    return {"found": found, "removed": removed, "restored": restored, "stayed": stayed}
