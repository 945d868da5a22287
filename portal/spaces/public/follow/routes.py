"""Views behind a follow link: `/follow/<token>`. A wrong token opens nothing."""

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as Redirection

from portal.jobs.actions import following
from portal.jobs.enums import ApplicationState
from portal.jobs.policy import applications as policy
from portal.jobs.queries import applications as queries
from portal.jobs.queries.applications import Followed
from portal.kernel import i18n, throttle
from portal.kernel.errors import Invalid
from portal.kernel.i18n import N_, _
from portal.spaces.public.apply.forms import CallbackForm
from portal.spaces.public.apply.reading import language_choices
from portal.spaces.public.follow import pages
from portal.spaces.public.follow.forms import AddForm, CodeForm, ReachForm, ReplyForm
from portal.trainings.queries import registrations
from portal.web import languages
from portal.web.browser import network
from portal.web.forms import Form
from portal.web.page import render
from portal.web.request import actor, hold, keep_holder_token, page_before, session
from portal.web.space import feature

blueprint = feature("follow", __name__, prefix="/follow")

# In an hour: codes that open nothing, from one network; what one link sends to the structure.
WRONG_CODES_AN_HOUR = 60
WORDS_AN_HOUR = 30


def _open(token: str) -> Followed:
    """What this link opens, in the person's language unless they chose another. Else 404."""
    hold(token)
    found = queries.follow(session(), actor())
    languages.speak_to(found.prepared.application.locale)
    return found


def _pace() -> None:
    """Count a thing sent with this link. Raises Throttled."""
    throttle.hit(session(), key=f"words:{actor().holder}", limit=WORDS_AN_HOUR, seconds=3600)


def _back(token: str, message: str) -> Redirection:
    flash(message, "success")
    return redirect(url_for(".show_story", token=token))


def _page_chosen_on(token: str) -> str:
    """The page of this link one comes from; the story where the browser does not say."""
    story, before = url_for(".show_story", token=token), page_before()
    is_ours = before.netloc == request.host and before.path.startswith(f"{story}/")
    return before.path if is_ours else story


@blueprint.get("")
def show_entry() -> Response:
    """For whoever wrote the code on a paper."""
    return render("public/follow/entry.html", form=CodeForm())


@blueprint.post("")
def enter_code() -> ResponseReturnValue:
    form = CodeForm()
    wrong = f"follow:{network()}"
    throttle.check(session(), key=wrong, limit=WRONG_CODES_AN_HOUR, seconds=3600)
    if form.validate():
        token = pages.read_code(form.code.data or "")
        hold(token)
        if queries.find_held(session(), actor()):
            return redirect(url_for(".show_story", token=token))
        if registrations.find_held(session(), actor()):
            return redirect(url_for("public.registrations.show_story", token=token))
        throttle.count(session(), key=wrong, seconds=3600)
        form.take(Invalid({"code": N_("Ce code ne marche pas. Vérifiez chaque lettre.")}))
    return render("public/follow/entry.html", status=422, form=form)


@blueprint.get("/<token>")
def show_story(token: str) -> ResponseReturnValue:
    found = _open(token)
    application = found.prepared.application
    if application.state == ApplicationState.DRAFT:
        keep_holder_token(application.offer_id, token)
        slug = queries.get_slug(session(), application)
        return redirect(url_for("public.apply.show_start", slug=slug))
    if policy.is_erased(application):
        return render("public/follow/erased.html", at=application.state_changed_at)
    return render("public/follow/story.html", **pages.story(found, token))


@blueprint.get("/<token>/reply")
def show_reply(token: str) -> Response:
    return render("public/follow/reply.html", **pages.writing(_open(token), token, ReplyForm()))


@blueprint.post("/<token>/reply")
def reply(token: str) -> ResponseReturnValue:
    """A word, written or spoken, to the structure."""
    found, form = _open(token), ReplyForm()
    _pace()
    if form.validate():
        try:
            pages.send_reply(found, form)
            return _back(token, _("Votre message est parti."))
        except Invalid as refusal:
            form.take(refusal)
    return render("public/follow/reply.html", status=422, **pages.writing(found, token, form))


@blueprint.get("/<token>/add")
def show_add(token: str) -> Response:
    return render("public/follow/add.html", **pages.adding(_open(token), token, AddForm()))


