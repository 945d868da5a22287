"""Views of what is shared with the organisation one stands in: the list, one, its files.

Each opening is written for the person to see.
"""

from uuid import UUID

from flask import Response, url_for

from portal.people.queries import shares
from portal.skills import policy
from portal.skills.actions import sharing
from portal.web.request import actor, need, person_id, place, session
from portal.web.screens import Screens, render_own
from portal.web.serving import serve

screens = Screens()


@screens.get("")
def list_shares() -> Response:
    need(policy.can_read_received(actor()))
    return render_own(
        "list.html",
        shares=shares.list_received_in(session(), place().id),
        has_own=bool(shares.list_received(session(), person_id())),
    )


@screens.get("/<uuid:share_id>")
def show_share(share_id: UUID) -> Response:
    need(policy.can_read_received(actor()))
    share = sharing.open_received(session(), actor(), share_id)
    return render_own(
        "share.html",
        share=share,
        record=sharing.read_share(session(), share),
        file_address=lambda file_id: url_for(".open_file", share_id=share_id, file_id=file_id),
    )


@screens.get("/<uuid:share_id>/files/<uuid:file_id>")
def open_file(share_id: UUID, file_id: UUID) -> Response:
    """A recording heard in ranges, or a photo, while the share lives."""
    need(policy.can_read_received(actor()))
    return serve(sharing.open_shared_file(session(), actor(), share_id, file_id))
