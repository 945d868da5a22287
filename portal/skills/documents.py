"""A record as a document: what a version keeps, what a share shows. Plain JSON, in a stated shape.

`{"schema": 1, "name": …, "taken_at": ISO moment, "grid": [framework…], "knowledge": [line…],
"path": [entry…], "project": {…} or null, "steps": [step…]}`. A framework is `{"code", "title",
"source", "edition", "groups": [{"code", "label", "plain", "scope", "lines": [{"code", "label",
"plain", "mobilised", "mastery", "interest", "evidence", "follows",
"translations"}]}]}`: marks are the values of
`Level` and `Mobilised`, or null; a line answered aloud only has `"spoken": true`; `follows` are the
codes of the lines this one words otherwise, `translations` what its federation says of it, by
language. Where the source is unclear or cut, a
heading and a line have `"flaw"` in words, a line `"completed"` and `"completed_source"`.
A share's also has `"evidence": [{"id", "kind", "words", "label", "plain", "translations",
"seconds", "peaks"}]`, what goes with it; the id is that of a file, or null. French wordings are
kept: a page translates what it knows of them.
The same in JSON Schema: `exports/record.schema.json`.
"""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal.kernel import clock
from portal.people.queries import get_person
from portal.skills.enums import EvidenceKind, Part
from portal.skills.models import CareerProject, KnowledgeLine, PathEntry, ProjectStep
from portal.skills.queries.evidence import Showable
from portal.skills.queries.frameworks import plains
from portal.skills.queries.grid import GridFramework, GridLine, read_grid
from portal.skills.queries.record import find_project, list_knowledge, list_path, list_steps

SCHEMA = 1


def current_document(
    session: Session,
    person_id: UUID,
    *,
    lines: Collection[UUID] | None = None,
    entries: Collection[UUID] | None = None,
) -> dict[str, Any]:
    """The record as it is now; lines nobody answered are left out.

    With `lines` or `entries`, only these actions of the grid, or these lines of the path.
    """
    project = find_project(session, person_id)
    return {
        "schema": SCHEMA,
        "name": get_person(session, person_id).display_name,
        "taken_at": clock.now().isoformat(),
        "grid": [
            framework
            for one in read_grid(session, person_id).frameworks
            if (framework := _framework(one, lines))["groups"]
        ],
        "knowledge": [_knowledge(line) for line in list_knowledge(session, person_id)],
        "path": [
            _stage(entry)
            for entry in list_path(session, person_id)
            if entries is None or entry.id in entries
        ],
        "project": _project(project) if project else None,
        "steps": [_step(step) for step in list_steps(session, person_id)],
    }


def is_empty(document: dict[str, Any]) -> bool:
    return not any(document[part] for part in ("grid", "knowledge", "path", "project", "steps"))


def extract(
    document: dict[str, Any],
    parts: Collection[Part],
    headings: Collection[str] | None = None,
    knowledge: Collection[str] | None = None,
) -> dict[str, Any]:
    """Only these parts of a document; of the grid, only the groups with these codes, if any; of
    what one knows, only the lines with these codes, if any.

    Where the origin of a knowledge is not among the parts, nothing of it is left in the copy.
    """
    known = [
        line
        for code, line in knowledge_lines(document)
        if Part.KNOWLEDGE in parts and (knowledge is None or code in knowledge)
    ]
    if Part.KNOWLEDGE_SOURCES not in parts:
        known = [{**line, "sources": []} for line in known]
    project = Part.PROJECT in parts
    return {
        "schema": document["schema"],
        "name": document["name"],
        "taken_at": document["taken_at"],
        "grid": _chosen(document["grid"], headings) if Part.GRID in parts else [],
        "knowledge": known,
        "path": document["path"] if Part.PATH in parts else [],
        "project": document["project"] if project else None,
        "steps": document["steps"] if project else [],
    }


