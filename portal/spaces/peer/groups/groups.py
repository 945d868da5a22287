"""Views of one's groups, and of those one may enter."""

from uuid import UUID

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.events.actions import memberships
from portal.events.errors import LastHost
from portal.events.queries import groups, meetings
from portal.kernel.errors import Invalid
from portal.kernel.i18n import _, gettext_
from portal.spaces.peer.groups import pages
from portal.spaces.peer.groups.blueprint import blueprint
from portal.spaces.peer.groups.forms import NameForm
from portal.web.page import render
from portal.web.request import actor, session


@blueprint.get("")
def list_groups() -> Response:
    return render(
        "peer/groups/list.html",
        mine=groups.list_mine(session(), actor()),
        others=groups.list_others(session(), actor()),
        dates=meetings.list_my_dates(session(), actor()),
        **pages.words(),
    )


@blueprint.get("/<uuid:group_id>")
def show_group(group_id: UUID) -> Response:
    """What it is for whoever may enter; everything for whoever is in it."""
    seen = groups.get_group(session(), actor(), group_id)
    if seen.membership is None:
        return render("peer/groups/join.html", token=None, **pages.door(seen, None))
    return render("peer/groups/show.html", **pages.inside(seen))


@blueprint.post("/<uuid:group_id>/me")
def change_membership(group_id: UUID) -> ResponseReturnValue:
    seen = groups.get_own(session(), actor(), group_id)
    form = NameForm()
    if form.validate():
        try:
            memberships.change_membership(
                session(),
                actor(),
                group_id,
                shown_name=form.shown_name.data or "",
                seen_by_facilitator=bool(form.seen_by_facilitator.data),
            )
        except Invalid as refusal:
            form.take(refusal)
        else:
            flash(_("C’est enregistré."))
            return redirect(url_for(".show_group", group_id=group_id))
    return render("peer/groups/show.html", status=422, **pages.inside(seen, form))


@blueprint.post("/<uuid:group_id>/leave")
def leave_group(group_id: UUID) -> ResponseReturnValue:
    try:
        memberships.leave_group(session(), actor(), group_id)
    except LastHost as refusal:
        flash(gettext_(refusal.message), "warn")
        return redirect(url_for(".show_group", group_id=group_id))
    flash(_("Vous avez quitté le groupe. Vos inscriptions et vos notes sont effacées."))
    return redirect(url_for(".list_groups"))


@blueprint.post("/<uuid:group_id>/take-over")
def take_over(group_id: UUID) -> ResponseReturnValue:
    memberships.take_over(session(), actor(), group_id)
    flash(_("Vous animez maintenant ce groupe."))
    return redirect(url_for(".show_group", group_id=group_id))
