"""Views of the inbox and of one application."""

from typing import BinaryIO, cast
from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.jobs import wording
from portal.jobs.actions import callbacks, corresponding, notes
from portal.jobs.enums import CallOutcome
from portal.jobs.queries import guides, inbox, whole
from portal.kernel.errors import Invalid
from portal.kernel.i18n import _
from portal.spaces.employer import words
from portal.spaces.employer.applications import forms, pages
from portal.spaces.employer.applications.forms import MessageForm, NoteForm
from portal.spaces.employer.callbacks.forms import TryForm
from portal.web.arrivals import said_beside
from portal.web.forms import future_id
from portal.web.page import render
from portal.web.request import actor, place, session
from portal.web.space import feature

blueprint = feature("applications", __name__, "/applications")


@blueprint.get("")
def list_applications() -> Response:
    """By date, newest first. Filters are in the address, so that they can be shared and left."""
    filters = forms.filters(request.args)
    before = inbox.Cursor.parse(request.args.get("before", ""))
    return render(
        "employer/applications/list.html",
        fragment="employer/applications/_swap.html",
        filters=filters,
        inbox=inbox.list_applications(session(), actor(), filters, before),
        counts=inbox.count(session(), actor(), filters.offer_id),
        offers=inbox.list_offers(session(), actor()),
        states=forms.STATES,
        is_first=before is None,
        address=pages.inbox_address,
        **words.helpers(),
    )


@blueprint.get("/<uuid:application_id>")
def show_application(application_id: UUID) -> Response:
    """Opening it marks it as read; the person sees who did, once a day."""
    found = whole.get_whole_application(session(), actor(), application_id)
    corresponding.mark_opened(session(), actor(), found)
    return _show(found)


@blueprint.get("/<uuid:application_id>/print")
def print_application(application_id: UUID) -> Response:
    """The same on paper, for a panel: what was sent, the criteria, room to write."""
    found = whole.get_whole_application(session(), actor(), application_id)
    corresponding.mark_opened(session(), actor(), found)
    return render("employer/applications/print.html", **pages.application(found))


@blueprint.post("/<uuid:application_id>/notes")
def add_note(application_id: UUID) -> ResponseReturnValue:
    form = NoteForm(prefix="note_")
    doubts = [] if form.sure.data else wording.warnings(session(), form.body.data or "")
    try:
        if not doubts:
            notes.add_note(session(), actor(), application_id, **form.values())
            flash(_("Note enregistrée."))
            return redirect(_page(application_id, "notes"))
    except Invalid as refusal:
        form.take(refusal)
    found = whole.get_whole_application(session(), actor(), application_id)
    return _show(found, note_form=form, doubts=doubts, status=422)


@blueprint.post("/<uuid:application_id>/notes/<uuid:note_id>/remove")
def remove_note(application_id: UUID, note_id: UUID) -> ResponseReturnValue:
    notes.remove_note(session(), actor(), application_id, note_id)
    flash(_("Note retirée."))
    return redirect(_page(application_id, "notes"))


@blueprint.post("/<uuid:application_id>/messages")
def write_message(application_id: UUID) -> ResponseReturnValue:
    form = MessageForm(prefix="message_")
    if not form.validate():
        return _refuse_message(application_id, form)
    try:
        with said_beside("voice"):
            is_told = corresponding.write_to_candidate(
                session(),
                actor(),
                application_id,
                body=form.body.data or "",
                language=form.language.data,
                voice=_spoken(form),
                message_id=future_id(place().id, form.given),
            )
    except Invalid as refusal:
        form.take(refusal)
        return _refuse_message(application_id, form)
    flash(_said(is_told=is_told))
    return redirect(_page(application_id, "messages"))


@blueprint.post("/<uuid:application_id>/calls")
def note_call(application_id: UUID) -> ResponseReturnValue:
    """What was said on the telephone, to somebody no message reaches."""
    form = TryForm(prefix="call_")
    if not form.validate():
        found = whole.get_whole_application(session(), actor(), application_id)
        return _show(found, call_form=form, status=422)
    outcome = CallOutcome(form.outcome.data)
    callbacks.record_call(
        session(),
        actor(),
        application_id,
        outcome,
        note=form.note.data or "",
        try_id=future_id(place().id, form.given),
    )
    flash(_("Appel noté."))
    return redirect(_page(application_id, "messages"))


def _said(*, is_told: bool) -> str:
    if is_told:
        return _("Message envoyé.")
    return _(
        "Votre message attend derrière le lien de la personne. Rien ne lui est envoyé : elle est"
        " dans les rappels, appelez-la."
    )


def _refuse_message(application_id: UUID, form: MessageForm) -> Response:
    found = whole.get_whole_application(session(), actor(), application_id)
    return _show(found, message_form=form, status=422)


def _spoken(form: MessageForm) -> tuple[str, BinaryIO] | None:
    """The recording that came with the message: its name, and where to read it."""
    sent = request.files.get(form.voice.name)
    if sent is None or not sent.filename:
        return None
    return sent.filename, cast(BinaryIO, sent.stream)


def _page(application_id: UUID, part: str) -> str:
    return url_for(".show_application", application_id=application_id, _anchor=part)


def _show(
    found: whole.WholeApplication,
    *,
    note_form: NoteForm | None = None,
    message_form: MessageForm | None = None,
    call_form: TryForm | None = None,
    doubts: list[str] | None = None,
    status: int = 200,
) -> Response:
    return render(
        "employer/applications/show.html",
        status=status,
        note_form=(note_form or NoteForm(prefix="note_")).fill(found, actor().person_id),
        message_form=_in_languages(message_form or MessageForm(prefix="message_")),
        call_form=call_form or TryForm(prefix="call_"),
        doubts=doubts or [],
        guide=guides.interview_guide(session()),
        **pages.application(found),
    )


def _in_languages(form: MessageForm) -> MessageForm:
    form.language.choices = words.page_languages()
    return form
