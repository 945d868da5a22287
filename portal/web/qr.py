"""QR codes, drawn on the page: no file, no third party."""

import segno
from markupsafe import Markup


def qr_code(text: str) -> Markup:
    """An inline SVG, dark on light in both themes so that every phone reads it."""
    drawn = segno.make(text, error="m", micro=False).svg_inline(
        border=3, omitsize=True, dark="#000", light="#fff", svgclass="qr-code", lineclass=None
    )
    return Markup(drawn)  # noqa: S704 - drawn by segno from modules, the text is not in it
