"""Views of the answering pages: `/offers/<slug>/apply/…`."""

from datetime import timedelta

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.jobs import follow_links
from portal.jobs.actions import applying
from portal.jobs.enums import ApplicationState
from portal.jobs.errors import NothingToReach, OfferNotOpen
from portal.jobs.policy import applications as policy
from portal.jobs.queries import applications as queries
from portal.jobs.queries.applications import OfferToAnswer, Prepared
from portal.kernel import clock, i18n, throttle
from portal.organisations import holding
from portal.spaces.public.apply import pages
from portal.spaces.public.apply.forms import WaysForm
from portal.spaces.public.apply.journey import CHECK, Answering
from portal.spaces.public.apply.screens import Screen, screen
from portal.web.browser import network
from portal.web.forms import Form
from portal.web.page import render
from portal.web.request import (
    actor,
    browser_key,
    forget_drafts,
    forget_holder_token,
    hold,
    holder_token,
    keep_holder_token,
    let_go,
    session,
    settings,
)
from portal.web.space import feature

blueprint = feature("apply", __name__, prefix="/offers/<slug>/apply")

# Answers begun in an hour: with one browser, which a whole shelter may share; from one network,
# which a mobile operator gives to a whole district.
STARTS_AN_HOUR, STARTS_OF_A_NETWORK = 30, 1000


# What was sent is shown again for so long by the browser that sent it: the next person with the
# same phone finds nothing. The link leads to it afterwards.
RECEIPT_SHOWN = timedelta(minutes=15)


def _answering(offer: OfferToAnswer) -> Answering | None:
    """What this browser, or the signed-in person, already prepared or just sent for the offer."""
    token = holder_token(offer.id)
    if token:
        hold(token)
    application = queries.find_held(session(), actor())
    if application is not None and policy.is_left_alone(application, clock.now() - RECEIPT_SHOWN):
        application = None
    if application is None and token:
        forget_holder_token(offer.id)
        let_go()
    if application is None:
        application = queries.find_of_person(session(), actor(), offer.id)
        if application is None:
            return None
        link = follow_links.token(settings(), application.id, application.token_version)
        if application.state == ApplicationState.DRAFT:
            keep_holder_token(offer.id, link)
        hold(link)
        holding.hold(session(), actor())
    prepared = queries.prepared(session(), application)
    _remember_language(prepared)
    return Answering(offer, prepared)


def _remember_language(prepared: Prepared) -> None:
    """A draft follows the language its pages are answered in: a reminder is written in it."""
    spoken, application = i18n.current().tag, prepared.application
    is_draft = application.state == ApplicationState.DRAFT
    if request.method == "POST" and is_draft and application.locale != spoken:
        applying.change_language(session(), actor(), application.id, spoken)


def _elsewhere(on: Answering | None, offer: OfferToAnswer) -> ResponseReturnValue | None:
    """Where to go instead of a question: the beginning, the receipt, or a kind « it is closed »."""
    if on is None:
        return redirect(url_for(".show_start", slug=offer.slug))
    if on.prepared.application.state != ApplicationState.DRAFT:
        return redirect(url_for(".show_sent", slug=offer.slug))
    if not policy.can_answer(offer, clock.today()):
        return _closed(offer, on.prepared)
    return None


def _closed(offer: OfferToAnswer, prepared: Prepared | None) -> Response:
    """The offer takes no answers, or not now; what was prepared is kept for a while."""
    kept = queries.draft_kept_until(session(), prepared.application) if prepared else None
    paused = offer.state == "paused"
    return render(
        "public/apply/closed.html",
        status=200 if paused else 410,
        offer=offer,
        kept=kept,
        paused=paused,
    )


@blueprint.get("")
def show_start(slug: str) -> ResponseReturnValue:
    offer = queries.get_offer(session(), slug)
    on = _answering(offer)
    if on is not None:
        return _elsewhere(on, offer) or render("public/apply/resume.html", **pages.resume(on))
    if not policy.can_answer(offer, clock.today()):
        return _closed(offer, None)
    form = WaysForm(data={"ways": list(offer.ways) if len(offer.ways) == 1 else []})
    return render("public/apply/start.html", **pages.start(offer, form))


@blueprint.post("")
def start(slug: str) -> ResponseReturnValue:
    """Begin, or go on if this browser already began: pressing twice makes one draft."""
    offer = queries.get_offer(session(), slug)
    on = _answering(offer)
    if on is not None:
        return _elsewhere(on, offer) or _go(offer, on.first_waiting)
    if not policy.can_answer(offer, clock.today()):
        return _closed(offer, None)
    _pace_starts()
    application, token = applying.start(
        session(),
        actor(),
        offer,
        settings(),
        locale=i18n.current().tag,
        ways=request.form.getlist("ways"),
    )
    keep_holder_token(offer.id, token)
    on = Answering(offer, Prepared(application, (), None))
    return _go(offer, on.first_waiting)


def _pace_starts() -> None:
    for key, limit in ((browser_key(), STARTS_AN_HOUR), (network(), STARTS_OF_A_NETWORK)):
        throttle.hit(session(), key=f"apply:{key}", limit=limit, seconds=3600)


def _go(offer: OfferToAnswer, step: str) -> ResponseReturnValue:
    if step == CHECK:
        return redirect(url_for(".show_check", slug=offer.slug))
    back = CHECK if request.args.get("back_to") == CHECK else None
    return redirect(url_for(".show_step", slug=offer.slug, step=step, back_to=back))


