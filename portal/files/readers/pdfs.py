"""Reading a PDF with PDFium, and building a new one that holds its pages and nothing else.

Nothing is taken out of the old document: only what is on the list goes into the new one. Scripts,
actions, forms, attached files, metadata and earlier versions stay behind because nobody fetches
them. Forms and notes are first drawn into the page, so that what was visible stays visible.
"""

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

from portal.files.errors import FileRefused, Refusal
from portal.files.readers.links import leads_outside
from portal.files.readers.pictures import without_jpeg_metadata

MAX_PAGES = 50
_PASSWORD = "password"  # noqa: S105 - the word PDFium uses in its message
_PAGE = ("/MediaBox", "/CropBox", "/Rotate", "/Contents")
_RESOURCES = (
    "/Font",
    "/XObject",
    "/ExtGState",
    "/ColorSpace",
    "/Pattern",
    "/Shading",
    "/Properties",
    "/ProcSet",
)
# Met anywhere under a page's resources, these lead to metadata, other files or back to the tree.
_LEFT_BEHIND = (
    "/Metadata",
    "/PieceInfo",
    "/LastModified",
    "/AF",
    "/EF",
    "/OPI",
    "/Ref",
    "/Parent",
    "/StructParent",
    "/StructParents",
)
_PHOTO_FILTERS = ("/DCTDecode", ["/DCTDecode"])


@contextmanager
def opened(source: Path | bytes) -> Iterator[pdfium.PdfDocument]:
    """The document in PDFium, its pages counted."""
    try:
        document = pdfium.PdfDocument(source)
    except pdfium.PdfiumError as error:
        protected = _PASSWORD in str(error).lower()
        raise FileRefused(Refusal.PROTECTED if protected else Refusal.UNREADABLE) from error
    with document:
        if len(document) > MAX_PAGES:
            raise FileRefused(Refusal.TOO_MANY_PAGES)
        if len(document) == 0:
            raise FileRefused(Refusal.UNREADABLE)
        yield document


def cleaned(path: Path) -> bytes:
    """A new PDF of the same pages, with their links to the web."""
    writer = PdfWriter()
    reader = PdfReader(io.BytesIO(_flattened(path)))
    for page in reader.pages:
        _copy_page(page, writer)
    language = reader.root_object.get("/Lang")
    if isinstance(language, TextStringObject):
        writer.root_object[NameObject("/Lang")] = TextStringObject(language[:35])
    layers = reader.root_object.get("/OCProperties")
    if isinstance(layers, DictionaryObject):
        # Without it, layers that were hidden would show.
        writer.root_object[NameObject("/OCProperties")] = _copy(layers, writer)
    _clean_photos(writer)
    writer.metadata = None
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _flattened(path: Path) -> bytes:
    """The document as PDFium reads it: repaired, no longer encrypted, notes and forms drawn."""
    with opened(path) as document:
        document.init_forms()
        for page in document:
            if _has_drawn_notes(page):
                pdfium_c.FPDFPage_Flatten(page, pdfium_c.FLAT_NORMALDISPLAY)
            page.close()
        out = io.BytesIO()
        document.save(out, flags=pdfium_c.FPDF_NO_INCREMENTAL | pdfium_c.FPDF_REMOVE_SECURITY)
    return out.getvalue()


def _has_drawn_notes(page: pdfium.PdfPage) -> bool:
    for rank in range(pdfium_c.FPDFPage_GetAnnotCount(page)):
        note = pdfium_c.FPDFPage_GetAnnot(page, rank)
        if note:
            subtype = pdfium_c.FPDFAnnot_GetSubtype(note)
            pdfium_c.FPDFPage_CloseAnnot(note)
            # Flattening forgets links: a page that has nothing but links is left as it is.
            if subtype not in (pdfium_c.FPDF_ANNOT_LINK, pdfium_c.FPDF_ANNOT_POPUP):
                return True
    return False


def _copy_page(page: PageObject, writer: PdfWriter) -> None:
    fresh = writer.add_blank_page(page.mediabox.width, page.mediabox.height)
    for key in _PAGE:
        if key in page:
            fresh[NameObject(key)] = _copy(page.raw_get(key), writer)
    resources = page.get("/Resources")
    resources = resources.get_object() if resources is not None else None
    if isinstance(resources, DictionaryObject):
        fresh[NameObject("/Resources")] = DictionaryObject(
            {
                NameObject(key): _copy(resources.raw_get(key), writer)
                for key in _RESOURCES
                if key in resources
            }
        )
    links = ArrayObject(_links(page))
    if links:
        fresh[NameObject("/Annots")] = links


def _copy(value: PdfObject, writer: PdfWriter) -> PdfObject:
    copy = value.clone(writer, ignore_fields=_LEFT_BEHIND)
    reference = getattr(copy, "indirect_reference", None)
    return reference if isinstance(copy, StreamObject) and reference is not None else copy


def _links(page: PageObject) -> Iterator[DictionaryObject]:
    """The links to the web and to addresses, each written anew."""
    notes = page.get("/Annots")
    notes = notes.get_object() if notes is not None else None
    for reference in notes if isinstance(notes, ArrayObject) else ():
        note = reference.get_object()
        if not isinstance(note, DictionaryObject) or note.get("/Subtype") != "/Link":
            continue
        action = note.get("/A")
        action = action.get_object() if action is not None else None
        if not isinstance(action, DictionaryObject) or action.get("/S") != "/URI":
            continue
        address, place = str(action.get("/URI", "")), note.get("/Rect")
        if not leads_outside(address) or not isinstance(place, ArrayObject):
            continue
        yield DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Annot"),
                NameObject("/Subtype"): NameObject("/Link"),
                NameObject("/Rect"): ArrayObject([FloatObject(edge) for edge in place[:4]]),
                NameObject("/Border"): ArrayObject([NumberObject(0)] * 3),
                NameObject("/A"): DictionaryObject(
                    {
                        NameObject("/S"): NameObject("/URI"),
                        NameObject("/URI"): TextStringObject(address),
                    }
                ),
            }
        )


def _clean_photos(writer: PdfWriter) -> None:
    """A photo inside the page may still say where it was taken, and when."""
    for thing in _everything_under([page.get("/Resources") for page in writer.pages]):
        if isinstance(thing, StreamObject) and thing.get("/Filter") in _PHOTO_FILTERS:
            # The bytes as they are stored: going through pypdf would decode the picture.
            thing._data = without_jpeg_metadata(thing._data)  # noqa: SLF001 - no public way


def _everything_under(roots: Iterable[object]) -> Iterator[object]:
    """Each object once; a stack, because a hostile file nests deeper than Python recurses."""
    seen: set[int] = set()
    pending = list(roots)
    while pending:
        thing = pending.pop()
        thing = thing.get_object() if isinstance(thing, IndirectObject) else thing
        if id(thing) in seen:
            continue
        seen.add(id(thing))
        yield thing
        if isinstance(thing, DictionaryObject):
            pending.extend(thing.raw_get(key) for key in thing)
        elif isinstance(thing, ArrayObject):
            pending.extend(list.__iter__(thing))
