"""Every document becomes a clean one that can be read on the page."""

import io
import struct
from collections.abc import Iterable
from typing import Any
from zipfile import ZipFile

import docx
import pypdfium2 as pdfium
import pytest
from lxml import etree
from PIL import Image, TiffImagePlugin
from pypdf import PdfReader

from portal.files.answers import CONTENT, Document
from portal.files.enums import FileKind
from portal.files.errors import FileRefused, Refusal
from portal.files.formats import Format
from portal.files.sandbox import workbench
from tests.factories import documents as good

DOCUMENT = frozenset({FileKind.DOCUMENT})


def converted(*files: bytes) -> tuple[Document, bytes, list[bytes]]:
    """The answer, the clean document, its previews."""
    with workbench() as bench:
        for data in files:
            bench.receive([data])
        answer = bench.convert(DOCUMENT)
        assert isinstance(answer, Document)
        made = []
        for name in (CONTENT, *answer.previews):
            with bench.made(name) as file:
                made.append(file.read())
        return answer, made[0], made[1:]


def drawn(data: bytes, page: int = 0) -> Image.Image:
    with pdfium.PdfDocument(data) as document:
        picture: Image.Image = document[page].render(scale=0.2).to_pil().convert("RGB")
        return picture


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (good.pdf(), Format.PDF),
        (good.word(), Format.DOCX),
        (good.open_document(), Format.ODT),
        (good.photo("JPEG"), Format.JPG),
        (good.photo("PNG"), Format.PNG),
        (good.photo("HEIF"), Format.HEIC),
    ],
    ids=["pdf", "docx", "odt", "jpg", "png", "heic"],
)
def test_each_accepted_format_is_taken(data: bytes, expected: Format) -> None:
    with workbench() as bench:
        bench.receive(io.BytesIO(data))
        (checked,) = bench.check(DOCUMENT)
    assert checked.format is expected
    assert checked.duration is None


# PDF


def test_a_pdf_keeps_its_pages_its_text_and_its_links() -> None:
    link = (
        b"<< /Type /Annot /Subtype /Link /Rect [60 750 200 780]"
        b" /A << /S /URI /URI (https://example.org/amina) >> >>"
    )
    data = good.pdf({50: link}, pages=12, page=b"/Annots [50 0 R]", catalogue=b"/Lang (fr)")
    answer, clean, previews = converted(data)
    assert (answer.format, answer.page_count) == (Format.PDF, 12)
    assert answer.text.startswith("CV Amina")
    assert len(previews) == 10
    with Image.open(io.BytesIO(previews[0])) as picture:
        assert (picture.format, picture.width) == ("WEBP", 900)
    reader = PdfReader(io.BytesIO(clean))
    assert str(reader.root_object["/Lang"]) == "fr"
    kept = reader.pages[3]["/Annots"][0].get_object()  # type: ignore[index]  # a list, as pages have
    assert kept["/A"]["/URI"] == "https://example.org/amina"


def test_a_pdf_loses_its_author_and_its_history() -> None:
    writer = good.writer(good.pdf())
    writer.add_metadata({"/Author": "CANARY"})
    writer.xmp_metadata = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>CANARY</x:xmpmeta>"
    out = io.BytesIO()
    writer.write(out)
    older = out.getvalue() + b"\n% CANARY of an earlier version\n"
    _, clean, _ = converted(older)
    assert b"CANARY" not in clean
    assert PdfReader(io.BytesIO(clean)).metadata is None


def test_what_was_filled_in_a_form_stays_visible() -> None:
    look = good.stream(
        b"1 0 0 rg 0 0 300 300 re f", b"/Type /XObject /Subtype /Form /BBox [0 0 300 300]"
    )
    field = (
        b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (x) /V (oui) /F 4 /Rect [0 0 300 300]"
        b" /AP << /N 21 0 R >> >>"
    )
    data = good.pdf(
        {20: field, 21: look},
        page=b"/Annots [20 0 R]",
        catalogue=b"/AcroForm << /Fields [20 0 R] >>",
    )
    _, clean, _ = converted(data)
    assert drawn(clean).getpixel((10, 160)) == (255, 0, 0)
    assert "/AcroForm" not in PdfReader(io.BytesIO(clean)).root_object


def test_a_photo_inside_a_pdf_forgets_where_it_was_taken() -> None:
    picture = good.photo("JPEG", located=True)
    assert b"CANARY" in picture
    shape = b"/Type /XObject /Subtype /Image /Width 1200 /Height 900 /BitsPerComponent 8"
    data = good.pdf(
        {20: good.stream(picture, shape + b" /ColorSpace /DeviceRGB /Filter /DCTDecode")},
        resources=b"/XObject << /I 20 0 R >>",
        content=b"595 0 0 842 0 0 cm /I Do",
    )
    _, clean, _ = converted(data)
    assert b"CANARY" not in clean
    assert drawn(clean).getpixel((60, 20)) == (255, 255, 255)
    assert drawn(clean).getpixel((60, 150)) == pytest.approx((254, 0, 0), abs=3)


