"""Views: writing an offer, one short step at a time, saved as one goes."""

from functools import partial
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.jobs.actions import writing as actions
from portal.jobs.enums import OfferStep
from portal.jobs.errors import ChangedMeanwhile
from portal.jobs.queries import offers as queries
from portal.kernel.errors import Invalid, NotFound
from portal.kernel.i18n import _
from portal.spaces.employer.offers import sheets
from portal.spaces.employer.offers.blueprint import blueprint
from portal.spaces.employer.offers.forms import FORMS
from portal.spaces.employer.offers.forms.fields import StepForm
from portal.web import steps
from portal.web.request import actor, session


@blueprint.get("/<uuid:offer_id>/steps/<step>")
def edit_step(offer_id: UUID, step: str) -> ResponseReturnValue:
    """One step of the writing, with what the offer says so far."""
    offer = actions.get_for_writing(session(), actor(), offer_id)
    return _show(offer, sheets.opened_form(offer, _writable(step)))


@blueprint.post("/<uuid:offer_id>/steps/<step>")
def save_step(offer_id: UUID, step: str) -> ResponseReturnValue:
    """Keep a step: by its button, by a row's button, or by itself while one writes."""
    offer = actions.get_for_writing(session(), actor(), offer_id)
    form = sheets.sent_form(offer, _writable(step))
    if not form.validate():
        return _show(offer, form, status=422)
    try:
        saved = actions.save_step(
            session(),
            actor(),
            offer_id,
            form.step,
            sheets.row_change(form),
            version=request.form.get("version", 0, type=int),
            page=request.form.get("page", "")[:40],
        )
    except Invalid as refusal:
        form.take(refusal)
        return _show(offer, form, status=422)
    except ChangedMeanwhile:
        return _show_conflict(offer, form)
    return _saved(saved, form.step)


def _writable(step: str) -> OfferStep:
    """A step with fields. The two last ones have their own pages. NotFound for an unknown one."""
    if step not in FORMS:
        raise NotFound
    return OfferStep(step)


def _show(offer: queries.Offer, form: StepForm, status: int = 200) -> ResponseReturnValue:
    return steps.show(_template(form), form, sheets.sheet(offer, form.step), status)


def _show_conflict(offer: queries.Offer, form: StepForm) -> ResponseReturnValue:
    found = sheets.sheet(offer, form.step, changed=sheets.differences(form, offer))
    return steps.show_conflict(_template(form), form, found, offer.version)


def _template(form: StepForm) -> str:
    return f"employer/offers/steps/{form.step.value}.html"


def _saved(offer: queries.Offer, step: OfferStep) -> ResponseReturnValue:
    if kept := steps.kept_by_itself(offer.updated_at):
        return kept
    edit = partial(url_for, "employer.offers.edit_step", offer_id=offer.id)
    name, _row = steps.pressed()
    if name == "leave":
        flash(_("C’est enregistré. Vous pouvez continuer plus tard."))
        return redirect(url_for("employer.offers.show_offer", offer_id=offer.id))
    if back := steps.back_to_rows(partial(edit, step=step.value)):
        return back
    if name in ("stay", "take"):
        return redirect(edit(step=step.value))
    actions.reach_step(session(), actor(), offer.id, step)
    order = list(OfferStep)
    return redirect(edit(step=order[order.index(step) + 1].value))
