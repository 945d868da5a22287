"""Views of frameworks: written as drafts, given to everybody in editions."""

from functools import partial
from uuid import UUID

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.files.errors import FileRefused
from portal.kernel.errors import Conflict, Invalid
from portal.kernel.i18n import LOCALES, _
from portal.languages.queries import translations_of
from portal.skills import policy
from portal.skills.actions import frameworks as actions
from portal.skills.actions import headings
from portal.skills.actions.frameworks import Said
from portal.skills.queries import frameworks as queries
from portal.spaces.federation.frameworks.forms import (
    FrameworkForm,
    HeadingForm,
    LineForm,
    NewLineForm,
    TranslationForm,
)
from portal.web.forms import choices
from portal.web.page import render
from portal.web.readings import ReadingForm
from portal.web.request import actor, need, session
from portal.web.space import feature

blueprint = feature("frameworks", __name__, "/frameworks")
# Several forms stand on one page: their fields have names of their own.
HEADING, TRANSLATION, READING = "heading-", "translation-", "reading-"


@blueprint.before_request
def _writers_only() -> None:
    need(policy.can_write_frameworks(actor()))


@blueprint.get("")
def list_frameworks() -> Response:
    return _list(FrameworkForm())


@blueprint.post("")
def create_framework() -> ResponseReturnValue:
    form = FrameworkForm()
    if not form.validate():
        return _list(form, 422)
    made = actions.create_framework(
        session(),
        actor(),
        form.title.data or "",
        form.source.data or "",
        form.source_date.data,
    )
    return redirect(url_for(".show_framework", framework_id=made.id))


@blueprint.get("/<uuid:framework_id>")
def show_framework(framework_id: UUID) -> Response:
    return _sheet(framework_id)


@blueprint.post("/<uuid:framework_id>/headings")
def add_heading(framework_id: UUID) -> ResponseReturnValue:
    form = HeadingForm(prefix=HEADING)
    if not form.validate():
        return _sheet(framework_id, heading=form, status=422)
    headings.add_heading(
        session(), actor(), framework_id, form.label.data or "", form.plain.data or ""
    )
    return redirect(url_for(".show_framework", framework_id=framework_id))


@blueprint.get("/<uuid:framework_id>/headings/<uuid:heading_id>")
def show_heading(framework_id: UUID, heading_id: UUID) -> Response:
    return _heading(framework_id, heading_id)


@blueprint.post("/<uuid:framework_id>/headings/<uuid:heading_id>")
def change_heading(framework_id: UUID, heading_id: UUID) -> ResponseReturnValue:
    form = HeadingForm()
    if not form.validate():
        return _heading(framework_id, heading_id, form=form, status=422)
    label, plain = form.label.data or "", form.plain.data or ""
    headings.change_heading(session(), actor(), framework_id, heading_id, label, plain)
    flash(_("C’est enregistré."))
    return redirect(url_for(".show_heading", framework_id=framework_id, heading_id=heading_id))


@blueprint.post("/<uuid:framework_id>/headings/<uuid:heading_id>/languages")
def translate_heading(framework_id: UUID, heading_id: UUID) -> ResponseReturnValue:
    form = TranslationForm(prefix=TRANSLATION)
    if not form.validate():
        return _heading(framework_id, heading_id, translation=form, status=422)
    text = "" if form.take_back.data else form.plain.data or ""
    headings.translate_heading(
        session(), actor(), framework_id, heading_id, form.language.data, text
    )
    flash(_("La traduction est enregistrée.") if text else _("La traduction est retirée."))
    return redirect(url_for(".show_heading", framework_id=framework_id, heading_id=heading_id))


@blueprint.post("/<uuid:framework_id>/headings/<uuid:heading_id>/remove")
def remove_heading(framework_id: UUID, heading_id: UUID) -> ResponseReturnValue:
    headings.remove_heading(session(), actor(), framework_id, heading_id)
    flash(_("Le groupe est effacé."))
    return redirect(url_for(".show_framework", framework_id=framework_id))


@blueprint.post("/<uuid:framework_id>/lines")
def add_line(framework_id: UUID) -> ResponseReturnValue:
    form = NewLineForm()
    _fill(form, queries.get_ours(session(), actor(), framework_id).id)
    if not form.validate():
        return _sheet(framework_id, line=form, status=422)
    actions.add_line(session(), actor(), framework_id, UUID(form.heading.data), _said(form))
    flash(_("La ligne est écrite. Elle sera vue à la prochaine publication."))
    return redirect(url_for(".show_framework", framework_id=framework_id))


@blueprint.post("/<uuid:framework_id>/publish")
def publish_framework(framework_id: UUID) -> ResponseReturnValue:
    try:
        made = actions.publish_framework(session(), actor(), framework_id)
    except Conflict as refusal:
        flash(_(refusal.message), "warn")
    else:
        flash(_("L’édition %(number)s est publiée.", number=made.edition))
    return redirect(url_for(".show_framework", framework_id=framework_id))


@blueprint.get("/<uuid:framework_id>/lines/<uuid:action_id>")
def show_line(framework_id: UUID, action_id: UUID) -> Response:
    return _line(framework_id, action_id)


