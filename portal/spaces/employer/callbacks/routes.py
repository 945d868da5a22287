"""Views of the call-back queue."""

from uuid import UUID

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.jobs.actions import callbacks as actions
from portal.jobs.enums import CallOutcome
from portal.jobs.queries import callbacks as queries
from portal.kernel.i18n import _
from portal.spaces.employer import words
from portal.spaces.employer.callbacks.forms import TryForm
from portal.web.forms import future_id
from portal.web.page import render
from portal.web.request import actor, place, session
from portal.web.space import feature

blueprint = feature("callbacks", __name__, "/callbacks")


@blueprint.get("")
def list_callbacks() -> Response:
    """Whom to call, the longest wait first."""
    return _list()


@blueprint.post("/<uuid:callback_id>/tries")
def record_try(callback_id: UUID) -> ResponseReturnValue:
    """Write down a call that was made."""
    queries.require_callback(session(), actor(), callback_id)
    form = TryForm(prefix=f"t{callback_id.hex[-6:]}-")
    if not form.validate():
        return _list(form, callback_id, status=422)
    outcome = CallOutcome(form.outcome.data)
    actions.record_try(
        session(),
        actor(),
        callback_id,
        outcome,
        note=form.note.data or "",
        try_id=future_id(place().id, form.given),
    )
    flash(_("Appel noté."))
    return redirect(url_for(".list_callbacks"))


@blueprint.post("/<uuid:callback_id>/stop")
def stop_calling(callback_id: UUID) -> ResponseReturnValue:
    actions.give_up(session(), actor(), callback_id)
    flash(_("Vous n’appelez plus cette personne. Sa candidature attend toujours une réponse."))
    return redirect(url_for(".list_callbacks"))


def _list(wrong: TryForm | None = None, at: UUID | None = None, status: int = 200) -> Response:
    waiting = queries.list_to_call(session(), actor())
    forms = {
        one.id: wrong if wrong and one.id == at else TryForm(prefix=f"t{one.id.hex[-6:]}-")
        for one in waiting
    }
    return render(
        "employer/callbacks/list.html",
        status=status,
        waiting=waiting,
        forms=forms,
        open_at=at,
        **words.helpers(),
    )
