"""Views of one's CV: the choices, what it looks like, the file."""

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.kernel.errors import Invalid
from portal.kernel.i18n import _
from portal.skills.actions import cv as actions
from portal.skills.exports.formats import Format
from portal.skills.queries import record as queries
from portal.spaces.peer.cv import pages
from portal.spaces.peer.cv.forms import CvForm
from portal.web.page import render
from portal.web.request import actor, person_id, session
from portal.web.serving import hand_over
from portal.web.space import feature

blueprint = feature("cv", __name__, prefix="/cv")


@blueprint.get("")
def show_form() -> Response:
    return _ask(pages.first_form())


@blueprint.post("")
def keep_choices() -> ResponseReturnValue:
    form = CvForm()
    pages.fill(form)
    if not form.validate():
        return _ask(form, status=422)
    try:
        actions.keep_choices(session(), actor(), pages.chosen(form))
    except Invalid as refusal:
        form.object_to(refusal)
        return _ask(form, status=422)
    return redirect(url_for(".show_cv"))


@blueprint.get("/preview")
def show_cv() -> Response:
    """Exactly what the file says."""
    sheet, spoken = actions.preview_cv(session(), actor())
    return render("peer/cv/preview.html", sheet=sheet, spoken=spoken)


@blueprint.post("/cv.<any(pdf, docx):form>")
def make_cv(form: str) -> Response:
    file = actions.make_cv(session(), actor(), Format(form))
    return hand_over(file.content, file.name, file.media_type)


@blueprint.post("/forget")
def forget_choices() -> ResponseReturnValue:
    actions.forget_choices(session(), actor())
    flash(_("Vos choix sont effacés."))
    return redirect(url_for(".show_form"))


def _ask(form: CvForm, status: int = 200) -> Response:
    pages.fill(form)
    return render(
        "peer/cv/form.html",
        status=status,
        form=form,
        kept=queries.find_cv(session(), person_id()),
    )
