"""Views of the card of a structure."""

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.jobs.actions.structure_cards import show_structure_anew
from portal.kernel import nomenclatures
from portal.kernel.errors import Invalid
from portal.kernel.i18n import _
from portal.organisations import policy, siret
from portal.organisations.actions import cards
from portal.organisations.nomenclatures import DEPARTMENT, STRUCTURE_TYPE
from portal.organisations.queries import establishments, places
from portal.spaces.employer.settings.forms import CardForm
from portal.web.page import render
from portal.web.request import actor, need, session
from portal.web.space import feature

blueprint = feature("settings", __name__, "/settings")


@blueprint.get("")
def show_card() -> Response:
    """For the whole team: what the structure says of itself."""
    return render(
        "employer/settings/card.html",
        structure=places.get_own(session(), actor()),
        establishments=establishments.list_establishments(session(), actor()),
        can_edit=policy.can_edit_card(actor()),
        label_of=lambda scheme, code: nomenclatures.label_of(session(), scheme, code),
        shown_siret=siret.shown,
    )


@blueprint.get("/card")
def show_form() -> Response:
    need(policy.can_edit_card(actor()))
    return _page(_form())


def _form() -> CardForm:
    """Filled with what the structure says now; what was posted wins."""
    form = CardForm(obj=places.get_own(session(), actor()))
    return form.offer(
        nomenclatures.entries(session(), STRUCTURE_TYPE),
        nomenclatures.entries(session(), DEPARTMENT),
    )


def _page(form: CardForm, status: int = 200) -> Response:
    structure = places.get_own(session(), actor())
    return render(
        "employer/settings/form.html",
        status=status,
        form=form,
        settled=policy.is_identity_settled(structure),
    )


@blueprint.post("/card")
def edit_card() -> ResponseReturnValue:
    need(policy.can_edit_card(actor()))
    form = _form()
    if form.validate():
        try:
            cards.edit_card(session(), actor(), form.card())
            show_structure_anew(session(), actor())
        except Invalid as refusal:
            form.take(refusal)
        else:
            flash(_("C’est enregistré."))
            return redirect(url_for(".show_card"))
    return _page(form, 422)
