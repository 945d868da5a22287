"""A document as a PDF: tagged (PDF/UA-1), in any of our languages, right to left where needed."""

import base64
from dataclasses import fields
from typing import Any

from portal.kernel import i18n, pdf
from portal.skills.exports.sheet import Block, Picture, Said, Sheet

# In points: two photos on a page of A4, letters on a photographed page still readable.
_WIDEST, _HIGHEST = 420, 320


def to_pdf(sheet: Sheet) -> bytes:
    """In the current language. Nothing of it stays in memory."""
    data = {
        "title": sheet.title,
        "name": sheet.name,
        "author": sheet.author,
        "name_direction": Said(sheet.name, "und").direction,
        "under": [_said(said) for said in sheet.under],
        "sections": [
            {
                "title": _said(section.title),
                "under": [_said(said) for said in section.under],
                "blocks": [_block(block) for block in section.blocks],
            }
            for section in sheet.sections
        ],
        "foot": sheet.foot,
        "colon": i18n.colon(),
    }
    return pdf.make_private_pdf("sheet.typ", i18n.current(), data)


def _block(block: Block) -> dict[str, Any]:
    kind = type(block).__name__.lower()
    if isinstance(block, Picture):
        width, height = _fitted(block)
        return {
            "kind": kind,
            "svg": _svg(block),
            "words": block.words,
            "width": width,
            "height": height,
        }
    return {"kind": kind} | {one.name: _deep(getattr(block, one.name)) for one in fields(block)}


def _deep(value: Any) -> Any:
    if isinstance(value, Said):
        return _said(value)
    return [_deep(one) for one in value] if isinstance(value, list) else value


def _said(said: Said) -> dict[str, str]:
    return {"text": said.text, "language": said.language, "direction": said.direction}


def _fitted(picture: Picture) -> tuple[float, float]:
    """Its size on the page, in points: as large as it can be, and whole."""
    ratio = min(_WIDEST / picture.width, _HIGHEST / picture.height)
    return picture.width * ratio, picture.height * ratio


def _svg(picture: Picture) -> str:
    """A picture as text: the template receives nothing but JSON."""
    encoded = base64.b64encode(picture.content).decode()
    size = f'width="{picture.width}" height="{picture.height}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size}>'
        f'<image {size} href="data:{picture.media_type};base64,{encoded}"/></svg>'
    )
