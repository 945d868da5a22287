"""Views of preparing an interview, each on their side: what one writes, what was said, opening."""

from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.files.errors import FileRefused
from portal.files.queries import open_content
from portal.kernel import i18n
from portal.kernel.i18n import _, gettext_
from portal.skills import rooms
from portal.skills.actions import interviews as actions
from portal.skills.errors import AlreadyOpen
from portal.skills.interview_enums import AGENDA, Topic
from portal.skills.queries import interviews as queries
from portal.web.interviews import VoiceForm, WordsForm
from portal.web.request import actor, session
from portal.web.screens import Screens, render_own
from portal.web.serving import serve

screens = Screens()


def topic_page(
    interview_id: UUID,
    topic: Topic,
    form: WordsForm | None = None,
    voice: VoiceForm | None = None,
    status: int = 200,
) -> Response:
    """One topic of one's own preparation. Raises NotFound, AlreadyOpen once both see it."""
    room = rooms.enter(session(), actor(), interview_id)
    if room.meeting.is_open:
        raise AlreadyOpen
    said = room.own.get(topic)
    form = form or WordsForm(formdata=None, words=said.words if said else "")
    return render_own(
        "topic.html",
        status=status,
        room=room,
        topic=topic,
        said=said,
        form=form.warn(room),
        voice=voice or VoiceForm(formdata=None),
    )


@screens.get("/<uuid:interview_id>/prepare/<step>")
def show_topic(interview_id: UUID, step: str) -> Response:
    return topic_page(interview_id, rooms.topic_of(step, AGENDA))


@screens.post("/<uuid:interview_id>/prepare/<step>")
def prepare_topic(interview_id: UUID, step: str) -> ResponseReturnValue:
    """What was written and, on the person's side, what was said: neither is kept without the
    other, whichever button was pressed.
    """
    topic, form, voice = rooms.topic_of(step, AGENDA), WordsForm(), VoiceForm()
    room = rooms.enter(session(), actor(), interview_id)
    is_keeping = "keep" in request.form
    is_said = room.is_worker and (is_keeping or bool(voice.recording.data))
    if not form.validate() or (is_said and not voice.validate()):
        return topic_page(interview_id, topic, form, voice, status=422)
    actions.prepare(session(), actor(), interview_id, topic, form.words.data or "")
    if is_said and not _say(interview_id, topic, voice):
        return topic_page(interview_id, topic, form, voice, status=422)
    if is_keeping:
        flash(_("Votre message est gardé. Personne d’autre ne l’entend pour l’instant."))
        return redirect(url_for(".show_topic", interview_id=interview_id, step=topic))
    following = room.after(topic) if topic in room.agenda else None
    if following is None or request.form.get("later"):
        flash(_("C’est gardé. Personne d’autre ne le voit pour l’instant."))
        return redirect(url_for(".show_interview", interview_id=interview_id, _anchor="prepare"))
    return redirect(url_for(".show_topic", interview_id=interview_id, step=following))


def _say(interview_id: UUID, topic: Topic, form: VoiceForm) -> bool:
    """Keep a recording; if it is refused, the form says why."""
    given = form.recording.data
    language = i18n.current().tag
    try:
        actions.say(
            session(),
            actor(),
            interview_id,
            topic,
            given.filename or "",
            given.stream,
            language=language,
        )
    except FileRefused as refusal:
        form.recording.errors = [gettext_(refusal.message)]
        return False
    return True


@screens.get("/<uuid:interview_id>/prepare/<step>/voice")
def play_voice(interview_id: UUID, step: str) -> Response:
    meeting = queries.get_meeting(session(), actor(), interview_id)
    file_id = queries.find_voice(session(), actor(), meeting, rooms.topic_of(step, AGENDA))
    return serve(open_content(session(), actor(), file_id))


@screens.post("/<uuid:interview_id>/open")
def open_up(interview_id: UUID) -> ResponseReturnValue:
    actions.open_up(session(), actor(), interview_id)
    if rooms.enter(session(), actor(), interview_id).meeting.is_open:
        flash(_("Les préparations sont ouvertes. Chacun lit celle de l’autre."))
    else:
        flash(_("Vous êtes d’accord pour ouvrir. Cela s’ouvre quand l’autre personne l’est aussi."))
    return redirect(url_for(".show_interview", interview_id=interview_id))
