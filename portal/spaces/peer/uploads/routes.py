"""Files in pieces for one's own record (`portal.web.pieces`), heard and seen by oneself only."""

from uuid import UUID

from flask import Response, make_response, url_for

from portal.files import queries
from portal.files.enums import FilePurpose, ObjectRole
from portal.skills.actions import grid as actions
from portal.web import pieces, waiting
from portal.web.request import actor, person_id, session
from portal.web.serving import serve
from portal.web.space import feature

blueprint = feature("uploads", __name__, prefix="/uploads")
pieces.speak_for(blueprint)

PURPOSES = frozenset({FilePurpose.EVIDENCE})


@blueprint.post("")
def create_upload() -> Response:
    waiting.need_owner()
    return pieces.create(
        PURPOSES,
        None,
        str(person_id()),
        lambda file_id: url_for(".receive_piece", file_id=file_id),
    )


@blueprint.route("/<uuid:file_id>", methods=["HEAD"])
def tell_offset(file_id: UUID) -> Response:
    return pieces.tell(file_id)


@blueprint.patch("/<uuid:file_id>")
def receive_piece(file_id: UUID) -> Response:
    queries.get_given(session(), actor(), file_id)
    return pieces.receive(file_id)


@blueprint.delete("/<uuid:file_id>")
def take_back(file_id: UUID) -> Response:
    """The wrong photo: erased for good, unless it was kept already (409)."""
    actions.take_back(session(), actor(), file_id)
    return make_response("", 204)


@blueprint.get("/<uuid:file_id>/content")
def play_upload(file_id: UUID) -> Response:
    """One hears what one recorded, seeking included. What others share is with their share."""
    queries.get_given(session(), actor(), file_id)
    return serve(queries.open_content(session(), actor(), file_id))


@blueprint.get("/<uuid:file_id>/pages/<int:page>")
def preview_upload(file_id: UUID, page: int) -> Response:
    """A photo, or the picture of a page."""
    queries.get_given(session(), actor(), file_id)
    return serve(queries.open_content(session(), actor(), file_id, ObjectRole.PREVIEW, page))
