"""The letter keeps the direction of what was typed, whatever the language of the sheet."""

import pytest

from portal.engagements import letter_pdf


@pytest.mark.parametrize(
    ("typed", "direction"),
    [
        ("20 %, le mardi", "ltr"),
        ("«يوم الثلاثاء»", "rtl"),
        ("1. د سې شنبې", "rtl"),
        ("20 %", "ltr"),
    ],
)
def test_typed_words_keep_their_direction(typed: str, direction: str) -> None:
    assert letter_pdf._line("", typed)["direction"] == direction
