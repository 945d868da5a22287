"""Views of the first page and of the probes."""

from flask import Response

from portal.spaces.public.home import pages
from portal.web.page import render
from portal.web.request import session
from portal.web.space import feature
from portal.web.unit_of_work import is_ready

blueprint = feature("home", __name__)


@blueprint.get("/")
def show_home() -> Response:
    return render("public/home/home.html", **pages.home_page())


@blueprint.get("/healthz")
def healthz() -> Response:
    """The process answers."""
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/readyz")
def readyz() -> Response:
    """The process answers and its database too."""
    is_ready(session())
    return Response("ok\n", mimetype="text/plain")
