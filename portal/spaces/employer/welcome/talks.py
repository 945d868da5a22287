"""Views of the structure's side: check-ins, letter of mission, steps."""

from uuid import UUID

from flask import Response, flash, make_response, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.engagements import policy
from portal.engagements.actions import check_ins, missions
from portal.engagements.actions.welcomes import add_check_in as add
from portal.engagements.actions.welcomes import open_engagement
from portal.engagements.enums import Side, StepState
from portal.engagements.errors import NotAMission, WordsGiven
from portal.engagements.letter_pdf import letter_pdf
from portal.engagements.queries import scheme, welcomes
from portal.kernel.errors import Invalid, NotFound
from portal.kernel.i18n import _
from portal.spaces.employer.welcome.blueprint import blueprint
from portal.spaces.employer.welcome.forms import CheckInDayForm, LetterForm, StepForm, WordsForm
from portal.web.page import render
from portal.web.request import actor, need, place, session


@blueprint.post("/<uuid:engagement_id>/check-ins")
def add_check_in(engagement_id: UUID) -> ResponseReturnValue:
    open_engagement(session(), actor(), engagement_id)
    form = CheckInDayForm()
    day = form.day.data if form.validate() else None
    try:
        if day is None:
            raise Invalid({"day": _("Choisissez une date.")})
        add(session(), actor(), engagement_id, day)
    except Invalid as refusal:
        flash(str(next(iter(refusal.fields.values()))), "warn")
    else:
        flash(_("Le point d’étape est prévu. La personne le voit dans son espace."))
    return redirect(url_for(".show_welcome", engagement_id=engagement_id, _anchor="check-ins"))


@blueprint.get("/<uuid:engagement_id>/check-ins/<uuid:check_in_id>")
def show_check_in(engagement_id: UUID, check_in_id: UUID) -> Response:
    return _check_in(engagement_id, check_in_id, None)


@blueprint.post("/<uuid:engagement_id>/check-ins/<uuid:check_in_id>")
def write_check_in(engagement_id: UUID, check_in_id: UUID) -> ResponseReturnValue:
    form = WordsForm()
    if not form.validate():
        return _check_in(engagement_id, check_in_id, form, 422)
    try:
        check_ins.say_as_structure(
            session(), actor(), engagement_id, check_in_id, form.said(), give=form.give.data
        )
    except WordsGiven as refusal:
        form.object_to(refusal)
        return _check_in(engagement_id, check_in_id, form, 409)
    flash(_("C’est enregistré."))
    return redirect(url_for(".show_check_in", engagement_id=engagement_id, check_in_id=check_in_id))


def _check_in(
    engagement_id: UUID, check_in_id: UUID, form: WordsForm | None, status: int = 200
) -> Response:
    engagement = welcomes.get_engagement(session(), actor(), engagement_id)
    check_in = welcomes.get_check_in(session(), engagement, check_in_id)
    # Whoever arrives answers in their own space, whatever their role here.
    need(policy.can_hold_check_ins(actor()) and engagement.person_id != actor().person_id)
    said = {one.side: one for one in welcomes.list_words(session(), check_in)}
    own = said.get(Side.STRUCTURE)
    return render(
        "employer/welcome/check_in.html",
        status=status,
        engagement=engagement,
        check_in=check_in,
        form=form or WordsForm(obj=own),
        own=own,
        other=said.get(Side.NEWCOMER),
    )


@blueprint.get("/<uuid:engagement_id>/letter")
def show_letter(engagement_id: UUID) -> Response:
    engagement = open_engagement(session(), actor(), engagement_id)
    known = welcomes.find_letter(session(), engagement)
    return _letter(engagement_id, LetterForm(obj=known))


@blueprint.post("/<uuid:engagement_id>/letter")
def write_letter(engagement_id: UUID) -> ResponseReturnValue:
    open_engagement(session(), actor(), engagement_id)
    form = LetterForm()
    if not form.validate():
        return _letter(engagement_id, form, 422)
    try:
        missions.write_letter(session(), actor(), engagement_id, missions.Letter(**form.data))
    except NotAMission as refusal:
        form.object_to(refusal)
        return _letter(engagement_id, form, 409)
    flash(_("La lettre est enregistrée. Vous pouvez l’imprimer."))
    return redirect(url_for(".show_letter", engagement_id=engagement_id))


def _letter(engagement_id: UUID, form: LetterForm, status: int = 200) -> Response:
    engagement = welcomes.get_engagement(session(), actor(), engagement_id)
    known = welcomes.find_letter(session(), engagement)
    return render(
        "employer/welcome/letter.html", status=status, form=form, engagement=engagement, known=known
    )


@blueprint.get("/<uuid:engagement_id>/letter.pdf")
def print_letter(engagement_id: UUID) -> Response:
    engagement = welcomes.get_engagement(session(), actor(), engagement_id)
    need(policy.can_write_letters(actor()))
    known = welcomes.find_letter(session(), engagement)
    if known is None:
        raise NotFound
    response = make_response(letter_pdf(place().name, engagement, known))
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Content-Disposition"] = 'inline; filename="lettre-de-mission.pdf"'
    return response


@blueprint.get("/scheme")
def show_scheme() -> Response:
    need(policy.can_write_letters(actor()))
    steps = scheme.list_steps(session(), actor())
    forms = {
        step.entry.code: StepForm(
            formdata=None,
            state=step.said.state if step.said else StepState.TO_DO,
            note=step.said.note if step.said else "",
        )
        for step in steps
    }
    return render("employer/welcome/scheme.html", steps=steps, forms=forms)


@blueprint.post("/scheme/<code>")
def follow_step(code: str) -> ResponseReturnValue:
    need(policy.can_write_letters(actor()))
    form = StepForm()
    if form.validate():
        state = StepState(form.state.data)
        missions.follow_step(session(), actor(), code, state, form.note.data or "")
        flash(_("C’est enregistré."))
    return redirect(url_for(".show_scheme", _anchor=code))