@blueprint.post("/<token>/add")
def add_document(token: str) -> ResponseReturnValue:
    """One document more, or photos of one."""
    found, form = _open(token), AddForm()
    _pace()
    if form.validate():
        try:
            pages.add_documents(found, form)
            return _back(token, _("Votre document est parti."))
        except Invalid as refusal:
            form.take(refusal)
    return render("public/follow/add.html", status=422, **pages.adding(found, token, form))


@blueprint.get("/<token>/reach")
def show_reach(token: str) -> Response:
    found = _open(token)
    form = ReachForm(formdata=None, data=pages.reach(found))
    return _show_reach(found, token, form)


def _show_reach(found: Followed, token: str, form: Form, status: int = 200) -> Response:
    form.locale.choices = pages.languages_written()
    return render("public/follow/reach.html", status=status, **pages.writing(found, token, form))


@blueprint.post("/<token>/reach")
def change_reach(token: str) -> ResponseReturnValue:
    """How to be reached from now on, and in which language."""
    found, form = _open(token), ReachForm()
    _pace()
    if form.validate():
        try:
            pages.change_reach(found, form)
            return _back(token, _("C’est changé. Nous vous écrirons ainsi."))
        except Invalid as refusal:
            form.take(refusal)
    return _show_reach(found, token, form, 422)


@blueprint.get("/<token>/call")
def show_call(token: str) -> Response:
    found = _open(token)
    form = CallbackForm(formdata=None, data=pages.call(found))
    return _show_call(found, token, form)


def _show_call(found: Followed, token: str, form: Form, status: int = 200) -> Response:
    form.language.choices = language_choices()
    return render("public/follow/call.html", status=status, **pages.adding(found, token, form))


@blueprint.post("/<token>/call")
def change_call(token: str) -> ResponseReturnValue:
    """Another number, another moment, or no call any more."""
    found, form = _open(token), CallbackForm()
    _pace()
    form.language.choices = language_choices()
    cancel = "cancel" in request.form
    if cancel or form.validate():
        try:
            pages.change_call(found, form, cancel=cancel)
            return _back(token, _("C’est changé. La structure le voit."))
        except Invalid as refusal:
            form.take(refusal)
    return _show_call(found, token, form, 422)


@blueprint.post("/<token>/language")
def change_language(token: str) -> ResponseReturnValue:
    """The language chosen is that of the page and of the next messages; none: that of the page.

    Pressed, never followed: what reads the links of a mail before one does changes nothing.
    """
    found = _open(token)
    wanted = i18n.find(request.form.get("lang")) or i18n.current()
    following.speak(session(), actor(), found.prepared.application.id, wanted.tag)
    i18n.speak(wanted)
    flash(_("C’est noté. Nous vous écrirons dans cette langue."), "success")
    return redirect(f"{_page_chosen_on(token)}?lang={wanted.tag}")


@blueprint.post("/<token>/accept")
def accept_post(token: str) -> ResponseReturnValue:
    found = _open(token)
    following.accept_post(session(), actor(), found.prepared.application.id)
    return _back(token, _("C’est noté : vous prenez le poste."))


@blueprint.post("/<token>/pool")
def answer_pool(token: str) -> ResponseReturnValue:
    """Yes or no to being kept for another post."""
    found, agrees = _open(token), request.form.get("agrees") == "yes"
    following.answer_pool(session(), actor(), found.prepared.application.id, agrees=agrees)
    kept = _("C’est noté. Vous pouvez changer d’avis ici, à tout moment.")
    return _back(token, kept if agrees else _("C’est noté : rien n’est gardé pour plus tard."))


@blueprint.post("/<token>/withdraw")
def withdraw(token: str) -> ResponseReturnValue:
    found = _open(token)
    following.withdraw(session(), actor(), found.prepared.application.id)
    return _back(token, _("Votre réponse est retirée. La structure le sait."))


@blueprint.post("/<token>/erase")
def erase(token: str) -> ResponseReturnValue:
    """Everything goes, for good; the same link then says so."""
    found = _open(token)
    following.erase(session(), actor(), found.prepared.application.id)
    return redirect(url_for(".show_story", token=token))


@blueprint.post("/<token>/claim")
def claim(token: str) -> ResponseReturnValue:
    """Put it in the account of whoever is signed in."""
    found = _open(token)
    following.claim(session(), actor(), found.prepared.application.id)
    return _back(token, _("C’est dans votre compte."))