# Photos


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "HEIF"])
@pytest.mark.parametrize("turned", [False, True])
def test_a_photo_becomes_an_upright_page(kind: str, turned: bool) -> None:
    answer, clean, previews = converted(good.photo(kind, turned=turned))
    assert (answer.format, answer.page_count, len(previews)) == (Format.PDF, 1, 1)
    page = drawn(clean)
    assert (page.height > page.width) is turned
    top, bottom = (page.getpixel((page.width // 2, page.height * part // 10)) for part in (3, 7))
    assert top == pytest.approx((255, 255, 255), abs=4)
    assert bottom == pytest.approx((254, 0, 0), abs=4)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "HEIF"])
def test_a_photo_forgets_where_it_was_taken(kind: str) -> None:
    _, clean, previews = converted(good.photo(kind, located=True))
    for made in (clean, *previews):
        assert b"CANARY" not in made
        assert b"Exif" not in made
        assert b"/Producer" not in made


def test_several_photos_become_one_document_in_order() -> None:
    kinds = ("JPEG", "HEIF", "PNG")
    answer, clean, previews = converted(*(good.photo(kind) for kind in kinds))
    assert (answer.page_count, len(previews)) == (3, 3)
    assert len(PdfReader(io.BytesIO(clean)).pages) == 3


def test_a_page_is_light_whatever_the_camera() -> None:
    noise = Image.effect_noise((4_000, 3_000), 120).convert("RGB")
    out = io.BytesIO()
    noise.save(out, "JPEG", quality=90)
    _, clean, _ = converted(out.getvalue())
    assert len(clean) < 2 * 1024 * 1024 + 2_000


def test_a_transparent_picture_is_laid_on_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (400, 300), (0, 0, 0, 0)).save(out, "PNG")
    _, clean, _ = converted(out.getvalue())
    assert drawn(clean).getpixel((80, 60)) == (255, 255, 255)


@pytest.mark.parametrize(
    "files",
    [
        (good.photo("JPEG"), good.pdf()),
        (good.pdf(), good.pdf()),
        (good.word(), good.open_document()),
        (good.word(), good.photo("JPEG")),
    ],
)
def test_only_photos_are_joined(files: Iterable[bytes]) -> None:
    with pytest.raises(FileRefused) as refused:
        converted(*files)
    assert refused.value.reason is Refusal.MIXED


# Word processors


def test_a_docx_can_be_read_and_opened() -> None:
    answer, clean, previews = converted(good.word())
    assert (answer.format, answer.page_count, previews) == (Format.DOCX, None, [])
    assert answer.text.splitlines() == ["Curriculum vitae", good.TEXT, "Langues : pachto, dari"]
    document = docx.Document(io.BytesIO(clean))
    assert [paragraph.text for paragraph in document.paragraphs][:2] == [
        "Curriculum vitae",
        good.TEXT,
    ]
    assert len(document.inline_shapes) == 1


def test_a_docx_loses_authors_comments_and_what_was_deleted() -> None:
    note = (
        '<w:commentRangeStart w:id="0"/><w:ins w:author="CANARY" w:id="1"><w:r><w:t>gardé </w:t>'
        '</w:r></w:ins><w:del w:author="CANARY" w:id="2"><w:r><w:delText>CANARY</w:delText></w:r>'
        "</w:del>"
    )
    data = good.rezipped(
        good.word(),
        {
            "word/document.xml": (b"<w:r>", note.encode() + b"<w:r>"),
            "word/comments.xml": b"<w:comments>CANARY</w:comments>",
            "docProps/custom.xml": b"<x>CANARY</x>",
            "customXml/item1.xml": b"<x>CANARY</x>",
        },
    )
    answer, clean, _ = converted(data)
    assert "gardé" in answer.text
    for name, part in good.unzipped(clean).items():
        assert b"CANARY" not in part, name
    assert docx.Document(io.BytesIO(clean)).core_properties.author == ""


def test_the_text_of_a_box_is_read_once() -> None:
    box = (
        b'<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006'
        b'"><mc:Choice><w:p><w:r><w:t>En bo\xc3\xaete</w:t></w:r></w:p></mc:Choice><mc:Fallback>'
        b"<w:p><w:r><w:t>En bo\xc3\xaete</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent>"
    )
    data = good.rezipped(good.word(), {"word/document.xml": (b"<w:r>", b"<w:r>" + box)})
    answer, _, _ = converted(data)
    assert answer.text.splitlines().count("En boîte") == 1


def test_an_odt_can_be_read_and_keeps_its_order() -> None:
    body = (
        "<text:h>Titre</text:h><text:p>Un<text:span> deux</text:span><text:s/>trois"
        '<text:a xlink:href="https://example.org">ici</text:a></text:p>'
    )
    answer, clean, _ = converted(good.open_document(body))
    assert answer.text.splitlines() == ["Titre", "Un deux troisici"]
    with ZipFile(io.BytesIO(clean)) as file:
        first = file.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", 0)
        assert b"https://example.org" in file.read("content.xml")
        for name in file.namelist():
            assert name == "mimetype" or etree.fromstring(file.read(name)) is not None


