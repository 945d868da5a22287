"""Views: showing a version, an extract, or nothing; taking it back."""

from datetime import timedelta
from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.kernel import clock, i18n
from portal.kernel.i18n import _, comma, gettext_, show_date
from portal.people.enums import ShareKind
from portal.skills import documents, reading, rooms
from portal.skills.actions import interviews as actions
from portal.skills.actions.interviews import Attached
from portal.skills.enums import Part
from portal.skills.errors import NothingChosen
from portal.skills.queries import record as queries
from portal.skills.rooms import Room
from portal.spaces.peer.interviews.blueprint import blueprint
from portal.spaces.peer.interviews.forms import AttachForm
from portal.web.forms import choices
from portal.web.page import render
from portal.web.request import actor, person_id, session


@blueprint.get("/<uuid:interview_id>/attach")
def show_attach(interview_id: UUID) -> Response:
    room = rooms.enter(session(), actor(), interview_id)
    return _form(room, _filled(AttachForm(formdata=None)))


@blueprint.post("/<uuid:interview_id>/attach")
def attach(interview_id: UUID) -> ResponseReturnValue:
    """First what it will look like and the sentence; a second press shows it."""
    room = rooms.enter(session(), actor(), interview_id)
    form = _filled(AttachForm())
    if not form.validate():
        return _form(room, form, 422)
    try:
        attached = _attached(room, form)
    except NothingChosen as refusal:
        form.parts.errors = [gettext_(refusal.fields["parts"])]
        return _form(room, form, 422)
    if request.form.get("yes") != "1":
        return render(
            "peer/interviews/preview.html",
            room=room,
            form=form,
            attached=attached,
            record=reading.read(attached.document),
        )
    actions.attach(session(), actor(), interview_id, attached)
    flash(_("C’est montré. Vous pouvez le retirer quand vous voulez."))
    return redirect(url_for(".show_interview", interview_id=interview_id, _anchor="attached"))


@blueprint.post("/<uuid:interview_id>/detach")
def detach(interview_id: UUID) -> ResponseReturnValue:
    actions.detach(session(), actor(), interview_id)
    flash(_("C’est retiré. Plus personne ne le voit."))
    return redirect(url_for(".show_interview", interview_id=interview_id, _anchor="attached"))


def _filled(form: AttachForm) -> AttachForm:
    versions = queries.list_versions(session(), person_id())
    form.source.choices = choices(
        ("", _("Mon dossier comme il est aujourd’hui")),
        *(
            (
                version.number,
                _(
                    "Version %(number)s, du %(day)s",
                    number=version.number,
                    day=show_date(version.taken_at),
                ),
            )
            for version in versions
        ),
    )
    return form


def _form(room: Room, form: AttachForm, status: int = 200) -> Response:
    return render("peer/interviews/attach.html", status=status, room=room, form=form)


def _attached(room: Room, form: AttachForm) -> Attached:
    """The copy, and the one sentence. Raises NothingChosen for a copy of nothing."""
    number, parts = form.source.data, [Part(part) for part in form.parts.data or []]
    version = queries.get_version(session(), person_id(), int(number)) if number else None
    document = version.document if version else documents.current_document(session(), person_id())
    copy = documents.extract(document, parts)
    if documents.is_empty(copy):
        raise NothingChosen
    whole = version is not None and set(parts) == set(Part)
    until = clock.now() + timedelta(days=int(form.days.data))
    what = comma().join(part.label for part in parts)
    return Attached(
        kind=ShareKind.VERSION if whole else ShareKind.EXTRACT,
        title=what[:200],
        document=copy,
        purpose=room.meeting.interview.kind.label,
        sentence=_(
            "Je montre ceci : %(what)s. Pour : %(why)s. À qui : les responsables de"
            " %(organisation)s. Jusqu’au %(day)s, ou jusqu’à mon départ. Je peux le retirer quand"
            " je veux.",
            what=what,
            why=room.meeting.interview.kind.label,
            organisation=room.meeting.interview.organisation_name,
            day=show_date(until),
        ),
        language=i18n.current().tag,
        until=until,
    )
