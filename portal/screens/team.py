"""Views of the team: who is in it, who is invited, roles, departures."""

from uuid import UUID

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.kernel import i18n
from portal.kernel.errors import Invalid
from portal.kernel.i18n import _
from portal.organisations import policy
from portal.organisations.actions import invitations, members
from portal.organisations.queries import members as queries
from portal.people.addresses import masked
from portal.screens.team_forms import InviteForm, RoleForm
from portal.web.request import actor, need, place, session
from portal.web.screens import Screens, render_own

screens = Screens()


@screens.get("")
def show_team() -> Response:
    return _team(InviteForm().offer(place().kind))


def _team(form: InviteForm, status: int = 200) -> Response:
    return render_own(
        "team.html",
        status=status,
        form=form,
        explanations=_explanations(),
        members=queries.list_members(session(), actor()),
        invitations=queries.list_invitations(session(), actor()),
        undelivered=queries.list_undelivered(session(), actor()),
        can_manage=policy.can_manage_team(actor()),
        me=actor().person_id,
        masked=masked,
    )


def _explanations() -> dict[str, str]:
    kind = place().kind
    return {role: role.explained_for(kind) for role in policy.roles_of(kind)}


@screens.post("/invitations")
def invite() -> ResponseReturnValue:
    need(policy.can_manage_team(actor()))
    form = InviteForm().offer(place().kind)
    if form.validate():
        try:
            invitations.invite(
                session(),
                actor(),
                form.address.data or "",
                form.role.data,
                locale=i18n.current().tag,
            )
        except Invalid as refusal:
            form.take(refusal)
        else:
            flash(_("L’invitation est partie. Elle est valable sept jours."))
            return redirect(url_for(".show_team"))
    return _team(form, 422)


@screens.post("/invitations/<uuid:invitation_id>/revoke")
def revoke_invitation(invitation_id: UUID) -> ResponseReturnValue:
    invitations.revoke(session(), actor(), invitation_id)
    flash(_("L’invitation est annulée : son lien ne marche plus."))
    return redirect(url_for(".show_team"))


@screens.get("/members/<uuid:person_id>")
def show_member(person_id: UUID) -> Response:
    member = queries.get_member(session(), actor(), person_id)
    need(policy.can_manage_team(actor()))
    return render_own(
        "member.html",
        form=RoleForm(role=member.role).offer(place().kind),
        member=member,
        explanations=_explanations(),
    )


@screens.post("/members/<uuid:person_id>/role")
def change_role(person_id: UUID) -> ResponseReturnValue:
    form = RoleForm().offer(place().kind)
    members.change_role(session(), actor(), person_id, form.role.data or "")
    flash(_("Le rôle est changé."))
    return redirect(url_for(".show_team"))


@screens.post("/members/<uuid:person_id>/remove")
def remove_member(person_id: UUID) -> ResponseReturnValue:
    members.remove_member(session(), actor(), person_id)
    if person_id == actor().person_id:
        flash(_("Vous avez quitté cette équipe."))
        return redirect(url_for("peer.home.show_home"))
    flash(_("Cette personne ne fait plus partie de l’équipe. Elle n’entre plus ici."))
    return redirect(url_for(".show_team"))
