"""Views of signing in and out."""

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.kernel import i18n
from portal.kernel.errors import Invalid
from portal.kernel.i18n import _
from portal.people.actions import codes, sign_in
from portal.people.actions.codes import Wrong
from portal.people.addresses import KEY
from portal.people.enums import CodePurpose
from portal.people.errors import CodeExpired
from portal.spaces.account.landing import home_of_person
from portal.spaces.account.sign_in.forms import AddressForm
from portal.web import sign_in as web_sign_in
from portal.web.browser import current_browser, device, keep_mark
from portal.web.codes import CodeForm, wrong_code
from portal.web.page import render
from portal.web.request import person_id, session, settings, sign_in_id
from portal.web.space import feature, is_safe_path

blueprint = feature("sign_in", __name__)


def _next() -> str:
    """Where the visitor was going, if it is one of our addresses."""
    wanted = request.args.get("next", "")
    return wanted if is_safe_path(wanted) else ""


@blueprint.get("/sign-in")
def show_form() -> Response:
    return render("account/sign_in/address.html", form=AddressForm(), next=_next())


@blueprint.post("/sign-in")
def ask_code() -> ResponseReturnValue:
    form = AddressForm()
    if form.validate():
        key, typed = settings().key(KEY), form.address.data or ""
        try:
            codes.ask_code(session(), key, current_browser(), typed, locale=i18n.current().tag)
        except Invalid as refusal:
            form.take(refusal)
        else:
            return redirect(url_for(".show_code", next=_next() or None))
    return render("account/sign_in/address.html", status=422, form=form, next=_next())


@blueprint.get("/sign-in/code")
def show_code() -> ResponseReturnValue:
    address = codes.waiting_for(session(), current_browser(), CodePurpose.SIGN_IN)
    if address is None:
        return redirect(url_for(".show_form", next=_next() or None))
    return render("account/sign_in/code.html", form=CodeForm(), address=address, next=_next())


@blueprint.post("/sign-in/code")
def verify_code() -> ResponseReturnValue:
    form, browser = CodeForm(), current_browser()
    address = codes.waiting_for(session(), browser, CodePurpose.SIGN_IN)
    if address is None:
        return _start_again()
    if form.validate():
        try:
            opened = sign_in.verify_code(
                session(),
                settings().key(KEY),
                browser,
                form.code.data or "",
                device=device(),
                locale=i18n.current().tag,
            )
        except CodeExpired:
            return _start_again()
        if not isinstance(opened, Wrong):
            _end_current_session()
            web_sign_in.begin(opened.token)
            keep_mark(codes.mark_of(settings().key(KEY), address))
            return redirect(_next() or home_of_person(opened.person_id))
        form.take(Invalid({"code": wrong_code(opened)}))
    return render("account/sign_in/code.html", status=422, form=form, address=address, next=_next())


def _start_again() -> ResponseReturnValue:
    flash(_("Ce code n’est plus valable. Demandez-en un autre."), "warn")
    return redirect(url_for(".show_form", next=_next() or None))


def _end_current_session() -> None:
    """Whoever was signed in here before is not any more."""
    if current_user.is_authenticated:
        sign_in.end_session(session(), current_user.person_id, current_user.sign_in_id)


@blueprint.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """The phone may be shared: nothing stays, neither here nor in the browser."""
    if current_user.is_authenticated:
        sign_in.end_session(session(), person_id(), sign_in_id())
    web_sign_in.end()
    flash(_("Vous êtes déconnecté. Cet appareil ne garde plus rien."))
    return redirect(url_for("public.home.show_home"))
