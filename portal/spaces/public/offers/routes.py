"""Views of the offers."""

import json

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.jobs.queries import published
from portal.spaces.public.offers import feeds, pages, poster, searches
from portal.web.pace import Pace
from portal.web.page import render
from portal.web.request import session
from portal.web.searches import page_number
from portal.web.sending import hidden, sent
from portal.web.space import feature

blueprint = feature("offers", __name__)

# In a minute, from one network: a shelter or a mobile operator puts many people behind one address.
SEARCHES, FEEDS, POSTERS = Pace(300), Pace(60), Pace(20)


@blueprint.get("/offers")
def list_offers() -> ResponseReturnValue:
    """The published offers, newest first; what htmx asks for is the results alone."""
    SEARCHES.keep()
    wanted = searches.read(session(), request.args)
    values = pages.list_page(wanted, page_number(request.args))
    listing = values["listing"]
    if listing.page > listing.pages:
        last = searches.arguments_of(wanted, listing.pages)
        return redirect(url_for(".list_offers") + last)
    response = render("public/offers/list.html", fragment="public/offers/_swap.html", **values)
    response.headers["HX-Push-Url"] = values["here_url"]
    return response


@blueprint.get("/offers/<slug>")
def show_offer(slug: str) -> Response:
    """One offer, in the reader's language as far as it was translated."""
    try:
        offer = published.find_offer(session(), slug)
    except published.OfferGone as gone:
        # A pause is no end: the address comes back, and who kept it is not told to forget it.
        return _gone(gone, 200 if gone.paused else 410)
    return render("public/offers/show.html", **pages.offer_page(offer))


def _gone(gone: published.OfferGone, status: int) -> Response:
    return render("public/offers/gone.html", status=status, **pages.gone_page(gone))


@blueprint.get("/offers/<slug>/poster.pdf")
def print_poster(slug: str) -> ResponseReturnValue:
    """The offer on a sheet of paper, in the reader's language."""
    POSTERS.keep()
    try:
        offer = published.find_offer(session(), slug)
    except published.OfferGone as gone:
        return _gone(gone, 410)
    sheet = sent(poster.poster(offer), "application/pdf", name=f"{slug}.pdf")
    return sheet if offer.document.get("indexable") else hidden(sheet)


@blueprint.get("/feeds/offers.atom")
def read_atom() -> ResponseReturnValue:
    """The newest offers of a search, for a reader of feeds."""
    known = _feed()
    return hidden(sent(feeds.as_atom(known), "application/atom+xml", known.changed))


@blueprint.get("/feeds/offers.json")
def read_json() -> ResponseReturnValue:
    """The same as JSON Feed, for another site that relays the offers."""
    known = _feed()
    content = json.dumps(feeds.as_json(known), ensure_ascii=False).encode()
    return hidden(sent(content, "application/feed+json", known.changed))


def _feed() -> feeds.Feed:
    FEEDS.keep()
    wanted = searches.read(session(), request.args)
    listing = published.list_offers(session(), wanted)
    return feeds.feed(wanted, listing, str(request.endpoint))
