"""What is shared with the organisation one stands in, whatever its space: the list, one, a file.

Each opening is written for the person to see.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Response, url_for

from portal.people.models import Share
from portal.people.queries import shares
from portal.skills import policy
from portal.skills.actions import sharing
from portal.web.request import actor, need, place, session
from portal.web.serving import serve


def list_received() -> Sequence[Share]:
    need(policy.can_read_received(actor()))
    return shares.list_received_in(session(), place().id)


def open_received(share_id: UUID) -> dict[str, Any]:
    """What the page of one share receives; the space has a view « open_file ». NotFound."""
    need(policy.can_read_received(actor()))
    share = sharing.open_received(session(), actor(), share_id)
    return {
        "share": share,
        "record": sharing.read_share(session(), share),
        "file_address": lambda file_id: url_for(".open_file", share_id=share_id, file_id=file_id),
    }


def serve_received(share_id: UUID, file_id: UUID) -> Response:
    """A recording heard in ranges, or a photo, while the share lives."""
    need(policy.can_read_received(actor()))
    return serve(sharing.open_shared_file(session(), actor(), share_id, file_id))
