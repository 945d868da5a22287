"""Taking out of a JPEG or a PNG what is not the picture, without decoding it."""

import struct
from collections.abc import Iterator

_SOI = b"\xff\xd8"
_SOS = 0xDA
_STANDALONE = frozenset({0x01, *range(0xD0, 0xD8)})
# APP1 (Exif, XMP), APP3 to APP13 (cameras, IPTC), APP15 and comments. APP0 and APP14 are needed to
# decode the colours, APP2 holds their profile.
_JPEG_LEFT_BEHIND = frozenset({0xE1, *range(0xE3, 0xEE), 0xEF, 0xFE})
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(
    {
        b"IHDR",
        b"PLTE",
        b"IDAT",
        b"IEND",
        b"tRNS",
        b"gAMA",
        b"cHRM",
        b"sRGB",
        b"iCCP",
        b"sBIT",
        b"pHYs",
    }
)


def without_jpeg_metadata(data: bytes) -> bytes:
    """The same picture; data that is not a JPEG comes back as it is."""
    if not data.startswith(_SOI):
        return data
    return _SOI + b"".join(_jpeg_segments(data))


def _jpeg_segments(data: bytes) -> Iterator[bytes]:
    at = len(_SOI)
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == _SOS:
            break
        length = 2 if marker in _STANDALONE else 2 + struct.unpack_from(">H", data, at + 2)[0]
        if marker not in _JPEG_LEFT_BEHIND:
            yield data[at : at + length]
        at += length
    yield data[at:]


def without_png_metadata(data: bytes) -> bytes:
    """The same picture; data that is not a PNG comes back as it is."""
    if not data.startswith(_PNG):
        return data
    return _PNG + b"".join(_png_chunks(data))


def _png_chunks(data: bytes) -> Iterator[bytes]:
    at = len(_PNG)
    while at + 12 <= len(data):
        length = 12 + struct.unpack_from(">I", data, at)[0]
        if data[at + 4 : at + 8] in _PNG_KEPT:
            yield data[at : at + length]
        at += length


def without_metadata(data: bytes) -> bytes:
    """The same picture whichever of the two it is; anything else comes back as it is."""
    return without_png_metadata(without_jpeg_metadata(data))
