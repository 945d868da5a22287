"""What the templates of the trainings receive."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import render_template, request, url_for
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from portal.kernel import clock
from portal.kernel.i18n import gettext_ as _
from portal.kernel.i18n import listed as in_a_row
from portal.kernel.i18n import ngettext, show_date, show_number
from portal.kernel.shelf import COUNTED
from portal.languages.said import told_title
from portal.organisations import communes
from portal.screens import locating
from portal.spaces.public.trainings import around, calendar, searches
from portal.trainings import calendar_words, course, policy, reading
from portal.trainings.enums import SessionState
from portal.trainings.nomenclatures import NONE
from portal.trainings.queries import listed, nearby, published, sessions
from portal.trainings.queries.listed import NOTHING, Beside
from portal.trainings.queries.published import (
    AROUND,
    ORDER,
    STARTS,
    UNKNOWN,
    Line,
    Listing,
    Published,
    TrainingGone,
    Wanted,
)
from portal.web.request import session, settings
from portal.web.searches import paged, where_words
from portal.web.templates import Kept

# A card is about 1.5 kB, the form of the filters 20 kB, a training 15 kB.
_cards, _forms, _trainings = Kept(1500), Kept(60), Kept(150)


def list_page(wanted: Wanted, page: int) -> dict[str, Any]:
    """The list and its search form."""
    listing = published.list_trainings(session(), wanted, page)
    base = url_for("public.trainings.list_trainings")
    slugs = [line.slug for line in listing.lines]
    besides = listed.beside(session(), slugs, wanted.span)
    given = nearby.list_given(session(), slugs) if wanted.near else {}
    doubt = around.doubt(session(), request.args, wanted)
    return {
        "wanted": wanted,
        "listing": listing,
        "count": where_words(listing, count_words(listing)),
        "cards": [
            show_card(
                line,
                besides.get(line.slug, NOTHING),
                around.distance(wanted.near, given.get(line.slug)),
            )
            for line in listing.lines
        ],
        "chips": searches.chips(session(), wanted, base),
        "doubt": _told(doubt, wanted) if doubt else None,
        "credit": communes.CREDIT if wanted.near else "",
        "licence": communes.LICENCE,
        "filters": _filters(wanted, doubt.typed if doubt else ""),
        "unplaced": _unplaced(wanted),
        "undated": _undated(wanted),
        "page_url": base + paged(wanted, ORDER),
        "feeds": {
            "atom": url_for("public.trainings.read_atom") + searches.arguments_of(wanted),
            "json": url_for("public.trainings.read_json") + searches.arguments_of(wanted),
        },
        "map_url": url_for("public.trainings.show_map") + searches.arguments_of(wanted),
        "calendar_url": calendar.url_of(wanted),
        "alert_url": url_for("public.alerts.show_form", about="trainings")
        + searches.arguments_of(wanted).replace("?", "&", 1),
        "here_url": base + searches.arguments_of(wanted, listing.page),
    }


def show_card(line: Line, beside: Beside, distance: str = "") -> Markup:
    """One training of a list. Everybody who reads the language reads the same, for a day."""

    def draw() -> Markup:
        return Markup(  # noqa: S704 - a template's own
            render_template(
                "public/trainings/_line.html", training=card(line, beside, distance), heading=3
            )
        )

    # What is free is so in a year: see `phrases.cost`.
    return _cards.get((line.slug, clock.today().year, line.written, beside, distance), draw)


def card(line: Line, beside: Beside = NOTHING, distance: str = "") -> dict[str, Any]:
    """One training of a list: what, who, the three facts that decide first, the next day, how far
    it is where that was asked, and the federations that relay it.
    """
    about = line.card
    known = [one for one in reading.first_facts(session(), about)[:3] if one.is_known]
    verified = date.fromisoformat(about["verified_on"])
    return {
        "slug": line.slug,
        "url": url_for("public.trainings.show_training", slug=line.slug),
        "title": told_title(about),
        "organiser": about["organiser"],
        "facts": [
            *known,
            *([reading.Fact(_("Distance"), distance, "place")] if distance else []),
            *([_next_day(beside.day, about)] if known or beside.day else []),
            *_relayed(beside.relays),
        ],
        "no_diploma": NONE in about["prerequisites"],
        "verified": _("Vérifiée le %(day)s", day=show_date(verified)),
    }


def _next_day(day: date | None, about: dict[str, Any]) -> reading.Fact:
    """The next day one may come on; else the organiser's own words of when, or that nobody said."""
    if day:
        told = _("À partir du %(day)s", day=show_date(day))
        return reading.Fact(_("Prochaine date"), told, "calendar")
    if about.get("period"):
        return reading.Fact(_("Quand"), about["period"], "calendar", is_written=True)
    return reading.Fact(_("Quand"), _("Dates pas encore connues"), "calendar")


