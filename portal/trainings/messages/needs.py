"""Who arranges what people need hears that something is to be seen: never whose, nor what."""

from typing import Any

from sqlalchemy.orm import Session

from portal.kernel.i18n import _
from portal.kernel.jobs import enqueue
from portal.kernel.messages import Content, template
from portal.trainings.messages.joining import desk
from portal.trainings.models import Registration

TELL_ARRANGERS = "trainings.tell_arrangers"
NEED_SAID = "trainings.need_said"


def tell_arrangers(session: Session, registration: Registration) -> None:
    """A job tells those who arrange in this session that somebody said or changed a need."""
    enqueue(
        session,
        TELL_ARRANGERS,
        organisation_id=str(registration.organisation_id),
        registration_id=str(registration.id),
        version=registration.version,
    )


@template(NEED_SAID)
def _need_said(data: dict[str, Any]) -> Content:
    return Content(
        subject=_("Un besoin est à voir"),
        paragraphs=[
            _("Quelqu’un a dit ou changé ce dont il a besoin pour venir à une session."),
            _("Ce n’est pas écrit ici : vous seul le lisez, sur le portail."),
        ],
        action=(_("Voir les besoins"), f"{desk(data)}/needs"),
    )
