"""Views: who trains and who welcomes in a session."""

from uuid import UUID

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.kernel.i18n import _
from portal.spaces.federation.sessions import pages
from portal.spaces.federation.sessions.blueprint import blueprint, get_run
from portal.spaces.federation.sessions.forms import StaffForm
from portal.trainings.actions import sessions as actions
from portal.trainings.enums import SessionRole
from portal.trainings.queries import sessions as queries
from portal.trainings.queries.sessions import TrainingSession
from portal.web.page import render
from portal.web.request import actor, session


@blueprint.get("/<uuid:session_id>/staff")
def show_staff(session_id: UUID) -> Response:
    found = get_run(session_id)
    staff = queries.list_staff(session(), actor(), session_id)
    by_role = {role: [str(s.person_id) for s in staff if s.role == role] for role in SessionRole}
    form = StaffForm(trainers=by_role[SessionRole.TRAINER], arrangers=by_role[SessionRole.ARRANGER])
    return _show(found, form)


@blueprint.post("/<uuid:session_id>/staff")
def set_staff(session_id: UUID) -> ResponseReturnValue:
    found = get_run(session_id)
    form = StaffForm().offer(queries.list_colleagues(session(), actor()))
    if not form.validate():
        return _show(found, form, status=422)
    actions.set_staff(session(), actor(), session_id, form.people())
    flash(_("C’est enregistré."))
    return redirect(url_for(".show_session", session_id=session_id))


def _show(found: TrainingSession, form: StaffForm, status: int = 200) -> Response:
    form.offer(queries.list_colleagues(session(), actor()))
    values = pages.around(found) | {"form": form}
    return render("federation/sessions/staff.html", status=status, **values)
