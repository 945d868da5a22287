"""Views: the list, one interview, its date."""

from uuid import UUID

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.kernel.errors import Invalid
from portal.kernel.i18n import _
from portal.skills import rooms
from portal.skills.actions import interviews as actions
from portal.skills.queries import interviews as queries
from portal.skills.queries import periods
from portal.spaces.peer.interviews import pages
from portal.spaces.peer.interviews.blueprint import blueprint
from portal.web.interviews import DateForm
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


@blueprint.post("/<uuid:interview_id>/date/accept")
def accept_date(interview_id: UUID) -> ResponseReturnValue:
    actions.accept_date(session(), actor(), interview_id)
    flash(_("La date est fixée. L’autre personne est prévenue."))
    return redirect(url_for(".show_interview", interview_id=interview_id))


@blueprint.get("/<uuid:interview_id>/date")
def show_date_form(interview_id: UUID) -> Response:
    return _date(interview_id, DateForm())


@blueprint.post("/<uuid:interview_id>/date")
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
    return render("peer/interviews/date.html", status=status, room=room, form=form)
