"""Views of the team: who is in it, who is invited, roles, departures."""

from collections.abc import Sequence
from uuid import UUID

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.kernel import i18n
from portal.kernel.errors import Invalid
from portal.kernel.i18n import _, listed
from portal.organisations import policy
from portal.organisations.actions import invitations
from portal.organisations.queries import members as queries
from portal.people.addresses import masked
from portal.screens.team_forms import InviteForm, RoleForm
from portal.trainings.actions import leaving
from portal.trainings.phrases import days_of
from portal.trainings.queries.parts import Part, list_parts
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
    parts = list_parts(session(), actor(), person_id)
    return render_own(
        "member.html",
        form=RoleForm(role=member.role).offer(place().kind),
        member=member,
        explanations=_explanations(),
        parts=[(part, days_of(part.dates.starts_on, part.dates.ends_on)) for part in parts],
    )


@screens.post("/members/<uuid:person_id>/role")
def change_role(person_id: UUID) -> ResponseReturnValue:
    form = RoleForm().offer(place().kind)
    ended = leaving.change_role(session(), actor(), person_id, form.role.data or "")
    flash(_("Le rôle est changé."))
    _say_ended(ended)
    return redirect(url_for(".show_team"))


@screens.post("/members/<uuid:person_id>/remove")
def remove_member(person_id: UUID) -> ResponseReturnValue:
    ended = leaving.remove_member(session(), actor(), person_id)
    if person_id == actor().person_id:
        flash(_("Vous avez quitté cette équipe."))
        return redirect(url_for("peer.home.show_home"))
    flash(_("Cette personne ne fait plus partie de l’équipe. Elle n’entre plus ici."))
    _say_ended(ended)
    return redirect(url_for(".show_team"))


def _say_ended(ended: Sequence[Part]) -> None:
    """In which sessions somebody is missing now."""
    if ended:
        named = [f"{part.title} ({listed(part.said)})" for part in ended]
        flash(
            _(
                "Dites qui reprend son rôle dans ces sessions : %(sessions)s.",
                sessions=listed(named),
            ),
            "warn",
        )
