"""Views of the job sheet: its versions, its yearly review."""

from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.engagements.actions import job_sheets
from portal.engagements.actions.welcomes import open_engagement
from portal.engagements.queries import sheets, welcomes
from portal.jobs.plain_text import plain_text
from portal.jobs.queries.offers import list_shown
from portal.kernel import clock
from portal.kernel.i18n import _
from portal.spaces.employer.welcome.blueprint import blueprint
from portal.spaces.employer.welcome.forms import ReviewForm, SheetForm
from portal.web.page import render
from portal.web.request import actor, session


@blueprint.get("/<uuid:engagement_id>/job-sheet")
def show_sheet(engagement_id: UUID) -> Response:
    engagement = open_engagement(session(), actor(), engagement_id)
    form = SheetForm(formdata=None, since=clock.today(), content=_start(engagement))
    return _sheet(engagement, form)


@blueprint.post("/<uuid:engagement_id>/job-sheet")
def write_sheet(engagement_id: UUID) -> ResponseReturnValue:
    engagement = open_engagement(session(), actor(), engagement_id)
    form = SheetForm()
    if not form.validate() or form.since.data is None:
        return _sheet(engagement, form, 422)
    said = form.content.data or ""
    job_sheets.write_sheet(session(), actor(), engagement_id, said, form.since.data)
    flash(_("La fiche de poste est enregistrée. La personne en poste la lit dans son espace."))
    return redirect(url_for(".show_sheet", engagement_id=engagement_id))


@blueprint.get("/<uuid:engagement_id>/sheet")
def show_review(engagement_id: UUID) -> Response:
    engagement = open_engagement(session(), actor(), engagement_id)
    return render(
        "employer/welcome/review.html",
        engagement=engagement,
        sheets=sheets.list_sheets(session(), engagement),
        reviews=welcomes.list_reviews(session(), engagement),
        answers=sheets.list_answers(session(), engagement),
        form=ReviewForm(),
    )


@blueprint.post("/<uuid:engagement_id>/sheet")
def review_sheet(engagement_id: UUID) -> ResponseReturnValue:
    form = ReviewForm()
    job_sheets.review_sheet(session(), actor(), engagement_id, (form.decided.data or "")[:2000])
    flash(_("La relecture est notée. La prochaine est dans un an."))
    return redirect(url_for(".show_review", engagement_id=engagement_id))


def _start(engagement: welcomes.Engagement) -> str:
    """What a new version begins with: the offer chosen in the address, in the words the public
    reads; else the version before it.
    """
    chosen = request.args.get("offer", "")
    shown = {str(one.offer_id): one for one in list_shown(session(), actor())}
    if chosen in shown:
        return plain_text(shown[chosen].document)
    before = sheets.list_sheets(session(), engagement)
    return before[0].content if before else ""


def _sheet(engagement: welcomes.Engagement, form: SheetForm, status: int = 200) -> Response:
    return render(
        "employer/welcome/sheet.html",
        status=status,
        engagement=engagement,
        form=form,
        sheets=sheets.list_sheets(session(), engagement),
        offers=list_shown(session(), actor()),
    )
