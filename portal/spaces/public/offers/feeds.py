"""The newest offers of a search, as a feed says them."""

from flask import url_for

from portal.jobs.queries.published import Line, Listing, Wanted
from portal.kernel.i18n import gettext_ as _
from portal.spaces.public.offers import pages, searches
from portal.web.feeds import Feed, Item
from portal.web.request import settings


def feed(wanted: Wanted, listing: Listing, endpoint: str) -> Feed:
    asked = searches.arguments_of(wanted)
    base = settings().base_url
    return Feed(
        title=_("Offres d’emploi – Portail Travail Pair"),
        home=base + url_for("public.offers.list_offers") + asked,
        address=base + url_for(endpoint) + asked,
        items=[_item(line, base) for line in listing.lines],
    )


def _item(line: Line, base: str) -> Item:
    shown = pages.card(line)
    facts = [f"{fact['label']} : {fact['value']}" for fact in shown["facts"]]
    return Item(
        url=base + shown["url"],
        title=shown["title"].text,
        language=shown["title"].tag,
        text=" · ".join(facts),
        author=shown["structure"] or _("Portail Travail Pair"),
        tags=[shown["nature"]] if shown["nature"] else [],
        published=line.published_at,
        changed=line.updated_at,
    )
