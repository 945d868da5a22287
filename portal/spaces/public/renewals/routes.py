"""Views behind the link of a warning: `/renew/<token>`. A wrong or worn token opens nothing."""

from flask import Response, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.jobs.actions import renewals
from portal.web.page import render
from portal.web.request import session, settings
from portal.web.space import feature

blueprint = feature("renewals", __name__, prefix="/renew")


@blueprint.get("/<token>")
def show_renewal(token: str) -> Response:
    """The offer's title and one button; once it is done, until when."""
    found = renewals.open_renewal(session(), settings(), token)
    return render("public/renewals/renewal.html", renewal=found)


@blueprint.post("/<token>")
def renew(token: str) -> ResponseReturnValue:
    renewals.renew_by_link(session(), settings(), token)
    return redirect(url_for(".show_renewal", token=token))
