"""`/my/applications`: a list; each leads to the page its follow link leads to."""

from flask import Response

from portal.jobs.queries import applications as queries
from portal.spaces.peer.applications import pages
from portal.web.page import render
from portal.web.request import actor, session
from portal.web.space import feature

blueprint = feature("applications", __name__, prefix="/applications")


@blueprint.get("")
def list_applications() -> Response:
    mine = queries.list_mine(session(), actor())
    return render("peer/applications/list.html", lines=[pages.line(one) for one in mine])