def test_an_odt_loses_authors_comments_and_what_was_deleted() -> None:
    body = (
        "<text:tracked-changes><text:p>CANARY</text:p></text:tracked-changes><text:p>Avant"
        "<office:annotation><text:p>CANARY</text:p></office:annotation> après</text:p>"
    )
    answer, clean, _ = converted(good.open_document(body))
    assert answer.text == "Avant après"
    for name, part in good.unzipped(clean).items():
        assert b"CANARY" not in part, name


def test_a_picture_in_a_document_forgets_where_it_was_taken() -> None:
    png = good.photo("PNG")
    told = b"Comment\0CANARY"
    chunk = struct.pack(">I", len(told)) + b"tEXt" + told + bytes(4)
    pictures = {
        "Pictures/a.jpg": good.photo("JPEG", located=True),
        "Pictures/b.png": png[:33] + chunk + png[33:],
    }
    _, clean, _ = converted(good.open_document(entries=pictures))
    parts = good.unzipped(clean)
    for name in pictures:
        assert b"CANARY" not in parts[name]
        with Image.open(io.BytesIO(parts[name])) as picture:
            picture.load()
            assert picture.size == (1200, 900)


def _drawn(kind: str, **told: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(out, kind, **told)
    return out.getvalue()


def _pictures() -> dict[str, bytes]:
    """Pictures that carry somebody's words, in each way they can."""
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[270] = "CANARY"
    progressive = _drawn("JPEG", progressive=True, quality=95, restart_marker_blocks=1)
    return {
        "a.jpg": _drawn("JPEG") + b"CANARY",
        "b.jpg": progressive + good.photo("JPEG", located=True),
        "c.png": _drawn("PNG") + b"CANARY",
        "d.gif": _drawn("GIF", comment=b"CANARY") + b"CANARY",
        "e.tiff": _drawn("TIFF", tiffinfo=tags) + b"CANARY",
        "f.bmp": _drawn("BMP") + b"CANARY",
    }


_VECTORS = {
    "g.svg": b'<svg xmlns="http://www.w3.org/2000/svg"><desc>CANARY</desc></svg>',
    "h.emf": b"\x01\x00\x00\x00" + bytes(36) + b" EMF" + b"CANARY",
    "i.png": b"\x01\x00\x00\x00" + bytes(36) + b" EMF" + b"CANARY",
    "j.gif": b"GIF89a" + b"CANARY",
}


def test_what_travels_with_a_picture_stays_behind() -> None:
    pictures = {f"Pictures/{name}": data for name, data in (_pictures() | _VECTORS).items()}
    frames = "".join(
        f'<text:p><draw:image xlink:href="{name}"/>{name[9]}</text:p>' for name in pictures
    )
    answer, clean, _ = converted(good.open_document(frames, entries=pictures))
    assert answer.text.split() == list("abcdefghij")
    parts = good.unzipped(clean)
    kept = {name.removeprefix("Pictures/") for name in parts if name.startswith("Pictures/")}
    assert kept == set(_pictures())
    for name, part in parts.items():
        assert b"CANARY" not in part, name
    for name in kept:
        assert f"Pictures/{name}".encode() in parts["content.xml"]
        with Image.open(io.BytesIO(parts[f"Pictures/{name}"])) as picture:
            picture.load()
            assert (picture.size, picture.convert("RGB").getpixel((5, 5))[0] > 240) == (  # type: ignore[index]  # an RGB pixel
                (60, 40),
                True,
            )
    for name in _VECTORS:
        assert name.encode() not in parts["content.xml"]


@pytest.mark.parametrize("name", [*_pictures(), *_VECTORS])
def test_what_travels_with_a_picture_of_a_docx_stays_behind(name: str) -> None:
    data = (_pictures() | _VECTORS)[name]
    entries = good.unzipped(good.word())
    [was] = [one for one in entries if one.startswith("word/media/")]
    del entries[was]
    relationships = "word/_rels/document.xml.rels"
    old = was.removeprefix("word/").encode()
    entries[relationships] = entries[relationships].replace(old, f"media/{name}".encode())
    types = entries["[Content_Types].xml"]
    suffix = name.rpartition(".")[2].encode()
    more = b'<Default Extension="' + suffix + b'" ContentType="image/x"/></Types>'
    entries["[Content_Types].xml"] = types.replace(b"</Types>", more)
    _, clean, _ = converted(good.zipped(entries | {f"word/media/{name}": data}))
    parts = good.unzipped(clean)
    assert (f"word/media/{name}" in parts) is (name in _pictures())
    assert (name.encode() in parts[relationships]) is (name in _pictures())
    for part, content in parts.items():
        assert b"CANARY" not in content, part
