"""Views of the alerts: `/alerts/new` and `/alerts/code` to ask for one, `/alerts/<token>` to keep,
change or stop it. A wrong token opens nothing.
"""

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.alerts import actions, queries
from portal.alerts.actions import Wish
from portal.alerts.enums import Rhythm
from portal.alerts.queries import SearchAlert
from portal.kernel import i18n, tokens
from portal.kernel.errors import Invalid, NotFound
from portal.kernel.i18n import _
from portal.people.actions import codes
from portal.people.actions.codes import Wrong
from portal.people.addresses import Address
from portal.people.enums import CodePurpose
from portal.people.errors import CodeExpired
from portal.spaces.public.alerts import pages
from portal.spaces.public.alerts.forms import AlertForm, RhythmForm
from portal.web import languages
from portal.web.browser import current_browser
from portal.web.codes import CodeForm, wrong_code
from portal.web.forms import csrf
from portal.web.page import render
from portal.web.request import session, settings
from portal.web.space import feature

blueprint = feature("alerts", __name__, prefix="/alerts")


@blueprint.get("/new")
def show_form() -> Response:
    """Where to be told, and how often; or that nothing can come any more."""
    search = pages.asked()
    if search.is_past:
        return render("public/alerts/past.html", search=search)
    return render("public/alerts/new.html", form=AlertForm(), search=search)


@blueprint.post("/new")
def ask_code() -> ResponseReturnValue:
    form, search = AlertForm(), pages.asked()
    if search.is_past:
        return redirect(search.step(".show_form"))
    if form.validate():
        tag, typed = i18n.current().tag, form.address.data or ""
        try:
            actions.ask_code(session(), settings(), current_browser(), typed, locale=tag)
        except Invalid as refusal:
            form.take(refusal)
        else:
            return redirect(search.step(".show_code", rhythm=form.rhythm.data))
    return render("public/alerts/new.html", status=422, form=form, search=search)


@blueprint.get("/code")
def show_code() -> ResponseReturnValue:
    search, address = pages.asked(), _waiting()
    if address is None:
        return redirect(search.step(".show_form"))
    return _show_code(search, address, CodeForm())


def _show_code(
    search: pages.Search, address: Address, form: CodeForm, status: int = 200
) -> Response:
    return render(
        "public/alerts/code.html",
        status=status,
        form=form,
        search=search,
        address=address,
        rhythm=_rhythm(),
    )


@blueprint.post("/code")
def begin_alert() -> ResponseReturnValue:
    """The code came back: the alert begins."""
    form, search, address = CodeForm(), pages.asked(), _waiting()
    if address is None:
        return _start_again(search)
    if form.validate():
        try:
            token = _begin(search, form.code.data or "")
        except CodeExpired:
            return _start_again(search)
        except Invalid as refusal:
            form.take(refusal)
        else:
            flash(_("C’est fait : nous vous préviendrons."), "success")
            return redirect(url_for(".show_alert", token=token))
    return _show_code(search, address, form, 422)


def _begin(search: pages.Search, typed: str) -> str:
    """Its token. Raises Invalid, CodeExpired, Throttled."""
    asked = search.asked
    wish = Wish(search.shelf.about, asked.words, asked.chosen, _rhythm(), i18n.current().tag)
    begun = actions.subscribe(session(), settings(), current_browser(), typed, wish)
    if isinstance(begun, Wrong):
        raise Invalid({"code": wrong_code(begun)})
    return begun


def _waiting() -> Address | None:
    return codes.waiting_for(session(), current_browser(), CodePurpose.ALERT)


def _rhythm() -> Rhythm:
    said = request.args.get("rhythm", "")
    return Rhythm(said) if said in set(Rhythm) else Rhythm.DAILY


def _start_again(search: pages.Search) -> ResponseReturnValue:
    flash(_("Ce code n’est plus valable. Demandez-en un autre."), "warn")
    return redirect(search.step(".show_form"))


def _open(token: str) -> SearchAlert:
    """The alert of this link, in its language unless the reader chose another. Else 404."""
    found = queries.find_alert(session(), tokens.digest(token))
    if found is None:
        raise NotFound
    languages.speak_to(found.locale)
    return found


@blueprint.get("/<token>")
def show_alert(token: str) -> Response:
    alert = _open(token)
    form = RhythmForm(formdata=None, rhythm=alert.rhythm)
    return render("public/alerts/alert.html", form=form, **pages.alert_page(alert, token))


@blueprint.get("/<token>/search")
def show_search(token: str) -> ResponseReturnValue:
    """What the message leads to: the search, in the language it was asked in."""
    alert = _open(token)
    url = pages.search_of(alert).url
    if languages.chosen():
        return redirect(url)
    return redirect(f"{url}{'&' if '?' in url else '?'}lang={alert.locale}")


@blueprint.post("/<token>/rhythm")
def change_rhythm(token: str) -> ResponseReturnValue:
    alert, form = _open(token), RhythmForm()
    if not form.validate():
        page = pages.alert_page(alert, token)
        return render("public/alerts/alert.html", status=422, form=form, **page)
    actions.change_rhythm(session(), tokens.digest(token), Rhythm(form.rhythm.data))
    flash(_("C’est changé."), "success")
    return redirect(url_for(".show_alert", token=token))


@blueprint.post("/<token>/renew")
def renew_alert(token: str) -> ResponseReturnValue:
    _open(token)
    actions.renew(session(), tokens.digest(token))
    flash(_("C’est fait : l’alerte continue."), "success")
    return redirect(url_for(".show_alert", token=token))


@blueprint.get("/<token>/stop")
def show_stop(token: str) -> Response:
    """Opening a link changes nothing: programs open links before people do."""
    return render("public/alerts/stop.html", **pages.alert_page(_open(token), token))


@blueprint.post("/<token>/stop")
@csrf.exempt
def stop_alert(token: str) -> Response:
    """Without a form of ours too: a mail reader's own button posts here (RFC 8058), and takes no
    redirection. The link is the proof, and all it can do is stop.
    """
    search = pages.search_of(_open(token))
    actions.stop(session(), tokens.digest(token))
    return render("public/alerts/stopped.html", search=search)


@blueprint.errorhandler(NotFound)
def say_over(_refusal: NotFound) -> Response:
    """Stopped, over, or never there: the same page, which says that nothing more is sent."""
    return render("public/alerts/over.html", status=404)
