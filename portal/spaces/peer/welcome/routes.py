"""Views of one's own arrivals."""

from uuid import UUID

from flask import Response, flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.engagements.actions import check_ins, job_sheets, welcomes
from portal.engagements.enums import Side
from portal.engagements.errors import WordsGiven
from portal.engagements.letter_pdf import letter_pdf
from portal.engagements.queries import rules, sheets
from portal.engagements.queries import welcomes as queries
from portal.kernel.errors import NotFound
from portal.kernel.i18n import _
from portal.spaces.peer.welcome.forms import AnswerForm, WordsForm
from portal.web.page import render
from portal.web.request import actor, person_id, session
from portal.web.space import feature

blueprint = feature("welcome", __name__, prefix="/welcome")


@blueprint.get("")
def list_welcomes() -> Response:
    return render("peer/welcome/list.html", welcomes=queries.list_own(session(), person_id()))


@blueprint.get("/<uuid:engagement_id>")
def show_welcome(engagement_id: UUID) -> Response:
    engagement = queries.get_own(session(), person_id(), engagement_id)
    return render(
        "peer/welcome/show.html",
        engagement=engagement,
        groups=queries.list_groups(session(), engagement),
        tick=lambda item: url_for(".mark_item", engagement_id=engagement_id, item_id=item.id),
        plan=lambda item: None,
        check_ins=queries.list_check_ins(session(), engagement),
        counted_from=rules.check_ins_from(session(), engagement.began, engagement.hired_on),
        letter=queries.find_letter(session(), engagement),
        sheets=sheets.list_sheets(session(), engagement),
        reviews=queries.list_reviews(session(), engagement),
        answers=sheets.list_answers(session(), engagement),
        answer_url=lambda one: url_for(
            ".show_answer", engagement_id=engagement_id, review_id=one.id
        ),
        next_review=rules.next_review(session(), engagement.began, engagement.sheet_reviewed_on),
    )


@blueprint.get("/<uuid:engagement_id>/letter.pdf")
def print_letter(engagement_id: UUID) -> Response:
    engagement = queries.get_own(session(), person_id(), engagement_id)
    known = queries.find_letter(session(), engagement)
    if known is None:
        raise NotFound
    response = make_response(letter_pdf(queries.place_of(session(), engagement), engagement, known))
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Content-Disposition"] = 'inline; filename="lettre-de-mission.pdf"'
    return response


@blueprint.get("/<uuid:engagement_id>/reviews/<uuid:review_id>")
def show_answer(engagement_id: UUID, review_id: UUID) -> Response:
    return _answer(engagement_id, review_id, None)


@blueprint.post("/<uuid:engagement_id>/reviews/<uuid:review_id>")
def answer_review(engagement_id: UUID, review_id: UUID) -> ResponseReturnValue:
    form = AnswerForm()
    if not form.validate():
        return _answer(engagement_id, review_id, form, 422)
    said = form.words.data or ""
    job_sheets.answer_review(session(), actor(), engagement_id, review_id, said)
    flash(_("C’est enregistré."))
    return redirect(url_for(".show_welcome", engagement_id=engagement_id, _anchor="reviews"))


def _answer(
    engagement_id: UUID, review_id: UUID, form: AnswerForm | None, status: int = 200
) -> Response:
    engagement = queries.get_own(session(), person_id(), engagement_id)
    return render(
        "peer/welcome/answer.html",
        status=status,
        engagement=engagement,
        review=sheets.get_review(session(), engagement, review_id),
        form=form or AnswerForm(obj=sheets.list_answers(session(), engagement).get(review_id)),
    )


@blueprint.post("/<uuid:engagement_id>/items/<uuid:item_id>/mark")
def mark_item(engagement_id: UUID, item_id: UUID) -> ResponseReturnValue:
    engagement = queries.get_own(session(), person_id(), engagement_id)
    done = request.form.get("done") == "1"
    welcomes.mark_item(session(), actor(), engagement, item_id, done=done)
    return redirect(
        url_for(".show_welcome", engagement_id=engagement_id, _anchor=f"item-{item_id}")
    )


@blueprint.get("/<uuid:engagement_id>/check-ins/<uuid:check_in_id>")
def show_check_in(engagement_id: UUID, check_in_id: UUID) -> Response:
    return _page(engagement_id, check_in_id, None)


@blueprint.post("/<uuid:engagement_id>/check-ins/<uuid:check_in_id>")
def write_check_in(engagement_id: UUID, check_in_id: UUID) -> ResponseReturnValue:
    form = WordsForm()
    if not form.validate():
        return _page(engagement_id, check_in_id, form, 422)
    try:
        check_ins.say_as_newcomer(
            session(), actor(), engagement_id, check_in_id, form.said(), give=form.give.data
        )
    except WordsGiven as refusal:
        form.object_to(refusal)
        return _page(engagement_id, check_in_id, form, 409)
    flash(_("C’est enregistré."))
    return redirect(url_for(".show_check_in", engagement_id=engagement_id, check_in_id=check_in_id))


def _page(
    engagement_id: UUID, check_in_id: UUID, form: WordsForm | None, status: int = 200
) -> Response:
    engagement = queries.get_own(session(), person_id(), engagement_id)
    check_in = queries.get_check_in(session(), engagement, check_in_id)
    said = {one.side: one for one in queries.list_words(session(), check_in)}
    own = said.get(Side.NEWCOMER)
    return render(
        "peer/welcome/check_in.html",
        status=status,
        engagement=engagement,
        check_in=check_in,
        form=form or WordsForm(obj=own),
        own=own,
        other=said.get(Side.STRUCTURE),
        steps=[],
    )
