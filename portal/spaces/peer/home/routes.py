"""View of one's own first page."""

from flask import Response

from portal.organisations.messages import home_of
from portal.organisations.queries import places
from portal.people import queries
from portal.web.page import render
from portal.web.request import person_id, session
from portal.web.space import feature

blueprint = feature("home", __name__)


@blueprint.get("")
def show_home() -> Response:
    person = queries.get_person(session(), person_id())
    return render(
        "peer/home/home.html",
        person=person,
        places=places.list_places(session(), person.id),
        home_of=home_of,
    )
