"""Files in pieces, for whoever holds a draft or a follow link. The other side: `upload.js`.

POST creates, PATCH adds the next piece at `Upload-Offset`, HEAD tells how far it came, so that a
cut, a reload or a slow network loses nothing; DELETE takes back what was not sent. The last piece
is answered once the file was looked at.
"""

from typing import Any
from urllib.parse import unquote
from uuid import UUID

from flask import Response, jsonify, make_response, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge

from portal.files import actions as files
from portal.files import queries
from portal.files.enums import FilePurpose, ObjectRole
from portal.files.errors import FileRefused, SandboxBroken, WrongOffset
from portal.jobs.actions import applying
from portal.jobs.policy import applications as policy
from portal.jobs.queries import applications
from portal.kernel import throttle
from portal.kernel.errors import Conflict, Invalid, NotFound
from portal.web.request import actor, hold, session
from portal.web.serving import serve
from portal.web.space import feature

blueprint = feature("uploads", __name__, prefix="/uploads/<token>")

PIECE = 1024 * 1024
FILES_AN_HOUR = 60
# What a candidate sends; an offer's recording and what one keeps for oneself have their own doors.
PURPOSES = frozenset(FilePurpose) - {FilePurpose.OFFER_RECORDING, FilePurpose.EVIDENCE}


def _recipient(token: str, *, to_change: bool = False) -> UUID:
    """Open the door of this token; the structure its files are for.

    Raises NotFound, or Conflict once nothing may be added.
    """
    hold(token)
    found = applications.find_held(session(), actor())
    if found is None:
        raise NotFound
    if to_change and not (policy.can_change(actor(), found) or policy.can_write(actor(), found)):
        raise Conflict
    return found.organisation_id


def _offset(file: Any, status: int) -> Response:
    """How far the file came."""
    response = make_response("", status)
    response.headers["Upload-Offset"] = str(file.received_size)
    response.headers["Upload-Length"] = str(file.declared_size)
    return response


@blueprint.errorhandler(FileRefused)
def refuse(refusal: FileRefused) -> Response:
    """What is wrong with the file, and how to mend it, in the person's words."""
    return make_response(jsonify(message=refusal.reason.label), 422)


@blueprint.errorhandler(SandboxBroken)
def try_again(error: SandboxBroken) -> Response:
    """Not the file's fault: the browser asks again by itself."""
    response = make_response(jsonify(message=""), 503)
    response.headers["Retry-After"] = "5"
    return response


@blueprint.post("")
def create_upload(token: str) -> Response:
    recipient = _recipient(token, to_change=True)
    purpose = request.headers.get("Upload-Purpose", "")
    length = request.headers.get("Upload-Length", "")
    if purpose not in PURPOSES or not length.isdecimal():
        raise Invalid({})
    throttle.hit(session(), key=f"upload:{actor().holder}", limit=FILES_AN_HOUR, seconds=3600)
    file = files.create_upload(
        session(),
        actor(),
        FilePurpose(purpose),
        recipient,
        int(length[:12]),
        unquote(request.headers.get("Upload-Name", ""))[:255],
    )
    response = _offset(file, 201)
    response.headers["Location"] = url_for(".receive_piece", token=token, file_id=file.id)
    return response


@blueprint.route("/<uuid:file_id>", methods=["HEAD"])
def tell_offset(token: str, file_id: UUID) -> Response:
    _recipient(token)
    return _offset(queries.get_given(session(), actor(), file_id), 200)


@blueprint.patch("/<uuid:file_id>")
def receive_piece(token: str, file_id: UUID) -> Response:
    """Add a piece where the file stands; 409 says where that is when the two sides disagree."""
    _recipient(token, to_change=True)
    if (request.content_length or 0) > PIECE:
        raise RequestEntityTooLarge
    offset = request.headers.get("Upload-Offset", "")
    if not offset.isdecimal():
        raise Invalid({})
    piece = request.get_data(cache=False)
    try:
        files.receive_piece(session(), actor(), file_id, int(offset[:12]), piece)
        file = queries.get_given(session(), actor(), file_id)
        if file.received_size >= file.declared_size:
            files.complete(session(), actor(), file_id)
    except WrongOffset:
        return _offset(queries.get_given(session(), actor(), file_id), 409)
    return _offset(file, 204)


@blueprint.delete("/<uuid:file_id>")
def take_back(token: str, file_id: UUID) -> Response:
    """The wrong photo: erased for good, unless it was sent already (409)."""
    _recipient(token, to_change=True)
    applying.take_back(session(), actor(), file_id)
    return make_response("", 204)


@blueprint.get("/<uuid:file_id>/content")
def play_upload(token: str, file_id: UUID) -> Response:
    """The person hears what they recorded, or what the structure answered, seeking included."""
    _recipient(token)
    return serve(queries.open_content(session(), actor(), file_id))


@blueprint.get("/<uuid:file_id>/pages/<int:page>")
def preview_upload(token: str, file_id: UUID, page: int) -> Response:
    """The picture of a page."""
    _recipient(token)
    content = queries.open_content(session(), actor(), file_id, ObjectRole.PREVIEW, page)
    return serve(content)