@blueprint.post("/<uuid:framework_id>/lines/<uuid:action_id>")
def change_line(framework_id: UUID, action_id: UUID) -> ResponseReturnValue:
    form = LineForm()
    if not form.validate():
        return _line(framework_id, action_id, form=form, status=422)
    line = actions.change_line(session(), actor(), framework_id, action_id, _said(form))
    flash(_("C’est enregistré. Les réponses déjà données ne changent pas."))
    return redirect(url_for(".show_line", framework_id=framework_id, action_id=line.id))


@blueprint.post("/<uuid:framework_id>/lines/<uuid:action_id>/retire")
def retire_line(framework_id: UUID, action_id: UUID) -> ResponseReturnValue:
    actions.retire_line(session(), actor(), framework_id, action_id)
    flash(_("La ligne ne sera plus dans la prochaine édition. Les réponses données restent."))
    return redirect(url_for(".show_framework", framework_id=framework_id))


@blueprint.post("/<uuid:framework_id>/lines/<uuid:action_id>/languages")
def translate_line(framework_id: UUID, action_id: UUID) -> ResponseReturnValue:
    form = TranslationForm(prefix=TRANSLATION)
    if not form.validate():
        return _line(framework_id, action_id, translation=form, status=422)
    said = None if form.take_back.data else Said("", form.plain.data or "", form.example.data or "")
    actions.translate_line(session(), actor(), framework_id, action_id, form.language.data, said)
    flash(_("La traduction est retirée.") if said is None else _("La traduction est enregistrée."))
    return redirect(url_for(".show_line", framework_id=framework_id, action_id=action_id))


@blueprint.post("/<uuid:framework_id>/lines/<uuid:action_id>/recordings")
def add_recording(framework_id: UUID, action_id: UUID) -> ResponseReturnValue:
    form = ReadingForm(prefix=READING)
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


@blueprint.post("/<uuid:framework_id>/lines/<uuid:action_id>/recordings/<language>/remove")
def remove_recording(framework_id: UUID, action_id: UUID, language: str) -> ResponseReturnValue:
    actions.remove_recording(session(), actor(), framework_id, action_id, language)
    flash(_("C’est effacé."))
    return redirect(url_for(".show_line", framework_id=framework_id, action_id=action_id))


def _said(form: LineForm) -> Said:
    return Said(form.label.data or "", form.plain.data or "", form.example.data or "")


def _fill(form: NewLineForm, framework_id: UUID) -> None:
    sheet = queries.read_sheet(session(), queries.get_ours(session(), actor(), framework_id))
    form.heading.choices = choices(
        *((str(heading.id), heading.label) for heading, _lines in sheet.headings)
    )


def _list(form: FrameworkForm, status: int = 200) -> Response:
    found = queries.list_ours(session(), actor())
    return render("federation/frameworks/list.html", status=status, form=form, frameworks=found)


def _sheet(
    framework_id: UUID,
    heading: HeadingForm | None = None,
    line: NewLineForm | None = None,
    status: int = 200,
) -> Response:
    framework = queries.get_ours(session(), actor(), framework_id)
    line = line or NewLineForm(formdata=None)
    _fill(line, framework_id)
    return render(
        "federation/frameworks/framework.html",
        status=status,
        framework=framework,
        sheet=queries.read_sheet(session(), framework),
        heading_form=heading or HeadingForm(formdata=None, prefix=HEADING),
        line_form=line,
    )


def _heading(
    framework_id: UUID,
    heading_id: UUID,
    *,
    form: HeadingForm | None = None,
    translation: TranslationForm | None = None,
    status: int = 200,
) -> Response:
    framework = queries.get_ours(session(), actor(), framework_id)
    heading = queries.get_heading(session(), framework, heading_id)
    return render(
        "federation/frameworks/heading.html",
        status=status,
        framework=framework,
        heading=heading,
        is_draft=queries.read_sheet(session(), framework).is_draft(heading),
        form=form or HeadingForm(formdata=None, obj=heading),
        translation_form=translation or TranslationForm(formdata=None, prefix=TRANSLATION),
        translations=translations_of(session(), actor(), queries.HEADING, heading_id),
        names={one.tag: one.name for one in LOCALES.values()},
    )


def _line(
    framework_id: UUID,
    action_id: UUID,
    *,
    form: LineForm | None = None,
    translation: TranslationForm | None = None,
    reading: ReadingForm | None = None,
    status: int = 200,
) -> Response:
    framework = queries.get_ours(session(), actor(), framework_id)
    line = queries.get_line(session(), framework, action_id)
    return render(
        "federation/frameworks/line.html",
        status=status,
        framework=framework,
        line=line,
        form=form or LineForm(formdata=None, obj=line),
        translation_form=translation or TranslationForm(formdata=None, prefix=TRANSLATION),
        reading_form=reading or ReadingForm(formdata=None, prefix=READING),
        translations=translations_of(session(), actor(), queries.LINE, action_id),
        recordings=queries.list_recordings(session(), action_id),
        names={one.tag: one.name for one in LOCALES.values()},
        add_address=url_for(".add_recording", framework_id=framework_id, action_id=action_id),
        remove_address=partial(
            url_for, ".remove_recording", framework_id=framework_id, action_id=action_id
        ),
    )
