"""A blank sheet of a tool, to print and keep: nothing on it was written by anybody."""

from typing import Any

from portal.kernel import i18n, pdf
from portal.kernel.i18n import gettext_ as _
from portal.spaces.public.tools.contents import Tool


def sheet(tool: Tool) -> bytes:
    """A PDF tagged for screen readers, in the reader's language."""
    return pdf.make_pdf("tool.typ", i18n.current(), _said_on(tool))


def _said_on(tool: Tool) -> dict[str, Any]:
    return {
        "title": str(tool.title),
        "summary": str(tool.summary),
        "yours": _(
            "Cette feuille est à vous. Vous choisissez de la remplir ou non, et à qui la montrer."
        ),
        "lines": [
            {"letter": line.letter, "name": str(line.name), "meaning": str(line.meaning)}
            for line in tool.lines
        ],
        "scale": list(range(tool.scale + 1)) if tool.scale else [],
        "rename": _("Le nom que vous lui donnez :") if tool.scale else "",
        "note": str(tool.note),
        "where": str(tool.where),
        "source": _("D’après le guide régional du travail pair, FAS Île-de-France."),
        "portal": _("Portail Travail Pair"),
    }
