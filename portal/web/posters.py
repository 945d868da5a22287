"""What a sheet for a notice board says whatever it announces: where its code leads."""

from typing import Any

import segno

from portal.kernel import i18n
from portal.kernel.i18n import gettext_ as _


def code_of(page: str, alt: str) -> dict[str, Any]:
    """The corner with the code. `page` is what one types by hand; what is photographed or pressed
    leads to it in the language of the sheet. `alt` says where it leads to who does not see it.
    """
    address = f"{page}?lang={i18n.current().tag}"
    return {
        "scan": _("Prenez ce code en photo avec un téléphone, ou écrivez l’adresse :"),
        "qr": segno.make(address, error="m").svg_inline(border=2, dark="#1d2a2c", light="#fff"),
        "qr_alt": alt,
        "address": address,
        "written": page.split("://", 1)[1],
        "portal": _("Portail Travail Pair"),
    }


def words(text: str, tag: str, most: int | None = None) -> dict[str, str]:
    """Words in their own language, cut after a word where they are too long for a sheet."""
    if most and len(text) > most:
        text = text[:most].rsplit(" ", 1)[0] + "…"
    direction = i18n.LOCALES[tag].direction
    return {"text": text, "language": tag.partition("-")[0], "direction": direction}
