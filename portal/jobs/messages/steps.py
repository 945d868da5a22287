"""What a person is told at each step, by the channel they gave, in their language.

The words are those of `portal.jobs.step_texts` or the structure's own, settled before the message
is queued: what was read before sending is what leaves. They go by mail and stand behind the link;
a text message only says that there is something, on a phone that others may hold.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal.jobs import follow_links, step_texts
from portal.jobs.messages.applications import tell_of_own_act, tell_person
from portal.jobs.models import Application
from portal.kernel import jobs
from portal.kernel.i18n import _
from portal.kernel.messages import Content, from_us, template

STEP = "jobs.step"
WROTE = "jobs.structure_wrote"


def tell_step(session: Session, application: Application, text: str, *, once: str) -> None:
    """Tell the person a step: `once` names it, so that a job run twice tells it once."""
    tell_person(session, application, STEP, once=once, data={"text": text})


def confirm_own_move(session: Session, application: Application) -> str:
    """Tell the person that what they just did is done; returns the words."""
    text = step_texts.fill(
        step_texts.default(application.state, application.locale),
        step_texts.Filling(),
        application.locale,
    )
    once = f"v{application.version}"
    tell_of_own_act(session, application, STEP, once=once, data={"text": text})
    return text


def tell_written(session: Session, application: Application, body: str, *, once: str) -> None:
    """The structure wrote or spoke to the person; an empty body is a recording."""
    tell_person(session, application, WROTE, once=once, data={"text": body})


def _link(data: Mapping[str, Any]) -> str:
    return follow_links.address(
        jobs.settings(), UUID(str(data["application_id"])), int(data["version"])
    )


@template(STEP)
def _step(data: dict[str, Any]) -> Content:
    link = _link(data)
    number = _("Votre candidature porte le numéro %(reference)s.", reference=data["reference"])
    return Content(
        subject=_("Des nouvelles de votre candidature"),
        paragraphs=[data["text"], number],
        action=(_("Voir la suite et répondre"), link),
        sms=from_us(_("il y a du nouveau. Voir la suite : %(link)s", link=link)),
    )


@template(WROTE)
def _wrote(data: dict[str, Any]) -> Content:
    link = _link(data)
    paragraphs = [_("Vous avez un nouveau message.")]
    if data["text"]:
        paragraphs.append(data["text"])
    else:
        paragraphs.append(_("C’est un message vocal. Écoutez-le avec le lien ci-dessous."))
    return Content(
        subject=_("Vous avez un nouveau message"),
        paragraphs=paragraphs,
        action=(_("Lire et répondre"), link),
        sms=from_us(_("vous avez un nouveau message. Lire et répondre : %(link)s", link=link)),
    )
