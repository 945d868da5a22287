"""Views: the list, one interview, its date."""

from uuid import UUID

from flask import Response

from portal.skills import rooms
from portal.skills.queries import interviews as queries
from portal.skills.queries import periods
from portal.spaces.peer.interviews import pages
from portal.spaces.peer.interviews.blueprint import blueprint
from portal.web.page import render
from portal.web.request import actor, person_id, session


@blueprint.get("")
def list_interviews() -> Response:
    meetings = queries.list_mine(session(), person_id())
    return render(
        "peer/interviews/list.html",
        going=[one for one in meetings if not one.is_over],
        over=[one for one in meetings if one.is_over],
        nexts=pages.list_next(meetings),
        rules=periods.list_rules(session()),
    )


@blueprint.get("/<uuid:interview_id>")
def show_interview(interview_id: UUID) -> Response:
    room = rooms.enter(session(), actor(), interview_id)
    share = rooms.attached_share(session(), room)
    return render(
        "peer/interviews/interview.html",
        room=room,
        share=share,
        looks=rooms.list_looks(session(), share) if share else [],
    )
