"""Views of the grid: the whole of it, one line a page, lines of one's own, what shows a line."""

from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.files.queries import open_content
from portal.kernel.errors import Invalid, NotFound
from portal.kernel.i18n import _
from portal.skills.actions import grid as actions
from portal.skills.enums import Mobilised
from portal.skills.errors import TooMany
from portal.skills.queries import evidence, frameworks
from portal.skills.queries import grid as queries
from portal.spaces.peer.grid import pages
from portal.spaces.peer.grid.forms import FilesForm, OwnLineForm, QuickForm, WordsForm
from portal.spaces.peer.grid.keeping import LinePage, is_keeping, keep_files, say_kept
from portal.web import waiting
from portal.web.page import htmx, render
from portal.web.request import actor, person_id, session
from portal.web.serving import serve
from portal.web.space import feature

blueprint = feature("grid", __name__, prefix="/grid")


@blueprint.get("")
def show_grid() -> Response:
    grid = queries.read_grid(session(), person_id())
    return render(
        "peer/grid/grid.html",
        grid=grid,
        next_line=next(iter(grid.left), None),
        offered=queries.list_choices(session(), person_id()),
        mobilised=Mobilised,
        owner=person_id(),
    )


@blueprint.get("/<uuid:action_id>")
def show_line(action_id: UUID) -> Response:
    return _line(action_id)


@blueprint.post("/<uuid:action_id>")
def answer_line(action_id: UUID) -> ResponseReturnValue:
    """The answer and what shows it, whichever button was pressed: nothing of the page is lost."""
    waiting.need_owner()
    page = LinePage.sent()
    if not page.validate():
        return _line(action_id, page, status=422)
    page.keep_answer(action_id)
    if waiting.has_waited():
        return "", 204  # the device may forget it now
    try:
        is_aloud = page.keep_shown(action_id)
    except (Invalid, TooMany) as refusal:
        page.object_to(refusal)
        return _line(action_id, page, status=422)
    return redirect(_after(action_id, is_aloud=is_aloud))


@blueprint.post("/<uuid:action_id>/mobilised")
def answer_quickly(action_id: UUID) -> ResponseReturnValue:
    """One word, in the whole table; what was said of mastery and interest stays."""
    queries.read_grid(session(), person_id()).find(action_id)
    form = QuickForm()
    if not form.validate():
        raise Invalid({})
    said = Mobilised(form.mobilised.data)
    actions.answer_mobilised(session(), actor(), action_id, said)
    if not htmx:
        return redirect(url_for(".show_grid", _anchor=f"line-{action_id}"))
    line = queries.read_grid(session(), person_id()).find(action_id)
    return render("peer/grid/_line.html", "peer/grid/_line.html", line=line, mobilised=Mobilised)


@blueprint.get("/pocket")
def show_pocket() -> Response:
    """The whole grid in one page, that the phone may keep to fill in without a network."""
    grid = queries.read_grid(session(), person_id())
    forms = {
        line.action_id: pages.form_of(line, prefix=f"{line.action_id}-") for line in grid.lines
    }
    return render(
        "peer/grid/pocket.html",
        grid=grid,
        forms=forms,
        words={action_id: pages.words_form_of(action_id) for action_id in forms},
        files_form=FilesForm(formdata=None),
        owner=person_id(),
    )


@blueprint.get("/<uuid:action_id>/reading")
def play_reading(action_id: UUID) -> Response:
    """The line as its federation reads it aloud, in the current language."""
    is_seen = queries.is_seen(session(), person_id(), action_id)
    found = frameworks.find_reading(session(), action_id) if is_seen else None
    if found is None:
        raise NotFound
    return serve(open_content(session(), actor(), found[1].id))


@blueprint.post("/<uuid:action_id>/words")
def add_words(action_id: UUID) -> ResponseReturnValue:
    """An example that waited on a device; with a network, it comes with the whole line."""
    waiting.need_owner()
    queries.read_grid(session(), person_id()).find(action_id)
    form = WordsForm()
    try:
        if not form.validate():
            raise Invalid({"words": str(form.problems[0][1])})
        actions.add_words(session(), actor(), action_id, form.words.data or "", waiting.mark())
    except (Invalid, TooMany) as refusal:
        return waiting.refuse(refusal)
    return "", 204


