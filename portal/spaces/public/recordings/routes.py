"""Views of the recordings."""

from uuid import UUID

from flask import Response

from portal.kernel.errors import NotFound
from portal.web.space import feature

blueprint = feature("recordings", __name__)


@blueprint.get("/recordings/<uuid:file_id>")
def play(file_id: UUID) -> Response:
    raise NotFound
