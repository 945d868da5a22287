"""Documents and photos of every accepted format, made here so that nothing is committed."""

import io
import zipfile
from collections.abc import Mapping
from functools import cache

import docx
import pillow_heif
from PIL import Image, ImageDraw
from pypdf import PdfWriter

TEXT = "Amina, huit ans d’expérience"
ODT = "application/vnd.oasis.opendocument.text"
_NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0"'
    for name, urn in {
        "office": "office",
        "text": "text",
        "draw": "drawing",
        "script": "script",
        "meta": "meta",
    }.items()
)
ODT_NAMESPACES = f'{_NAMESPACES} xmlns:xlink="http://www.w3.org/1999/xlink"'

pillow_heif.register_heif_opener()


def pdf(
    bodies: Mapping[int, bytes] | None = None,
    *,
    pages: int = 1,
    catalogue: bytes = b"",
    page: bytes = b"",
    resources: bytes = b"",
    content: bytes | None = None,
) -> bytes:
    """A small PDF, written by hand so that any of it can be made wrong.

    Objects: 1 catalogue, 2 page tree, 3 font, 4 content, 10 and after: the pages. `bodies` adds or
    replaces objects; `catalogue`, `page` and `resources` are put inside those dictionaries.
    """
    drawn = content if content is not None else b"BT /F1 18 Tf 60 760 Td (CV Amina) Tj ET"
    kids = b" ".join(b"%d 0 R" % (10 + rank) for rank in range(pages))
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalogue,
        2: b"<< /Type /Pages /Count %d /Kids [%s] >>" % (pages, kids),
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        4: stream(drawn),
    }
    for rank in range(pages):
        objects[10 + rank] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            b" /Resources << /Font << /F1 3 0 R >> %s >> %s >>" % (resources, page)
        )
    objects.update(bodies or {})
    return _written(objects)


def writer(data: bytes) -> PdfWriter:
    return PdfWriter(clone_from=io.BytesIO(data))


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), entries, data)


def _written(objects: Mapping[int, bytes]) -> bytes:
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places: dict[int, int] = {}
    for number, body in sorted(objects.items()):
        places[number] = out.tell()
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start, size = out.tell(), max(objects) + 1
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % size)
    for number in range(1, size):
        if number in places:
            out.write(b"%010d 00000 n \n" % places[number])
        else:
            out.write(b"0000000000 65535 f \n")
    out.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, start))
    return out.getvalue()


@cache
def word() -> bytes:
    """A DOCX with a heading, text, a table, a picture, an author and a title."""
    document = docx.Document()
    document.core_properties.author = "CANARY"
    document.core_properties.title = "CANARY"
    document.add_heading("Curriculum vitae")
    document.add_paragraph(TEXT)
    document.add_table(1, 1).cell(0, 0).text = "Langues : pachto, dari"
    document.add_picture(io.BytesIO(photo("JPEG", located=True)))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def open_document(
    body: str | None = None, entries: Mapping[str, bytes] | None = None, before: str = ""
) -> bytes:
    """An ODT; `body` replaces its text, `before` goes in front of the root of `content.xml`."""
    text = body if body is not None else f"<text:h>Curriculum vitae</text:h><text:p>{TEXT}</text:p>"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<office:document-content {ODT_NAMESPACES}>'
        f"<office:body><office:text>{text}</office:text></office:body></office:document-content>"
    )
    meta = f"<office:document-meta {ODT_NAMESPACES}><office:meta>CANARY</office:meta>"
    parts = {
        "mimetype": ODT.encode(),
        "content.xml": content.encode(),
        "meta.xml": f"{meta}</office:document-meta>".encode(),
        "META-INF/manifest.xml": b'<manifest:manifest xmlns:manifest="'
        b'urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
    }
    return zipped({**parts, **(entries or {})})


def zipped(entries: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in entries.items():
            file.writestr(name, data)
    return out.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def rezipped(data: bytes, changes: Mapping[str, bytes | tuple[bytes, bytes]]) -> bytes:
    """The same zip with entries added, or with a piece of one entry replaced (old, new)."""
    entries = unzipped(data)
    for name, change in changes.items():
        if isinstance(change, tuple):
            old, new = change
            assert old in entries[name]
            entries[name] = entries[name].replace(old, new, 1)
        else:
            entries[name] = change
    return zipped(entries)


@cache
def photo(
    kind: str, size: tuple[int, int] = (1200, 900), *, located: bool = False, turned: bool = False
) -> bytes:
    """A photo of paper: `located` says where it was taken, `turned` that it is to be turned.

    The top half is white and the bottom half red, as seen once turned.
    """
    image = Image.new("RGB", size, "white")
    width, height = size
    # Orientation 6: the camera was held upright, the top of the scene is at the left of the data.
    red = (width // 2, 0, width, height) if turned else (0, height // 2, width, height)
    ImageDraw.Draw(image).rectangle(red, fill="red")
    exif = Image.Exif()
    if located:
        exif[0x010E] = "CANARY"
        exif.get_ifd(0x8825)[1] = "N"
        exif.get_ifd(0x8825)[2] = (48.0, 51.0, 24.0)
    if turned:
        exif[0x0112] = 6
    out = io.BytesIO()
    image.save(out, kind, exif=exif.tobytes())
    return out.getvalue()
