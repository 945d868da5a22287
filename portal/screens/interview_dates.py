"""Views of the date of an interview: said yes to, or another asked."""

from uuid import UUID

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.kernel.errors import Invalid
from portal.kernel.i18n import _
from portal.skills import rooms
from portal.skills.actions import interviews as actions
from portal.skills.queries import interviews as queries
from portal.web.interviews import DateForm
from portal.web.request import actor, session
from portal.web.screens import Screens, render_own

screens = Screens()


@screens.post("/<uuid:interview_id>/date/accept")
def accept_date(interview_id: UUID) -> ResponseReturnValue:
    actions.accept_date(session(), actor(), interview_id)
    flash(_("La date est fixée. L’autre personne est prévenue."))
    return redirect(url_for(".show_interview", interview_id=interview_id))


@screens.get("/<uuid:interview_id>/date")
def show_date_form(interview_id: UUID) -> Response:
    return _date(interview_id, DateForm())


@screens.post("/<uuid:interview_id>/date")
def ask_date(interview_id: UUID) -> ResponseReturnValue:
    queries.get_meeting(session(), actor(), interview_id)
    form = DateForm()
    if form.validate():
        try:
            actions.ask_date(session(), actor(), interview_id, form.moment, form.place.data or "")
        except Invalid as refusal:
            form.take(refusal)
        else:
            flash(_("Votre date est proposée. L’autre personne peut dire oui."))
            return redirect(url_for(".show_interview", interview_id=interview_id))
    return _date(interview_id, form, 422)


def _date(interview_id: UUID, form: DateForm, status: int = 200) -> Response:
    room = rooms.enter(session(), actor(), interview_id)
    return render_own("date.html", status=status, room=room, form=form)
