"""What the templates of the follow pages receive, and what their forms bring."""

import re
from typing import Any
from uuid import uuid5

from flask import request, url_for

from portal.files.enums import FilePurpose
from portal.jobs import follow_links, phrases
from portal.jobs.actions import following
from portal.jobs.enums import ApplicationState, Author, CallbackState, PartKind, TimeWish
from portal.jobs.errors import MovedOn
from portal.jobs.policy import applications as policy
from portal.jobs.queries import applications as queries
from portal.jobs.queries.applications import Followed
from portal.kernel import clock, i18n
from portal.kernel.errors import Invalid, NotFound
from portal.kernel.i18n import N_, _
from portal.people import addresses
from portal.spaces.public.apply.reading import (
    call_lines,
    interface_language_choices,
    read_call,
    read_email,
    read_phone,
)
from portal.spaces.public.follow import story as telling
from portal.spaces.public.follow.forms import ReplyForm
from portal.web.arrivals import arrivals
from portal.web.forms import Form, future_id
from portal.web.qr import qr_code
from portal.web.request import actor, session, settings

# What a hand writes and an eye confuses; the code has only letters and 2 to 7.
_CONFUSED = str.maketrans({"0": "o", "1": "l", "8": "b"})


def read_code(typed: str) -> str:
    """The code without spaces or capitals, or the last part of a whole link."""
    last = typed.strip().rstrip("/").rsplit("/", 1)[-1]
    return re.sub(r"[^a-z2-7]", "", last.lower().translate(_CONFUSED)) or "-"


def story(found: Followed, token: str) -> dict[str, Any]:
    """The whole page."""
    application, who = found.prepared.application, actor()
    now, then = telling.now(found)
    link = follow_links.address(settings(), application.id, application.token_version)
    return {
        "token": token,
        "choosing": url_for("public.follow.change_language", token=token),
        "application": application,
        "offer": found.offer,
        "is_over": found.offer.is_over and ApplicationState(application.state).is_open,
        "whose": phrases.whose(
            session(), application.structure_name, found.offer.city, found.offer.department
        ),
        "moments": telling.moments(found),
        "now": now,
        "then": then,
        "is_no": application.state == ApplicationState.DECLINED,
        "parts": found.prepared.parts,
        "said": said(found),
        "may_change_call": _call(found) is not None and policy.can_add(who, application),
        "can_write": policy.can_write(who, application),
        "can_add": policy.can_add(who, application),
        "can_withdraw": policy.can_withdraw(who, application),
        "can_accept": policy.can_accept_post(who, application),
        "asks_pool": application.pool_asked_at is not None,
        "may_unpool": application.pool_asked_at is None
        and application.pool_consented_at is not None,
        "pool_until": queries.pool_until(session(), clock.today()),
        "can_claim": policy.can_claim(who, application),
        "other_language": i18n.current().tag != application.locale,
        "contacts": [text for name, text in reach(found).items() if text and name != "locale"],
        "link": link,
        "code": qr_code(link),
        "follow_address": f"{settings().base_url}/follow",
    }


def said(found: Followed) -> list[tuple[str, list[str]]]:
    """What was said beside recordings, documents and answers: a label, and its lines."""
    application = found.prepared.application
    wish = TimeWish(application.time_wish).label if application.time_wish else ""
    lines = [
        (_("Votre nom"), [application.candidate_name]),
        (_("Vous rappeler"), call_lines(found.prepared.callback)),
        (_("Temps de travail"), [wish, application.time_note]),
        (_("À prévoir pour un entretien"), [application.adjustment]),
        (_("Aide reçue"), [application.helped_by]),
    ]
    told = [(label, [text for text in texts if text]) for label, texts in lines]
    return [(label, texts) for label, texts in told if texts]


def _call(found: Followed) -> Any:
    """The call that is still to be made, if any."""
    asked = found.prepared.callback
    return asked if asked is not None and asked.state == CallbackState.WAITING else None


