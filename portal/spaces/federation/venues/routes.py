"""Views: the places of the federation, one of them, archived and taken back."""

from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.kernel.errors import Invalid
from portal.kernel.i18n import _, gettext_
from portal.spaces.federation.venues import pages
from portal.spaces.federation.venues.forms import VenueForm
from portal.trainings import policy
from portal.trainings.actions import venues as actions
from portal.trainings.errors import ChangedMeanwhile, VenueInUse
from portal.trainings.queries import venues as queries
from portal.trainings.queries.venues import TrainingVenue
from portal.web import steps
from portal.web.forms import future_id
from portal.web.page import render
from portal.web.request import actor, need, place, session
from portal.web.space import feature

blueprint = feature("venues", __name__, "/trainings/venues")


@blueprint.before_request
def need_to_plan() -> None:
    """Whoever plans sessions keeps their places."""
    need(policy.can_write_trainings(actor()))


@blueprint.get("")
def list_venues() -> Response:
    archived = request.args.get("show") == "archived"
    return render("federation/venues/list.html", **pages.list_page(archived=archived))


@blueprint.get("/new")
def show_new() -> Response:
    return _show(pages.new_page(pages.blank()))


@blueprint.post("/new")
def add_venue() -> ResponseReturnValue:
    form = pages.sent()
    if not form.validate():
        return _show(pages.new_page(form), 422)
    try:
        named = future_id(place().id, form.given)
        actions.add_venue(session(), actor(), form.values(), named)
    except Invalid as refusal:
        form.take(refusal)
        return _show(pages.new_page(form), 422)
    flash(_("Ce lieu est enregistré. Une session peut maintenant le choisir."))
    return redirect(url_for(".list_venues"))


@blueprint.get("/<uuid:venue_id>")
def edit_venue(venue_id: UUID) -> Response:
    venue = _get_kept(venue_id)
    return _show(pages.form_page(venue, pages.opened(venue)))


@blueprint.post("/<uuid:venue_id>")
def save_venue(venue_id: UUID) -> ResponseReturnValue:
    """Keep what changed; sessions to come follow. What somebody else changed is shown."""
    venue, form = _get_kept(venue_id), pages.sent()
    if not form.validate():
        return _show(pages.form_page(venue, form), 422)
    version = request.form.get("version", 0, type=int)
    try:
        actions.change_venue(session(), actor(), venue_id, form.values(), version=version)
    except Invalid as refusal:
        form.take(refusal)
        return _show(pages.form_page(venue, form), 422)
    except ChangedMeanwhile:
        return _show(_conflict(venue, form), 409)
    flash(_("C’est enregistré. Les sessions à venir disent la même chose."))
    return redirect(url_for(".list_venues"))


@blueprint.post("/<uuid:venue_id>/archive")
def archive_venue(venue_id: UUID) -> ResponseReturnValue:
    actions.archive_venue(session(), actor(), venue_id)
    flash(_("Ce lieu est archivé. Les sessions qui l’ont choisi le gardent."))
    return redirect(url_for(".list_venues", show="archived"))


@blueprint.post("/<uuid:venue_id>/restore")
def restore_venue(venue_id: UUID) -> ResponseReturnValue:
    actions.restore_venue(session(), actor(), venue_id)
    flash(_("Ce lieu peut de nouveau être choisi."))
    return redirect(url_for(".list_venues"))


@blueprint.post("/<uuid:venue_id>/delete")
def delete_venue(venue_id: UUID) -> ResponseReturnValue:
    try:
        actions.delete_venue(session(), actor(), venue_id)
    except VenueInUse as refusal:
        flash(gettext_(refusal.message), "warn")
        return redirect(url_for(".edit_venue", venue_id=venue_id))
    flash(_("Ce lieu est supprimé."))
    return redirect(url_for(".list_venues"))


def _get_kept(venue_id: UUID) -> TrainingVenue:
    venue = queries.get_venue(session(), actor(), venue_id)
    need(policy.can_keep_venue(actor(), venue))
    return venue


def _conflict(venue: TrainingVenue, form: VenueForm) -> dict[str, Any]:
    changed = steps.differences(form, pages.shown(venue))
    return pages.form_page(venue, form, changed, venue.version)


def _show(values: dict[str, Any], status: int = 200) -> Response:
    return render("federation/venues/form.html", status=status, **values)
