"""Views for other sites: the trainings as LHEO and as JSON, and what explains them."""

import json
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from flask import Response, request, url_for

from portal.kernel import clock, i18n
from portal.spaces.public.exchange import described
from portal.spaces.public.trainings.searches import labels, read
from portal.trainings.lheo import STANDS_FOR_UNKNOWN, writing
from portal.trainings.queries import published, sessions
from portal.trainings.queries.published import Listing, Published, Wanted
from portal.web.pace import Pace
from portal.web.page import render
from portal.web.request import session, settings
from portal.web.searches import page_number
from portal.web.serving import show, unlisted
from portal.web.space import feature

blueprint = feature("exchange", __name__)

# In a minute, from one network.
ASKED = Pace(300)
_XML, _JSON = "application/xml; charset=utf-8", "application/json; charset=utf-8"


@blueprint.get("/data")
def show_data() -> Response:
    """What other sites may take, where, and how."""
    base = settings().base_url
    names = ("list_trainings", "describe_api", "list_trainings_lheo")
    addresses = {name: base + url_for(f".{name}") for name in names}
    return render("public/exchange/data.html", addresses=addresses, unknown=STANDS_FOR_UNKNOWN)


@blueprint.get("/api/trainings")
def list_trainings() -> Response:
    """A page of a search, with the arguments of the list."""
    wanted, listing, found = _asked()
    coming = sessions.list_coming_of(session(), [one.id for one in found])
    content = described.page_of(wanted, listing, found, coming)
    return _told(content, None if coming else _changed(found))


@blueprint.get("/api/trainings/<slug>")
def read_training(slug: str) -> Response:
    ASKED.keep()
    training = published.find_training(session(), slug)
    coming = sessions.list_coming_of(session(), [training.id])
    content = described.item(training, coming)
    return _told(content, None if coming else _changed([training]))


@blueprint.get("/api/openapi.json")
def describe_api() -> Response:
    with i18n.use(i18n.DEFAULT):
        return _told(described.openapi(labels(session())))


@blueprint.get("/trainings/<slug>/lheo.xml")
def read_training_lheo(slug: str) -> Response:
    ASKED.keep()
    try:
        training = published.find_training(session(), slug)
    except published.TrainingGone:
        return unlisted(Response(status=410))
    return _lheo(training)


@blueprint.get("/feeds/trainings.lheo.xml")
def list_trainings_lheo() -> Response:
    """A page of a search as LHEO; the next one in its `Link`. LHEO has no empty list: 204."""
    wanted, listing, found = _asked()
    if not found:
        return unlisted(Response(status=204))
    response = _lheo(*found)
    following = described.page_of(wanted, listing, (), {})["next"]
    if following:
        address = url_for(".list_trainings_lheo") + "?" + following.partition("?")[2]
        response.headers["Link"] = f'<{settings().base_url}{address}>; rel="next"'
    return response


def _asked() -> tuple[Wanted, Listing, list[Published]]:
    ASKED.keep()
    wanted = read(session(), request.args)
    listing = published.list_trainings(session(), wanted, page_number(request.args))
    return wanted, listing, published.read_listed(session(), listing)


def _lheo(*found: Published) -> Response:
    """These trainings with their sessions, which change with the day."""
    dates = sessions.list_dates(session(), [one.id for one in found])
    told = ((one.slug, one.updated_at, one.document) for one in found)
    by_slug = {one.slug: dates[one.id] for one in found if one.id in dates}
    moved = (one.updated_at for some in dates.values() for one in some)
    content = writing.write(session(), told, by_slug)
    return unlisted(show(content, _XML, changed=max((_changed(found), *moved))))


def _changed(found: Sequence[Published]) -> datetime:
    """When these last changed; not before today: the sessions that were over yesterday are gone."""
    midnight = datetime.combine(clock.today(), time(), clock.PARIS)
    return max((midnight, *(one.updated_at for one in found)))


def _told(content: Any, changed: datetime | None = None) -> Response:
    """`changed` is unsaid where there are sessions: how full they are changes with who asks to
    come, which has no date. The label of what is sent (ETag) tells.
    """
    return unlisted(show(json.dumps(content, ensure_ascii=False).encode(), _JSON, changed=changed))
