"""What a structure is told when its offer is passed on."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal.kernel import jobs, messages
from portal.kernel.i18n import _
from portal.kernel.messages import Content, from_us, template
from portal.organisations.enums import Role
from portal.organisations.queries import recipients


def tell_relay(
    session: Session,
    structure_id: UUID,
    offer_id: UUID,
    *,
    title: str,
    slug: str,
    federation: str,
    federation_id: UUID,
) -> None:
    """Once a federation: a second one that relays the same offer is told too."""
    for member in recipients(session, structure_id, (Role.ADMINISTRATOR, Role.RECRUITER)):
        messages.send(
            session,
            template="jobs.offer_relayed",
            channel=member.channel,
            address=member.address,
            locale=member.locale,
            data={"title": title, "slug": slug, "federation": federation},
            once_key=f"relay:{offer_id}:{member.person_id}:{federation_id}",
        )


@template("jobs.offer_relayed")
def _offer_relayed(data: dict[str, Any]) -> Content:
    text = _(
        "%(federation)s relaie votre offre « %(title)s » à son réseau.",
        federation=data["federation"],
        title=data["title"],
    )
    url = f"{jobs.settings().base_url}/offers/{data['slug']}"
    return Content(
        subject=_("Votre offre est relayée"),
        paragraphs=(text,),
        action=(_("Voir l’offre"), url),
        sms=from_us(f"{text} {url}"),
    )
