"""`/my/trainings`: a list; each leads to the page its link leads to."""

from flask import Response

from portal.spaces.peer.trainings import pages
from portal.trainings.queries import registrations
from portal.web.page import render
from portal.web.request import actor, session
from portal.web.space import feature

blueprint = feature("trainings", __name__, prefix="/trainings")


@blueprint.get("")
def list_registrations() -> Response:
    mine = registrations.list_mine_with_dates(session(), actor())
    return render("peer/trainings/list.html", lines=[pages.line(*one) for one in mine])
