"""What is written once a certificate is there."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal.kernel import jobs
from portal.kernel.i18n import _
from portal.kernel.messages import Content, template
from portal.trainings import register_links
from portal.trainings.messages import joining
from portal.trainings.models import Registration

CERTIFIED = "trainings.certified"


def tell_certified(session: Session, registration: Registration, edition: int) -> None:
    """Their certificate may be downloaded; each edition is told once."""
    joining.tell(session, registration, CERTIFIED, once=f"e{edition}")


@template(CERTIFIED)
def _certified(data: dict[str, Any]) -> Content:
    link = register_links.address(
        jobs.settings(), UUID(str(data["registration_id"])), int(data["version"])
    )
    link = f"{link}/after"
    return Content(
        subject=_("Un document est prêt pour vous"),
        paragraphs=[
            _("Il est derrière ce lien. Il est à vous : c’est vous qui décidez à qui le montrer.")
        ],
        action=(_("Voir le document"), link),
        sms=_("Portail : un document est prêt pour vous : %(link)s", link=link),
    )
