"""Views: the team and its interviews, a proposal, one interview, its date."""

from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.kernel.errors import Invalid
from portal.kernel.i18n import _
from portal.skills import rooms
from portal.skills.actions import interviews as actions
from portal.skills.interview_enums import InterviewKind
from portal.spaces.employer.interviews import pages
from portal.spaces.employer.interviews.blueprint import blueprint
from portal.spaces.employer.interviews.forms import ProposeForm
from portal.web.page import render
from portal.web.request import actor, session


@blueprint.get("")
def list_interviews() -> Response:
    return render("employer/interviews/list.html", **pages.list_page())


@blueprint.get("/new")
def show_new() -> Response:
    return _new(pages.propose_form(ProposeForm(formdata=None)))


@blueprint.post("/new")
def propose_interview() -> ResponseReturnValue:
    form = pages.propose_form(ProposeForm())
    if not form.validate():
        return _new(form, 422)
    try:
        made = actions.propose_interview(
            session(),
            actor(),
            UUID(form.person.data),
            InterviewKind(form.kind.data),
            form.moment,
            form.place.data or "",
        )
    except Invalid as refusal:
        form.take(refusal)
        return _new(form, 422)
    flash(_("La date est proposée. La personne est prévenue et peut en demander une autre."))
    return redirect(url_for(".show_interview", interview_id=made.id))


@blueprint.get("/<uuid:interview_id>")
def show_interview(interview_id: UUID) -> Response:
    room = rooms.enter(session(), actor(), interview_id)
    is_shown = rooms.is_something_shown(session(), actor(), room)
    return render("employer/interviews/interview.html", room=room, is_shown=is_shown)


@blueprint.post("/<uuid:interview_id>/cancel")
def cancel_interview(interview_id: UUID) -> ResponseReturnValue:
    actions.cancel_interview(session(), actor(), interview_id)
    flash(_("L’entretien est annulé. La personne est prévenue."))
    return redirect(url_for(".list_interviews"))


@blueprint.post("/<uuid:interview_id>/review")
def tell_review(interview_id: UUID) -> ResponseReturnValue:
    is_review = request.form.get("is_review") == "1"
    actions.tell_review(session(), actor(), interview_id, is_review=is_review)
    flash(_("C’est noté dans le compte rendu."))
    return redirect(url_for(".show_record", interview_id=interview_id, _anchor="review"))


@blueprint.post("/<uuid:interview_id>/take-over")
def take_over(interview_id: UUID) -> ResponseReturnValue:
    actions.take_over(session(), actor(), interview_id)
    flash(_("Vous menez maintenant cet entretien. Proposez une date."))
    return redirect(url_for(".show_interview", interview_id=interview_id))


def _new(form: ProposeForm, status: int = 200) -> Response:
    hints = pages.explanations()
    return render("employer/interviews/new.html", status=status, form=form, hints=hints)
