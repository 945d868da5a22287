"""The formats that are taken, and nothing else: name, kind, media type."""

from collections.abc import Set
from enum import StrEnum

from portal.files.enums import FileKind, FilePurpose
from portal.files.errors import Refusal

# 25 MB, said before the upload starts (issue of the main job, « Answering »).
MAX_SIZE = 25 * 1024 * 1024

# Of a table that is read once. A federation knows some tens of trainings; more are cut in two.
MAX_TABLE = 5 * 1024 * 1024
MAX_ROWS, MAX_COLUMNS, MAX_CELL = 1_000, 200, 32_767
MAX_TEXT = 5_000_000

_TAKEN: dict[FilePurpose, frozenset[FileKind]] = {
    FilePurpose.VOICE: frozenset({FileKind.AUDIO}),
    FilePurpose.CV: frozenset({FileKind.DOCUMENT}),
    FilePurpose.LETTER: frozenset({FileKind.DOCUMENT}),
    FilePurpose.ANSWER: frozenset({FileKind.AUDIO}),
    FilePurpose.MESSAGE: frozenset({FileKind.AUDIO, FileKind.DOCUMENT}),
    FilePurpose.OFFER_RECORDING: frozenset({FileKind.AUDIO}),
    FilePurpose.EVIDENCE: frozenset({FileKind.AUDIO, FileKind.DOCUMENT}),
    FilePurpose.READING: frozenset({FileKind.AUDIO}),
}


class Format(StrEnum):
    """A format; its value is the extension of the name we give the file."""

    OGG = "ogg"
    M4A = "m4a"
    AMR = "amr"
    MP3 = "mp3"
    WAV = "wav"
    WEBM = "webm"
    AAC = "aac"
    PDF = "pdf"
    DOCX = "docx"
    ODT = "odt"
    JPG = "jpg"
    PNG = "png"
    HEIC = "heic"

    @property
    def media_type(self) -> str:
        return _MEDIA_TYPES[self]

    @property
    def kind(self) -> FileKind:
        return FileKind.AUDIO if self.media_type.startswith("audio/") else FileKind.DOCUMENT

    @property
    def is_photo(self) -> bool:
        return self.media_type.startswith("image/")


_MEDIA_TYPES = {
    Format.OGG: "audio/ogg",
    Format.M4A: "audio/mp4",
    Format.AMR: "audio/amr",
    Format.MP3: "audio/mpeg",
    Format.WAV: "audio/wav",
    Format.WEBM: "audio/webm",
    Format.AAC: "audio/aac",
    Format.PDF: "application/pdf",
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.ODT: "application/vnd.oasis.opendocument.text",
    Format.JPG: "image/jpeg",
    Format.PNG: "image/png",
    Format.HEIC: "image/heic",
}


def taken(purpose: FilePurpose) -> frozenset[FileKind]:
    """The kinds of file accepted for this purpose."""
    return _TAKEN[purpose]


def not_taken(kinds: Set[FileKind]) -> Refusal:
    """What to answer when a file is of no kind among `kinds`."""
    return Refusal.NOT_A_DOCUMENT if FileKind.DOCUMENT in kinds else Refusal.NOT_A_RECORDING


class TableKind(StrEnum):
    """What is read once, and not kept."""

    TABLE = "table"
    XML = "xml"
