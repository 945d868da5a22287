"""The offer on one sheet of paper, in the reader's language, with a QR code to answer."""

from typing import Any

import segno
from flask import url_for

from portal.jobs import reading
from portal.jobs.queries.published import Published
from portal.jobs.reading import Reading
from portal.kernel import i18n, pdf
from portal.kernel.i18n import gettext_ as _
from portal.kernel.i18n import show_date
from portal.languages.said import Said
from portal.web.request import session, settings

_LONGEST_SUMMARY = 600


def poster(offer: Published) -> bytes:
    """A PDF of one page, tagged for screen readers."""
    read = reading.read(session(), offer.document)
    page = settings().base_url + url_for("public.offers.show_offer", slug=offer.slug)
    locale = i18n.current()
    return pdf.make_pdf("poster.typ", locale, _said_on(read, page, f"{page}?lang={locale.tag}"))


def _said_on(read: Reading, page: str, address: str) -> dict[str, Any]:
    """What the sheet says. `page` is typed by hand, `address` is photographed or pressed."""
    until = read.apply_until
    return {
        "title": _words(read.title),
        "summary": _words(read.summary, _LONGEST_SUMMARY),
        "structure": read.structure,
        "nature": read.nature,
        "facts": [{"label": fact.label, "value": str(fact.value)} for fact in read.facts],
        "answer": _("Répondre sans compte"),
        "ways": [accepted.way.label for accepted in read.ways],
        "deadline": _("Jusqu’au %(day)s.", day=show_date(until, weekday=True)) if until else "",
        "scan": _("Prenez ce code en photo avec un téléphone, ou écrivez l’adresse :"),
        "qr": segno.make(address, error="m").svg_inline(border=2, dark="#1d2a2c", light="#fff"),
        "qr_alt": _("Code qui mène à l’offre, à l’adresse écrite à côté"),
        "address": address,
        "written": page.split("://", 1)[1],
        "contact": [str(fact.value) for fact in read.contact],
        "portal": _("Portail Travail Pair"),
    }


def _words(words: Said, most: int | None = None) -> dict[str, str]:
    text = words.text
    if most and len(text) > most:
        text = text[:most].rsplit(" ", 1)[0] + "…"
    return {"text": text, "language": words.tag.split("-")[0], "direction": words.direction}
