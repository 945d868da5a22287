"""Which parser gets to decide: the allow-list, the size, and a first look at the bytes.

What is allowed here is only allowed to be tried: the parser of the format reads all of it next.
"""

from collections.abc import Set
from pathlib import Path

import puremagic

from portal.files.enums import FileKind
from portal.files.errors import FileRefused, Refusal
from portal.files.formats import MAX_SIZE, Format, not_taken
from portal.files.readers.archives import archive, is_odt

_HEAD = 64
_BEGINNINGS = (
    (b"OggS", Format.OGG),
    (b"#!AMR", Format.AMR),
    (b"ID3", Format.MP3),
    (b"\x1a\x45\xdf\xa3", Format.WEBM),
    (b"%PDF-", Format.PDF),
    (b"\xff\xd8\xff", Format.JPG),
    (b"\x89PNG\r\n\x1a\n", Format.PNG),
    (b"PK\x03\x04", Format.DOCX),
)
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"hevc", b"hevx"})
# A DOCX locked by a password is not a zip any more, but an old Word file around a sealed package.
_OLD_FILE = bytes.fromhex("d0cf11e0a1b11ae1")
_SEALED = "EncryptedPackage".encode("utf-16-le")
_OLD = frozenset({".doc", ".rtf", ".wps", ".pages", ".ppt", ".xls"})


def first_look(path: Path, kinds: Set[FileKind]) -> Format:
    """The format to try. Raises `FileRefused` with the reason that helps most."""
    if path.stat().st_size > MAX_SIZE:
        raise FileRefused(Refusal.TOO_BIG)
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head:
        raise FileRefused(Refusal.EMPTY)
    seems = _seems(head)
    if seems is None:
        raise FileRefused(_named_otherwise(path, kinds))
    if seems.kind not in kinds:
        raise FileRefused(not_taken(kinds))
    if seems is Format.DOCX:
        with archive(path) as source:
            return Format.ODT if is_odt(source) else Format.DOCX
    return seems


def _seems(head: bytes) -> Format | None:
    for beginning, seems in _BEGINNINGS:
        if head.startswith(beginning):
            return seems
    if head[:4] in (b"RIFF", b"RF64") and head[8:12] == b"WAVE":
        return Format.WAV
    if head[4:8] == b"ftyp":
        brands = {head[at : at + 4] for at in range(8, len(head) - 3, 4)}
        if b"avif" in brands:
            return None
        return Format.HEIC if brands & _HEIC_BRANDS else Format.M4A
    return _seems_a_frame(head)


def _seems_a_frame(head: bytes) -> Format | None:
    """A bare MPEG frame: puremagic misses those of 24 kHz and below, which phones write."""
    if len(head) < 4 or head[0] != 0xFF:
        return None
    if head[1] & 0xF6 == 0xF0:
        return Format.AAC
    if head[1] & 0xE6 == 0xE2:
        return Format.MP3
    return None


def _named_otherwise(path: Path, kinds: Set[FileKind]) -> Refusal:
    """Not taken; puremagic knows enough other formats to say « old Word » where that helps."""
    content = path.read_bytes()
    if content.startswith(_OLD_FILE) and _SEALED in content:
        return Refusal.PROTECTED
    try:
        guesses = puremagic.magic_file(str(path))
    except (puremagic.PureError, ValueError):
        guesses = []
    extensions = {guess.extension for guess in guesses}
    if FileKind.DOCUMENT in kinds and extensions & _OLD:
        return Refusal.OLD_WORD
    if FileKind.AUDIO in kinds and any(guess.mime_type.startswith("video/") for guess in guesses):
        return Refusal.VIDEO
    return not_taken(kinds)