@blueprint.post("/<uuid:action_id>/files")
def add_files(action_id: UUID) -> ResponseReturnValue:
    """A recording or photos that waited on a device."""
    waiting.need_owner()
    queries.read_grid(session(), person_id()).find(action_id)
    try:
        keep_files(action_id, FilesForm())
    except (Invalid, TooMany) as refusal:
        return waiting.refuse(refusal)
    return "", 204


@blueprint.post("/evidence/<uuid:evidence_id>/remove")
def remove_evidence(evidence_id: UUID) -> ResponseReturnValue:
    action_id = queries.get_evidence(session(), person_id(), evidence_id).action_id
    actions.remove_evidence(session(), actor(), evidence_id)
    flash(_("C’est effacé."))
    return redirect(url_for(".show_line", action_id=action_id, _anchor="evidence"))


@blueprint.get("/lines/new")
def show_own_form() -> Response:
    return render("peer/grid/own.html", form=OwnLineForm())


@blueprint.post("/lines/new")
def add_own_line() -> ResponseReturnValue:
    form = OwnLineForm()
    if not form.validate():
        return render("peer/grid/own.html", status=422, form=form)
    try:
        added = actions.add_own_line(
            session(), actor(), form.label.data or "", form.heading.data or ""
        )
    except (Invalid, TooMany) as refusal:
        form.object_to(refusal)
        return render("peer/grid/own.html", status=422, form=form)
    return redirect(url_for(".show_line", action_id=added.id))


@blueprint.post("/lines/<uuid:action_id>/remove")
def remove_own_line(action_id: UUID) -> ResponseReturnValue:
    actions.remove_own_line(session(), actor(), action_id)
    flash(_("Votre ligne est retirée, avec ses réponses."))
    return redirect(url_for(".show_grid"))


@blueprint.post("/frameworks/<uuid:framework_id>")
def choose_framework(framework_id: UUID) -> ResponseReturnValue:
    chosen = request.form.get("chosen") == "1"
    actions.choose_framework(session(), actor(), framework_id, chosen=chosen)
    flash(_("La grille est ajoutée.") if chosen else _("La grille n’est plus affichée."))
    return redirect(url_for(".show_grid"))


def _line(action_id: UUID, page: LinePage | None = None, status: int = 200) -> Response:
    grid = queries.read_grid(session(), person_id())
    line = grid.find(action_id)
    return render(
        "peer/grid/line.html",
        status=status,
        line=line,
        framework=pages.framework_of(grid, action_id),
        group=pages.group_of(grid, action_id),
        form=page.line if page else pages.form_of(line),
        words_form=page.words if page else WordsForm(formdata=None),
        files_form=page.files if page else FilesForm(formdata=None),
        kept=evidence.list_kept(session(), person_id(), action_id),
        reading=frameworks.find_reading(session(), action_id),
        left=len(grid.left),
        steps=[],
        back_url=url_for(".show_grid"),
    )


def _after(action_id: UUID, *, is_aloud: bool | None) -> str:
    """Where one goes from a line: on, unless something to show it was what one wanted to keep.

    Answered aloud, a line leads to the next one, as an answer in words does.
    """
    if is_keeping() or is_aloud is not None:
        say_kept(something=is_aloud is not None)
    if is_keeping() and not is_aloud:
        return url_for(".show_line", action_id=action_id, _anchor="evidence")
    return _onward(action_id)


def _onward(action_id: UUID) -> str:
    """Where « continue » leads: the next line to answer, or the grid when it is all answered."""
    if request.form.get("prefix"):
        return url_for(".show_pocket", _anchor=f"line-{action_id}")
    if request.form.get("later"):
        return url_for(".show_grid")
    line = pages.following(queries.read_grid(session(), person_id()), action_id)
    if line is None:
        flash(_("Toutes les lignes ont une réponse. Vous pouvez les changer quand vous voulez."))
        return url_for(".show_grid")
    return url_for(".show_line", action_id=line.action_id)
