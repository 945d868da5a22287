"""Views of the places of work."""

from uuid import UUID

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.kernel import nomenclatures
from portal.kernel.errors import Invalid
from portal.kernel.i18n import _
from portal.organisations import policy
from portal.organisations.actions import cards
from portal.organisations.nomenclatures import DEPARTMENT, STRUCTURE_TYPE
from portal.organisations.queries import establishments
from portal.spaces.employer.establishments.forms import EstablishmentForm
from portal.web.page import render
from portal.web.request import actor, need, session
from portal.web.space import feature

blueprint = feature("establishments", __name__, "/settings/places")


def _form(known: object = None) -> EstablishmentForm:
    return EstablishmentForm(obj=known).offer(
        nomenclatures.entries(session(), STRUCTURE_TYPE),
        nomenclatures.entries(session(), DEPARTMENT),
    )


def _page(form: EstablishmentForm, place_id: UUID | None, status: int = 200) -> Response:
    return render("employer/establishments/form.html", status=status, form=form, place_id=place_id)


def _save(form: EstablishmentForm, place_id: UUID | None) -> ResponseReturnValue:
    if form.validate():
        try:
            cards.save_establishment(session(), actor(), place_id, **form.values())
        except Invalid as refusal:
            form.take(refusal)
        else:
            flash(_("Ce lieu est enregistré."))
            return redirect(url_for("employer.settings.show_card"))
    return _page(form, place_id, 422)


@blueprint.get("/new")
def show_new() -> Response:
    need(policy.can_edit_card(actor()))
    return _page(_form(), None)


@blueprint.post("/new")
def add_establishment() -> ResponseReturnValue:
    need(policy.can_edit_card(actor()))
    return _save(_form(), None)


@blueprint.get("/<uuid:place_id>")
def show_establishment(place_id: UUID) -> Response:
    known = establishments.get_establishment(session(), actor(), place_id)
    need(policy.can_edit_card(actor()))
    return _page(_form(known), place_id)


@blueprint.post("/<uuid:place_id>")
def edit_establishment(place_id: UUID) -> ResponseReturnValue:
    known = establishments.get_establishment(session(), actor(), place_id)
    need(policy.can_edit_card(actor()))
    return _save(_form(known), place_id)


@blueprint.post("/<uuid:place_id>/remove")
def remove_establishment(place_id: UUID) -> ResponseReturnValue:
    cards.remove_establishment(session(), actor(), place_id)
    flash(_("Ce lieu est supprimé."))
    return redirect(url_for("employer.settings.show_card"))
