"""Views of the versions."""

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.kernel import i18n
from portal.kernel.errors import Invalid
from portal.kernel.i18n import _
from portal.skills.actions import exporting
from portal.skills.actions import versions as actions
from portal.skills.comparing import compare
from portal.skills.errors import NothingToKeep
from portal.skills.exports.formats import Format
from portal.skills.queries import evidence
from portal.skills.queries import record as queries
from portal.skills.reading import read
from portal.spaces.peer.versions import charts, pages
from portal.spaces.peer.versions.forms import ExportForm, VersionForm
from portal.web.page import render
from portal.web.request import actor, person_id, session
from portal.web.serving import hand_over
from portal.web.space import feature

blueprint = feature("versions", __name__, prefix="/versions")


@blueprint.get("")
def list_versions() -> Response:
    return _list(VersionForm())


@blueprint.post("")
def keep_version() -> ResponseReturnValue:
    form = VersionForm()
    if not form.validate():
        return _list(form, status=422)
    try:
        version = actions.keep_version(session(), actor(), form.title.data or "")
    except NothingToKeep as refusal:
        form.object_to(refusal)
        return _list(form, status=422)
    flash(_("Votre dossier d’aujourd’hui est gardé : version %(number)s.", number=version.number))
    return redirect(url_for(".show_version", number=version.number))


@blueprint.get("/<int:number>")
def show_version(number: int) -> Response:
    version = queries.get_version(session(), person_id(), number)
    return render(
        "peer/versions/version.html",
        version=version,
        record=read(version.document),
        voices=evidence.list_voices(session(), person_id()),
    )


@blueprint.get("/compare")
def compare_versions() -> Response:
    """Any two; the last two unless the address says which. Today's record is « 0 »."""
    versions = queries.list_versions(session(), person_id())
    older, newer = pages.chosen(versions, request.args)
    comparison = compare(pages.record_of(older), pages.record_of(newer))
    return render(
        "peer/versions/compare.html",
        versions=versions,
        older=older,
        newer=newer,
        comparison=comparison,
        groups=charts.compared(comparison),
    )


@blueprint.get("/<int:number>/charts")
def show_charts(number: int) -> Response:
    """Bars and shapes, each beside the same data in a table. « 0 » is the record of today."""
    record = pages.record_of(number)
    groups = charts.drawn(record)
    return render("peer/versions/charts.html", number=number, record=record, groups=groups)


@blueprint.get("/<int:number>/map")
def show_map(number: int) -> Response:
    """Mastery × interest: what one does well and likes, what one likes and is learning."""
    record = pages.record_of(number)
    spots = charts.spots(record)
    return render("peer/versions/map.html", number=number, record=record, spots=spots)


@blueprint.post("/<int:number>/remove")
def remove_version(number: int) -> ResponseReturnValue:
    actions.remove_version(session(), actor(), number)
    flash(_("La version est effacée."))
    return redirect(url_for(".list_versions"))


@blueprint.get("/<int:number>/export")
def show_export(number: int) -> Response:
    """What one takes away, and in which format. « 0 » is the record of today."""
    return _export(number, ExportForm(formdata=None))


@blueprint.post("/<int:number>/export.<any(pdf, docx, odt, xlsx, zip, json, xml):form>")
def export_record(number: int, form: str) -> ResponseReturnValue:
    asked = ExportForm()
    if not asked.validate():
        return _export(number, asked, status=422)
    try:
        version = None if number == pages.TODAY else number
        with i18n.use(asked.locale):
            file = exporting.export_record(session(), actor(), version, asked.chosen, Format(form))
    except Invalid as refusal:
        asked.object_to(refusal)
        return _export(number, asked, status=422)
    return hand_over(file.content, file.name, file.media_type)


def _export(number: int, form: ExportForm, status: int = 200) -> Response:
    record = pages.record_of(number)
    return render(
        "peer/versions/export.html",
        status=status,
        number=number,
        record=record,
        form=form,
        formats=list(Format),
    )


def _list(form: VersionForm, status: int = 200) -> Response:
    versions = queries.list_versions(session(), person_id())
    return render("peer/versions/list.html", status=status, form=form, versions=versions)
