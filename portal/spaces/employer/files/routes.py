"""Views of what was given with an application. Each opening is written down; the person sees it."""

from functools import partial
from uuid import UUID

from flask import Response

from portal.files import actions as files
from portal.files.enums import ObjectRole
from portal.files.queries import open_content
from portal.jobs.queries.screening import require_file
from portal.jobs.queries.whole import get_whole_application
from portal.spaces.employer.applications import pages
from portal.web.page import render
from portal.web.request import actor, session
from portal.web.serving import serve
from portal.web.space import feature

blueprint = feature("files", __name__, "/applications/<uuid:application_id>/files")


@blueprint.get("/<uuid:file_id>")
def open_file(application_id: UUID, file_id: UUID) -> Response:
    """A recording played in the page, in ranges."""
    return _open(application_id, file_id)


@blueprint.get("/<uuid:file_id>/read")
def read_file(application_id: UUID, file_id: UUID) -> Response:
    """The pages of a document and its text; by htmx, inside the page of the application."""
    whole = get_whole_application(session(), actor(), application_id)
    title, found = whole.document(file_id)
    files.log_opening(session(), actor(), file_id)
    return render(
        "employer/files/read.html",
        fragment="employer/files/_pages.html",
        title=title,
        found=found,
        application=whole.application,
        preview_url=partial(pages.preview_url, application_id),
    )


@blueprint.get("/<uuid:file_id>/download")
def download_file(application_id: UUID, file_id: UUID) -> Response:
    """The converted file, to keep."""
    return _open(application_id, file_id, download=True)


@blueprint.get("/<uuid:file_id>/preview/<int:number>")
def preview_file(application_id: UUID, file_id: UUID, number: int) -> Response:
    """The picture of a page, from 1."""
    return _open(application_id, file_id, ObjectRole.PREVIEW, number)


def _open(
    application_id: UUID,
    file_id: UUID,
    role: ObjectRole = ObjectRole.CONTENT,
    position: int = 0,
    *,
    download: bool = False,
) -> Response:
    require_file(session(), actor(), application_id, file_id)
    content = open_content(session(), actor(), file_id, role, position)
    files.log_opening(session(), actor(), file_id)
    return serve(content, download=download)
