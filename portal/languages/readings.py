"""Sections read aloud, as pages say them and as a published copy holds them:
{language: {section: {file_id, read_by, is_synthetic, duration, waveform, stale}}}.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from portal.files.enums import FileState
from portal.files.models import StoredFile
from portal.kernel import i18n
from portal.kernel.i18n import gettext_ as _
from portal.languages.models import SectionRecording
from portal.languages.said import NEIGHBOURS
from portal.languages.sources import digest_of

Heard = dict[str, dict[str, dict[str, Any]]]
Recorded = Iterable[tuple[SectionRecording, StoredFile]]
FRENCH = i18n.DEFAULT.tag


@dataclass(frozen=True)
class Given:
    """A recording as it is handed over: its file, and whose voice it is."""

    name: str
    stream: BinaryIO
    read_by: str = ""
    is_synthetic: bool = False


@dataclass(frozen=True)
class Aloud:
    """A section somebody reads in the reader's language."""

    file_id: str
    tag: str
    seconds: int
    peaks: list[int]
    credit: str
    is_stale: bool


def heard(rows: Recorded, sources: Mapping[str, str], told: Mapping[str, Any]) -> Heard:
    """What can be heard already of these rows; `stale`: another text was read."""
    found: Heard = {}
    for row, file in rows:
        text = public_text(row.section, row.language, sources, told)
        if text and file.state == FileState.READY:
            found.setdefault(row.language, {})[row.section] = {
                "file_id": str(row.file_id),
                "read_by": row.read_by,
                "is_synthetic": row.is_synthetic,
                "duration": file.duration,
                "waveform": file.waveform or [],
                "stale": row.source_digest != digest_of(text),
            }
    return found


def heard_anew(
    rows: Recorded,
    sources: Mapping[str, str],
    told: Mapping[str, Any],
    before: Mapping[str, Any],
) -> Heard:
    """The same for texts that stay as they are published: what reads newer words waits."""
    fresh = heard(rows, sources, told)
    return {
        language: kept
        for language, sections in fresh.items()
        if (
            kept := {
                name: one
                for name, one in sections.items()
                if not one["stale"] or _is_known(one, (before.get(language) or {}).get(name))
            }
        )
    }


def _is_known(one: Mapping[str, Any], before: Mapping[str, Any] | None) -> bool:
    return before is not None and before["file_id"] == one["file_id"]


def is_waiting(rows: Recorded) -> bool:
    """Whether some of these are still being prepared."""
    return any(file.state in (FileState.RECEIVING, FileState.RECEIVED) for _row, file in rows)


def without(found: Mapping[str, Any], file_id: object) -> Heard:
    """The same, naming this file no more."""
    gone = str(file_id)
    kept = {
        language: {name: one for name, one in sections.items() if one["file_id"] != gone}
        for language, sections in found.items()
    }
    return {language: sections for language, sections in kept.items() if sections}


def files_in(found: Mapping[str, Any]) -> list[str]:
    """The files a published copy lets everybody hear."""
    return [one["file_id"] for sections in found.values() for one in sections.values()]


def public_text(
    section: str, language: str, sources: Mapping[str, str], told: Mapping[str, Any]
) -> str:
    """What the page says of a section in a language, and so what is read; nothing if it is not."""
    if language == FRENCH:
        return sources.get(section, "")
    return str(((told.get(language) or {}).get(section) or {}).get("text") or "")


def aloud(document: Mapping[str, Any]) -> dict[str, Aloud]:
    """By its name, each section of a document read in the language it is shown in."""
    return {
        name: Aloud(
            one["file_id"],
            tag,
            round(one.get("duration") or 0),
            one.get("waveform") or [],
            credit(one.get("read_by") or "", is_synthetic=bool(one.get("is_synthetic"))),
            bool(one.get("stale")),
        )
        for tag, name, one in _shown(document)
    }


def _shown(document: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """The readings of the reader's language, and of its neighbour where that one is shown."""
    tag = i18n.current().tag
    near = NEIGHBOURS.get(tag, "")
    readings, told = document.get("readings") or {}, document.get("translations") or {}
    own = told.get(tag) or {}
    for name, one in (readings.get(near) or {}).items():
        if name not in own:
            yield near, name, one
    for name, one in (readings.get(tag) or {}).items():
        yield tag, name, one


def credit(read_by: str, *, is_synthetic: bool) -> str:
    """Whose voice it is. A voice of synthesis always says that it is one."""
    if is_synthetic:
        return _("Voix de synthèse : %(name)s", name=read_by) if read_by else _("Voix de synthèse")
    return _("Lu par %(name)s", name=read_by) if read_by else ""
