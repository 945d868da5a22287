"""What the templates of the offers receive."""

from dataclasses import dataclass
from typing import Any

from flask import render_template, url_for
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from portal.jobs import phrases, reading
from portal.jobs.enums import OfferNature, Way
from portal.jobs.job_posting import job_posting
from portal.jobs.policy import applications as policy
from portal.jobs.queries import published
from portal.jobs.queries.published import COUNTED, Line, Listing, OfferGone, Published, Wanted
from portal.jobs.reading.parts import enum_label
from portal.kernel import clock, i18n
from portal.kernel.i18n import gettext_ as _
from portal.kernel.i18n import ngettext, show_date, show_number
from portal.languages.said import Said, told_title
from portal.spaces.public.offers import searches
from portal.web.request import session, settings
from portal.web.searches import chips, paged, where_words
from portal.web.templates import Kept

# A card is about 1.5 kB and a list has fifty pages of twenty; the form of the filters is 20 kB, an
# offer is 15 kB.
_cards, _forms, _offers = Kept(1500), Kept(60), Kept(150)


def list_page(wanted: Wanted, page: int) -> dict[str, Any]:
    """The list and its search form."""
    listing = published.list_offers(session(), wanted, page)
    base = url_for("public.offers.list_offers")
    return {
        "wanted": wanted,
        "listing": listing,
        "count": where_words(listing, count_words(listing)),
        "cards": [show_card(line) for line in listing.lines],
        "chips": chips(wanted, searches.labels(session()), searches.ORDER, base),
        "filters": _filters(wanted),
        "page_url": base + paged(wanted, searches.ORDER),
        "feeds": {
            "atom": url_for("public.offers.read_atom") + searches.arguments_of(wanted),
            "json": url_for("public.offers.read_json") + searches.arguments_of(wanted),
        },
        "alert_url": url_for("public.alerts.show_form", about="offers")
        + searches.arguments_of(wanted).replace("?", "&", 1),
        "here_url": base + searches.arguments_of(wanted, listing.page),
    }


def show_card(line: Line) -> Markup:
    """One offer of a list. Everybody who reads the language reads the same, until it changes."""

    def draw() -> Markup:
        return Markup(  # noqa: S704 - a template's own
            render_template("_shared/jobs/_card.html", offer=card(line), heading=3)
        )

    # All that is shown is in the key: a structure may change its name and nothing else.
    return _cards.get((line.slug, line.published_at, line.written), draw)


def _filters(wanted: Wanted) -> Markup:
    """What narrows the list, these choices being ticked."""
    ticked = tuple((family, *codes) for family, codes in wanted.chosen.items() if codes)

    def draw() -> Markup:
        choices = searches.choices(session(), wanted)
        return Markup(  # noqa: S704 - a template's own
            render_template("public/offers/_filters.html", choices=choices)
        )

    return _forms.get(ticked, draw)


def card(line: Line) -> dict[str, Any]:
    """One offer of a list: what, who, and the three facts that decide first."""
    about = line.card
    hours, pay = about.get("hours") or {}, about.get("pay") or {}
    place = phrases.place(session(), about.get("city") or "", about.get("department") or "")
    facts = [
        {"icon": "place", "label": _("Lieu"), "value": place},
        {"icon": "work", "label": _("Contrat"), "value": _contract(about, hours)},
        {
            "icon": "euro",
            "label": _("Paie"),
            "value": phrases.pay(pay.get("min"), pay.get("max"), pay.get("unit")),
        },
    ]
    return {
        "url": url_for("public.offers.show_offer", slug=line.slug),
        "title": title(about),
        "structure": about.get("structure") or "",
        "facts": [fact for fact in facts if fact["value"]],
        "nature": enum_label(OfferNature, about.get("nature")),
        "by_voice": Way.VOICE in (about.get("ways") or ()),
        "published": _("Publiée le %(day)s", day=show_date(line.published_at)),
    }


def title(about: dict[str, Any]) -> Said:
    """The title of a card, in the reader's language if it was translated."""
    return told_title(about) or Said(_("Offre d’emploi"))


def count_words(listing: Listing) -> str:
    if listing.more:
        return _("Plus de %(many)s offres", many=show_number(COUNTED, 0))
    if not listing.total:
        return _("Aucune offre ne correspond")
    return ngettext("%(n)s offre", "%(n)s offres", listing.total)


def _contract(about: dict[str, Any], hours: dict[str, Any]) -> str:
    contract = i18n.ours(phrases.contract(session(), about.get("contract") or ""))
    time = phrases.hours(hours.get("min"), hours.get("max"))
    if contract and time:
        return _("%(contract)s, %(hours)s", contract=contract, hours=time[:1].lower() + time[1:])
    return contract or time


@dataclass(frozen=True)
class Shown:
    """What an offer's page says in one language. `posting`: the JSON-LD, empty to stay unlisted."""

    title: str
    heading: Markup
    content: Markup
    posting: Markup


def offer_page(offer: Published) -> dict[str, Any]:
    """One offer, read in the current language."""
    url = settings().base_url + url_for("public.offers.show_offer", slug=offer.slug)
    answer_url = _answer_url(offer)
    # All that is shown is in the key, as for a card; `phrases` compares days with today's.
    key = (url, answer_url, clock.today(), repr(offer))
    return {"shown": _offers.get(key, lambda: _draw(offer, url, answer_url))}


def _draw(offer: Published, url: str, answer_url: str | None) -> Shown:
    read = reading.read(session(), offer.document)
    indexable = bool(offer.document.get("indexable"))
    values = {
        "offer": offer,
        "reading": read,
        "url": url,
        "answer_url": answer_url,
        "is_over": answer_url is None,
    }
    return Shown(
        title=read.title.text,
        heading=Markup(render_template("public/offers/_heading.html", **values)),  # noqa: S704 - a template's own
        content=Markup(render_template("public/offers/_content.html", **values)),  # noqa: S704 - a template's own
        posting=htmlsafe_json_dumps(job_posting(session(), offer, url)) if indexable else Markup(),
    )


def gone_page(gone: OfferGone) -> dict[str, Any]:
    """Where else to look, once an offer is over: its region, while it is known."""
    base = url_for("public.offers.list_offers")
    places = {"region": [gone.region] if gone.region else []}
    return {"paused": gone.paused, "similar_url": base + searches.arguments_of(Wanted("", places))}


def _answer_url(offer: Published) -> str | None:
    """Where to answer; nowhere once the last day to do so is over."""
    if not policy.can_answer(offer, clock.today()):
        return None
    return url_for("public.apply.show_start", slug=offer.slug)
