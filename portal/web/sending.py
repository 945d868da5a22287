"""A document for machines, sent once: who has it already is told so."""

from datetime import datetime
from hashlib import sha256

from flask import Response, request


def sent(
    content: bytes, media_type: str, changed: datetime | None = None, name: str = ""
) -> Response:
    """The content, or « not modified » to who has it already."""
    response = Response(content, content_type=media_type)
    if name:
        response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.set_etag(sha256(content).hexdigest()[:32])
    response.last_modified = changed
    response.make_conditional(request)
    return response


def saved(content: bytes, media_type: str, name: str) -> Response:
    """A file to keep, never shown by the browser; `name` is ours, in plain letters."""
    response = Response(content, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def hidden(response: Response) -> Response:
    """Search engines do not list it."""
    response.headers["X-Robots-Tag"] = "noindex"
    return response
