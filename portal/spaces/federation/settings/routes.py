"""Views of the card of a federation."""

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.kernel.errors import Invalid
from portal.kernel.i18n import _
from portal.organisations import policy
from portal.organisations.actions import cards
from portal.organisations.queries import places
from portal.spaces.federation.settings.forms import CardForm
from portal.web.page import render
from portal.web.request import actor, need, session
from portal.web.space import feature

blueprint = feature("settings", __name__, "/settings")


def _page(form: CardForm, status: int = 200) -> Response:
    return render("federation/settings/card.html", status=status, form=form)


@blueprint.get("")
def show_form() -> Response:
    need(policy.can_edit_card(actor()))
    return _page(CardForm(obj=places.get_own(session(), actor())))


@blueprint.post("")
def edit_card() -> ResponseReturnValue:
    need(policy.can_edit_card(actor()))
    form = CardForm()
    if form.validate():
        values = {field.name: field.data or "" for field in form}
        try:
            cards.edit_contact(session(), actor(), **values)
        except Invalid as refusal:
            form.take(refusal)
        else:
            flash(_("C’est enregistré."))
            return redirect(url_for(".show_form"))
    return _page(form, 422)
