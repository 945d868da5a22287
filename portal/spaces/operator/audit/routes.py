"""View of the audit."""

from flask import Response, request

from portal.organisations.queries import service
from portal.spaces.operator.audit import words
from portal.web.forms import strip
from portal.web.page import render
from portal.web.request import actor, session
from portal.web.space import feature

blueprint = feature("audit", __name__, "/audit")


@blueprint.get("")
def list_entries() -> Response:
    """The newest first; `action` narrows to one kind."""
    page = min(max(1, request.args.get("page", 1, int)), 2000)
    wanted = strip(request.args.get("action"))[:60]
    lines, more = service.list_audit(session(), actor(), action=wanted, page=page)
    return render(
        "operator/audit/audit.html",
        lines=lines,
        actions=words.choices(service.list_actions(session(), actor())),
        label=words.label,
        scheme_of=words.scheme_of,
        wanted=wanted,
        page=page,
        pages=page + more,
    )
