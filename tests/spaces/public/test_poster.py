"""The poster: one sheet, in the reader's language, that screen readers and phones can read."""

from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from pypdf import PdfReader

from portal.kernel import pdf
from portal.kernel.i18n import Locale
from portal.kernel.letters import FONTS
from tests.spaces.public.conftest import Publish
from tests.support.drawn import says
from tests.support.htmx import HtmxVisitor

pytestmark = pytest.mark.skipif(not FONTS.exists(), reason="make assets fetches the fonts")
LONG = "Vous allez vers des personnes qui ne demandent rien. " * 60


def poster(visitor: HtmxVisitor, slug: str, tag: str = "fr") -> PdfReader:
    response = visitor.fetch(f"/offers/{slug}/poster.pdf?lang={tag}")
    assert response.mimetype == "application/pdf"
    assert response.headers["Content-Disposition"] == f'inline; filename="{slug}.pdf"'
    return PdfReader(BytesIO(response.data))


def catalogue(reader: PdfReader) -> Any:
    return reader.trailer["/Root"]


def test_it_says_what_one_needs(visitor: HtmxVisitor, publish_one: Publish) -> None:
    offer = publish_one()
    reader = poster(visitor, offer.slug)
    assert len(reader.pages) == 1
    box = reader.pages[0].mediabox
    assert (round(box.width), round(box.height)) == (595, 842)
    text = " ".join(reader.pages[0].extract_text().split())
    for said in ("Travailleuse paire ou travailleur pair", "Paris", "13,20", "Message vocal"):
        assert said in text
    assert "01 99 00 00 01" in text.replace("\u202f", " ").replace("\u00a0", " ")
    assert f"portail.example.org/offers/{offer.slug}"[:30] in text


@pytest.mark.parametrize("tag", ["fr", "ps"])
def test_its_code_leads_to_the_offer_in_the_readers_language(
    visitor: HtmxVisitor, publish_one: Publish, monkeypatch: pytest.MonkeyPatch, tag: str
) -> None:
    drawn: list[str] = []
    real = pdf.make_pdf

    def see(template: str, locale: Locale, data: dict[str, Any]) -> bytes:
        drawn.append(data["qr"])
        return real(template, locale, data)

    monkeypatch.setattr(pdf, "make_pdf", see)
    offer = publish_one()
    poster(visitor, offer.slug, tag)
    [svg] = drawn
    assert says(svg, f"{visitor.base_url}/offers/{offer.slug}?lang={tag}")
    assert not says(svg, f"{visitor.base_url}/offers/{offer.slug}")


def test_it_is_tagged(visitor: HtmxVisitor, publish_one: Publish) -> None:
    reader = poster(visitor, publish_one().slug)
    root = catalogue(reader)
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]
    assert root["/Lang"] == "fr"
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    assert reader.metadata is not None
    assert reader.metadata.title == "Travailleuse paire ou travailleur pair"
    fonts = {str(font) for font in reader.pages[0]["/Resources"]["/Font"].values()}  # type: ignore[index]  # as the page is built
    assert fonts


def test_right_to_left(visitor: HtmxVisitor, publish_one: Publish) -> None:
    offer = publish_one({"ps": {"title": "د ورځې مرکز", "summary": "تاسو خلکو ته هرکلی کوئ."}})
    reader = poster(visitor, offer.slug, "ps")
    assert catalogue(reader)["/Lang"] == "ps"
    letters = reader.pages[0].extract_text()
    assert "ورځې" in letters or "ېځرو" in letters
    assert _ink(visitor, offer.slug, "ps") > _ink(visitor, offer.slug, "fr")


def test_what_is_not_translated_stands_where_its_language_begins(
    visitor: HtmxVisitor, publish_one: Publish
) -> None:
    """A French title on a Pashto sheet: on the left, over the French text."""
    offer = publish_one(title="Veille", summary="Vous veillez.")
    assert _ink(visitor, offer.slug, "ps", bottom=0.23) < 0.4


def test_the_address_is_short_enough_to_be_typed(
    visitor: HtmxVisitor, publish_one: Publish
) -> None:
    reader = poster(visitor, publish_one().slug, "ps")
    assert "lang=" not in reader.pages[0].extract_text()
    targets = [str(note.get_object()["/A"]["/URI"]) for note in reader.pages[0]["/Annots"]]  # type: ignore[attr-defined]  # as the page is built
    assert all(target.endswith("?lang=ps") for target in targets)


def _ink(visitor: HtmxVisitor, slug: str, tag: str, bottom: float = 0.3) -> float:
    """Where the middle of the title's ink stands, from 0 on the left to 1 on the right."""
    data = visitor.fetch(f"/offers/{slug}/poster.pdf?lang={tag}").data
    image = pypdfium2.PdfDocument(data)[0].render(scale=0.5, grayscale=True).to_pil()
    band = image.crop((0, int(image.height * 0.12), image.width, int(image.height * bottom)))
    columns = [
        x for x in range(band.width) for y in range(0, band.height, 2) if band.getpixel((x, y)) < 90
    ]
    return float(sum(columns) / len(columns) / band.width)


def test_a_long_text_still_holds_on_one_sheet(visitor: HtmxVisitor, publish_one: Publish) -> None:
    offer = publish_one(title="Médiation en santé auprès des personnes logées " * 3, summary=LONG)
    assert len(poster(visitor, offer.slug).pages) == 1


def test_the_same_poster_is_not_sent_twice(visitor: HtmxVisitor, publish_one: Publish) -> None:
    address = f"/offers/{publish_one().slug}/poster.pdf"
    first = visitor.fetch(address)
    again = visitor.fetch(address, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_it_says_that_a_post_is_one_of_insertion(
    visitor: HtmxVisitor, publish_one: Publish
) -> None:
    reader = poster(visitor, publish_one(eligibility="iae").slug)
    assert "en dehors du portail" in " ".join(reader.pages[0].extract_text().split())
    assert len(reader.pages) == 1


@pytest.mark.parametrize("wanted", [True, False])
def test_search_engines_read_it_only_if_the_structure_wants(
    visitor: HtmxVisitor, publish_one: Publish, wanted: bool
) -> None:
    offer = publish_one(indexable=wanted)
    headers = visitor.fetch(f"/offers/{offer.slug}/poster.pdf").headers
    assert headers.get("X-Robots-Tag") == (None if wanted else "noindex")
