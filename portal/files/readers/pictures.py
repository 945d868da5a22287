"""Taking out of a picture what is not the picture: from a JPEG or a PNG without decoding it, from a
GIF, a TIFF or a BMP by drawing it again. Any other kind may hold anything, and is left behind.
"""

import io
import struct
from collections.abc import Iterator

from PIL import Image, UnidentifiedImageError

from portal.files.readers.photos import MAX_PIXELS, MAX_SIDE

_DRAWN_AGAIN = ("GIF", "TIFF", "BMP")
_SOI = b"\xff\xd8"
_SOS, _EOI = 0xDA, 0xD9
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
    """What belongs to the picture, up to its end: what comes after is somebody's luggage."""
    at = len(_SOI)
    while at + 2 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == _EOI:
            yield data[at : at + 2]
            return
        end = at + 2
        if marker not in _STANDALONE:
            if at + 4 > len(data):
                break
            end += struct.unpack_from(">H", data, at + 2)[0]
        if marker == _SOS:
            end = _after_scan(data, end)
        if marker not in _JPEG_LEFT_BEHIND:
            yield data[at:end]
        at = end
    yield data[at:]


def _after_scan(data: bytes, at: int) -> int:
    """Where the next marker stands: a scan has no other 0xFF than escaped ones and restarts."""
    while (at := data.find(b"\xff", at)) >= 0 and at + 1 < len(data):
        if data[at + 1] not in (0x00, 0xFF) and data[at + 1] not in _STANDALONE:
            return at
        at += 1 if data[at + 1] == 0xFF else 2
    return len(data)


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


def clean_picture(data: bytes) -> bytes | None:
    """The same picture and nothing else; None for what is no picture of a kind we can clean."""
    if data.startswith(_SOI):
        return without_jpeg_metadata(data)
    if data.startswith(_PNG):
        return without_png_metadata(data)
    return _drawn_again(data)


def _drawn_again(data: bytes) -> bytes | None:
    try:
        with Image.open(io.BytesIO(data), formats=_DRAWN_AGAIN) as image:
            width, height = image.size
            if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
                return None
            image.load()
            bare = Image.new(image.mode, image.size)
            if image.palette is not None:
                bare.putpalette(image.palette)
            bare.paste(image)
            out = io.BytesIO()
            bare.save(out, format=image.format)
    except (UnidentifiedImageError, OSError):
        return None
    return out.getvalue()
