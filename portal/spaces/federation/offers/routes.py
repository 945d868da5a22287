"""Views of the offers of a region."""

from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.jobs.actions import relays as actions
from portal.jobs.policy import relays as policy
from portal.jobs.queries import relays
from portal.kernel.i18n import _
from portal.spaces.federation.offers.forms import RelayForm
from portal.web.page import render
from portal.web.request import actor, need, session
from portal.web.space import feature

blueprint = feature("offers", __name__, "/offers")
_SHOWN = {"relayed": True, "others": False}


@blueprint.get("")
def list_offers() -> Response:
    """All of them, those passed on, or the others."""
    shown = request.args.get("show", "")
    page = min(max(1, request.args.get("page", 1, int)), 500)
    offers, more = relays.list_regional_offers(
        session(), actor(), relayed=_SHOWN.get(shown), page=page
    )
    return render(
        "federation/offers/list.html",
        offers=offers,
        shown=shown if shown in _SHOWN else "",
        page=page,
        pages=page + more,
        can_relay=policy.can_relay(actor()),
    )


@blueprint.get("/<uuid:offer_id>")
def show_relay(offer_id: UUID) -> Response:
    return _page(offer_id)


def _page(offer_id: UUID, form: RelayForm | None = None, status: int = 200) -> Response:
    offer = relays.get_regional_offer(session(), actor(), offer_id)
    relay = relays.find_relay(session(), actor(), offer_id)
    return render(
        "federation/offers/relay.html",
        status=status,
        offer=offer,
        relay=relay,
        public_page=f"/offers/{offer.slug}",  # part of the contract of addresses
        can_relay=policy.can_relay(actor()),
        form=form or RelayForm(note=relay.note if relay else ""),
    )


@blueprint.post("/<uuid:offer_id>")
def relay_offer(offer_id: UUID) -> ResponseReturnValue:
    relays.get_regional_offer(session(), actor(), offer_id)
    need(policy.can_relay(actor()))
    form = RelayForm()
    if not form.validate():
        return _page(offer_id, form, 422)
    actions.relay_offer(session(), actor(), offer_id, form.note.data or "")
    flash(_("L’offre est relayée. La structure est prévenue."))
    return redirect(url_for(".list_offers"))


@blueprint.post("/<uuid:offer_id>/stop")
def stop_relaying(offer_id: UUID) -> ResponseReturnValue:
    actions.stop_relaying(session(), actor(), offer_id)
    flash(_("L’offre n’est plus relayée."))
    return redirect(url_for(".list_offers"))
