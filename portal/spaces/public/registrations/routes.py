"""Views behind the link of a registration: `/registrations/<token>`. A wrong token opens nothing.

Whatever changes something is pressed: a machine that opens a link to look at it changes nothing.
"""

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as Redirection

from portal.kernel import i18n, throttle
from portal.kernel.errors import Invalid, NotFound
from portal.kernel.i18n import _
from portal.screens.convocation import convocation
from portal.spaces.public.follow.forms import ReachForm
from portal.spaces.public.join import needs
from portal.spaces.public.join.forms import NeedsForm
from portal.spaces.public.registrations import meeting_pages, pages
from portal.spaces.public.registrations.pages import Followed
from portal.trainings import policy
from portal.trainings.actions import registrations
from portal.trainings.calendar import write_calendar
from portal.trainings.enums import RegistrationState
from portal.trainings.errors import InAnotherAccount, TooLate
from portal.trainings.queries import sessions
from portal.web import languages
from portal.web.forms import Form
from portal.web.page import render
from portal.web.request import actor, hold, keep_holder_token, session
from portal.web.serving import PDF, hand_over
from portal.web.space import feature

blueprint = feature("registrations", __name__, prefix="/registrations/<token>")

# What one link may change in an hour.
CHANGES_AN_HOUR = 30


def open_link(token: str) -> Followed:
    """What this link opens, in the person's language unless they chose another. Else 404."""
    hold(token)
    found = pages.follow()
    languages.speak_to(found.registration.locale)
    return found


def act(token: str) -> Followed:
    """The same, to change something: counted. Raises Throttled."""
    found = open_link(token)
    key = f"registration:{actor().holder}"
    throttle.hit(session(), key=key, limit=CHANGES_AN_HOUR, seconds=3600)
    return found


def back(token: str, message: str, kind: str = "success") -> Redirection:
    """To the story, with a word."""
    flash(message, kind)
    return redirect(url_for(".show_story", token=token))


@blueprint.get("")
def show_story(token: str) -> ResponseReturnValue:
    found = open_link(token)
    registration = found.registration
    if registration.state == RegistrationState.DRAFT:
        return _go_on(found, token)
    if policy.is_erased(registration):
        return render("public/registrations/erased.html", at=registration.state_changed_at)
    if found.comes:
        # This browser then knows the link: it is how who scans the trainer's code is known.
        keep_holder_token(found.dates.id, token)
    return render(
        "public/registrations/story.html", **pages.story(found, token), **meeting_pages.part(found)
    )


def _go_on(found: Followed, token: str) -> ResponseReturnValue:
    """Back to the questions of what was not sent yet."""
    published = sessions.find_published(session(), found.dates.training_id)
    if published is None:
        raise NotFound
    keep_holder_token(found.dates.id, token)
    training, dates = published.slug, found.dates.id
    return redirect(url_for("public.join.show_start", slug=training, session_id=dates))


@blueprint.get("/calendar.ics")
def download_calendar(token: str) -> Response:
    """The half-days, for who comes."""
    found = open_link(token)
    if not found.comes:
        raise NotFound
    response = Response(
        write_calendar(found.dates, pages.video_link(found)), mimetype="text/calendar"
    )
    response.headers["Content-Disposition"] = 'attachment; filename="dates.ics"'
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/convocation/<tag>")
def download_convocation(token: str, tag: str) -> Response:
    """What to show at the door, for who comes, in one of the portal's languages."""
    found = open_link(token)
    locale = i18n.find(tag)
    if locale is None:
        raise NotFound
    return hand_over(
        convocation(found.registration, found.dates, locale), f"convocation-{locale.tag}.pdf", PDF
    )


@blueprint.post("/take")
def take_place(token: str) -> ResponseReturnValue:
    found = act(token)
    try:
        registrations.take_place(session(), actor(), found.registration.id)
    except TooLate as late:
        return back(token, _(late.message), "warn")
    return back(token, _("C’est noté : la place est à vous."))


@blueprint.post("/queue")
def queue_again(token: str) -> ResponseReturnValue:
    """Back on the waiting list after a place passed by."""
    found = act(token)
    registrations.queue_again(session(), actor(), found.registration.id)
    return back(token, _("Vous êtes de nouveau sur la liste d’attente."))


@blueprint.post("/withdraw")
def withdraw(token: str) -> ResponseReturnValue:
    found = act(token)
    registrations.withdraw(session(), actor(), found.registration.id)
    return back(token, _("C’est annulé. Merci de l’avoir dit : une autre personne peut venir."))


@blueprint.post("/claim")
def claim(token: str) -> ResponseReturnValue:
    """Put it in the account of whoever is signed in."""
    found = act(token)
    try:
        registrations.claim(session(), actor(), found.registration.id)
    except InAnotherAccount as refusal:
        return back(token, _(refusal.message), "warn")
    return back(token, _("C’est dans votre compte."))


@blueprint.post("/language")
def change_language(token: str) -> ResponseReturnValue:
    """Receive the next messages in the language of the page."""
    found = act(token)
    registrations.speak(session(), actor(), found.registration.id, i18n.current().tag)
    return back(token, _("C’est noté. Nous vous écrirons dans cette langue."))


@blueprint.get("/needs")
def show_needs(token: str) -> Response:
    found = open_link(token)
    return _show_needs(found, token, NeedsForm(formdata=None, data=pages.needs_shown(found)))


def _show_needs(found: Followed, token: str, form: Form, status: int = 200) -> Response:
    needs.arrange(form)
    values = pages.changing(found, token, form)
    return render("public/registrations/needs.html", status=status, **values)


@blueprint.post("/needs")
def say_needs(token: str) -> ResponseReturnValue:
    """Say or change what one needs."""
    found, form = act(token), NeedsForm()
    needs.arrange(form)
    if not form.validate():
        return _show_needs(found, token, form, 422)
    registrations.say_needs(session(), actor(), found.registration.id, **needs.read(form))
    return back(token, _("C’est noté. La personne qui prépare l’accueil le lit."))


@blueprint.get("/reach")
def show_reach(token: str) -> Response:
    found = open_link(token)
    return _show_reach(found, token, ReachForm(formdata=None, data=pages.reach(found)))


def _show_reach(found: Followed, token: str, form: Form, status: int = 200) -> Response:
    form.locale.choices = pages.languages_written()
    values = pages.changing(found, token, form)
    return render("public/follow/reach.html", status=status, **values)


@blueprint.post("/reach")
def change_reach(token: str) -> ResponseReturnValue:
    """How to be reached from now on, and in which language."""
    found, form = act(token), ReachForm()
    if form.validate():
        try:
            pages.change_reach(found, form)
            return back(token, _("C’est changé. Nous vous écrirons ainsi."))
        except Invalid as refusal:
            form.take(refusal)
    return _show_reach(found, token, form, 422)


@blueprint.post("/erase")
def erase(token: str) -> ResponseReturnValue:
    """Everything goes, for good; the same link then says so."""
    found = act(token)
    registrations.erase(session(), actor(), found.registration.id)
    return redirect(url_for(".show_story", token=token))
