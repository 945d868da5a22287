"""The translations a published copy holds: {language: {section: what the page says of it}}."""

from collections.abc import Iterable, Mapping
from typing import Any

from portal.kernel import clock
from portal.languages.models import ContentTranslation
from portal.languages.states import is_stale

Told = dict[str, dict[str, dict[str, Any]]]


def told(rows: Iterable[ContentTranslation], sources: Mapping[str, str]) -> Told:
    """Of these rows, those whose section says something in French. `stale`: of another French."""
    found: Told = {}
    for row in rows:
        source = sources.get(row.section, "")
        if source:
            found.setdefault(row.language, {})[row.section] = {
                "text": row.text,
                "origin": str(row.origin),
                "made_by": row.made_by,
                "reviewed_by": row.reviewed_by,
                "reviewed_on": _day(row),
                "stale": is_stale(row, source),
            }
    return found


def renewed(
    rows: Iterable[ContentTranslation], sources: Mapping[str, str], before: Mapping[str, Any]
) -> Told:
    """The same for a French that stays as it was published: a row made of newer words waits for
    their publication, and the public goes on reading what it read `before`.
    """
    fresh = told(rows, sources)
    return {
        language: {
            name: (before.get(language) or {}).get(name, said) if said["stale"] else said
            for name, said in sections.items()
            if not said["stale"] or name in (before.get(language) or {})
        }
        for language, sections in fresh.items()
    }


def _day(row: ContentTranslation) -> str:
    return row.reviewed_at.astimezone(clock.PARIS).date().isoformat() if row.reviewed_at else ""
