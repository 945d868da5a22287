"""The newest trainings of a search, as a feed says them."""

from flask import url_for

from portal.kernel.i18n import gettext_ as _
from portal.spaces.public.trainings import pages, searches
from portal.trainings.queries import listed
from portal.trainings.queries.listed import NOTHING, Beside
from portal.trainings.queries.published import Line, Listing, Wanted
from portal.web.feeds import Feed, Item
from portal.web.request import session, settings

# Its own words are in French, which stays authoritative.
_LANGUAGE = "fr"


def feed(wanted: Wanted, listing: Listing, endpoint: str) -> Feed:
    asked = searches.arguments_of(wanted)
    base = settings().base_url
    besides = listed.beside(session(), [line.slug for line in listing.lines])
    return Feed(
        title=_("Formations – Portail Travail Pair"),
        home=base + url_for("public.trainings.list_trainings") + asked,
        address=base + url_for(endpoint) + asked,
        items=[_item(line, base, besides.get(line.slug, NOTHING)) for line in listing.lines],
    )


def _item(line: Line, base: str, beside: Beside) -> Item:
    shown = pages.card(line, Beside(None, beside.relays))
    facts = [f"{fact.label} : {fact.value}" for fact in shown["facts"]]
    return Item(
        url=base + shown["url"],
        title=line.card["title"],
        language=_LANGUAGE,
        text=" · ".join([*facts, shown["verified"]]),
        author=shown["organiser"],
        tags=[_("Aucun diplôme demandé")] if shown["no_diploma"] else [],
        published=line.published_at,
        # It may come into a list long after it was written: by a relay, or by its dates.
        changed=max(line.updated_at, beside.since or line.updated_at),
    )
