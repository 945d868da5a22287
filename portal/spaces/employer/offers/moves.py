"""Views: check, publish, pause, resume, renew, close."""

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.jobs.actions import offers as actions
from portal.jobs.actions import writing
from portal.jobs.enums import CloseReason, OfferState, OfferStep
from portal.jobs.errors import ChangedMeanwhile, NotPublishable, StructureNotAdmitted
from portal.jobs.linter import lint
from portal.jobs.policy import offers as policy
from portal.jobs.queries import offers as queries
from portal.kernel.errors import Invalid, NotAllowed
from portal.kernel.i18n import _, gettext_, show_date
from portal.spaces.employer.offers import pages
from portal.spaces.employer.offers.blueprint import blueprint
from portal.spaces.employer.offers.forms.renewal import RenewalForm
from portal.web.page import render
from portal.web.request import actor, session


@blueprint.get("/<uuid:offer_id>/steps/check")
def check_offer(offer_id: UUID) -> ResponseReturnValue:
    """What is missing, what the rules say, and the button that publishes."""
    offer = writing.get_for_writing(session(), actor(), offer_id)
    return render("employer/offers/check.html", **pages.check_page(offer))


@blueprint.post("/<uuid:offer_id>/steps/check")
def justify_offer(offer_id: UUID) -> ResponseReturnValue:
    """Keep why the offer says what a rule asks to justify."""
    offer = writing.get_for_writing(session(), actor(), offer_id)
    kept = {
        finding.rule: text
        for finding in lint(session(), offer)
        if (text := request.form.get(f"why-{finding.rule}", "").strip()[:2000])
    }
    writing.save_step(
        session(),
        actor(),
        offer_id,
        OfferStep.CHECK,
        {"justifications": kept},
        version=request.form.get("version", 0, type=int),
        page=request.form.get("page", "")[:40],
    )
    flash(_("Vos explications sont gardées. Elles ne sont pas montrées sur l’offre."))
    return redirect(url_for(".check_offer", offer_id=offer_id))


@blueprint.post("/<uuid:offer_id>/publish")
def publish_offer(offer_id: UUID) -> ResponseReturnValue:
    """Put the offer, or its newest changes, before the public."""
    before = queries.get_offer(session(), actor(), offer_id).state
    try:
        offer = actions.publish_offer(
            session(), actor(), offer_id, version=request.form.get("version", 0, type=int)
        )
    except (NotPublishable, ChangedMeanwhile, StructureNotAdmitted) as refusal:
        flash(gettext_(refusal.message), "warn")
        return redirect(url_for(".check_offer", offer_id=offer_id))
    if before == OfferState.DRAFT:
        flash(_("Offre publiée : %(title)s", title=offer.title))
    else:
        flash(_("Les changements sont publiés."))
    return redirect(url_for(".show_offer", offer_id=offer_id))


@blueprint.post("/<uuid:offer_id>/pause")
def pause_offer(offer_id: UUID) -> ResponseReturnValue:
    """Take the offer off the list for a while."""
    actions.pause_offer(session(), actor(), offer_id)
    flash(_("L’offre est en pause. Personne ne peut y répondre pour l’instant."))
    return redirect(url_for(".show_offer", offer_id=offer_id))


@blueprint.post("/<uuid:offer_id>/resume")
def resume_offer(offer_id: UUID) -> ResponseReturnValue:
    """Put it back on the list."""
    actions.resume_offer(session(), actor(), offer_id)
    flash(_("L’offre est de nouveau en ligne."))
    return redirect(url_for(".show_offer", offer_id=offer_id))


@blueprint.post("/<uuid:offer_id>/close")
def close_offer(offer_id: UUID) -> ResponseReturnValue:
    """End the recruitment, with its reason."""
    reason = request.form.get("reason", "")
    if reason not in (CloseReason.FILLED, CloseReason.CANCELLED):
        if not policy.can_close(actor(), queries.get_offer(session(), actor(), offer_id)):
            raise NotAllowed
        flash(_("Dites pourquoi l’offre est fermée."), "warn")
        return redirect(url_for(".show_offer", offer_id=offer_id, _anchor="close"))
    actions.close_offer(session(), actor(), offer_id, CloseReason(reason))
    flash(_("L’offre est fermée. Son adresse dit qu’elle est terminée."))
    return redirect(url_for(".show_offer", offer_id=offer_id))


@blueprint.get("/<uuid:offer_id>/renew")
def ask_renewal(offer_id: UUID) -> ResponseReturnValue:
    """Where the link of the e-mail leads: one button."""
    offer = queries.get_offer(session(), actor(), offer_id)
    return _show_renewal(offer, RenewalForm())


@blueprint.post("/<uuid:offer_id>/renew")
def renew_offer(offer_id: UUID) -> ResponseReturnValue:
    """Keep the offer on line for another while."""
    offer, form = queries.get_offer(session(), actor(), offer_id), RenewalForm()
    if not form.validate():
        return _show_renewal(offer, form, 422)
    try:
        renewed = actions.renew_offer(session(), actor(), offer_id, form.apply_until.data)
    except Invalid as refusal:
        form.take(refusal)
        return _show_renewal(offer, form, 422)
    if renewed.expires_at is not None:
        flash(_("L’offre reste en ligne jusqu’au %(day)s.", day=show_date(renewed.expires_at)))
    return redirect(url_for(".show_offer", offer_id=offer_id))


def _show_renewal(
    offer: queries.Offer, form: RenewalForm, status: int = 200
) -> ResponseReturnValue:
    if not policy.can_publish(actor(), offer) and offer.state != OfferState.CLOSED:
        raise NotAllowed
    return render("employer/offers/renew.html", status=status, offer=offer, form=form)