@blueprint.get("/<step>")
def show_step(slug: str, step: str) -> ResponseReturnValue:
    offer = queries.get_offer(session(), slug)
    on = _answering(offer)
    away = _elsewhere(on, offer)
    if away is not None or on is None:
        return away or _closed(offer, None)
    if step not in on.steps:
        return _go(offer, on.first_waiting)
    asked = screen(step)
    kept = on.prepared.application.draft.get("unfinished", {}).get(step, {})
    form = asked.form(formdata=None, data=asked.stored(on) | kept)
    return _show(asked, form, on, step)


def _show(asked: Screen, form: Form, on: Answering, step: str, status: int = 200) -> Response:
    asked.arrange(form, on)
    return render(asked.template, status=status, **pages.question(asked, form, on, step))


@blueprint.post("/<step>")
def take_step(slug: str, step: str) -> ResponseReturnValue:
    """Continue, go back, skip, add a file, remove one: all of them keep what is on the page."""
    offer = queries.get_offer(session(), slug)
    on = _answering(offer)
    away = _elsewhere(on, offer)
    if away is not None or on is None:
        return away or _closed(offer, None)
    if step not in on.steps:
        return _go(offer, on.first_waiting)
    pressed = pages.pressed(request.form)
    asked = screen(step)
    form = asked.form()
    asked.arrange(form, on)
    if pressed == "remove":
        pages.remove(request.form, on)
        return _go(offer, step)
    good = pressed == "skip" or pages.keep(asked, form, on, step)
    unfinished = {} if good else {name: form[name].data for name in asked.typed}
    applying.remember(
        session(),
        actor(),
        on.id,
        step,
        passed=(good and pressed in ("continue", "skip")) or step in on.passed,
        unfinished=unfinished,
    )
    if pressed == "keep":
        return "", 204
    if pressed == "back" and not pages.is_file_refused(form):
        return _go(offer, on.before(step) or step)
    if not good:
        return _show(asked, form, on, step, status=422)
    if step == "contact" and (warning := pages.only_called(on)):
        flash(warning, "warn")
    return _go(offer, step if pressed == "add" else pages.following(on, step))


@blueprint.get("/check")
def show_check(slug: str) -> ResponseReturnValue:
    """Exactly what the structure will receive."""
    offer = queries.get_offer(session(), slug)
    on = _answering(offer)
    away = _elsewhere(on, offer)
    if away is not None or on is None:
        return away or _closed(offer, None)
    return render("public/apply/check.html", **pages.check(on))


@blueprint.post("/check")
def send_answer(slug: str) -> ResponseReturnValue:
    """Send. Pressed twice, or again after a timeout, it is the same receipt."""
    offer = queries.get_offer(session(), slug)
    token = holder_token(offer.id)
    on = _answering(offer)
    if on is None:
        return _sent_before(token) or redirect(url_for(".show_start", slug=slug))
    try:
        applying.submit(
            session(),
            actor(),
            on.id,
            offer,
            locale=i18n.current().tag,
            consent=pages.consent(on),
        )
    except OfferNotOpen:
        return _closed(offer, on.prepared)
    except NothingToReach:
        return redirect(url_for(".show_step", slug=slug, step="contact", back_to=CHECK))
    return redirect(url_for(".show_sent", slug=slug))


def _sent_before(token: str | None) -> ResponseReturnValue | None:
    """Sent once more by a phone that never heard it had arrived: where it is now."""
    if token is None:
        return None
    hold(token)
    application = queries.find_held(session(), actor())
    if application is None:
        return None
    return redirect(url_for("public.follow.show_story", token=token))


@blueprint.get("/sent")
def show_sent(slug: str) -> ResponseReturnValue:
    """The receipt: it arrived, what happens next and when, and the link to follow it."""
    offer = queries.get_offer(session(), slug)
    on = _answering(offer)
    if on is None or on.prepared.application.state == ApplicationState.DRAFT:
        return redirect(url_for(".show_start", slug=slug))
    link = follow_links.address(settings(), on.id, on.prepared.application.token_version)
    if on.prepared.application.state != ApplicationState.RECEIVED:
        return redirect(url_for("public.follow.show_story", token=link.rsplit("/", 1)[1]))
    return render("public/apply/sent.html", **pages.sent(on, link))


@blueprint.post("/discard")
def discard(slug: str) -> ResponseReturnValue:
    """Erase what was prepared and not sent."""
    offer = queries.get_offer(session(), slug)
    on = _answering(offer)
    if on is not None:
        applying.discard(session(), actor(), on.id)
    forget_holder_token(offer.id)
    return redirect(url_for(".show_left", slug=slug))


@blueprint.post("/leave")
def leave(slug: str) -> ResponseReturnValue:
    """This browser forgets every answer it prepared or sent; the answers stay where they are."""
    forget_drafts()
    return redirect(url_for(".show_left", slug=slug))


@blueprint.post("/another")
def start_another(slug: str) -> ResponseReturnValue:
    """Somebody else answers with the same phone."""
    forget_holder_token(queries.get_offer(session(), slug).id)
    return redirect(url_for(".show_start", slug=slug))


@blueprint.get("/left")
def show_left(slug: str) -> ResponseReturnValue:
    return render("public/apply/left.html", slug=slug)
