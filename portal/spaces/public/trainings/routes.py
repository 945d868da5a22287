"""Views of the trainings."""

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.spaces.public.trainings import (
    calendar,
    comparing,
    feeds,
    pages,
    places,
    poster,
    searches,
)
from portal.trainings.queries import published
from portal.web.feeds import Feed, send_atom, send_json
from portal.web.pace import Pace
from portal.web.page import render
from portal.web.request import session
from portal.web.searches import page_number
from portal.web.serving import show
from portal.web.space import feature

blueprint = feature("trainings", __name__)

# In a minute, from one network: a shelter or a mobile operator puts many people behind one address.
SEARCHES, FEEDS, POSTERS = Pace(300), Pace(60), Pace(20)


@blueprint.get("/trainings")
def list_trainings() -> ResponseReturnValue:
    """The published trainings, newest first; what htmx asks for is the results alone."""
    SEARCHES.keep()
    wanted = searches.read(session(), request.args)
    values = pages.list_page(wanted, page_number(request.args))
    listing = values["listing"]
    if listing.page > listing.pages:
        last = searches.arguments_of(wanted, listing.pages)
        return redirect(url_for(".list_trainings") + last)
    response = render(
        "public/trainings/list.html", fragment="public/trainings/_swap.html", **values
    )
    response.headers["HX-Push-Url"] = values["here_url"]
    return response


@blueprint.get("/trainings/compare")
def compare_trainings() -> Response:
    """Up to three trainings side by side."""
    SEARCHES.keep()
    return render("public/trainings/compare.html", **comparing.comparison_page(request.args))


@blueprint.get("/trainings/map")
def show_map() -> Response:
    """Where the trainings of a search are, as a map and as a table."""
    SEARCHES.keep()
    wanted = searches.read(session(), request.args)
    return render("public/trainings/map.html", **places.map_page(wanted))


@blueprint.get("/trainings/calendar")
def show_calendar() -> Response:
    """When the trainings of a search take place, a month at a time."""
    SEARCHES.keep()
    wanted = searches.read(session(), request.args)
    return render("public/trainings/calendar.html", **calendar.month_page(wanted, request.args))


@blueprint.get("/trainings/<slug>")
def show_training(slug: str) -> Response:
    """One training: labels in the reader's language, its own words in French."""
    try:
        training = published.find_training(session(), slug)
    except published.TrainingGone as gone:
        return _gone(gone)
    return render("public/trainings/show.html", **pages.training_page(training))


def _gone(gone: published.TrainingGone) -> Response:
    return render("public/trainings/gone.html", status=410, **pages.gone_page(gone))


@blueprint.get("/trainings/<slug>/poster.pdf")
def print_poster(slug: str) -> ResponseReturnValue:
    """The training on a sheet of paper, labels in the reader's language."""
    POSTERS.keep()
    try:
        training = published.find_training(session(), slug)
    except published.TrainingGone as gone:
        return _gone(gone)
    return show(poster.poster(training), "application/pdf", name=f"{slug}.pdf")


@blueprint.get("/feeds/trainings.atom")
def read_atom() -> ResponseReturnValue:
    """The newest trainings of a search, for a reader of feeds."""
    return send_atom(_feed())


@blueprint.get("/feeds/trainings.json")
def read_json() -> ResponseReturnValue:
    """The same as JSON Feed, for another site that relays the trainings."""
    return send_json(_feed())


def _feed() -> Feed:
    FEEDS.keep()
    wanted = searches.read(session(), request.args)
    listing = published.list_trainings(session(), wanted)
    return feeds.feed(wanted, listing, str(request.endpoint))
