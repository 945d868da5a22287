"""Which letters our fonts for paper have, and what is printed where none has a letter.

Typst refuses a whole PDF/UA document for one letter nobody would see: a name with an emoji must not
take the rest of the page with it.
"""

import json
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

FONTS = Path(__file__).resolve().parents[2] / "static" / "vendor" / "fonts"
# Those every template names, in order; Typst looks for one more where these lack a letter.
FAMILIES = (
    "Vazirmatn",
    "Noto Sans latin",
    "Noto Sans latin-ext",
    "Noto Sans vietnamese",
)
# Seen, and read aloud as « white square »: something is written here that we cannot print.
STAND_IN = "□"
# Shown by what they do, never by a shape: ends of lines, joiners, signs of direction, the two forms
# of an emoji and the regions of a flag.
_SHAPELESS = frozenset(
    map(
        chr,
        (
            *(0x09, 0x0A, 0x2028, 0x2029, 0x061C),
            *range(0x200B, 0x2010),
            *range(0x202A, 0x202F),
            *range(0x2060, 0x206A),
            *range(0xFE00, 0xFE10),
            *range(0xE0020, 0xE0080),
        ),
    )
)
_JOINER = "\u200d"
# They hang on a letter as a mark does: the colours of a hand, the sound marks of narrow kana.
_HANGING = frozenset(map(chr, (*range(0x1F3FB, 0x1F400), 0xFF9E, 0xFF9F)))
# Some fonts have them, and a PDF may not.
_NOWHERE = frozenset("\0\ufeff")


def printable(value: Any) -> Any:
    """The same text, or data for a template, with nothing in it that our fonts lack."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Mapping):
        return {name: printable(one) for name, one in value.items()}
    return [printable(one) for one in value] if isinstance(value, list | tuple) else value


def _text(text: str) -> str:
    """One font draws a letter and the marks on it together: a mark it lacks is left out."""
    if text.isascii() and text.isprintable():
        return text
    fonts = _fonts()
    kept = ""
    able = 0  # the fonts that can draw the letter being written
    for sign in unicodedata.normalize("NFC", text):
        known = 0 if sign in _NOWHERE else fonts.get(sign, 0)
        if sign in _SHAPELESS:
            if sign != _JOINER or (able and not kept.endswith(_JOINER)):
                kept += sign
        elif kept and (sign in _HANGING or unicodedata.category(sign)[0] == "M"):
            if able & known:
                kept, able = kept + sign, able & known
        else:
            kept, able = _begun(kept, able, sign, known)
    return kept


def _begun(kept: str, able: int, sign: str, known: int) -> tuple[str, int]:
    """The text with one more letter, which stays joined to the last only in a font of both."""
    if known:
        if kept.endswith(_JOINER) and able & known:
            return kept + sign, able & known
        return kept.removesuffix(_JOINER) + sign, known
    match unicodedata.category(sign):
        case "Zs":
            return f"{kept} ", 0
        case "Cc" | "Cf":
            return kept, able
        case _:
            return kept + STAND_IN, 0


@lru_cache(maxsize=1)
def _fonts() -> dict[str, int]:
    """Each letter → the fonts that have it, one bit each (`letters.json`, by scripts/assets)."""
    found: dict[str, int] = {}
    ranges = json.loads((FONTS / "letters.json").read_text()).values()
    for rank, runs in enumerate(ranges):
        for first, last in runs:
            for code in range(first, last + 1):
                found[chr(code)] = found.get(chr(code), 0) | 1 << rank
    return found
