"""Views of the joining pages: `/trainings/<slug>/join/<session>/…`."""

from datetime import timedelta
from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.kernel import clock, i18n, throttle
from portal.kernel.errors import NotFound
from portal.organisations import holding
from portal.spaces.public.join import consents, pages
from portal.spaces.public.join.journey import CHECK, Asked, Joining
from portal.spaces.public.join.screens import Screen, screen
from portal.trainings import policy, register_links
from portal.trainings.actions import registrations
from portal.trainings.enums import RegistrationState
from portal.trainings.errors import NothingToReach, SessionNotOpen
from portal.trainings.queries import published, sessions
from portal.trainings.queries import registrations as queries
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

blueprint = feature("join", __name__, prefix="/trainings/<slug>/join/<uuid:session_id>")

# Begun in an hour: with one browser, which a whole shelter may share; from one network.
STARTS_AN_HOUR, STARTS_OF_A_NETWORK = 30, 1000
# What was sent is shown again for so long by the browser that sent it; the link leads to it later.
RECEIPT_SHOWN = timedelta(minutes=15)


def _asked(slug: str, session_id: UUID) -> Asked:
    """The session of this address. Raises NotFound, TrainingGone."""
    training = published.find_training(session(), slug)
    dates = sessions.get_public(session(), session_id)
    if dates.training_id != training.id:
        raise NotFound
    return Asked(training, dates)


def _joining(asked: Asked) -> Joining | None:
    """What this browser, or the signed-in person, already prepared or just sent."""
    token = holder_token(asked.dates.id)
    if token:
        hold(token)
    found = queries.find_held(session(), actor())
    if found is not None and policy.is_left_alone(found, clock.now() - RECEIPT_SHOWN):
        found = None
    if found is None and token:
        forget_holder_token(asked.dates.id)
        let_go()
    if found is None:
        found = queries.find_of_person(session(), actor(), asked.dates.id)
        if found is None:
            return None
        link = register_links.token(settings(), found.id, found.token_version)
        if found.state == RegistrationState.DRAFT:
            keep_holder_token(asked.dates.id, link)
        hold(link)
        holding.hold(session(), actor())
    on = pages.prepared(asked, found)
    _remember_language(on)
    return on


def _remember_language(on: Joining) -> None:
    """A draft follows the language its pages are answered in."""
    spoken, found = i18n.current().tag, on.registration
    is_draft = found.state == RegistrationState.DRAFT
    if request.method == "POST" and is_draft and found.locale != spoken:
        registrations.speak(session(), actor(), found.id, spoken)


def _elsewhere(on: Joining | None, asked: Asked) -> ResponseReturnValue | None:
    """Where to go instead of a question: the beginning, the receipt, or a kind « it is closed »."""
    if on is None:
        return redirect(url_for(".show_start", **asked.address))
    if on.registration.state != RegistrationState.DRAFT:
        return redirect(url_for(".show_sent", **asked.address))
    if not policy.takes_registrations(asked.dates, clock.today()):
        return _closed(asked, on)
    return None


def _closed(asked: Asked, on: Joining | None) -> Response:
    return render("public/join/closed.html", status=410, **pages.closed(asked, on))


def _go(on: Joining, step: str) -> ResponseReturnValue:
    back = CHECK if request.args.get("back_to") == CHECK and step != CHECK else None
    return redirect(pages.url(on, step, back))


@blueprint.get("")
def show_start(slug: str, session_id: UUID) -> ResponseReturnValue:
    asked = _asked(slug, session_id)
    on = _joining(asked)
    if on is not None:
        return _elsewhere(on, asked) or render("public/join/resume.html", **pages.resume(on))
    if not policy.takes_registrations(asked.dates, clock.today()):
        return _closed(asked, None)
    return render("public/join/start.html", **pages.start(asked))


@blueprint.post("")
def start(slug: str, session_id: UUID) -> ResponseReturnValue:
    """Begin, or go on if this browser already began: pressing twice makes one draft."""
    asked = _asked(slug, session_id)
    on = _joining(asked)
    if on is not None:
        return _elsewhere(on, asked) or _go(on, on.first_waiting)
    if not policy.takes_registrations(asked.dates, clock.today()):
        return _closed(asked, None)
    for key, limit in ((browser_key(), STARTS_AN_HOUR), (network(), STARTS_OF_A_NETWORK)):
        throttle.hit(session(), key=f"join:{key}", limit=limit, seconds=3600)
    found, token = registrations.start(
        session(),
        actor(),
        asked.dates,
        settings(),
        title=asked.title,
        locale=i18n.current().tag,
    )
    keep_holder_token(asked.dates.id, token)
    on = Joining(asked, found, None, None)
    return _go(on, on.first_waiting)


@blueprint.get("/<step>")
def show_step(slug: str, session_id: UUID, step: str) -> ResponseReturnValue:
    asked = _asked(slug, session_id)
    on = _joining(asked)
    away = _elsewhere(on, asked)
    if away is not None or on is None:
        return away or _closed(asked, None)
    if step not in on.steps:
        return _go(on, on.first_waiting)
    found = screen(step)
    kept = on.registration.draft.get("unfinished", {}).get(step, {})
    form = found.form(formdata=None, data=found.stored(on) | kept)
    return _show(found, form, on, step)


