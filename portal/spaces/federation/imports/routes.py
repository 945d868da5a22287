"""Views: the file, its columns, the preview, the import and its undoing; what is exported."""

from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.files.errors import FileRefused
from portal.kernel.errors import DomainError, Invalid
from portal.kernel.i18n import _, gettext_
from portal.kernel.sheets import to_csv, to_xlsx
from portal.kernel.sheets.errors import CellTooLong
from portal.spaces.federation.imports import dated, pages
from portal.spaces.federation.imports.forms import FileForm
from portal.trainings import policy
from portal.trainings.actions import importing, receiving
from portal.trainings.errors import NothingChosen, NothingToImport, NotLheo
from portal.trainings.exchange import exporting
from portal.trainings.import_enums import ImportState, Verdict
from portal.trainings.queries import imports as queries
from portal.web.forms import future_id
from portal.web.page import render
from portal.web.request import actor, need, place, session
from portal.web.searches import page_number
from portal.web.serving import hand_over
from portal.web.space import feature

blueprint = feature("imports", __name__, "/trainings/imports")
_CSV = "text/csv; charset=utf-8"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.before_request
def _writers_only() -> None:
    need(policy.can_write_trainings(actor()))


@blueprint.get("")
def list_imports() -> Response:
    return render("federation/imports/list.html", **pages.list_page())


@blueprint.post("")
def send_file() -> ResponseReturnValue:
    """Read a file, then ask what its columns are, or show what it would do."""
    form = FileForm()
    given = form.file.data
    if given is None or not getattr(given, "filename", ""):
        return _refused(form, _("Choisissez un fichier."))
    import_id = future_id(place().id, form.given)
    try:
        made = receiving.receive_file(session(), actor(), given.filename, given.stream, import_id)
    except (FileRefused, NothingToImport, NotLheo) as refusal:
        return _refused(form, gettext_(refusal.message))
    return redirect(url_for(".show_import", import_id=made.id))


@blueprint.get("/model.<any(csv, xlsx):kind>")
def download_model(kind: str) -> Response:
    """A table with its headers, to be filled; in XLSX, a second sheet says how."""
    model = exporting.model_of(session())
    if kind == "csv":
        return hand_over(to_csv(model[0]), "modele-formations.csv", _CSV)
    return hand_over(to_xlsx("", model), "modele-formations.xlsx", _XLSX)


@blueprint.get("/export.<any(csv, xlsx):kind>")
def export_trainings(kind: str) -> ResponseReturnValue:
    """The trainings of the federation, as a table that may be imported again."""
    table = exporting.table_of(session(), actor())
    if kind == "csv":
        return hand_over(to_csv(table), "formations.csv", _CSV)
    try:
        return hand_over(to_xlsx("", [table]), "formations.xlsx", _XLSX)
    except CellTooLong as refusal:
        flash(gettext_(refusal.message), "warn")
        return redirect(url_for(".list_imports"))


@blueprint.get("/<uuid:import_id>/columns")
def edit_columns(import_id: UUID) -> ResponseReturnValue:
    """Which of our columns each one of the file is."""
    found = queries.get_import(session(), actor(), import_id)
    if not receiving.may_be_named(found):
        return redirect(url_for(".show_import", import_id=import_id))
    form = pages.columns_form_of(found)
    return render("federation/imports/columns.html", **pages.columns_page(found, form))


@blueprint.post("/<uuid:import_id>/columns")
def name_columns(import_id: UUID) -> ResponseReturnValue:
    found = queries.get_import(session(), actor(), import_id)
    form = pages.columns_form_of(found)
    try:
        mapping = form.mapping(len(found.columns))
        receiving.name_columns(session(), actor(), import_id, mapping)
    except Invalid as refusal:
        form.take(refusal)
        values = pages.columns_page(found, form)
        return render("federation/imports/columns.html", status=422, **values)
    return redirect(url_for(".show_import", import_id=import_id))


@blueprint.get("/<uuid:import_id>")
def show_import(import_id: UUID) -> ResponseReturnValue:
    """Where an import stands: what it would do, or what it did."""
    found = queries.get_import(session(), actor(), import_id)
    if found.state == ImportState.COLUMNS:
        return redirect(url_for(".edit_columns", import_id=import_id))
    page = page_number(request.args)
    if found.state != ImportState.PREVIEW:
        return render("federation/imports/result.html", **pages.result_page(found, page))
    values = pages.preview_page(found, _verdict(), page)
    return render("federation/imports/preview.html", **values)


@blueprint.post("/<uuid:import_id>")
def choose_lines(import_id: UUID) -> ResponseReturnValue:
    """Keep which lines are chosen on this page; then import them all, if that was pressed."""
    choices, is_wrong = dated.choices(request.form)
    if request.form.get("do") != "go-on":
        receiving.choose_lines(session(), actor(), import_id, choices)
    if is_wrong:
        said = _("Écrivez un nombre de places entre 1 et 500. Vos autres choix sont gardés.")
        flash(said, "warn")
        return redirect(_here(import_id))
    if request.form.get("do") == "keep":
        flash(_("Vos choix sont gardés."))
        return redirect(_here(import_id))
    try:
        importing.start_import(session(), actor(), import_id)
    except NothingChosen as refusal:
        return _not_now(import_id, refusal)
    return redirect(url_for(".show_import", import_id=import_id))


@blueprint.post("/<uuid:import_id>/compare")
def compare_again(import_id: UUID) -> ResponseReturnValue:
    """See what it would change now."""
    receiving.compare_again(session(), actor(), import_id)
    flash(_("L’aperçu est refait avec vos fiches d’aujourd’hui."))
    return redirect(url_for(".show_import", import_id=import_id))


@blueprint.post("/<uuid:import_id>/forget")
def forget_import(import_id: UUID) -> ResponseReturnValue:
    receiving.forget_import(session(), actor(), import_id)
    flash(_("Le fichier est oublié. Rien n’a été importé."))
    return redirect(url_for(".list_imports"))


@blueprint.get("/<uuid:import_id>/undo")
def show_undo(import_id: UUID) -> ResponseReturnValue:
    """What undoing would take away, put back, and leave."""
    found = queries.get_import(session(), actor(), import_id)
    if found.state != ImportState.DONE:
        return redirect(url_for(".show_import", import_id=import_id))
    return render("federation/imports/undo.html", **pages.undo_page(found))


@blueprint.post("/<uuid:import_id>/undo")
def undo_import(import_id: UUID) -> ResponseReturnValue:
    importing.undo_import(session(), actor(), import_id)
    flash(_("L’import est annulé."))
    return redirect(url_for(".show_import", import_id=import_id))


def _refused(form: FileForm, message: str) -> Response:
    form.file.errors = [message]
    return render("federation/imports/list.html", status=422, **pages.list_page(form))


def _not_now(import_id: UUID, refusal: DomainError) -> ResponseReturnValue:
    flash(gettext_(refusal.message), "warn")
    return redirect(_here(import_id))


def _verdict() -> Verdict | None:
    asked = request.args.get("show", "")
    return Verdict(asked) if asked in set(Verdict) else None


def _here(import_id: UUID) -> str:
    """The page of the preview one was on."""
    asked = {name: request.form.get(name, "") for name in ("show", "page")}
    return pages.address(import_id, **asked)
