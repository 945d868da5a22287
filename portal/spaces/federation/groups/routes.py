"""Views of the practice groups of a federation."""

from uuid import UUID

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.events import codes
from portal.events.actions import groups as actions
from portal.events.enums import Audience
from portal.events.queries import groups
from portal.kernel.i18n import _
from portal.screens.groups import group_form, screens, with_choices
from portal.spaces.federation.groups import pages
from portal.web.groups import GroupForm, where
from portal.web.page import render
from portal.web.request import actor, session, settings
from portal.web.space import feature

blueprint = feature("groups", __name__, "/groups")
screens.bind(blueprint)


@blueprint.get("")
def list_groups() -> Response:
    return render(
        "federation/groups/list.html",
        groups=groups.list_run(session(), actor()),
        counts=groups.member_counts(session(), actor()),
        said_count=pages.said_count,
        where=where,
    )


@blueprint.get("/new")
def show_new() -> Response:
    return group_form(with_choices(GroupForm(audience=Audience.PEERS.value)))


@blueprint.post("/new")
def open_group() -> ResponseReturnValue:
    form = with_choices(GroupForm())
    if not form.validate():
        return group_form(form, status=422)
    group = actions.found_group(session(), actor(), settings().key(codes.KEY), form.facts())
    flash(_("Le groupe est ouvert. Ajoutez ses premières dates."))
    return redirect(url_for(".show_new_dates", group_id=group.id))


@blueprint.get("/<uuid:group_id>")
def show_group(group_id: UUID) -> Response:
    group = groups.get_run(session(), actor(), group_id)
    return render("federation/groups/group.html", **pages.group_page(group))
