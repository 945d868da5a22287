"""Views: what participants think of a session, what some of them said aloud."""

from uuid import UUID

from flask import Response

from portal.spaces.federation.evaluations import pages
from portal.trainings.actions import certifying
from portal.trainings.queries import evaluations as queries
from portal.web.page import render
from portal.web.request import actor, session
from portal.web.serving import serve
from portal.web.space import feature

blueprint = feature("evaluations", __name__, "/trainings/held/<uuid:session_id>/evaluations")


@blueprint.get("")
def show_results(session_id: UUID) -> Response:
    """Numbers, words and voices; nothing before there are five."""
    dates = certifying.get_for_issuing(session(), actor(), session_id)
    return render("federation/evaluations/show.html", **pages.results_page(dates))


@blueprint.get("/<uuid:file_id>")
def play_voice(session_id: UUID, file_id: UUID) -> Response:
    """What somebody said aloud."""
    certifying.get_for_issuing(session(), actor(), session_id)
    content = queries.open_voice(session(), actor(), session_id, file_id)
    return serve(content)
