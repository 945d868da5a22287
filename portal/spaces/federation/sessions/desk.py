"""Views: the sessions to come, the past ones, and one of them."""

from uuid import UUID

from flask import Response, request

from portal.spaces.federation.sessions import pages
from portal.spaces.federation.sessions.blueprint import blueprint
from portal.trainings import policy
from portal.trainings.queries import sessions as queries
from portal.web.page import render
from portal.web.request import actor, session


@blueprint.get("")
def list_sessions() -> Response:
    """All of the federation, for who runs them; for anybody else, those they have a part in."""
    is_past = request.args.get("show") == "past"
    return render("federation/sessions/list.html", **pages.list_page(past=is_past))


@blueprint.get("/<uuid:session_id>")
def show_session(session_id: UUID) -> Response:
    """What it says and what may be done; for who only trains in it, the names of who comes."""
    found = queries.get_listed(session(), actor(), session_id)
    if not policy.can_plan(actor(), found):
        return render("federation/sessions/trainer.html", **pages.trainer_page(found))
    return render("federation/sessions/show.html", **pages.session_page(found))
