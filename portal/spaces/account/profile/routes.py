"""Views of the account pages."""

from uuid import UUID

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.engagements.actions import leaving
from portal.kernel.i18n import _
from portal.organisations.actions import members
from portal.organisations.messages import home_of
from portal.organisations.queries import places
from portal.people import addresses, policy, queries
from portal.people.actions import account, sign_in
from portal.people.errors import StaleSignIn
from portal.people.queries import shares
from portal.skills.actions import erasing
from portal.spaces.account.profile.forms import ConfirmForm, LanguageForm, NameForm
from portal.trainings.actions import leaving as parts
from portal.web import sign_in as web_sign_in
from portal.web.page import render
from portal.web.request import actor, person_id, session, sign_in_id
from portal.web.space import SIGNED_IN, feature

blueprint = feature("profile", __name__, "/account", door=SIGNED_IN)


@blueprint.get("")
def show_account() -> Response:
    return _account()


def _account(name_form: NameForm | None = None, status: int = 200) -> Response:
    person = queries.get_person(session(), person_id())
    ways = queries.list_contacts(session(), person.id)
    return render(
        "account/profile/account.html",
        status=status,
        name_form=name_form or NameForm(display_name=person.display_name),
        language_form=LanguageForm(language=person.locale),
        contacts=ways,
        can_remove=policy.can_remove_contact(ways),
        sign_ins=queries.list_sign_ins(session(), person.id),
        this_sign_in=sign_in_id(),
        places=places.list_places(session(), person.id),
        home_of=home_of,
        shown=addresses.shown,
        has_received=bool(shares.list_received(session(), person.id)),
    )


@blueprint.post("/name")
def change_name() -> ResponseReturnValue:
    form = NameForm()
    if not form.validate():
        return _account(form, 422)
    account.change_name(session(), person_id(), form.display_name.data or "")
    flash(_("Votre nom est enregistré."))
    return redirect(url_for(".show_account"))


@blueprint.post("/language")
def change_language() -> ResponseReturnValue:
    form = LanguageForm()
    if not form.validate():
        return _account(status=422)
    account.change_language(session(), person_id(), form.language.data)
    return redirect(url_for(".show_account", lang=form.language.data))


@blueprint.post("/sessions/<uuid:session_id>/end")
def end_session(session_id: UUID) -> ResponseReturnValue:
    sign_in.end_session(session(), person_id(), session_id)
    if session_id == sign_in_id():
        return _signed_out(_("Vous êtes déconnecté."))
    flash(_("Cet appareil est déconnecté."))
    return redirect(url_for(".show_account"))


@blueprint.post("/sessions/end")
def end_every_session() -> ResponseReturnValue:
    sign_in.end_every_session(session(), person_id())
    return _signed_out(_("Vous êtes déconnecté partout, ici aussi."))


@blueprint.get("/close")
def show_closing() -> Response:
    return render(
        "account/profile/close.html",
        form=ConfirmForm(),
        places=places.list_places(session(), person_id()),
    )


@blueprint.post("/close")
def close_account() -> ResponseReturnValue:
    # Before anything goes: what is erased from the store does not come back.
    account.begin_closing(session(), person_id(), sign_in_id=sign_in_id())
    leaving.leave_every_welcome(session(), person_id(), actor().name)
    parts.leave_every_part(session(), person_id())
    members.leave_every_place(session(), person_id())
    erasing.erase_record(session(), actor(), leaving=True)
    account.close_account(session(), person_id(), sign_in_id=sign_in_id())
    return _signed_out(_("Votre compte est fermé. Vos coordonnées sont effacées."))


def _signed_out(message: str) -> ResponseReturnValue:
    web_sign_in.end()
    flash(message)
    return redirect(url_for("public.home.show_home"))


@blueprint.errorhandler(StaleSignIn)
def sign_in_again(refusal: StaleSignIn) -> ResponseReturnValue:
    flash(_(refusal.message), "warn")
    return redirect(url_for("account.sign_in.show_form", next=url_for(".show_closing")))
