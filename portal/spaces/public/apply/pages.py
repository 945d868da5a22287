"""What the templates of the answering pages receive, and what a pressed button means."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask import request, url_for
from markupsafe import Markup
from wtforms import FileField

from portal.files.enums import FileState
from portal.jobs import follow_links
from portal.jobs.actions import applying
from portal.jobs.enums import PartKind, TimeWish, Way
from portal.jobs.policy import applications as policy
from portal.jobs.queries import applications as queries
from portal.jobs.queries import retention
from portal.jobs.queries.applications import OfferToAnswer, Part
from portal.kernel.errors import Invalid
from portal.kernel.i18n import _, show_date, show_list
from portal.people import addresses
from portal.people.reachable import channels
from portal.spaces.public.about.pages import duration
from portal.spaces.public.apply import journey, my_cv
from portal.spaces.public.apply.forms import WaysForm
from portal.spaces.public.apply.journey import CHECK, OF_WAY, Answering
from portal.spaces.public.apply.reading import call_lines, way_choices, way_hints
from portal.spaces.public.apply.screens import Screen
from portal.web.forms import Form
from portal.web.qr import qr_code
from portal.web.request import actor, session, settings

_BUTTONS = ("back", "skip", "keep", "add", "remove")
_KINDS = {"voice": PartKind.VOICE, "cv": PartKind.CV, "letter": PartKind.LETTER}


def pressed(sent: Mapping[str, str]) -> str:
    """The button, « continue » if none was named."""
    return next((name for name in _BUTTONS if name in sent), "continue")


def keep(asked: Screen, form: Form, on: Answering, step: str) -> bool:
    """Keep what is on the page; False with the reasons in the form if something is to be mended."""
    if not form.validate():
        return False
    try:
        asked.save(form, on, step)
    except Invalid as refusal:
        form.take(refusal)
        return False
    return True


def is_file_refused(form: Form) -> bool:
    """Whether what is to be mended is a file: it does not come again by itself."""
    return any(isinstance(field, FileField) and field.errors for field in form)


def remove(sent: Mapping[str, str], on: Answering) -> None:
    try:
        part_id = UUID(sent["remove"])
    except ValueError:
        return
    applying.remove_part(session(), actor(), on.id, part_id)


def following(on: Answering, step: str) -> str:
    """The next question; from the last page, back to it unless a new question appeared."""
    fresh = Answering(on.offer, queries.prepared(session(), on.prepared.application))
    if request.args.get("back_to") == CHECK:
        return fresh.first_waiting
    return fresh.after(step)


def _url(on: Answering, step: str, back_to: str | None = None) -> str:
    if step == CHECK:
        return url_for("public.apply.show_check", slug=on.offer.slug)
    return url_for("public.apply.show_step", slug=on.offer.slug, step=step, back_to=back_to)


def _steps(on: Answering, current: str) -> list[dict[str, Any]]:
    found = []
    for step in [*on.steps, CHECK]:
        state = "current" if step == current else "done" if step in on.passed else "todo"
        open_to = state == "done" or step == on.first_waiting
        href = _url(on, step) if open_to and state != "current" else None
        found.append({"label": journey.label(step), "state": state, "href": href})
    return found


def given(on: Answering, step: str) -> list[Part]:
    """What was already given for this question as a file."""
    if journey.is_question(step):
        found = on.prepared.of(PartKind.ANSWER, on.question(step).id)
    else:
        found = on.prepared.of(_KINDS[step]) if step in _KINDS else []
    return [part for part in found if part.file]


def question(asked: Screen, form: Form, on: Answering, step: str) -> dict[str, Any]:
    """One question, with what is known of it."""
    parts = given(on, step)
    before = on.before(step)
    return {
        "form": form,
        "offer": on.offer,
        "question": on.question(step) if journey.is_question(step) else None,
        "step": step,
        "steps": _steps(on, step),
        "back_url": _url(on, before) if before else None,
        "answered": asked.is_answered(on),
        "given": parts,
        "waiting": _waiting(parts),
        "uploads": url_for("public.uploads.create_upload", token=_token(on)),
        "token": _token(on),
        "key": _key(on, step),
        "known": _known(parts),
        "way_hints": way_hints(on.offer.ways),
        "my_cv": my_cv.state() if step == journey.OF_WAY[Way.CV] else "",
    }


def _token(on: Answering) -> str:
    application = on.prepared.application
    return follow_links.token(settings(), application.id, application.token_version)


def _key(on: Answering, step: str) -> str:
    """Under which a phone keeps what was recorded and has not arrived (static/js/recorder.js)."""
    return f"{on.id}:{step}"


def _known(parts: list[Part]) -> str:
    return " ".join(str(part.file.id) for part in parts if part.file)


def _waiting(parts: list[Part]) -> bool:
    return any(p.file is not None and p.file.state == FileState.RECEIVED for p in parts)


@dataclass
class Line:
    """One thing the structure receives, or « nothing » where the person gave nothing."""

    label: str
    change: str
    texts: list[str] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    written: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.texts or self.parts or self.written)


def check(on: Answering) -> dict[str, Any]:
    """The last page: every line, what is missing, the sentence one agrees to."""
    lines = [_line(on, step) for step in on.steps]
    application = on.prepared.application
    parts = [part for line in lines for part in line.parts]
    return {
        "offer": on.offer,
        "lines": lines,
        "steps": _steps(on, CHECK),
        "back_url": _url(on, on.steps[-1]),
        "reachable": bool(application.contact_phone or application.contact_email),
        "contact_url": _change(on, "contact"),
        "ways_url": _change(on, "ways"),
        "form": Form(),
        "only": _only(on),
        "refused": any(part.is_refused for part in parts),
        "waiting": _waiting(parts),
        "helped_by": application.helped_by,
        "consent": consent(on),
        "consent_short": consent_in_short(on),
        "only_called": only_called(on),
        "spoken": [
            {"key": _key(on, step), "line": line}
            for step, line in zip(on.steps, lines, strict=True)
            if step == OF_WAY[Way.VOICE] or journey.is_question(step)
        ],
        "known": _known(parts),
        "token": _token(on),
    }


def _only(on: Answering) -> str:
    """All the structure receives from somebody who sends no message, no document, no answer and
    asks for no call; empty for whoever sends one, or cannot be reached yet.
    """
    application = on.prepared.application
    written = application.letter_text and Way.LETTER in application.ways
    called = on.prepared.callback and Way.CALLBACK in application.ways
    sent = [
        p for p in on.prepared.parts if policy.is_sent(p, application.ways) and not p.is_refused
    ]
    if sent or written or called or not _contacts(on):
        return ""
    left = [
        (application.contact_phone, _("votre numéro de téléphone")),
        (application.contact_email, _("votre adresse e-mail")),
        (application.candidate_name, _("votre nom")),
        (application.time_wish or application.time_note, _("le temps de travail que vous voulez")),
        (application.adjustment, _("ce qu’il faut prévoir pour l’entretien")),
        (application.helped_by, _("l’aide que vous avez reçue")),
    ]
    return show_list(name for given, name in left if given)


def _change(on: Answering, step: str) -> str:
    return _url(on, step, back_to=CHECK)


def _line(on: Answering, step: str) -> Line:
    application = on.prepared.application
    line = Line(journey.label(step), _change(on, step))
    line.parts = given(on, step)
    match step:
        case "ways":
            known = {choice.value: str(choice.label) for choice in way_choices(on.offer.ways)}
            line.texts = [known[way] for way in known if way in application.ways]
        case "call-back":
            line.texts = call_lines(on.prepared.callback)
        case "letter":
            line.written = application.letter_text
        case "time":
            wish = TimeWish(application.time_wish).label if application.time_wish else ""
            line.texts = [text for text in (wish, application.time_note) if text]
        case "name":
            line.texts = [application.candidate_name] if application.candidate_name else []
        case "contact":
            line.texts = _contacts(on)
        case "adjustment":
            line.written = application.adjustment
        case "help":
            line.texts = [application.helped_by] if application.helped_by else []
        case _ if journey.is_question(step):
            asked = on.question(step)
            line.label = asked.said.text
            written = [p.text for p in on.prepared.of(PartKind.ANSWER, asked.id) if p.text]
            line.written = written[0] if written else ""
    return line


def _contacts(on: Answering) -> list[str]:
    application = on.prepared.application
    phone = application.contact_phone
    shown = addresses.shown(phone) if phone else ""
    return [text for text in (shown, application.contact_email) if text]


def consent_in_short(on: Answering) -> str:
    """What most people need of it: the whole stands folded below, and is what is kept as proof."""
    return _(
        "J’envoie cette page à %(structure)s pour répondre à son offre. Elle est gardée %(ended)s"
        " au plus après la réponse finale. Je peux tout effacer avant.",
        structure=on.offer.structure,
        ended=duration(retention.kept_after_sending(session()).ended.days),
    )


def only_called(on: Answering) -> str:
    """What somebody whom no message reaches needs to know; empty for anybody else."""
    application = on.prepared.application
    if not application.contact_phone or channels(application):
        return ""
    return _(
        "La structure pourra seulement vous appeler. À la fin, gardez bien le lien pour suivre"
        " votre réponse : nous ne pourrons pas vous l’envoyer. Vous pouvez aussi ajouter une"
        " adresse e-mail."
    )


def consent(on: Answering) -> str:
    """What, to whom, why, until when: exactly what the night does (CO-02, retention LG-01)."""
    kept = retention.kept_after_sending(session())
    return _(
        "J’envoie ce qui est sur cette page à %(structure)s, pour répondre à l’offre"
        " « %(title)s » ; c’est gardé %(ended)s au plus après sa réponse finale ou mon retrait ;"
        " sans réponse finale, %(unanswered)s au plus après la fin de l’offre et notre dernier"
        " échange, ou %(open)s au plus après notre dernier échange si l’offre reste ouverte ; je"
        " peux tout effacer avant.",
        structure=on.offer.structure,
        title=on.offer.said.text,
        ended=duration(kept.ended.days),
        unanswered=duration(kept.unanswered.days),
        open=duration(kept.open.days),
    )


def start(offer: OfferToAnswer, form: WaysForm) -> dict[str, Any]:
    """Before the first question."""
    form.ways.choices = way_choices(offer.ways)
    return {
        "form": form,
        "offer": offer,
        "way_hints": way_hints(offer.ways),
        "back_url": f"/offers/{offer.slug}",
    }


def resume(on: Answering) -> dict[str, Any]:
    """Coming back to what one began."""
    return {
        "offer": on.offer,
        "kept": queries.draft_kept_until(session(), on.prepared.application),
        "resume_url": _url(on, on.first_waiting),
    }


def sent(on: Answering, link: str) -> dict[str, Any]:
    """The receipt. `told`: where it was written; `untold`: somewhere heard enough for today."""
    application = on.prepared.application
    ways, told = channels(application), queries.told_of_receipt(session(), on.id)
    return {
        "offer": on.offer,
        "reference": Markup('<strong class="ltr">{}</strong>').format(application.reference),
        "application_id": on.id,
        "next": _next(on),
        "follow_address": f"{settings().base_url}/follow",
        "link": link,
        "code": qr_code(link),
        "token": link.rsplit("/", 1)[1],
        "told": [_shown(address) for channel, address in ways if channel in told],
        "untold": any(channel not in told for channel, _address in ways),
    }


def _shown(address: str) -> str:
    return address if "@" in address else addresses.shown(address)


def _next(on: Answering) -> list[dict[str, Any]]:
    application = on.prepared.application
    steps: list[dict[str, Any]] = [
        {"title": _("Votre message est arrivé"), "kind": "done"},
        {
            "title": _("%(structure)s le lit et l’écoute", structure=on.offer.structure),
            "text": _("Votre lien vous dit quand quelqu’un l’ouvre."),
            "kind": "next",
        },
    ]
    if application.answer_due_on:
        due = show_date(application.answer_due_on)
        steps.append(
            {"title": _("Vous avez une réponse avant le %(date)s", date=due), "kind": "next"}
        )
    return steps
