"""Views of the path and of the project."""

from dataclasses import replace
from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.kernel.errors import Invalid
from portal.kernel.i18n import _
from portal.languages.nomenclatures import list_languages
from portal.skills.actions import record as actions
from portal.skills.enums import Ease, PathKind, Wish
from portal.skills.errors import TooMany
from portal.skills.queries import record as queries
from portal.spaces.peer.path.forms import LanguageForm, ProjectForm, StageForm, StepForm
from portal.web.forms import Form
from portal.web.page import render
from portal.web.request import actor, person_id, session
from portal.web.space import feature

blueprint = feature("path", __name__, prefix="/path")


@blueprint.get("")
def show_path() -> Response:
    return render(
        "peer/path/path.html",
        entries=queries.list_path(session(), person_id()),
        project=queries.find_project(session(), person_id()),
        steps_ahead=queries.list_steps(session(), person_id()),
    )


@blueprint.get("/new")
def show_stage_form() -> Response:
    return _page("stage", StageForm())


@blueprint.post("/new")
def add_stage() -> ResponseReturnValue:
    return _write_stage(actions.Stage(PathKind.OTHER))


@blueprint.get("/<uuid:entry_id>")
def show_stage(entry_id: UUID) -> Response:
    kept = actions.kept_stage(session(), actor(), entry_id)
    if kept.kind == PathKind.LANGUAGE:
        return _page("language", _offered(LanguageForm(obj=kept)), entry_id)
    return _page("stage", StageForm(obj=kept), entry_id)


@blueprint.post("/<uuid:entry_id>")
def change_stage(entry_id: UUID) -> ResponseReturnValue:
    kept = actions.kept_stage(session(), actor(), entry_id)
    if kept.kind == PathKind.LANGUAGE:
        return _write_language(kept, entry_id)
    return _write_stage(kept, entry_id)


@blueprint.get("/languages/new")
def show_language_form() -> Response:
    return _page("language", _offered(LanguageForm()))


@blueprint.post("/languages/new")
def add_language() -> ResponseReturnValue:
    return _write_language(actions.Stage(PathKind.LANGUAGE))


@blueprint.post("/<uuid:entry_id>/remove")
def remove_stage(entry_id: UUID) -> ResponseReturnValue:
    actions.remove_stage(session(), actor(), entry_id)
    return _back(_("La ligne est retirée. Vos versions gardées ne changent pas."))


@blueprint.get("/project")
def show_project() -> Response:
    return _page("project", ProjectForm(obj=queries.find_project(session(), person_id())))


@blueprint.post("/project")
def change_project() -> ResponseReturnValue:
    form = ProjectForm()
    if not form.validate():
        return _page("project", form, status=422)
    actions.write_project(session(), actor(), _project(form))
    return _back(_("Votre projet est enregistré."))


@blueprint.get("/steps/new")
def show_step_form() -> Response:
    return _page("step", StepForm())


@blueprint.post("/steps/new")
def add_step() -> ResponseReturnValue:
    return _write_step(None)


@blueprint.get("/steps/<uuid:step_id>")
def show_step(step_id: UUID) -> Response:
    step = queries.get_step(session(), person_id(), step_id)
    return _page("step", StepForm(obj=step), step_id)


@blueprint.post("/steps/<uuid:step_id>")
def change_step(step_id: UUID) -> ResponseReturnValue:
    queries.get_step(session(), person_id(), step_id)
    return _write_step(step_id)


@blueprint.post("/steps/<uuid:step_id>/done")
def mark_step(step_id: UUID) -> ResponseReturnValue:
    done = request.form.get("done") == "1"
    actions.mark_step(session(), actor(), step_id, done=done)
    return _back(_("C’est fait.") if done else _("L’étape est de nouveau à faire."))


@blueprint.post("/steps/<uuid:step_id>/remove")
def remove_step(step_id: UUID) -> ResponseReturnValue:
    actions.remove_step(session(), actor(), step_id)
    return _back(_("L’étape est retirée."))


def _write_language(kept: actions.Stage, entry_id: UUID | None = None) -> ResponseReturnValue:
    form = _offered(LanguageForm())
    if not form.validate():
        return _page("language", form, entry_id, status=422)
    said = replace(
        kept,
        title=form.title.data or "",
        level=form.level.data or "",
        language=form.language.data or "",
        spoken=_ease(form.spoken.data),
        written=_ease(form.written.data),
        interprets=_ease(form.interprets.data),
        not_interpreted=form.not_interpreted.data or "",
    )
    try:
        actions.write_stage(session(), actor(), said, entry_id)
    except (Invalid, TooMany) as refusal:
        return _refused("language", form, entry_id, refusal)
    return _back(_("C’est enregistré."))


def _offered(form: LanguageForm) -> LanguageForm:
    return form.offer(list_languages(session()))


def _ease(word: str | None) -> Ease | None:
    return Ease(word) if word else None


def _write_stage(kept: actions.Stage, entry_id: UUID | None = None) -> ResponseReturnValue:
    form = StageForm()
    if not form.validate():
        return _page("stage", form, entry_id, status=422)
    said = replace(
        kept,
        kind=PathKind(form.kind.data),
        title=form.title.data or "",
        place=form.place.data or "",
        began=form.began.data,
        ended=form.ended.data,
        is_current=bool(form.is_current.data),
        words=form.words.data or "",
    )
    try:
        actions.write_stage(session(), actor(), said, entry_id)
    except (Invalid, TooMany) as refusal:
        return _refused("stage", form, entry_id, refusal)
    return _back(_("C’est enregistré."))


def _write_step(step_id: UUID | None) -> ResponseReturnValue:
    form = StepForm()
    if not form.validate():
        return _page("step", form, step_id, status=422)
    said = actions.Step(form.what.data or "", form.by_when.data, form.who_helps.data or "")
    try:
        actions.write_step(session(), actor(), said, step_id)
    except (Invalid, TooMany) as refusal:
        return _refused("step", form, step_id, refusal)
    return _back(_("C’est enregistré."))


def _project(form: ProjectForm) -> actions.Project:
    return actions.Project(
        in_peer_work=Wish(form.in_peer_work.data) if form.in_peer_work.data else None,
        in_sector=Wish(form.in_sector.data) if form.in_sector.data else None,
        how_long=form.how_long.data or "",
        time_wish=form.time_wish.data or "",
        trainings=form.trainings.data or "",
        words=form.words.data or "",
    )


def _refused(
    screen: str, form: Form, row_id: UUID | None, refusal: Invalid | TooMany
) -> ResponseReturnValue:
    form.object_to(refusal)
    return _page(screen, form, row_id, status=422)


def _page(screen: str, form: Form, row_id: UUID | None = None, status: int = 200) -> Response:
    return render(f"peer/path/{screen}.html", status=status, form=form, row_id=row_id, steps=[])


def _back(message: str) -> ResponseReturnValue:
    flash(message)
    return redirect(url_for(".show_path"))
