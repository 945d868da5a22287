"""Views: writing an offer, one short step at a time, saved as one goes."""

from typing import Any
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
from portal.web.page import htmx, render
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
    return render(
        f"employer/offers/steps/{form.step.value}.html",
        fragment="_layouts/_step_saved.html" if status != 200 else None,
        status=status,
        form=form,
        saved=None,
        **sheets.sheet(offer, form.step),
    )


def _show_conflict(offer: queries.Offer, form: StepForm) -> ResponseReturnValue:
    """Nothing written is lost: it stays in the fields, and saving again replaces knowingly."""
    found = sheets.sheet(offer, form.step, changed=sheets.differences(form, offer))
    return render(
        f"employer/offers/steps/{form.step.value}.html",
        fragment="_layouts/_step_saved.html",
        # htmx shows a 422 and swallows a 409.
        status=422 if htmx else 409,
        form=form,
        saved=None,
        **found | ({} if htmx else {"version": offer.version}),
    )


def _saved(offer: queries.Offer, step: OfferStep) -> ResponseReturnValue:
    if htmx:
        return render(
            "_layouts/_step_saved.html", updated_at=offer.updated_at, changed=None, form=None
        )
    here: dict[str, Any] = {"offer_id": offer.id, "step": step.value}
    name, _sep, rest = request.form.get("do", "").partition("-")
    if name == "leave":
        flash(_("C’est enregistré. Vous pouvez continuer plus tard."))
        return redirect(url_for("employer.offers.show_offer", offer_id=offer.id))
    if rest == "add":
        # No anchor: the new row takes the cursor, and with it the screen.
        return redirect(url_for("employer.offers.edit_step", add=name, **here))
    if rest:
        return redirect(url_for("employer.offers.edit_step", _anchor=name, **here))
    if name in ("stay", "take"):
        return redirect(url_for("employer.offers.edit_step", **here))
    actions.reach_step(session(), actor(), offer.id, step)
    order = list(OfferStep)
    here["step"] = order[order.index(step) + 1].value
    return redirect(url_for("employer.offers.edit_step", **here))
