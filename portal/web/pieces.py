"""Files sent in pieces, whoever sends them and whatever for. The other side: `upload.js`.

POST creates, PATCH adds the next piece at `Upload-Offset`, HEAD tells how far it came, so that a
cut, a reload or a slow network loses nothing. The last piece is answered once the file was looked
at. The views open their own door first, then answer with what is here.
"""

from collections.abc import Callable, Set
from typing import Any
from urllib.parse import unquote
from uuid import UUID

import structlog
from flask import Blueprint, Response, jsonify, make_response, request
from werkzeug.exceptions import RequestEntityTooLarge

from portal.files import actions as files
from portal.files import queries
from portal.files.enums import FilePurpose
from portal.files.errors import FileRefused, SandboxBroken, WrongOffset
from portal.kernel import throttle
from portal.kernel.errors import Invalid, Vanished
from portal.kernel.i18n import _
from portal.kernel.vault import StoreAway
from portal.web.request import actor, session

log = structlog.get_logger()

PIECE = 1024 * 1024
# From one sender: photos of a long paper and several recordings, not a disk being filled.
FILES_AN_HOUR = 60


def speak_for(blueprint: Blueprint) -> None:
    """What was refused is said to the browser, not shown as a page."""
    blueprint.register_error_handler(FileRefused, _refuse)
    blueprint.register_error_handler(Vanished, _vanished)
    blueprint.register_error_handler(SandboxBroken, _try_again)
    blueprint.register_error_handler(StoreAway, _try_again)


def pace(sender: str) -> None:
    """Count a file that begins to arrive. Raises Throttled."""
    throttle.hit(session(), key=f"upload:{sender}", limit=FILES_AN_HOUR, seconds=3600)


def create(
    purposes: Set[FilePurpose],
    organisation_id: UUID | None,
    sender: str,
    address: Callable[[UUID], str],
) -> Response:
    """Expect a file; `sender` counts how many come in an hour. Raises Invalid, FileRefused."""
    purpose = request.headers.get("Upload-Purpose", "")
    length = request.headers.get("Upload-Length", "")
    if purpose not in purposes or not length.isdecimal():
        raise Invalid({})
    pace(sender)
    file = files.create_upload(
        session(),
        actor(),
        FilePurpose(purpose),
        organisation_id,
        int(length[:12]),
        unquote(request.headers.get("Upload-Name", ""))[:255],
    )
    response = _offset(file, 201)
    response.headers["Location"] = address(file.id)
    return response


def tell(file_id: UUID) -> Response:
    """How far a file came."""
    return _offset(queries.get_given(session(), actor(), file_id), 200)


def receive(file_id: UUID) -> Response:
    """Add a piece where the file stands; 409 says where that is when the two sides disagree."""
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


def _offset(file: Any, status: int) -> Response:
    response = make_response("", status)
    response.headers["Upload-Offset"] = str(file.received_size)
    response.headers["Upload-Length"] = str(file.declared_size)
    return response


def _refuse(refusal: FileRefused) -> Response:
    """What is wrong with the file, and how to mend it, in the person's words."""
    return make_response(jsonify(message=refusal.reason.label), 422)


def _vanished(error: Vanished) -> Response:
    return make_response(jsonify(message=_(error.message)), 410)


def _try_again(error: SandboxBroken | StoreAway) -> Response:
    """Not the file's fault: the browser asks again by itself."""
    log.error("an upload cannot be taken now", kind=type(error).__name__)
    response = make_response(jsonify(message=""), 503)
    response.headers["Retry-After"] = "5"
    return response
