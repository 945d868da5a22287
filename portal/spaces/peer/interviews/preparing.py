"""Views: preparing aloud."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.files.errors import FileRefused
from portal.kernel import i18n
from portal.kernel.i18n import _, gettext_
from portal.screens.preparing import screens, topic_page
from portal.skills import rooms
from portal.skills.actions import interviews as actions
from portal.skills.interview_enums import AGENDA
from portal.spaces.peer.interviews.blueprint import blueprint
from portal.web.interviews import VoiceForm
from portal.web.request import actor, session

screens.bind(blueprint)


@blueprint.post("/<uuid:interview_id>/prepare/<step>/voice")
def say_topic(interview_id: UUID, step: str) -> ResponseReturnValue:
    topic, form = rooms.topic_of(step, AGENDA), VoiceForm()
    rooms.enter(session(), actor(), interview_id)
    if not form.validate():
        return topic_page(interview_id, topic, voice=form, status=422)
    given = form.recording.data
    try:
        actions.say(
            session(),
            actor(),
            interview_id,
            topic,
            given.filename or "",
            given.stream,
            language=i18n.current().tag,
        )
    except FileRefused as refusal:
        form.recording.errors = [gettext_(refusal.message)]
        return topic_page(interview_id, topic, voice=form, status=422)
    flash(_("Votre message est gardé. Personne d’autre ne l’entend pour l’instant."))
    return redirect(url_for(".show_topic", interview_id=interview_id, step=topic))


@blueprint.post("/<uuid:interview_id>/prepare/<step>/voice/remove")
def remove_voice(interview_id: UUID, step: str) -> ResponseReturnValue:
    actions.remove_voice(session(), actor(), interview_id, rooms.topic_of(step, AGENDA))
    flash(_("L’enregistrement est effacé."))
    return redirect(url_for(".show_topic", interview_id=interview_id, step=step))
