"""Views: what people need so as to come, for who arranges it in that session and nobody else."""

from uuid import UUID

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.kernel.errors import NotFound
from portal.kernel.i18n import _
from portal.people.reachable import channels
from portal.spaces.federation.sessions import needs_pages as pages
from portal.spaces.federation.sessions.blueprint import blueprint
from portal.spaces.federation.sessions.forms import ArrangedForm
from portal.trainings.actions import selection
from portal.trainings.queries import registrations
from portal.trainings.queries import sessions as queries
from portal.web.page import render
from portal.web.request import actor, session


@blueprint.get("/<uuid:session_id>/needs")
def list_needs(session_id: UUID) -> Response:
    """404 to whoever does not arrange them, administrators too."""
    found = queries.get_arranged(session(), actor(), session_id)
    return render("federation/sessions/needs.html", **pages.needs_page(found))


@blueprint.post("/registrations/<uuid:registration_id>/arranged")
def mark_arranged(registration_id: UUID) -> ResponseReturnValue:
    """What was done about it, in words the person reads."""
    registration = registrations.get_received(session(), actor(), registration_id)
    found = queries.get_arranged(session(), actor(), registration.session_id)
    form = ArrangedForm(prefix=f"n{registration_id.hex}-")
    if registrations.find_need(session(), registration) is None:
        raise NotFound
    if not form.validate():
        values = pages.needs_page(found, form, registration_id)
        return render("federation/sessions/needs.html", status=422, **values)
    selection.mark_arranged(session(), actor(), registration_id, form.words.data or "")
    if channels(registration):
        flash(_("C’est noté. La personne est prévenue."))
    else:
        flash(_("C’est noté. On ne peut pas écrire à cette personne : appelez-la."))
    return redirect(url_for(".list_needs", session_id=found.id, _anchor=registration_id.hex))