def _show(found: Screen, form: Form, on: Joining, step: str, status: int = 200) -> Response:
    found.arrange(form, on)
    return render(found.template, status=status, **pages.question(found, form, on, step))


@blueprint.post("/<step>")
def take_step(slug: str, session_id: UUID, step: str) -> ResponseReturnValue:
    """Continue, go back, skip, take the recording away: all of them keep what is on the page."""
    asked = _asked(slug, session_id)
    on = _joining(asked)
    away = _elsewhere(on, asked)
    if away is not None or on is None:
        return away or _closed(asked, None)
    if step not in on.steps:
        return _go(on, on.first_waiting)
    return _take(on, step, pages.pressed(request.form))


def _take(on: Joining, step: str, pressed: str) -> ResponseReturnValue:
    found = screen(step)
    form = found.form()
    found.arrange(form, on)
    if pressed == "remove":
        registrations.remove_recording(session(), actor(), on.id)
        return _go(on, step)
    good = pressed == "skip" or pages.keep(found, form, on)
    registrations.remember(
        session(),
        actor(),
        on.id,
        step,
        passed=(good and pressed in ("continue", "skip")) or step in on.passed,
        unfinished={} if good else {name: form[name].data for name in found.typed},
    )
    if pressed == "keep":
        return "", 204
    if pressed == "back" and not pages.is_file_refused(form):
        return _go(on, on.before(step) or step)
    if not good:
        return _show(found, form, on, step, status=422)
    if step == "contact" and (warning := pages.only_called(on)):
        flash(warning, "warn")
    return _go(on, pages.following(on, step))


@blueprint.get("/check")
def show_check(slug: str, session_id: UUID) -> ResponseReturnValue:
    """Exactly what the organiser will receive."""
    asked = _asked(slug, session_id)
    on = _joining(asked)
    away = _elsewhere(on, asked)
    if away is not None or on is None:
        return away or _closed(asked, None)
    return render("public/join/check.html", **pages.check(on))


@blueprint.post("/check")
def send(slug: str, session_id: UUID) -> ResponseReturnValue:
    """Send. Pressed twice, or again after a timeout, it is the same receipt."""
    asked = _asked(slug, session_id)
    token = holder_token(asked.dates.id)
    on = _joining(asked)
    if on is None:
        return _sent_before(token) or redirect(url_for(".show_start", **asked.address))
    spoken, agreed = i18n.current().tag, consents.sentence(on)
    try:
        registrations.submit(session(), actor(), on.id, settings(), locale=spoken, consent=agreed)
    except SessionNotOpen:
        return _closed(asked, on)
    except NothingToReach:
        step = "contact" if on.registration.name else "name"
        return redirect(pages.url(on, step, back_to=CHECK))
    return redirect(url_for(".show_sent", **asked.address))


def _sent_before(token: str | None) -> ResponseReturnValue | None:
    """Sent once more by a phone that never heard it had arrived: where it is now."""
    if token is None:
        return None
    hold(token)
    if queries.find_held(session(), actor()) is None:
        return None
    return redirect(url_for("public.registrations.show_story", token=token))


@blueprint.get("/sent")
def show_sent(slug: str, session_id: UUID) -> ResponseReturnValue:
    """The receipt: it arrived, where it stands, what happens next, and the link."""
    asked = _asked(slug, session_id)
    on = _joining(asked)
    if on is None or on.registration.state == RegistrationState.DRAFT:
        return redirect(url_for(".show_start", **asked.address))
    link = register_links.address(settings(), on.id, on.registration.token_version)
    if policy.is_left_alone(on.registration, clock.now() - RECEIPT_SHOWN):
        token = link.rsplit("/", 1)[1]
        return redirect(url_for("public.registrations.show_story", token=token))
    return render("public/join/sent.html", **pages.sent(on, link))


@blueprint.post("/discard")
def discard(slug: str, session_id: UUID) -> ResponseReturnValue:
    """Erase what was prepared and not sent."""
    asked = _asked(slug, session_id)
    on = _joining(asked)
    if on is not None:
        registrations.discard(session(), actor(), on.id)
    forget_holder_token(asked.dates.id)
    return redirect(url_for(".show_left", **asked.address))


@blueprint.post("/leave")
def leave(slug: str, session_id: UUID) -> ResponseReturnValue:
    """This browser forgets everything it prepared or sent; what was sent stays where it is."""
    asked = _asked(slug, session_id)
    forget_drafts()
    return redirect(url_for(".show_left", **asked.address))


@blueprint.post("/another")
def start_another(slug: str, session_id: UUID) -> ResponseReturnValue:
    """Somebody else asks to come with the same phone."""
    asked = _asked(slug, session_id)
    forget_holder_token(asked.dates.id)
    return redirect(url_for(".show_start", **asked.address))


@blueprint.get("/left")
def show_left(slug: str, session_id: UUID) -> ResponseReturnValue:
    asked = _asked(slug, session_id)
    return render("public/join/left.html", slug=asked.training.slug)
