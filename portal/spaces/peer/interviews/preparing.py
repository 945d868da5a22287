"""Views: preparing, and erasing what one said aloud."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.kernel.i18n import _
from portal.screens.preparing import screens
from portal.skills import rooms
from portal.skills.actions import interviews as actions
from portal.skills.interview_enums import AGENDA
from portal.spaces.peer.interviews.blueprint import blueprint
from portal.web.request import actor, session

screens.bind(blueprint)


@blueprint.post("/<uuid:interview_id>/prepare/<step>/voice/remove")
def remove_voice(interview_id: UUID, step: str) -> ResponseReturnValue:
    actions.remove_voice(session(), actor(), interview_id, rooms.topic_of(step, AGENDA))
    flash(_("L’enregistrement est effacé."))
    return redirect(url_for(".show_topic", interview_id=interview_id, step=step))
