"""Zip files that hold a document: nothing is inflated beyond what a document needs."""

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from portal.files.errors import FileRefused, Refusal

ODT = "application/vnd.oasis.opendocument.text"
MAX_ENTRIES = 1_000
MAX_TOTAL = 64 * 1024 * 1024
# Text compresses ten to thirty times; a bomb, a thousand.
MAX_RATIO = 150
_SMALL = 256 * 1024
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_ENCRYPTED = 0x1
_DOS_EPOCH = (1980, 1, 1, 0, 0, 0)


class Archive:
    """The entries of a zip, read one at a time within one budget for all."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self._file = file
        self._budget = MAX_TOTAL
        self.names = [info.filename for info in file.infolist() if not info.is_dir()]

    def read(self, name: str) -> bytes:
        with self._file.open(name) as entry:
            data = entry.read(self._budget + 1)
        self._budget -= len(data)
        if self._budget < 0:
            raise FileRefused(Refusal.TOO_HEAVY)
        return data


@dataclass(frozen=True)
class CleanText:
    """A document without what is not the text, and its paragraphs."""

    content: bytes
    paragraphs: list[str]


@contextmanager
def archive(path: Path) -> Iterator[Archive]:
    """The zip, its directory looked at before anything is inflated."""
    try:
        with zipfile.ZipFile(path) as file:
            _look_at(file.infolist())
            yield Archive(file)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise FileRefused(Refusal.UNREADABLE) from error


def is_odt(source: Archive) -> bool:
    return "mimetype" in source.names and source.read("mimetype").strip() == ODT.encode()


def packed(entries: Mapping[str, bytes], *, stored_first: str | None = None) -> bytes:
    """A new zip of these entries, without dates; `stored_first` is left uncompressed, in front."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name in sorted(entries, key=lambda name: (name != stored_first, name)):
            info = zipfile.ZipInfo(name, _DOS_EPOCH)
            info.compress_type = (
                zipfile.ZIP_STORED if name == stored_first else zipfile.ZIP_DEFLATED
            )
            file.writestr(info, entries[name])
    return out.getvalue()


def _look_at(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_TOTAL:
        raise FileRefused(Refusal.TOO_HEAVY)
    if len({entry.filename.lower() for entry in entries}) != len(entries):
        raise FileRefused(Refusal.UNREADABLE)
    for entry in entries:
        if entry.flag_bits & _ENCRYPTED:
            raise FileRefused(Refusal.PROTECTED)
        if entry.file_size > max(_SMALL, MAX_RATIO * entry.compress_size):
            raise FileRefused(Refusal.TOO_HEAVY)
        if entry.compress_type not in _METHODS or _leads_elsewhere(entry.filename):
            raise FileRefused(Refusal.UNREADABLE)


def _leads_elsewhere(name: str) -> bool:
    path = PurePosixPath(name)
    return path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name
