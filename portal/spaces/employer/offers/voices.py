"""Views: the offer read aloud, one recording a language."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.files.errors import FileRefused
from portal.files.queries import open_content
from portal.jobs.actions import recordings, writing
from portal.jobs.queries import offers as queries
from portal.kernel.errors import NotFound
from portal.kernel.i18n import _, gettext_
from portal.spaces.employer.offers import languages
from portal.spaces.employer.offers.blueprint import blueprint
from portal.spaces.employer.offers.forms.recording import RecordingForm
from portal.spaces.employer.words import language_name
from portal.web.page import render
from portal.web.request import actor, session
from portal.web.serving import serve


@blueprint.post("/<uuid:offer_id>/recordings")
def add_recording(offer_id: UUID) -> ResponseReturnValue:
    """Keep a recording, in place of the one there was in this language."""
    offer, form = writing.get_for_writing(session(), actor(), offer_id), RecordingForm()
    if form.validate():
        given = form.recording.data
        try:
            recordings.add_recording(
                session(),
                actor(),
                offer_id,
                form.language.data,
                given.filename or "",
                given.stream,
                read_by=form.read_by.data or "",
            )
        except FileRefused as refusal:
            form.recording.errors = [gettext_(refusal.message)]
        else:
            language = language_name(form.language.data)
            flash(_("L’enregistrement est gardé : %(language)s.", language=language))
            return redirect(url_for(".list_languages", offer_id=offer_id, _anchor="recordings"))
    return render("employer/offers/languages.html", status=422, **languages.list_page(offer, form))


@blueprint.get("/<uuid:offer_id>/recordings/<language>")
def play_recording(offer_id: UUID, language: str) -> ResponseReturnValue:
    """The recording, before the public may hear it."""
    offer = queries.get_offer(session(), actor(), offer_id)
    for recording in offer.recordings:
        if recording.language == language:
            return serve(open_content(session(), actor(), recording.file_id))
    raise NotFound


@blueprint.post("/<uuid:offer_id>/recordings/<language>/remove")
def remove_recording(offer_id: UUID, language: str) -> ResponseReturnValue:
    """Take the recording back, for good."""
    recordings.remove_recording(session(), actor(), offer_id, language)
    flash(_("L’enregistrement est effacé."))
    return redirect(url_for(".list_languages", offer_id=offer_id, _anchor="recordings"))
