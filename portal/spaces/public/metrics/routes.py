"""View of the metrics."""

from flask import Response, request

from portal.kernel import queue_state, tokens
from portal.kernel.errors import NotFound
from portal.web import metrics
from portal.web.request import session, settings
from portal.web.space import feature

blueprint = feature("metrics", __name__)


@blueprint.get("/metrics")
def show_metrics() -> Response:
    """Prometheus text. Without `PORTAL_METRICS_TOKEN` or the right bearer token: nothing here."""
    wanted = settings().metrics_token
    given = request.headers.get("Authorization", "")
    if not wanted or not tokens.same(given, f"Bearer {wanted}"):
        raise NotFound
    return Response(metrics.text(queue_state.read(session())), mimetype="text/plain")
