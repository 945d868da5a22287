"""Views: the list of offers, a new one, one of them, its log and its preview."""

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.jobs.actions import offers as actions
from portal.jobs.queries import offers as queries
from portal.kernel.errors import NotFound
from portal.kernel.i18n import _
from portal.spaces.employer.offers import pages
from portal.spaces.employer.offers.blueprint import blueprint
from portal.web.forms import future_id
from portal.web.page import render
from portal.web.request import actor, place, session


@blueprint.get("")
def list_offers() -> ResponseReturnValue:
    """The offers of the structure."""
    return render("employer/offers/list.html", **pages.list_page())


@blueprint.get("/new")
def new_offer() -> ResponseReturnValue:
    """From nothing, from a model of the portal, or from an earlier offer."""
    return render("employer/offers/new.html", **pages.new_page())


@blueprint.post("/new")
def start_offer() -> ResponseReturnValue:
    """Start the draft and go to its first step."""
    kind, _sep, what = request.form.get("from", "").partition(":")
    given = request.form.get("offer_id", type=UUID)
    offer_id = future_id(place().id, given) if given else None
    if kind == "model":
        offer = actions.create_from_model(session(), actor(), what, offer_id)
    elif kind == "copy":
        offer = actions.copy_offer(session(), actor(), _uuid(what), offer_id)
    else:
        offer = actions.create_offer(session(), actor(), offer_id)
    return redirect(url_for(".edit_step", offer_id=offer.id, step="job"))


@blueprint.get("/<uuid:offer_id>")
def show_offer(offer_id: UUID) -> ResponseReturnValue:
    """Where an offer stands, and what may be done with it."""
    offer = queries.get_offer(session(), actor(), offer_id)
    return render("employer/offers/show.html", **pages.offer_page(offer))


@blueprint.get("/<uuid:offer_id>/log")
def show_log(offer_id: UUID) -> ResponseReturnValue:
    """Who moved the offer, when, from what to what."""
    offer = queries.get_offer(session(), actor(), offer_id)
    events = queries.list_events(session(), actor(), offer_id)
    return render("employer/offers/log.html", offer=offer, lines=pages.log_lines(events))


@blueprint.post("/<uuid:offer_id>/delete")
def delete_draft(offer_id: UUID) -> ResponseReturnValue:
    """Throw a draft away."""
    actions.delete_draft(session(), actor(), offer_id)
    flash(_("Le brouillon est supprimé."))
    return redirect(url_for(".list_offers"))


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound from error
