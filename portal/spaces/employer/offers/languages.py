"""What the pages about the languages of an offer receive."""

from typing import Any

from flask import url_for

from portal.files.enums import FileState
from portal.jobs.enums import OfferStep
from portal.jobs.queries.offers import Offer, translations_of
from portal.jobs.sections import SHORT, sections_of, source_text
from portal.kernel.i18n import DEFAULT, LOCALES, _, ngettext
from portal.languages.states import is_stale
from portal.spaces.employer.offers.forms.recording import RecordingForm
from portal.spaces.employer.offers.sheets import sheet
from portal.spaces.employer.words import language_name, page_languages
from portal.web.request import actor, session


def list_page(offer: Offer, form: RecordingForm | None = None) -> dict[str, Any]:
    """Each language and how far it is."""
    sources = _sources(offer)
    known: dict[str, dict[str, Any]] = {}
    for row in translations_of(session(), actor(), offer.id):
        known.setdefault(row.language, {})[row.section] = row
    lines = []
    for locale in LOCALES.values():
        if locale == DEFAULT:
            continue
        rows = known.get(locale.tag, {})
        stale = [name for name, row in rows.items() if is_stale(row, sources.get(name, ""))]
        lines.append(
            {
                "locale": locale,
                "href": url_for(
                    "employer.translations.edit_language",
                    subject_id=offer.id,
                    language=locale.tag,
                ),
                "state": _state(rows, sources),
                "stale": ngettext(
                    "%(n)s texte à revoir : le français a changé",
                    "%(n)s textes à revoir : le français a changé",
                    len(stale),
                )
                if stale
                else "",
            }
        )
    form = form or RecordingForm()
    form.language.choices = page_languages()
    return sheet(offer, OfferStep.LANGUAGES) | {
        "language_name": language_name,
        "languages_of_offer": lines,
        "sources": sources,
        "recordings": [_recording(offer, recording) for recording in offer.recordings],
        "form": form,
    }


def _recording(offer: Offer, recording: Any) -> dict[str, Any]:
    file = recording.file
    return {
        "locale": LOCALES[recording.language],
        "file_id": file.id,
        "is_ready": file.state == FileState.READY,
        "state": FileState(file.state).label,
        "address": url_for(".play_recording", offer_id=offer.id, language=recording.language),
        "seconds": round(file.duration or 0),
        "peaks": file.waveform or [],
        "is_silent": file.is_silent,
        "read_by": recording.read_by,
    }


def _sources(offer: Offer) -> dict[str, str]:
    found = {name: source_text(offer, name) for name in sections_of(offer)}
    return {name: text for name, text in found.items() if text}


def _state(rows: dict[str, Any], sources: dict[str, str]) -> dict[str, str]:
    if not rows:
        return {"label": _("Rien encore"), "kind": "neutral"}
    if set(sources) <= set(rows):
        return {"label": _("Toute l’offre"), "kind": "ok"}
    if {name for name in SHORT if name in sources} <= set(rows):
        return {"label": _("Titre et résumé"), "kind": "ok"}
    return {"label": _("Commencé"), "kind": "brand"}
