"""Views of the trainings other federations publish."""

from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.kernel.i18n import _
from portal.spaces.federation.relays import pages
from portal.spaces.federation.relays.forms import RelayForm
from portal.trainings import policy
from portal.trainings.actions import relays as actions
from portal.trainings.queries import relays
from portal.web.page import render
from portal.web.request import actor, need, session
from portal.web.space import feature

blueprint = feature("relays", __name__, "/trainings/elsewhere")


@blueprint.before_request
def _writers_only() -> None:
    need(policy.can_write_trainings(actor()))


@blueprint.get("")
def list_trainings() -> Response:
    """All of them, those passed on, or the others; by words."""
    return render("federation/relays/list.html", **pages.list_page(request.args))


@blueprint.get("/<uuid:training_id>")
def show_training(training_id: UUID) -> Response:
    """What decides whether to pass it on, and the word for one's region."""
    found = relays.get_elsewhere(session(), actor(), training_id)
    return render("federation/relays/training.html", **pages.training_page(found))


@blueprint.post("/<uuid:training_id>")
def relay_training(training_id: UUID) -> ResponseReturnValue:
    found = relays.get_elsewhere(session(), actor(), training_id)
    need(policy.can_relay_trainings(actor()))
    form = RelayForm()
    if not form.validate():
        values = pages.training_page(found, form)
        return render("federation/relays/training.html", status=422, **values)
    actions.relay_training(session(), actor(), training_id, form.note.data or "")
    if found.relayed_at:
        flash(_("Votre mot est changé."))
    else:
        flash(_("La formation est relayée. La fédération qui la publie est prévenue."))
    return redirect(url_for(".show_training", training_id=training_id))


@blueprint.post("/<uuid:training_id>/stop")
def stop_relaying(training_id: UUID) -> ResponseReturnValue:
    actions.stop_relaying(session(), actor(), training_id)
    flash(_("La formation n’est plus relayée."))
    return redirect(url_for(".show_training", training_id=training_id))
