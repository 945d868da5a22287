"""What the templates of the joining pages receive, and what a pressed button means."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from flask import request, url_for
from markupsafe import Markup
from wtforms import FileField

from portal.files.enums import FileState
from portal.files.errors import Refusal
from portal.files.queries import get_file
from portal.kernel import clock
from portal.kernel.errors import Invalid
from portal.kernel.i18n import _
from portal.languages.said import told
from portal.people import addresses
from portal.people.reachable import channels
from portal.spaces.public.about.pages import duration
from portal.spaces.public.join import consents, journey, needs
from portal.spaces.public.join.journey import CHECK, Asked, Joining
from portal.spaces.public.join.screens import Screen
from portal.trainings import calendar_words, forgetting, register_links
from portal.trainings.messages.joining import state_sentence
from portal.trainings.nomenclatures import RETENTION
from portal.trainings.queries import registrations, sessions
from portal.trainings.queries.registrations import Registration
from portal.web.forms import Form
from portal.web.qr import qr_code
from portal.web.request import actor, session, settings

_BUTTONS = ("back", "skip", "keep", "remove")


@dataclass(frozen=True)
class Given:
    """What somebody said aloud."""

    id: Any
    file: Any

    @property
    def refusal(self) -> str:
        """Why it cannot be read, and how to mend it."""
        reason = self.file.refusal
        return Refusal(reason).label if reason in set(Refusal) else ""


def prepared(asked: Asked, registration: Registration) -> Joining:
    """What is in the database of it now."""
    file_id = registration.file_id
    return Joining(
        asked,
        registration,
        registrations.find_need(session(), registration),
        get_file(session(), actor(), file_id) if file_id else None,
    )


def pressed(sent: Mapping[str, str]) -> str:
    """The button, « continue » if none was named."""
    return next((name for name in _BUTTONS if name in sent), "continue")


def keep(screen: Screen, form: Form, on: Joining) -> bool:
    """Keep what is on the page; False with the reasons in the form if something is to be mended."""
    if not form.validate():
        return False
    try:
        screen.save(form, on)
    except Invalid as refusal:
        form.take(refusal)
        return False
    return True


def is_file_refused(form: Form) -> bool:
    """Whether what is to be mended is a file: it does not come again by itself."""
    return any(isinstance(field, FileField) and field.errors for field in form)


def following(on: Joining, step: str) -> str:
    """The next question; from the last page, back to it unless another question waits."""
    fresh = prepared(on.asked, on.registration)
    return fresh.first_waiting if request.args.get("back_to") == CHECK else fresh.after(step)


def url(on: Joining, step: str, back_to: str | None = None) -> str:
    if step == CHECK:
        return url_for("public.join.show_check", **on.asked.address)
    return url_for("public.join.show_step", **on.asked.address, step=step, back_to=back_to)


def _steps(on: Joining, current: str) -> list[dict[str, Any]]:
    found = []
    for step in [*on.steps, CHECK]:
        state = "current" if step == current else "done" if step in on.passed else "todo"
        open_to = state == "done" or step == on.first_waiting
        href = url(on, step) if open_to and state != "current" else None
        found.append({"label": journey.label(step), "state": state, "href": href})
    return found


def _about(asked: Asked) -> dict[str, Any]:
    """Which training and which days: on every page."""
    title = told(asked.training.document, "title")
    return {"title": title, "when": calendar_words.when(asked.dates), **asked.address}


def _given(on: Joining) -> list[Given]:
    return [Given(on.file.id, on.file)] if on.file else []


def _spoken(on: Joining) -> dict[str, Any]:
    """What the recorder and the pages that play need. `key`: under which a phone keeps what was
    recorded and has not arrived (static/js/recorder.js).
    """
    given, token = _given(on), _token(on)
    return {
        "given": given,
        "waiting": any(one.file.state == FileState.RECEIVED for one in given),
        "uploads": url_for("public.uploads.create_upload", token=token),
        "token": token,
        "key": f"{on.id}:words",
        "known": " ".join(str(one.id) for one in given),
    }


def _token(on: Joining) -> str:
    return register_links.token(settings(), on.id, on.registration.token_version)


def start(asked: Asked) -> dict[str, Any]:
    """Before the first question."""
    places = sessions.places_of(session(), asked.dates)
    return {
        "about": _about(asked),
        "told": calendar_words.tell(session(), asked.dates, places),
        "form": Form(),
        "steps": [],
        "back_url": url_for("public.trainings.show_training", slug=asked.training.slug),
        "asks_employer": asked.dates.asks_employer,
    }


def resume(on: Joining) -> dict[str, Any]:
    """Coming back to what one began."""
    return {
        "about": _about(on.asked),
        "kept": _kept_until(on.registration),
        "resume_url": url(on, on.first_waiting),
    }


def _kept_until(registration: Registration) -> Any:
    kept = forgetting.days(session(), RETENTION, "registration_draft")
    return (registration.created_at + kept).astimezone(clock.PARIS).date()


def question(screen: Screen, form: Form, on: Joining, step: str) -> dict[str, Any]:
    """One question, with what is known of it."""
    before = on.before(step)
    return {
        "form": form,
        "about": _about(on.asked),
        "question": on.question(step) if journey.is_question(step) else None,
        "steps": _steps(on, step),
        "back_url": url(on, before) if before else None,
        "answered": screen.is_answered(on),
        "federation": on.asked.federation,
        "needs_kept": duration(_days("registration_need").days),
        **_spoken(on),
    }


def _days(code: str) -> timedelta:
    return forgetting.days(session(), RETENTION, code)


@dataclass
class Line:
    """One thing the organiser receives, or « nothing » where the person gave nothing."""

    label: str
    change: str
    texts: list[str] = field(default_factory=list)
    parts: list[Given] = field(default_factory=list)
    written: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.texts or self.parts or self.written)


def check(on: Joining) -> dict[str, Any]:
    """The last page: every line, what is missing, the sentence one agrees to."""
    found, given = on.registration, _given(on)
    contacts = bool(found.contact_phone or found.contact_email)
    missing = "" if contacts and found.name else "contact" if found.name else "name"
    return {
        "about": _about(on.asked),
        "federation": on.asked.federation,
        "lines": [_line(on, step) for step in on.steps],
        "steps": _steps(on, CHECK),
        "back_url": url(on, on.steps[-1]),
        "missing_url": url(on, missing, back_to=CHECK) if missing else "",
        "form": Form(),
        "refused": any(one.refusal for one in given),
        "consent": consents.sentence(on),
        "only_called": only_called(on),
        "words_url": url(on, "words", back_to=CHECK),
        **_spoken(on),
    }


def _line(on: Joining, step: str) -> Line:
    found = on.registration
    line = Line(journey.label(step), url(on, step, back_to=CHECK))
    match step:
        case "name":
            line.texts = [found.name] if found.name else []
        case "contact":
            line.texts = contacts(found)
        case "words":
            line.parts, line.written = _given(on), found.words
        case "needs":
            line.texts = needs.said_lines(on.need)
            line.written = on.need.words if on.need else ""
        case "employer":
            line.texts = employer_lines(found)
        case _:
            line.label, line.written = on.question(step)["text"], on.answer(step)
    return line


def employer_lines(found: Registration) -> list[str]:
    said = [found.whose_time.label, found.employer_name, found.employer_email]
    return [text for text in said if text]


def contacts(found: Registration) -> list[str]:
    """How one is reached, as people write it."""
    phone = addresses.shown(found.contact_phone) if found.contact_phone else ""
    return [text for text in (phone, found.contact_email) if text]


def only_called(on: Joining) -> str:
    """What somebody whom no message reaches needs to know; empty for anybody else."""
    if not on.registration.contact_phone or channels(on.registration):
        return ""
    return _(
        "On pourra seulement vous appeler à ce numéro. À la fin, gardez bien le lien : nous ne"
        " pourrons pas vous l’envoyer. Vous pouvez aussi ajouter une adresse e-mail."
    )


def sent(on: Joining, link: str) -> dict[str, Any]:
    """The receipt: where it stands, what comes next, and the link."""
    found = on.registration
    return {
        "about": _about(on.asked),
        "now": state_sentence(found.state, found.offered_until),
        "then": consents.next_steps(on),
        "reference": Markup('<strong class="ltr">{}</strong>').format(found.reference),
        "registration_id": on.id,
        "told": [address_shown(address) for _channel, address in channels(found)],
        "link": link,
        "code": qr_code(link),
        "token": link.rsplit("/", 1)[1],
        "follow_address": f"{settings().base_url}/follow",
    }


def address_shown(address: str) -> str:
    return address if "@" in address else addresses.shown(address)


def closed(asked: Asked, on: Joining | None) -> dict[str, Any]:
    """The session takes nobody any more; what was prepared is kept for a while."""
    return {
        "about": _about(asked),
        "kept": _kept_until(on.registration) if on else None,
        "is_cancelled": calendar_words.tell(session(), asked.dates).is_cancelled,
    }
