"""A training on one sheet of paper, labels in the reader's language, with a QR code to its page."""

from typing import Any

from flask import url_for

from portal.kernel import i18n, pdf
from portal.kernel.i18n import gettext_ as _
from portal.languages.said import Said, told
from portal.trainings import reading
from portal.trainings.queries.published import Published
from portal.trainings.reading import Reading
from portal.web.posters import code_of, words
from portal.web.request import session, settings

_LONGEST_SUMMARY = 600
# What one may read first, in this order, in the reader's language where somebody translated it.
_SUMMED_UP = ("summary", "goals", "content", "audience")


def poster(training: Published) -> bytes:
    """A PDF of one page, tagged for screen readers."""
    read = reading.read(session(), training.document)
    page = settings().base_url + url_for("public.trainings.show_training", slug=training.slug)
    texts = [told(training.document, name) for name in _SUMMED_UP]
    summary = next((text for text in texts if text), texts[0])
    return pdf.make_pdf("poster.typ", i18n.current(), _said_on(read, summary, page))


def _said_on(read: Reading, summary: Said, page: str) -> dict[str, Any]:
    return {
        "title": words(read.title.text, read.title.tag),
        "summary": words(summary.text, summary.tag, _LONGEST_SUMMARY),
        "structure": read.organiser,
        "nature": "",
        "facts": [{"label": fact.label, "value": i18n.apart(fact.value)} for fact in read.facts],
        "answer": _("Tout savoir avant de choisir"),
        "ways": [
            _("La page se lit dans plusieurs langues, et s’écoute."),
            _("Elle dit aussi ce que l’on ne sait pas."),
        ],
        "deadline": _("Vérifiée le %(day)s.", day=read.verified),
        **code_of(page, _("Code qui mène à la formation, à l’adresse écrite à côté")),
        "contact": [i18n.apart(fact.value) for fact in read.contact],
    }
