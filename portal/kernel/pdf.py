"""PDF pages by Typst: tagged (PDF/UA-1), with our own fonts, from a template and JSON.

A letter our first font lacks is drawn by another; one that none has gives its place to a sign
(`letters.py`).

Data never becomes source code: the template reads it with `json(bytes(sys.inputs.data))`. The same
public data gives the same file, kept in memory for the next reader; what is private is not kept.
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from portal.kernel.i18n import Locale
from portal.kernel.letters import FAMILIES, FONTS, printable

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates" / "pdf"


def make_pdf(template: str, locale: Locale, data: Mapping[str, Any]) -> bytes:
    """`template` is the name of a file in templates/pdf; it receives `data` and the language."""
    return _made(template, _told(locale, data))


def make_private_pdf(template: str, locale: Locale, data: Mapping[str, Any]) -> bytes:
    """The same, made anew each time: nothing of it stays in memory."""
    return _compile(template, _told(locale, data))


def _told(locale: Locale, data: Mapping[str, Any]) -> str:
    language, _dash, region = locale.tag.partition("-")
    known = {
        "language": language,
        "region": region if len(region) == 2 else None,
        "direction": locale.direction,
        "fonts": FAMILIES,
    }
    return json.dumps(known | printable(data), ensure_ascii=False, sort_keys=True)


@lru_cache(maxsize=64)
def _made(template: str, data: str) -> bytes:
    return _compile(template, data)


def _compile(template: str, data: str) -> bytes:
    made = typst.compile(
        str(TEMPLATES / template),
        root=str(TEMPLATES),
        font_paths=_fonts(),
        sys_inputs={"data": data},
        pdf_standards="ua-1",
    )
    if not isinstance(made, bytes):
        raise TypeError("one PDF was asked for")
    return made


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Those of `letters.json` and no other: what we say they have is what can be drawn."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]
    )
