"""Views: the day one was hired, as one says it oneself."""

from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.kernel.errors import Invalid
from portal.kernel.i18n import _
from portal.organisations.queries import places
from portal.organisations.queries.places import Workplace
from portal.skills.actions import hires
from portal.skills.queries.hires import list_stated_hires
from portal.spaces.peer.interviews.blueprint import blueprint
from portal.spaces.peer.interviews.forms import HireForm
from portal.web.page import render
from portal.web.request import person_id, session


@blueprint.get("/hires/<uuid:place_id>")
def show_hire(place_id: UUID) -> Response:
    place = _place(place_id)
    stated = list_stated_hires(session(), person_id()).get(place_id)
    return render("peer/interviews/hire.html", workplace=place, form=HireForm(hired_on=stated))


@blueprint.post("/hires/<uuid:place_id>")
def state_hire(place_id: UUID) -> ResponseReturnValue:
    place, form = _place(place_id), HireForm()
    # Left empty, the day is taken back; not asked, it is not.
    if form.hired_on.name not in request.form:
        raise Invalid({})
    if form.validate():
        try:
            hires.state_hire(session(), person_id(), place_id, form.hired_on.data)
        except Invalid as refusal:
            form.take(refusal)
        else:
            flash(_("C’est noté. Cette date reste pour vous."))
            return redirect(url_for(".list_interviews"))
    return render("peer/interviews/hire.html", status=422, workplace=place, form=form)


def _place(place_id: UUID) -> Workplace:
    return places.get_workplace(session(), person_id(), place_id)