def knowledge_lines(document: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Each line of knowledge and its code; in a version of before codes, its place in it."""
    return [(line.get("code") or str(n), line) for n, line in enumerate(document["knowledge"])]


def evidence_of(shown: Collection[Showable]) -> list[dict[str, Any]]:
    """The words, recordings and photos that go with a share, and the line each one shows."""
    return [
        {
            "id": str(one.file_id) if one.file_id else None,
            "kind": one.kind,
            "words": one.words,
            "label": one.label,
            "plain": one.french_plain,
            "translations": dict(one.translations),
            "seconds": one.seconds,
            "peaks": list(one.peaks),
        }
        for one in shown
    ]


def hushed(grid: list[dict[str, Any]], heard: Collection[Showable] = ()) -> list[dict[str, Any]]:
    """The grid for another reader: that a line was answered aloud is said of those only whose
    recording goes with it, and how many things show a line of none. A line that then says nothing
    would still tell that there is something: it is not there.
    """
    voices = {one.line for one in heard if one.kind is EvidenceKind.VOICE}

    def told(framework: str, line: dict[str, Any]) -> dict[str, Any]:
        hidden = () if (framework, line["code"]) in voices else ("spoken",)
        return {name: line[name] for name in line if name not in hidden} | {"evidence": 0}

    found = []
    for framework in grid:
        groups = [
            {**group, "lines": lines}
            for group in framework["groups"]
            if (lines := _said([told(framework["code"], line) for line in group["lines"]]))
        ]
        if groups:
            found.append({**framework, "groups": groups})
    return found


def _said(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    says = ("mobilised", "mastery", "interest", "spoken")
    return [line for line in lines if any(line.get(name) for name in says)]


def _chosen(grid: list[dict[str, Any]], headings: Collection[str] | None) -> list[dict[str, Any]]:
    if headings is None:
        return grid
    chosen = [
        {**one, "groups": [group for group in one["groups"] if group["code"] in headings]}
        for one in grid
    ]
    return [one for one in chosen if one["groups"]]


def _framework(framework: GridFramework, lines: Collection[UUID] | None) -> dict[str, Any]:
    groups = [
        {
            "code": group.code,
            "label": group.label,
            "plain": group.french_plain,
            "flaw": group.french_flaw,
            "scope": group.scope,
            "lines": [
                _line(line)
                for line in group.lines
                if line.answer is not None and (lines is None or line.action_id in lines)
            ],
        }
        for group in framework.groups
    ]
    return {
        "code": framework.code,
        "title": framework.french_title,
        "source": framework.source,
        "edition": framework.edition,
        "groups": [group for group in groups if group["lines"]],
    }


def _line(line: GridLine) -> dict[str, Any]:
    answer = line.answer
    return {
        "code": line.code,
        "label": line.label,
        "plain": line.french_plain,
        "translations": plains(line.told),
        "flaw": line.french_flaw,
        "completed": line.completed,
        "completed_source": line.completed_source,
        "mobilised": answer and answer.mobilised,
        "mastery": answer and answer.mastery,
        "interest": answer and answer.interest,
        "evidence": line.evidence,
        "follows": list(line.follows),
        **({"spoken": True} if line.is_spoken else {}),
    }


def _knowledge(line: KnowledgeLine) -> dict[str, Any]:
    return {
        "code": str(line.id),
        "field": line.field,
        "sources": list(line.sources),
        "mastery": line.mastery,
        "interest": line.interest,
        "note": line.note,
    }


def _stage(entry: PathEntry) -> dict[str, Any]:
    return {
        "kind": entry.kind,
        "title": entry.title,
        "place": entry.place,
        "began": _day(entry.began),
        "ended": _day(entry.ended),
        "is_current": entry.is_current,
        "level": entry.level,
        "language": entry.language,
        "spoken": entry.spoken,
        "written": entry.written,
        "interprets": entry.interprets,
        "not_interpreted": entry.not_interpreted,
        "words": entry.words,
    }


def _project(project: CareerProject) -> dict[str, Any]:
    return {
        "in_peer_work": project.in_peer_work,
        "in_sector": project.in_sector,
        "how_long": project.how_long,
        "time_wish": project.time_wish,
        "trainings": project.trainings,
        "words": project.words,
    }


def _step(step: ProjectStep) -> dict[str, Any]:
    return {
        "what": step.what,
        "by_when": _day(step.by_when),
        "who_helps": step.who_helps,
        "done_on": _day(step.done_on),
    }


def _day(day: date | datetime | None) -> str | None:
    return day.isoformat() if day else None
