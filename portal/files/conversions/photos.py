"""Photos of paper become one PDF: upright, light, with nothing of the telephone left in them."""

import io
from collections.abc import Sequence
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image, ImageOps

from portal.files.formats import Format
from portal.files.readers.pdfs import cleaned
from portal.files.readers.photos import photo

# Two hundred dots an inch on A4: small print stays legible.
_BOX = (1_800, 2_400)
_MAX_PAGE = 2 * 1024 * 1024
_QUALITIES = (82, 70, 58, 45)
# A4 in points.
_SHORT, _LONG = 595.28, 841.89


def join_photos(photos: Sequence[tuple[Path, Format]], scratch: Path) -> bytes:
    """A PDF of one A4 page per photo, in the order given."""
    document = pdfium.PdfDocument.new()
    try:
        for path, seems in photos:
            _add_page(document, upright(path, seems))
        document.save(scratch)
    finally:
        document.close()
    # PDFium signs what it writes, with the date.
    return cleaned(scratch)


def upright(path: Path, seems: Format) -> Image.Image:
    """The photo as it was seen when taken: turned, flat, opaque, and no larger than needed."""
    with photo(path, seems) as image:
        # A JPEG can be decoded at a half or a quarter of its size, for as much less memory.
        image.draft("RGB", (_BOX[1], _BOX[1]))
        image.load()
        turned = ImageOps.exif_transpose(image)
    turned.thumbnail(_BOX if turned.height >= turned.width else _BOX[::-1])
    if turned.mode in ("RGBA", "LA", "PA", "P"):
        turned = turned.convert("RGBA")
        paper = Image.new("RGBA", turned.size, "white")
        turned = Image.alpha_composite(paper, turned)
    return _bare(turned.convert("RGB"))


def _bare(image: Image.Image) -> Image.Image:
    """The pixels alone: profiles and notes stay behind."""
    bare = Image.new("RGB", image.size)
    bare.paste(image)
    return bare


def _add_page(document: pdfium.PdfDocument, image: Image.Image) -> None:
    tall = image.height >= image.width
    width, height = (_SHORT, _LONG) if tall else (_LONG, _SHORT)
    page = document.new_page(width, height)
    picture = pdfium.PdfImage.new(document)
    picture.load_jpeg(io.BytesIO(_jpeg(image)), inline=True)
    scale = min(width / image.width, height / image.height)
    across, down = image.width * scale, image.height * scale
    place = pdfium.PdfMatrix().scale(across, down)
    picture.set_matrix(place.translate((width - across) / 2, (height - down) / 2))
    page.insert_obj(picture)
    page.gen_content()
    page.close()


def _jpeg(image: Image.Image) -> bytes:
    """Under two megabytes, at the best quality that allows it."""
    data = b""
    for quality in _QUALITIES:
        out = io.BytesIO()
        image.save(out, "JPEG", quality=quality, optimize=True)
        data = out.getvalue()
        if len(data) <= _MAX_PAGE:
            break
    return data
