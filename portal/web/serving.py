"""Files as answers. Stored objects: in ranges, decrypted as they leave, after the database was let
go. What is made for one person: whole, kept nowhere. What everybody
reads: not sent again to who has it.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from itertools import chain
from urllib.parse import quote

from flask import Response, request
from werkzeug.datastructures import ContentRange
from werkzeug.exceptions import ServiceUnavailable
from werkzeug.http import is_resource_modified

from portal.files.enums import FileKind, ObjectRole
from portal.files.queries import Content
from portal.kernel.vault import StoreAway

# Nothing a document could carry may run, should a browser show it after all.
_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
_PUBLIC = "public, max-age=600"
PDF = "application/pdf"
_NOT_PLAIN = re.compile(r"[^\w .-]", re.ASCII)
_EXTENSIONS = {"audio/mp4": "m4a", "image/webp": "webp"}


def serve(content: Content, *, download: bool = False) -> Response:
    """The object, or the range asked for. Sounds and pictures of pages are played in the page;
    documents are always saved. `download` saves a sound too.
    """
    if content.is_public and not is_resource_modified(request.environ, etag=content.id.hex):
        return _dressed(Response(status=304), content, download=download)
    span = _wanted(content)
    if span is None:
        response = Response(status=416)
        response.headers["Content-Range"] = f"bytes */{content.size}"
        return _dressed(response, content, download=download)
    start, stop, status = span
    response = Response(_primed(content, start, stop), status=status, mimetype=content.content_type)
    response.content_length = stop - start
    if status == 206:
        response.content_range = ContentRange("bytes", start, stop, content.size)
    return _dressed(response, content, download=download)


def hand_over(content: bytes, name: str, media_type: str) -> Response:
    """A file made for whoever asks, for them alone: saved, never shown in the page nor kept."""
    response = Response(content, mimetype=media_type)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def show(
    content: bytes, media_type: str, *, changed: datetime | None = None, name: str = ""
) -> Response:
    """What is the same for everybody, or « not modified » to who has it already."""
    response = Response(content, content_type=media_type)
    if name:
        response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.set_etag(sha256(content).hexdigest()[:32])
    if changed is not None:
        response.last_modified = changed
    response.make_conditional(request)
    return response


def unlisted(response: Response) -> Response:
    """Search engines list an offer only where its structure opted in, and no list of anything."""
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _wanted(content: Content) -> tuple[int, int, int] | None:
    """Start, stop and status; None if the range lies outside. Several ranges: the whole."""
    asked = request.range
    whole = (0, content.size, 200)
    if asked is None or asked.units != "bytes" or len(asked.ranges) != 1:
        return whole
    if request.headers.get("If-Range") not in (None, f'"{content.id.hex}"'):
        return whole
    start, stop = asked.ranges[0]
    if start < 0:  # the last so many bytes
        return max(content.size + start, 0), content.size, 206
    if start >= content.size:
        return None
    return start, min(stop or content.size, content.size), 206


def _primed(content: Content, start: int, stop: int) -> Iterator[bytes]:
    """The first piece is decrypted before the status leaves: what cannot be read is an error."""
    if request.method == "HEAD":
        return iter(())
    pieces = content.read_range(start, stop)
    try:
        first = next(pieces, b"")
    except StoreAway as error:
        raise ServiceUnavailable from error
    return chain((first,), pieces)


def _dressed(response: Response, content: Content, *, download: bool) -> Response:
    response.set_etag(content.id.hex)
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Cache-Control"] = _PUBLIC if content.is_public else "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["Content-Disposition"] = _disposition(content, download=download)
    return response


def _disposition(content: Content, *, download: bool) -> str:
    """A page that is played shows no name; a name in any script survives the header (RFC 6266)."""
    is_document = content.role is ObjectRole.CONTENT and content.kind is FileKind.DOCUMENT
    extension = _EXTENSIONS.get(content.content_type, "")
    if not is_document and not download:
        return f'inline; filename="portail-{content.id.hex[-8:]}.{extension}"'
    stem, _, ending = content.name.rpartition(".")
    plain = _NOT_PLAIN.sub("", stem).strip() or "document"
    any_script = quote(content.name, safe="")
    return f"attachment; filename=\"{plain}.{ending}\"; filename*=UTF-8''{any_script}"