def _relayed(relays: Sequence[str]) -> list[reading.Fact]:
    """Why it is found in a region where it is not given."""
    if not relays:
        return []
    said = _("Relayée par %(federations)s", federations=in_a_row(relays))
    return [reading.Fact(_("Relais"), said, "share")]


def _undated(wanted: Wanted) -> dict[str, str] | None:
    """Where days are asked: how many trainings have none yet, which the list leaves out."""
    if wanted.span is None:
        return None
    return _left_out(
        searches.with_choice(wanted, STARTS, UNKNOWN),
        lambda count: ngettext(
            "%(n)s autre formation n’a pas encore de date connue.",
            "%(n)s autres formations n’ont pas encore de date connue.",
            count,
        ),
    )


def _told(doubt: around.Doubt, wanted: Wanted) -> dict[str, Any]:
    """What to ask back of a place that is not sure, each one meant with its address."""
    base = url_for("public.trainings.list_trainings")

    def address(code: str) -> str:
        return searches.arguments_of(searches.with_choice(wanted, AROUND, code))

    return {
        "typed": doubt.typed,
        "lost": doubt.lost,
        "choices": [
            {"label": label, "url": base + address(code) if code else ""}
            for code, label in doubt.choices
        ],
    }


def _unplaced(wanted: Wanted) -> dict[str, str] | None:
    """Where a distance is asked: of how many it is not known, which the list leaves out."""
    if wanted.near is None or wanted.near.code == nearby.UNKNOWN:
        return None
    elsewhere = searches.with_choice(wanted, AROUND, nearby.UNKNOWN)
    return _left_out(
        replace(elsewhere, near=replace(wanted.near, code=nearby.UNKNOWN)),
        lambda count: ngettext(
            "%(n)s autre formation : on ne sait pas à quelle distance elle est.",
            "%(n)s autres formations : on ne sait pas à quelle distance elles sont.",
            count,
        ),
    )


def _left_out(others: Wanted, words: Callable[[int], str]) -> dict[str, str] | None:
    """What the list leaves out, counted in words, with its own list."""
    count = min(published.count_trainings(session(), others), COUNTED)
    url = url_for("public.trainings.list_trainings") + searches.arguments_of(others)
    return {"said": words(count), "url": url} if count else None


def _filters(wanted: Wanted, typed: str) -> Markup:
    """What narrows the list, these choices being ticked. What somebody typed is not remembered."""
    ticked = tuple((family, *codes) for family, codes in wanted.chosen.items() if codes)

    def draw() -> Markup:
        choices = searches.choices(session(), wanted, typed)
        return Markup(  # noqa: S704 - a template's own
            render_template("public/trainings/_filters.html", choices=choices)
        )

    return draw() if typed else _forms.get(ticked, draw)


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
    opening: Markup
    content: Markup
    course: Markup


def training_page(training: Published) -> dict[str, Any]:
    """One training, read in the current language."""
    url = settings().base_url + url_for("public.trainings.show_training", slug=training.slug)
    # All that is shown is in the key; whether it was verified long ago depends on the day.
    key = (url, clock.today(), repr(training))
    passport = training.document["passport"]
    coming = sessions.list_coming(session(), training.id)
    return {
        "shown": _trainings.get(key, lambda: _draw(training, url)),
        "slug": training.slug,
        "sessions": [
            (one.session.id, calendar_words.tell(session(), one.session, one.places, passport))
            for one in coming
        ],
        "places": locating.locators(
            one.session for one in coming if one.session.state != SessionState.CANCELLED
        ),
        "drawing": locating.drawing(),
        "events": htmlsafe_json_dumps(
            [
                course.event(session(), training, one.session, url)
                for one in coming
                if policy.takes_registrations(one.session, clock.today())
            ]
        ),
    }


def _draw(training: Published, url: str) -> Shown:
    read = reading.read(session(), training.document)
    values = {"training": training, "reading": read, "url": url}
    return Shown(
        title=read.title.text,
        heading=Markup(render_template("public/trainings/_heading.html", **values)),  # noqa: S704 - a template's own
        opening=Markup(render_template("public/trainings/_opening.html", **values)),  # noqa: S704 - a template's own
        content=Markup(render_template("public/trainings/_content.html", **values)),  # noqa: S704 - a template's own
        course=htmlsafe_json_dumps(course.course(session(), training, url)),
    )


def gone_page(gone: TrainingGone) -> dict[str, Any]:
    """Where else to look, once a training is archived: its region, while it is known."""
    base = url_for("public.trainings.list_trainings")
    places = {"region": [gone.region] if gone.region else []}
    return {"similar_url": base + searches.arguments_of(Wanted("", places))}
