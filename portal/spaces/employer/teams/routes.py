"""Views of the teams: made, filled, left."""

from uuid import UUID

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.kernel.errors import Invalid
from portal.kernel.i18n import _
from portal.organisations import policy
from portal.organisations.actions import teams as actions
from portal.organisations.queries import members, teams
from portal.organisations.queries.teams import TeamLine
from portal.spaces.employer.teams.forms import MemberForm, TeamForm
from portal.web.page import render
from portal.web.request import actor, need, session
from portal.web.space import feature

blueprint = feature("teams", __name__, "/teams")


@blueprint.get("")
def list_teams() -> Response:
    return _list(TeamForm())


def _list(form: TeamForm, status: int = 200) -> Response:
    return render(
        "employer/teams/list.html",
        status=status,
        form=form,
        teams=teams.list_teams(session(), actor()),
        me=actor().person_id,
        can_manage=policy.can_manage_teams(actor()),
    )


@blueprint.post("")
def make_team() -> ResponseReturnValue:
    need(policy.can_manage_teams(actor()))
    form = TeamForm()
    if form.validate():
        try:
            team = actions.make_team(session(), actor(), form.name.data or "")
        except Invalid as refusal:
            form.take(refusal)
        else:
            flash(_("L’équipe est créée. Ajoutez maintenant ses membres."))
            return redirect(url_for(".show_team", team_id=team.id))
    return _list(form, 422)


@blueprint.get("/<uuid:team_id>")
def show_team(team_id: UUID) -> Response:
    team = teams.get_team(session(), actor(), team_id)
    can_manage = policy.can_manage_teams(actor())
    return render(
        "employer/teams/team.html",
        team=team,
        form=_member_form(team) if can_manage else None,
        me=actor().person_id,
        can_manage=can_manage,
    )


def _member_form(team: TeamLine) -> MemberForm:
    inside = [one.person_id for one in team.members]
    return MemberForm().offer(
        one
        for one in members.list_members(session(), actor())
        if one.person_id not in inside and policy.can_add_to_team(actor(), one.person_id, inside)
    )


@blueprint.post("/<uuid:team_id>/members")
def add_member(team_id: UUID) -> ResponseReturnValue:
    team = teams.get_team(session(), actor(), team_id)
    need(policy.can_manage_teams(actor()))
    form = _member_form(team)
    if form.validate():
        actions.add_member(session(), actor(), team_id, UUID(form.person.data))
        flash(_("Cette personne est dans l’équipe."))
    return redirect(url_for(".show_team", team_id=team_id))


@blueprint.post("/<uuid:team_id>/members/<uuid:person_id>/remove")
def remove_member(team_id: UUID, person_id: UUID) -> ResponseReturnValue:
    actions.remove_member(session(), actor(), team_id, person_id)
    if person_id == actor().person_id:
        flash(_("Vous avez quitté cette équipe. Vos lignes du tableau sont effacées."))
        return redirect(url_for(".list_teams"))
    flash(_("Cette personne n’est plus dans l’équipe. Ses lignes du tableau sont effacées."))
    return redirect(url_for(".show_team", team_id=team_id))


@blueprint.post("/<uuid:team_id>/remove")
def remove_team(team_id: UUID) -> ResponseReturnValue:
    actions.remove_team(session(), actor(), team_id)
    flash(_("L’équipe et son tableau sont supprimés."))
    return redirect(url_for(".list_teams"))
