"""Views of what is shared with the federation. Each opening is written for the person to see."""

from uuid import UUID

from flask import Response

from portal.web import shares
from portal.web.page import render
from portal.web.space import feature

blueprint = feature("shares", __name__, prefix="/shares")


@blueprint.get("")
def list_shares() -> Response:
    return render("federation/shares/list.html", shares=shares.list_received())


@blueprint.get("/<uuid:share_id>")
def show_share(share_id: UUID) -> Response:
    return render("federation/shares/share.html", **shares.open_received(share_id))


@blueprint.get("/<uuid:share_id>/files/<uuid:file_id>")
def open_file(share_id: UUID, file_id: UUID) -> Response:
    return shares.serve_received(share_id, file_id)
