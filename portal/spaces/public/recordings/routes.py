"""Views of the recordings."""

from uuid import UUID

from flask import Response

from portal.files import queries
from portal.web.request import actor, session
from portal.web.serving import serve
from portal.web.space import feature

blueprint = feature("recordings", __name__)


@blueprint.get("/recordings/<uuid:file_id>")
def play(file_id: UUID) -> Response:
    """Somebody reads an offer aloud; in ranges, so that one may jump in it."""
    return serve(queries.open_published(session(), actor(), file_id))
