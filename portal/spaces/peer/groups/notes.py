"""Views of the notes of a meeting: writing them, objecting, taking them back."""

from uuid import UUID

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.events.actions import notes as actions
from portal.events.queries import groups, meetings, notes
from portal.kernel.errors import Invalid
from portal.kernel.i18n import _
from portal.spaces.peer.groups.blueprint import blueprint
from portal.spaces.peer.groups.forms import NoteForm, ObjectionForm
from portal.web.page import render
from portal.web.request import actor, session


def _form_page(meeting_id: UUID, *, sent: bool = False) -> ResponseReturnValue:
    one = meetings.get_meeting(session(), actor(), meeting_id)
    seen = groups.get_own(session(), actor(), one.meeting.group_id)
    members = groups.list_members(session(), actor(), seen.group.id)
    form = NoteForm().offer(m for m in members if m.person_id != actor().person_id)
    if sent and form.validate():
        try:
            note = actions.propose_notes(
                session(),
                actor(),
                meeting_id,
                form.body.data or "",
                mentions=[UUID(chosen) for chosen in form.mentions.data or []],
            )
        except Invalid as refusal:
            form.take(refusal)
        else:
            flash(_("Vos notes sont proposées. Les personnes concernées sont prévenues."))
            return redirect(url_for(".show_note", note_id=note.id))
    status = 422 if sent else 200
    return render("peer/groups/note_form.html", status=status, one=one, seen=seen, form=form)


@blueprint.get("/dates/<uuid:meeting_id>/notes")
def show_note_form(meeting_id: UUID) -> ResponseReturnValue:
    return _form_page(meeting_id)


@blueprint.post("/dates/<uuid:meeting_id>/notes")
def propose_notes(meeting_id: UUID) -> ResponseReturnValue:
    return _form_page(meeting_id, sent=True)


@blueprint.get("/notes/<uuid:note_id>")
def show_note(note_id: UUID) -> Response:
    one = notes.get_note(session(), actor(), note_id)
    return render("peer/groups/note.html", one=one, form=ObjectionForm())


@blueprint.post("/notes/<uuid:note_id>/object")
def object_to_note(note_id: UUID) -> ResponseReturnValue:
    one = notes.get_note(session(), actor(), note_id)
    form = ObjectionForm()
    if not form.validate():
        return render("peer/groups/note.html", status=422, one=one, form=form)
    actions.object_to_notes(session(), actor(), note_id, wish=form.wish.data or "")
    flash(_("Ces notes restent fermées. Votre nom n’est pas dit."))
    return redirect(url_for(".show_group", group_id=one.note.group_id))


@blueprint.post("/notes/<uuid:note_id>/withdraw")
def withdraw_note(note_id: UUID) -> ResponseReturnValue:
    one = notes.get_note(session(), actor(), note_id)
    actions.withdraw_notes(session(), actor(), note_id)
    flash(_("Vos notes sont effacées."))
    return redirect(url_for(".show_group", group_id=one.note.group_id))