def call(found: Followed) -> dict[str, Any]:
    """What the form about the call shows. Raises NotFound where none is waited for."""
    asked = _call(found)
    if asked is None:
        raise NotFound
    return {
        "phone": addresses.typed(asked.phone),
        "moments": asked.moments,
        "note": asked.moments_note,
        "language": asked.language,
    }


def change_call(found: Followed, form: Form, *, cancel: bool) -> None:
    phone = "" if cancel else read_phone(form.phone.data)
    if not (phone or cancel):
        raise Invalid({"phone": N_("Écrivez un numéro, ou annulez l’appel.")})
    following.change_call(
        session(),
        actor(),
        found.prepared.application.id,
        phone=phone,
        **read_call(form),
    )


def adding(found: Followed, token: str, form: Form) -> dict[str, Any]:
    """A page with one thing to give or to change, while the recruitment goes on."""
    if not policy.can_add(actor(), found.prepared.application):
        raise MovedOn
    return writing(found, token, form)


def writing(found: Followed, token: str, form: Form) -> dict[str, Any]:
    """A page with one thing to write or to say."""
    application = found.prepared.application
    if not policy.can_write(actor(), application):
        raise MovedOn
    return {
        "form": form,
        "token": token,
        "choosing": url_for("public.follow.change_language", token=token),
        "steps": [],
        "back_url": url_for("public.follow.show_story", token=token),
        "uploads": url_for("public.uploads.create_upload", token=token),
        "key": f"{application.id}:reply",
        "said": sum(word.author == Author.CANDIDATE for word in found.words),
        "known": " ".join(str(word.file.id) for word in found.words if word.file),
    }


def send_reply(found: Followed, form: ReplyForm) -> None:
    """What was written and said. Pressed twice, it is sent once, and a recording is kept once."""
    application = found.prepared.application
    # The page shown again by « back » may bring other words: those are another message.
    brought = [form.body.data or "", *request.form.getlist(f"received-{FilePurpose.MESSAGE}")]
    first = uuid5(future_id(application.id, form.given), "|".join(brought))
    if following.has_said(session(), actor(), application.id, first):
        return
    said = arrivals(form, ("answer", "kept"), application.organisation_id, FilePurpose.MESSAGE)
    body = form.body.data or ""
    if not (said or body):
        raise Invalid({"body": N_("Écrivez quelques mots, ou enregistrez votre voix.")})
    # A word and one recording are one message; several recordings are as many.
    together = [(body, said.pop() if len(said) == 1 else None)] if body or len(said) == 1 else []
    for number, (words, spoken) in enumerate([*together, *(("", one) for one in said)]):
        following.reply(
            session(),
            actor(),
            application.id,
            body=words,
            language=i18n.current().tag,
            file_id=spoken,
            message_id=None if number else first,
        )


def add_documents(found: Followed, form: Form) -> None:
    application = found.prepared.application
    given = arrivals(form, ("cv", "photo"), application.organisation_id, FilePurpose.CV)
    if not given:
        raise Invalid({"cv": N_("Choisissez un fichier, ou prenez une photo.")})
    following.add_files(session(), actor(), application.id, PartKind.CV, given)


def reach(found: Followed) -> dict[str, str]:
    application = found.prepared.application
    phone = application.contact_phone
    return {
        "phone": addresses.typed(phone) if phone else "",
        "email": application.contact_email,
        "locale": application.locale,
    }


def languages_written() -> list[Any]:
    return interface_language_choices()


def change_reach(found: Followed, form: Form) -> None:
    phone, email = read_phone(form.phone.data), read_email(form.email.data)
    if not (phone or email):
        raise Invalid({"phone": N_("Gardez au moins un numéro ou une adresse e-mail.")})
    wanted = i18n.find(form.locale.data) or i18n.current()
    following.change_contact(
        session(),
        actor(),
        found.prepared.application.id,
        phone=phone,
        email=email,
        locale=wanted.tag,
    )
