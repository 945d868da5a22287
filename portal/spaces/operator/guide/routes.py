"""Views of the guide's grid, for whoever keeps the portal: read aloud, completed with a source."""

from functools import partial
from uuid import UUID

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.files.errors import FileRefused
from portal.kernel.errors import Invalid
from portal.kernel.i18n import LOCALES, _
from portal.skills import policy
from portal.skills.actions import frameworks as actions
from portal.skills.queries import frameworks as queries
from portal.spaces.operator.guide.forms import CompletionForm
from portal.web.page import render
from portal.web.readings import ReadingForm
from portal.web.request import actor, need, session
from portal.web.space import feature

blueprint = feature("guide", __name__, "/guide")


@blueprint.before_request
def _administrators_only() -> None:
    need(policy.can_keep_guide(actor()))


@blueprint.get("")
def list_lines() -> Response:
    sheets = [queries.read_sheet(session(), one) for one in queries.list_shipped(session())]
    return render("operator/guide/list.html", sheets=sheets)


@blueprint.get("/<uuid:framework_id>/<uuid:action_id>")
def show_line(framework_id: UUID, action_id: UUID) -> Response:
    return _line(framework_id, action_id)


@blueprint.post("/<uuid:framework_id>/<uuid:action_id>/complete")
def complete_line(framework_id: UUID, action_id: UUID) -> ResponseReturnValue:
    form = CompletionForm()
    words, source = form.words.data or "", form.source.data or ""
    try:
        if not form.validate():
            return _line(framework_id, action_id, completion=form, status=422)
        actions.complete_line(session(), actor(), framework_id, action_id, words, source)
    except Invalid as refusal:
        form.object_to(refusal)
        return _line(framework_id, action_id, completion=form, status=422)
    flash(_("C’est enregistré."))
    return redirect(url_for(".show_line", framework_id=framework_id, action_id=action_id))


@blueprint.post("/<uuid:framework_id>/<uuid:action_id>/recordings")
def add_recording(framework_id: UUID, action_id: UUID) -> ResponseReturnValue:
    form = ReadingForm()
    try:
        name, stream = form.received()
        actions.add_recording(
            session(), actor(), framework_id, action_id, form.language.data, name, stream
        )
    except (FileRefused, Invalid) as refusal:
        form.object_to(refusal)
        return _line(framework_id, action_id, reading=form, status=422)
    flash(_("L’enregistrement est gardé. On pourra l’écouter dans un instant."))
    return redirect(url_for(".show_line", framework_id=framework_id, action_id=action_id))


@blueprint.post("/<uuid:framework_id>/<uuid:action_id>/recordings/<language>/remove")
def remove_recording(framework_id: UUID, action_id: UUID, language: str) -> ResponseReturnValue:
    actions.remove_recording(session(), actor(), framework_id, action_id, language)
    flash(_("C’est effacé."))
    return redirect(url_for(".show_line", framework_id=framework_id, action_id=action_id))


def _line(
    framework_id: UUID,
    action_id: UUID,
    *,
    completion: CompletionForm | None = None,
    reading: ReadingForm | None = None,
    status: int = 200,
) -> Response:
    framework = queries.get_kept(session(), actor(), framework_id)
    line = queries.get_line(session(), framework, action_id)
    said = CompletionForm(formdata=None, words=line.completed, source=line.completed_source)
    return render(
        "operator/guide/line.html",
        status=status,
        framework=framework,
        line=line,
        completion_form=completion or said,
        reading_form=reading or ReadingForm(formdata=None),
        recordings=queries.list_recordings(session(), action_id),
        names={one.tag: one.name for one in LOCALES.values()},
        add_address=url_for(".add_recording", framework_id=framework_id, action_id=action_id),
        remove_address=partial(
            url_for, ".remove_recording", framework_id=framework_id, action_id=action_id
        ),
    )
