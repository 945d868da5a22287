"""Views of the versions."""

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.kernel.i18n import _
from portal.skills.actions import versions as actions
from portal.skills.comparing import compare
from portal.skills.errors import NothingToKeep
from portal.skills.queries import record as queries
from portal.skills.reading import read
from portal.spaces.peer.versions import charts, pages
from portal.spaces.peer.versions.forms import VersionForm
from portal.web.page import render
from portal.web.request import actor, person_id, session
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
    return render("peer/versions/version.html", version=version, record=read(version.document))


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
        radars=charts.radars(comparison.changes),
    )


@blueprint.get("/<int:number>/map")
def show_map(number: int) -> Response:
    """Mastery × interest: what one does well and likes, what one likes and is learning."""
    version = queries.get_version(session(), person_id(), number)
    lines, spots = charts.spots(read(version.document))
    return render("peer/versions/map.html", version=version, lines=lines, spots=spots)


@blueprint.post("/<int:number>/remove")
def remove_version(number: int) -> ResponseReturnValue:
    actions.remove_version(session(), actor(), number)
    flash(_("La version est effacée."))
    return redirect(url_for(".list_versions"))


def _list(form: VersionForm, status: int = 200) -> Response:
    versions = queries.list_versions(session(), person_id())
    return render("peer/versions/list.html", status=status, form=form, versions=versions)
