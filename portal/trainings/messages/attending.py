"""What is written once a certificate is there, and when it or the badge is not as it was."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal.kernel import jobs
from portal.kernel.i18n import _
from portal.kernel.messages import Content, from_us, template
from portal.trainings import register_links
from portal.trainings.messages import joining
from portal.trainings.models import Registration

CERTIFIED, DOCUMENT_CHANGED = "trainings.certified", "trainings.document_changed"


def tell_certified(session: Session, registration: Registration, once: str) -> None:
    """Their certificate or their badge may be downloaded; told once for each `once`."""
    joining.tell(session, registration, CERTIFIED, once=once)


def tell_changed(session: Session, registration: Registration, once: str) -> None:
    """A certificate or a badge they had is not good any more; why stands behind their link."""
    joining.tell(session, registration, DOCUMENT_CHANGED, once=once)


def _link(data: dict[str, Any]) -> str:
    found = register_links.address(
        jobs.settings(), UUID(str(data["registration_id"])), int(data["version"])
    )
    return f"{found}/after"


@template(CERTIFIED)
def _certified(data: dict[str, Any]) -> Content:
    link = _link(data)
    return Content(
        subject=_("Un document est prêt pour vous"),
        paragraphs=[
            _("Il est derrière ce lien. Il est à vous : c’est vous qui décidez à qui le montrer.")
        ],
        action=(_("Voir le document"), link),
        sms=from_us(_("un document est prêt pour vous : %(link)s", link=link)),
    )


@template(DOCUMENT_CHANGED)
def _document_changed(data: dict[str, Any]) -> Content:
    link = _link(data)
    return Content(
        subject=_("Un document a changé"),
        paragraphs=[_("Un document de votre formation n’est plus valable. Voyez pourquoi.")],
        action=(_("Voir pourquoi"), link),
        sms=from_us(_("un document a changé. Voir pourquoi : %(link)s", link=link)),
    )
