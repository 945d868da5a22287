"""Views: choosing when one is met before a session, behind the link of a registration."""

from uuid import UUID

from flask import Response
from flask.typing import ResponseReturnValue

from portal.kernel.errors import Invalid, NotFound
from portal.kernel.i18n import _
from portal.spaces.public.registrations import meeting_pages as pages
from portal.spaces.public.registrations.forms import CALL, MomentForm
from portal.spaces.public.registrations.pages import Followed
from portal.spaces.public.registrations.routes import act, back, blueprint, open_link
from portal.trainings.actions import meetings as actions
from portal.trainings.calendar import write_meeting
from portal.trainings.errors import MomentTaken
from portal.trainings.queries import meetings as queries
from portal.web.page import render
from portal.web.request import actor, session


@blueprint.get("/interview")
def show_moments(token: str) -> Response:
    found = open_link(token)
    return _show(found, token, pages.shown(found))


@blueprint.post("/interview")
def choose_moment(token: str) -> ResponseReturnValue:
    """A moment, another one than before, or « call me »."""
    found = act(token)
    pages.invitation_of(found)
    form = pages.form_of(found)
    if not form.validate():
        return _show(found, token, form, 422)
    registration_id, chosen = found.registration.id, form.slot.data
    if chosen == CALL:
        words = form.words.data or ""
        actions.ask_to_be_called(session(), actor(), registration_id, words)
        return back(token, _("C’est noté. L’organisme vous appelle."))
    try:
        actions.choose(session(), actor(), registration_id, UUID(chosen))
    except MomentTaken as refusal:
        form = pages.form_of(found)
        form.take(Invalid({"slot": refusal.message}))
        return _show(found, token, form, 409)
    return back(token, _("C’est noté : ce moment est à vous."))


@blueprint.get("/interview.ics")
def download_meeting(token: str) -> Response:
    """The moment one chose, for a calendar."""
    found = open_link(token)
    invitation = pages.invitation_of(found)
    chosen = queries.find_chosen(session(), invitation)
    if chosen is None:
        raise NotFound
    written = write_meeting(invitation, chosen.slot, chosen.video_link)
    response = Response(written, mimetype="text/calendar")
    response.headers["Content-Disposition"] = 'attachment; filename="rendez-vous.ics"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _show(found: Followed, token: str, form: MomentForm, status: int = 200) -> Response:
    values = pages.page(found, token, form)
    return render("public/registrations/interview.html", status=status, **values)
