"""The offer on one sheet of paper, in the reader's language, with a QR code to answer."""

from typing import Any

from flask import url_for

from portal.jobs import reading
from portal.jobs.queries.published import Published
from portal.jobs.reading import Reading
from portal.kernel import i18n, pdf
from portal.kernel.i18n import gettext_ as _
from portal.kernel.i18n import show_date
from portal.languages.said import Said
from portal.web.posters import code_of, words
from portal.web.request import session, settings

_LONGEST_SUMMARY = 600


def poster(offer: Published) -> bytes:
    """A PDF of one page, tagged for screen readers."""
    read = reading.read(session(), offer.document)
    page = settings().base_url + url_for("public.offers.show_offer", slug=offer.slug)
    return pdf.make_pdf("poster.typ", i18n.current(), _said_on(read, page))


def _said_on(read: Reading, page: str) -> dict[str, Any]:
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
        **code_of(page, _("Code qui mène à l’offre, à l’adresse écrite à côté")),
        "contact": [str(fact.value) for fact in read.contact],
    }


def _words(said: Said, most: int | None = None) -> dict[str, str]:
    return words(said.text, said.tag, most)
