"""View of the state of the service."""

from flask import Response

from portal.kernel import queue_state
from portal.organisations.queries import service, supervision
from portal.web.page import render
from portal.web.request import actor, session
from portal.web.space import feature

blueprint = feature("service", __name__)


@blueprint.get("")
def show_service() -> Response:
    return render(
        "operator/service/service.html",
        queue=queue_state.read(session()),
        messages=service.message_counts(session(), actor()),
        federations=supervision.count_by_standing(session(), actor()),
    )
