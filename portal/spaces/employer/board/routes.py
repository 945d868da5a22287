"""Views of the board. Whoever is not in the team gets 404, an administrator too."""

from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.kernel.errors import Invalid
from portal.kernel.i18n import _
from portal.organisations.queries import teams
from portal.skills.actions import board as actions
from portal.skills.enums import Source
from portal.skills.errors import TooMany
from portal.skills.queries import board
from portal.spaces.employer.board.forms import LineForm
from portal.web.page import render
from portal.web.request import actor, session
from portal.web.space import feature

blueprint = feature("board", __name__, "/teams/<uuid:team_id>/board")


@blueprint.get("")
def show_board(team_id: UUID) -> Response:
    team = teams.get_own_team(session(), actor(), team_id)
    words = request.args.get("q", "")[:100]
    return render(
        "employer/board/board.html",
        team=team,
        words=words,
        colleagues=board.read_board(session(), actor(), team, words),
        origins_of=board.origins_of,
        me=actor().person_id,
    )


@blueprint.get("/new")
def show_form(team_id: UUID) -> Response:
    return _form(team_id, LineForm())


@blueprint.post("/new")
def add_line(team_id: UUID) -> ResponseReturnValue:
    return _write(team_id, None)


@blueprint.get("/<uuid:line_id>")
def show_line(team_id: UUID, line_id: UUID) -> Response:
    line = board.get_own_line(session(), actor(), team_id, line_id)
    return _form(team_id, LineForm(obj=line), line_id)


@blueprint.post("/<uuid:line_id>")
def change_line(team_id: UUID, line_id: UUID) -> ResponseReturnValue:
    board.get_own_line(session(), actor(), team_id, line_id)
    return _write(team_id, line_id)


@blueprint.post("/<uuid:line_id>/withdraw")
def withdraw_line(team_id: UUID, line_id: UUID) -> ResponseReturnValue:
    actions.withdraw_line(session(), actor(), team_id, line_id)
    flash(_("La ligne est retirée. Rien n’en est gardé."))
    return redirect(url_for(".show_board", team_id=team_id))


def _write(team_id: UUID, line_id: UUID | None) -> ResponseReturnValue:
    form = LineForm()
    if not form.validate():
        return _form(team_id, form, line_id, status=422)
    origins = [Source(one) for one in form.origins.data or ()]
    told = actions.Told(form.knows.data or "", form.helps.data or "", origins)
    try:
        actions.write_line(session(), actor(), team_id, told, line_id)
    except (Invalid, TooMany) as refusal:
        form.object_to(refusal)
        return _form(team_id, form, line_id, status=422)
    flash(_("C’est enregistré. Votre équipe le voit."))
    return redirect(url_for(".show_board", team_id=team_id))


def _form(
    team_id: UUID, form: LineForm, line_id: UUID | None = None, status: int = 200
) -> Response:
    team = teams.get_own_team(session(), actor(), team_id)
    return render("employer/board/form.html", status=status, form=form, team=team, line_id=line_id)
