"""Views of the contacts of an account."""

from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.kernel import i18n
from portal.kernel.errors import Invalid
from portal.kernel.i18n import _
from portal.people import addresses, queries
from portal.people.actions import codes, contacts
from portal.people.actions.codes import Wrong
from portal.people.addresses import KEY
from portal.people.enums import CodePurpose
from portal.people.errors import CodeExpired, StaleSignIn
from portal.spaces.account.contacts.forms import AddressForm
from portal.web.browser import current_browser
from portal.web.codes import CodeForm, wrong_code
from portal.web.page import render
from portal.web.request import person_id, session, settings, sign_in_id
from portal.web.space import SIGNED_IN, feature, is_safe_path

blueprint = feature("contacts", __name__, "/account/contacts", door=SIGNED_IN)


def _next() -> str | None:
    wanted = request.args.get("next", "")
    return wanted if is_safe_path(wanted) else None


@blueprint.get("/new")
def show_form() -> Response:
    contacts.need_fresh_sign_in(session(), person_id(), sign_in_id())
    return render("account/contacts/address.html", form=AddressForm())


@blueprint.post("/new")
def ask_code() -> ResponseReturnValue:
    form = AddressForm()
    if form.validate():
        try:
            contacts.ask_contact_code(
                session(),
                settings().key(KEY),
                current_browser(),
                person_id(),
                form.address.data or "",
                sign_in_id=sign_in_id(),
                locale=i18n.current().tag,
            )
        except Invalid as refusal:
            form.take(refusal)
        else:
            return redirect(url_for(".show_code", next=_next()))
    return render("account/contacts/address.html", status=422, form=form)


@blueprint.get("/code")
def show_code() -> ResponseReturnValue:
    address = codes.waiting_for(session(), current_browser(), CodePurpose.ADD_CONTACT)
    if address is None:
        return redirect(url_for(".show_form", next=_next()))
    return render("account/contacts/code.html", form=CodeForm(), address=address)


@blueprint.post("/code")
def add_contact() -> ResponseReturnValue:
    form, browser = CodeForm(), current_browser()
    address = codes.waiting_for(session(), browser, CodePurpose.ADD_CONTACT)
    if address is None:
        return _start_again()
    if form.validate():
        try:
            added = contacts.add_contact(
                session(), settings().key(KEY), browser, person_id(), form.code.data or ""
            )
        except CodeExpired:
            return _start_again()
        if not isinstance(added, Wrong):
            flash(_("Ce moyen de contact est ajouté : il ouvre aussi votre compte."))
            return redirect(_next() or url_for("account.profile.show_account"))
        form.take(Invalid({"code": wrong_code(added)}))
    return render("account/contacts/code.html", status=422, form=form, address=address)


def _start_again() -> ResponseReturnValue:
    flash(_("Ce code n’est plus valable. Demandez-en un autre."), "warn")
    return redirect(url_for(".show_form", next=_next()))


@blueprint.get("/<uuid:contact_id>/remove")
def show_removal(contact_id: UUID) -> Response:
    contact = queries.get_contact(session(), person_id(), contact_id)
    return render("account/contacts/remove.html", contact=contact, shown=addresses.shown)


@blueprint.post("/<uuid:contact_id>/remove")
def remove_contact(contact_id: UUID) -> ResponseReturnValue:
    contacts.remove_contact(session(), person_id(), contact_id, sign_in_id=sign_in_id())
    flash(_("Ce moyen de contact est retiré. Les autres appareils sont déconnectés."))
    return redirect(url_for("account.profile.show_account"))


@blueprint.errorhandler(StaleSignIn)
def sign_in_again(refusal: StaleSignIn) -> ResponseReturnValue:
    flash(_(refusal.message), "warn")
    here = request.full_path.rstrip("?") if request.method == "GET" else None
    back = here or url_for("account.profile.show_account")
    return redirect(url_for("account.sign_in.show_form", next=back))
