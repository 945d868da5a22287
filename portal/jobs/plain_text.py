"""What a published offer says of the work, as plain text: a job sheet may begin with it."""

from collections.abc import Iterator, Mapping
from typing import Any


def plain_text(document: Mapping[str, Any]) -> str:
    """Title, purpose, missions and tasks, in the words of whoever wrote the offer."""
    return "\n\n".join(part for part in _parts(document) if part)


def _parts(document: Mapping[str, Any]) -> Iterator[str]:
    yield str(document.get("title") or "")
    yield str(document.get("purpose") or document.get("summary") or "")
    for mission in document.get("missions") or ():
        said = (mission.get("title"), mission.get("text"))
        tasks = (f"– {task}" for task in mission.get("tasks") or () if task)
        yield "\n".join([*(text for text in said if text), *tasks])
