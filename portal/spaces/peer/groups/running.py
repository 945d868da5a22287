"""Views of hosting a group: opening one, who is in it; the rest as every group that is run."""

from uuid import UUID

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.events import codes
from portal.events.actions import groups as actions
from portal.events.actions import memberships
from portal.events.enums import Audience
from portal.kernel.errors import Invalid
from portal.kernel.i18n import _
from portal.screens.groups import group_form, screens, with_choices
from portal.spaces.peer.groups import pages
from portal.spaces.peer.groups.blueprint import blueprint
from portal.spaces.peer.groups.forms import NewGroupForm
from portal.web.request import actor, session, settings

screens.bind(blueprint)


@blueprint.get("/new")
def show_new() -> Response:
    form = NewGroupForm(shown_name=pages.first_name(), audience=Audience.PEERS.value)
    return group_form(with_choices(form))


@blueprint.post("/new")
def found_group() -> ResponseReturnValue:
    form = NewGroupForm()
    if with_choices(form).validate():
        key, name = settings().key(codes.KEY), form.shown_name.data or ""
        try:
            group = actions.found_group(session(), actor(), key, form.facts(), shown_name=name)
        except Invalid as refusal:
            form.take(refusal)
        else:
            flash(_("Votre groupe est ouvert. Ajoutez une première date."))
            return redirect(url_for(".show_new_dates", group_id=group.id))
    return group_form(form, status=422)


@blueprint.post("/<uuid:group_id>/members/<uuid:membership_id>/remove")
def remove_member(group_id: UUID, membership_id: UUID) -> ResponseReturnValue:
    memberships.remove_member(session(), actor(), group_id, membership_id)
    flash(_("Cette personne n’est plus dans le groupe."))
    return redirect(url_for(".show_group", group_id=group_id))
