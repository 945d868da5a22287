"""What the sandbox answers, read as a stranger's word: each value has its type and its bounds."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from portal.files.errors import FileRefused, Refusal
from portal.files.formats import Format, TableKind

T = TypeVar("T")

# What the child says first, the file it answers in, and its exit code when the disk or the handles
# ran out: ours to mend.
READY = b"ready\n"
ANSWER = "answer.json"
OURS = 75
# The name of the converted file; previews lie beside it.
CONTENT = "content"
MAX_TEXT = 40_000
_PREVIEW = re.compile(r"page-\d{1,2}\.webp")
_TRIPPED = re.compile(r"[\w. :]{1,120}")
_MAX_SECONDS = 3_600
_MAX_BARS = 120
_MAX_PAGES = 100


@dataclass(frozen=True)
class Checked:
    """What a file really is; `duration` in seconds of sound, None for a document."""

    format: Format
    duration: float | None


@dataclass(frozen=True)
class Recording:
    """A voice ready to be played (`CONTENT`): mono AAC in `.m4a`.

    `duration` in seconds; `waveform`: at most 120 heights from 0 to 100; `is_silent`: nobody is
    heard, which the person may want to know before sending.
    """

    duration: float
    waveform: list[int]
    is_silent: bool

    @property
    def format(self) -> Format:
        return Format.M4A


@dataclass(frozen=True)
class Document:
    """A document ready to be kept (`CONTENT`).

    `previews` are the names of WebP pictures, one a page, 900 pixels wide; `text` is what can be
    read in it, one paragraph a line; `page_count` is unknown for a text document.
    """

    format: Format
    page_count: int | None
    text: str
    previews: list[str]


@dataclass(frozen=True)
class Answer:
    """One of the four, or a refusal; `tripped` says where a parser fell over, for our logs."""

    refused: Refusal | None
    tripped: str
    value: dict[str, Any]


def read(raw: bytes) -> Answer:
    """Raises `FileRefused` where this is no answer at all."""

    def said() -> Answer:
        value = json.loads(raw)
        refused = value.get("refused")
        tripped = _TRIPPED.fullmatch(value.get("tripped", ""))
        return Answer(Refusal(refused) if refused else None, tripped[0] if tripped else "", value)

    return _believed(said)


def checked(answer: Answer) -> list[Checked]:
    return _believed(lambda: [_checked(entry) for entry in answer.value["checked"]])


def converted(answer: Answer) -> Recording | Document:
    if "recording" in answer.value:
        return _believed(lambda: _recording(answer.value["recording"]))
    return _believed(lambda: _document(answer.value["document"]))


def table(answer: Answer) -> TableKind:
    return _believed(lambda: TableKind(answer.value["kind"]))


def _believed(read_it: Callable[[], T]) -> T:
    try:
        return read_it()
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise FileRefused(Refusal.UNREADABLE) from error


def _checked(entry: dict[str, Any]) -> Checked:
    seconds = entry["duration"]
    return Checked(Format(entry["format"]), None if seconds is None else _within(seconds))


def _within(seconds: object) -> float:
    number = float(str(seconds))
    if not 0 <= number <= _MAX_SECONDS:
        raise ValueError(seconds)
    return number


def _recording(entry: dict[str, Any]) -> Recording:
    bars = [int(bar) for bar in entry["waveform"]]
    if len(bars) > _MAX_BARS or not all(0 <= bar <= 100 for bar in bars):
        raise ValueError(bars)
    return Recording(_within(entry["duration"]), bars, entry["is_silent"] is True)


def _document(entry: dict[str, Any]) -> Document:
    count, text = entry["page_count"], entry["text"]
    previews = [name for name in entry["previews"] if _PREVIEW.fullmatch(name)]
    if count is not None and not 0 < int(count) <= _MAX_PAGES:
        raise ValueError(count)
    if not isinstance(text, str) or len(text) > MAX_TEXT:
        raise ValueError(text)
    # PostgreSQL takes every character but this one, and lone surrogates are none.
    text = text.replace("\0", "").encode("utf-8", "replace").decode()
    return Document(Format(entry["format"]), None if count is None else int(count), text, previews)
