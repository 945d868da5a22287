"""Views: preparing, and reading what the person shows."""

from uuid import UUID

from flask import Response

from portal.screens.preparing import screens
from portal.skills import reading, rooms
from portal.skills.actions import interviews as actions
from portal.spaces.employer.interviews.blueprint import blueprint
from portal.web.page import render
from portal.web.request import actor, session

screens.bind(blueprint)


@blueprint.get("/<uuid:interview_id>/attached")
def show_attached(interview_id: UUID) -> Response:
    """What the person chose to show; they read who opened it and when."""
    share = actions.open_attached(session(), actor(), interview_id)
    room = rooms.enter(session(), actor(), interview_id)
    record = reading.read(share.document)
    return render("employer/interviews/attached.html", room=room, share=share, record=record)
