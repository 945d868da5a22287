"""What the templates of the trainings receive."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import render_template, url_for
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from portal.kernel import clock
from portal.kernel.i18n import gettext_ as _
from portal.kernel.i18n import listed as in_a_row
from portal.kernel.i18n import ngettext, show_date, show_number
from portal.kernel.shelf import COUNTED
from portal.languages.said import told_title
from portal.spaces.public.trainings import searches
from portal.trainings import calendar_words, reading
from portal.trainings.course import course
from portal.trainings.nomenclatures import NONE
from portal.trainings.queries import listed, published, sessions
from portal.trainings.queries.listed import NOTHING, Beside
from portal.trainings.queries.published import (
    FAMILIES,
    Line,
    Listing,
    Published,
    TrainingGone,
    Wanted,
)
from portal.web.request import session, settings
from portal.web.searches import chips, paged, where_words
from portal.web.templates import Kept

# A card is about 1.5 kB, the form of the filters 20 kB, a training 15 kB.
_cards, _forms, _trainings = Kept(1500), Kept(60), Kept(150)


def list_page(wanted: Wanted, page: int) -> dict[str, Any]:
    """The list and its search form."""
    listing = published.list_trainings(session(), wanted, page)
    base = url_for("public.trainings.list_trainings")
    besides = listed.beside(session(), [line.slug for line in listing.lines])
    return {
        "wanted": wanted,
        "listing": listing,
        "count": where_words(listing, count_words(listing)),
        "cards": [show_card(line, besides.get(line.slug, NOTHING)) for line in listing.lines],
        "chips": chips(wanted, searches.labels(session()), FAMILIES, base),
        "filters": _filters(wanted),
        "page_url": base + paged(wanted, FAMILIES),
        "feeds": {
            "atom": url_for("public.trainings.read_atom") + searches.arguments_of(wanted),
            "json": url_for("public.trainings.read_json") + searches.arguments_of(wanted),
        },
        "map_url": url_for("public.trainings.show_map") + searches.arguments_of(wanted),
        "alert_url": url_for("public.alerts.show_form", about="trainings")
        + searches.arguments_of(wanted).replace("?", "&", 1),
        "here_url": base + searches.arguments_of(wanted, listing.page),
    }


def show_card(line: Line, beside: Beside) -> Markup:
    """One training of a list. Everybody who reads the language reads the same, for a day."""

    def draw() -> Markup:
        return Markup(  # noqa: S704 - a template's own
            render_template("public/trainings/_line.html", training=card(line, beside), heading=3)
        )

    # What is free is so in a year: see `phrases.cost`.
    return _cards.get((line.slug, clock.today().year, line.written, beside), draw)


def card(line: Line, beside: Beside = NOTHING) -> dict[str, Any]:
    """One training of a list: what, who, the three facts that decide first, the next day, and the
    federations that relay it.
    """
    about = line.card
    verified = date.fromisoformat(about["verified_on"])
    return {
        "slug": line.slug,
        "url": url_for("public.trainings.show_training", slug=line.slug),
        "title": told_title(about),
        "organiser": about["organiser"],
        "facts": [
            *(one for one in reading.first_facts(session(), about)[:3] if one.is_known),
            *_next_day(beside.day),
            *_relayed(beside.relays),
        ],
        "no_diploma": NONE in about["prerequisites"],
        "verified": _("Vérifiée le %(day)s", day=show_date(verified)),
    }


def _next_day(day: date | None) -> list[reading.Fact]:
    if day is None:
        return []
    return [
        reading.Fact(_("Prochaine date"), _("À partir du %(day)s", day=show_date(day)), "calendar")
    ]


def _relayed(relays: Sequence[str]) -> list[reading.Fact]:
    """Why it is found in a region where it is not given."""
    if not relays:
        return []
    said = _("Relayée par %(federations)s", federations=in_a_row(relays))
    return [reading.Fact(_("Relais"), said, "share")]


def _filters(wanted: Wanted) -> Markup:
    """What narrows the list, these choices being ticked."""
    ticked = tuple((family, *codes) for family, codes in wanted.chosen.items() if codes)

    def draw() -> Markup:
        choices = searches.choices(session(), wanted)
        return Markup(  # noqa: S704 - a template's own
            render_template("public/trainings/_filters.html", choices=choices)
        )

    return _forms.get(ticked, draw)


def count_words(listing: Listing) -> str:
    if listing.more:
        return _("Plus de %(many)s formations", many=show_number(COUNTED, 0))
    if not listing.total:
        return _("Aucune formation ne correspond")
    return ngettext("%(n)s formation", "%(n)s formations", listing.total)


@dataclass(frozen=True)
class Shown:
    """What a training's page says in one language."""

    title: str
    heading: Markup
    content: Markup
    course: Markup


def training_page(training: Published) -> dict[str, Any]:
    """One training, read in the current language."""
    url = settings().base_url + url_for("public.trainings.show_training", slug=training.slug)
    # All that is shown is in the key; whether it was verified long ago depends on the day.
    key = (url, clock.today(), repr(training))
    passport = training.document["passport"]
    return {
        "shown": _trainings.get(key, lambda: _draw(training, url)),
        "slug": training.slug,
        "sessions": [
            (one.session.id, calendar_words.tell(session(), one.session, one.places, passport))
            for one in sessions.list_coming(session(), training.id)
        ],
    }


def _draw(training: Published, url: str) -> Shown:
    read = reading.read(session(), training.document)
    values = {"training": training, "reading": read, "url": url}
    return Shown(
        title=read.title.text,
        heading=Markup(render_template("public/trainings/_heading.html", **values)),  # noqa: S704 - a template's own
        content=Markup(render_template("public/trainings/_content.html", **values)),  # noqa: S704 - a template's own
        course=htmlsafe_json_dumps(course(session(), training, url)),
    )


def gone_page(gone: TrainingGone) -> dict[str, Any]:
    """Where else to look, once a training is archived: its region, while it is known."""
    base = url_for("public.trainings.list_trainings")
    places = {"region": [gone.region] if gone.region else []}
    return {"similar_url": base + searches.arguments_of(Wanted("", places))}
