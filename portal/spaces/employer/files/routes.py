"""Views of the files a candidate gave: each opening is written down, and the person sees it."""

from uuid import UUID

from flask import Response

from portal.kernel.errors import NotFound
from portal.web.space import feature

blueprint = feature("files", __name__, "/applications/<uuid:application_id>/files")


@blueprint.get("/<uuid:file_id>")
def open_file(application_id: UUID, file_id: UUID) -> Response:
    raise NotFound


@blueprint.get("/<uuid:file_id>/download")
def download_file(application_id: UUID, file_id: UUID) -> Response:
    raise NotFound


@blueprint.get("/<uuid:file_id>/preview/<int:number>")
def preview_file(application_id: UUID, file_id: UUID, number: int) -> Response:
    raise NotFound
