"""Views of invitations. The secret of the address is what opens them."""

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.kernel.i18n import _
from portal.organisations.actions import invitations
from portal.organisations.errors import InvitationOver
from portal.organisations.messages import home_of
from portal.organisations.queries import members
from portal.organisations.queries.members import OpenedInvitation
from portal.people.addresses import masked
from portal.spaces.account.invitations.forms import JoinForm
from portal.web.page import render
from portal.web.request import person_id, session
from portal.web.space import feature

blueprint = feature("invitations", __name__, "/invitations")


@blueprint.get("/<token>")
def show_invitation(token: str) -> Response:
    return _page(token, _opened(token))


@blueprint.post("/<token>")
def accept_invitation(token: str) -> ResponseReturnValue:
    invitation, form = _opened(token), JoinForm()
    if not current_user.is_authenticated:
        here = url_for(".show_invitation", token=token)
        return redirect(url_for("account.sign_in.show_form", next=here))
    if not form.validate():
        return _page(token, invitation, form, 422)
    joined = invitations.accept(session(), token, person_id(), name=form.display_name.data or "")
    flash(_("Bienvenue dans l’équipe « %(name)s ».", name=joined.name))
    return redirect(f"{home_of(joined.kind, joined.slug)}/team")


def _opened(token: str) -> OpenedInvitation:
    invitation = members.open_invitation(session(), token)
    if invitation.is_over:
        raise InvitationOver
    return invitation


def _page(
    token: str, invitation: OpenedInvitation, form: JoinForm | None = None, status: int = 200
) -> Response:
    known = current_user.is_authenticated
    return render(
        "account/invitations/invitation.html",
        status=status,
        invitation=invitation,
        role=invitation.role.label,
        explanation=invitation.role.explained_for(invitation.kind),
        sent_to=masked(invitation.sent_to),
        return_to=url_for(".show_invitation", token=token),
        is_mine=known and invitations.is_for(session(), invitation, person_id()),
        form=form or JoinForm(display_name=current_user.display_name if known else ""),
    )
