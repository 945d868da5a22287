"""Views of who is near: appearing, disappearing, writing, wanting nothing more."""

from datetime import timedelta
from uuid import UUID

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.events import terms
from portal.events.actions import nearby as actions
from portal.events.errors import NotNear
from portal.events.nomenclatures import DEPARTMENT
from portal.events.queries import nearby
from portal.kernel import clock, nomenclatures
from portal.kernel.errors import Invalid
from portal.kernel.i18n import _, gettext_, listed
from portal.languages.nomenclatures import language_label, list_languages
from portal.people import queries as people
from portal.spaces.peer.nearby.forms import CardForm, MessageForm
from portal.web.page import render
from portal.web.request import actor, person_id, session
from portal.web.space import feature

blueprint = feature("nearby", __name__, prefix="/nearby")
# What the form proposes; the rule says the most.
_THREE_MONTHS = timedelta(days=92)


def _label(scheme: str, code: str) -> str:
    return nomenclatures.label_of(session(), scheme, code)


def _languages(card: nearby.NearbyCard) -> str:
    return listed(language_label(session(), code) for code in card.languages)


@blueprint.get("")
def list_people() -> Response:
    """Those around, for whoever appears; what this is, for whoever does not."""
    return render(
        "peer/nearby/list.html",
        card=nearby.find_card(session(), actor()),
        people=nearby.list_near(session(), actor()),
        conversations=nearby.list_conversations(session(), actor()),
        label=_label,
        languages_of=_languages,
    )


def _offered(form: CardForm) -> CardForm:
    return form.offer(nomenclatures.entries(session(), DEPARTMENT), list_languages(session()))


@blueprint.get("/me")
def show_form() -> Response:
    card = nearby.find_card(session(), actor())
    name = people.get_person(session(), person_id()).display_name.split(" ")[0]
    longest = terms.length(session(), "nearby_card")
    until = clock.today() + min(_THREE_MONTHS, longest)
    form = CardForm(obj=card) if card else CardForm(shown_name=name, until=until)
    return render("peer/nearby/card.html", form=_offered(form), card=card)


@blueprint.post("/me")
def appear() -> ResponseReturnValue:
    form = _offered(CardForm())
    if form.validate():
        try:
            actions.appear(session(), actor(), form.facts(), as_peer=bool(form.as_peer.data))
        except Invalid as refusal:
            form.take(refusal)
        else:
            flash(_("Vous êtes visible des personnes qui le sont aussi, autour de vous."))
            return redirect(url_for(".list_people"))
    card = nearby.find_card(session(), actor())
    return render("peer/nearby/card.html", status=422, form=form, card=card)


@blueprint.post("/me/disappear")
def disappear() -> ResponseReturnValue:
    actions.disappear(session(), actor())
    flash(_("Vous n’êtes plus visible."))
    return redirect(url_for(".list_people"))


def _page(other_id: UUID, form: MessageForm, status: int = 200) -> Response:
    return render(
        "peer/nearby/conversation.html",
        status=status,
        talk=nearby.get_conversation(session(), actor(), other_id),
        form=form,
        me=person_id(),
    )


@blueprint.get("/<uuid:other_id>")
def show_conversation(other_id: UUID) -> Response:
    nearby.get_conversation(session(), actor(), other_id)
    return _page(other_id, MessageForm(formdata=None))


@blueprint.post("/<uuid:other_id>")
def write_message(other_id: UUID) -> ResponseReturnValue:
    nearby.get_conversation(session(), actor(), other_id)
    form = MessageForm()
    if not form.validate():
        return _page(other_id, form, 422)
    try:
        actions.write_to(session(), actor(), other_id, form.body.data or "")
    except NotNear as refusal:
        form.form_errors.append(gettext_(refusal.message))
        return _page(other_id, form, 409)
    flash(_("Votre message est parti."))
    return redirect(url_for(".show_conversation", other_id=other_id))


@blueprint.post("/<uuid:other_id>/refuse")
def refuse(other_id: UUID) -> ResponseReturnValue:
    actions.refuse(session(), actor(), other_id)
    flash(_("Cette personne ne vous voit plus et ne peut plus vous écrire."))
    return redirect(url_for(".list_people"))
