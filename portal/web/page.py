"""`render()`: the whole page, or for an htmx request only the fragment that changes."""

from typing import Any

from flask import Response, make_response, render_template
from flask_htmx import HTMX

htmx = HTMX()


def render(
    template: str, fragment: str | None = None, status: int = 200, **values: Any
) -> Response:
    """The page; if htmx asks and the view names a fragment, that fragment from the same values."""
    part = fragment if fragment and htmx and not htmx.history_restore_request else None
    response = make_response(render_template(part or template, **values), status)
    if fragment:
        response.vary.add("HX-Request")
    return response
