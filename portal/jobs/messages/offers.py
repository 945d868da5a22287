"""What a structure is written about its offers: soon over, over."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal.jobs import renewal_links
from portal.jobs.models import Offer
from portal.jobs.renewal_links import Ticket
from portal.kernel import clock, jobs
from portal.kernel.i18n import _, show_date
from portal.kernel.messages import Content, from_us, send, template
from portal.organisations.enums import Role
from portal.organisations.models import Organisation
from portal.organisations.queries import recipients

# Who may renew; a writer could only look on.
_ROLES = (Role.ADMINISTRATOR, Role.RECRUITER)


def tell_offer_ends(session: Session, offer: Offer) -> None:
    """The offer leaves the list soon: one link keeps it there, without signing in."""
    _tell(session, offer, "jobs.offer_ends_soon")


def tell_offer_ended(session: Session, offer: Offer) -> None:
    """The offer left the list by itself."""
    _tell(session, offer, "jobs.offer_ended")


def _tell(session: Session, offer: Offer, name: str) -> None:
    slug = session.get_one(Organisation, offer.organisation_id).slug
    end = (offer.expires_at or clock.now()).astimezone(clock.PARIS).date()
    for member in recipients(session, offer.organisation_id, _ROLES):
        send(
            session,
            template=name,
            channel=member.channel,
            address=member.address,
            locale=member.locale,
            data={
                "offer_id": str(offer.id),
                "organisation_id": str(offer.organisation_id),
                "person_id": str(member.person_id),
                "ends_at": (offer.expires_at or clock.now()).isoformat(),
                "slug": slug,
                "title": offer.title,
                "end": end.isoformat(),
            },
            organisation_id=offer.organisation_id,
            about_id=offer.id,
            once_key=f"{name}:{offer.id}:{end.isoformat()}:{member.person_id}",
        )


def _address(data: dict[str, Any], page: str) -> str:
    return f"{jobs.settings().base_url}/employer/{data['slug']}/offers/{data['offer_id']}{page}"


@template("jobs.offer_ends_soon")
def _offer_ends_soon(data: dict[str, Any]) -> Content:
    end = show_date(date.fromisoformat(data["end"]))
    ticket = Ticket(
        organisation_id=UUID(data["organisation_id"]),
        offer_id=UUID(data["offer_id"]),
        person_id=UUID(data["person_id"]),
        ends_at=datetime.fromisoformat(data["ends_at"]),
    )
    link = renewal_links.address(jobs.settings(), ticket)
    return Content(
        subject=_("Votre offre quitte la liste le %(day)s", day=end),
        paragraphs=(
            _("« %(title)s » est en ligne jusqu’au %(day)s.", title=data["title"], day=end),
            _("Si vous cherchez encore, un appui suffit pour la garder en ligne."),
            _("Si le poste est pourvu, fermez l’offre : les personnes le sauront."),
        ),
        action=(_("Garder l’offre en ligne"), link),
        sms=from_us(
            _(
                "votre offre « %(title)s » quitte la liste le %(day)s. Pour la garder : %(link)s",
                title=data["title"],
                day=end,
                link=link,
            )
        ),
    )


@template("jobs.offer_ended")
def _offer_ended(data: dict[str, Any]) -> Content:
    link = _address(data, "")
    return Content(
        subject=_("Votre offre n’est plus en ligne"),
        paragraphs=(
            _("« %(title)s » est arrivée à sa fin et a quitté la liste.", title=data["title"]),
            _("Les réponses déjà reçues restent là. Chaque personne attend la vôtre."),
            _("Si vous cherchez encore, copiez l’offre : il ne reste qu’à la relire."),
        ),
        action=(_("Voir l’offre"), link),
        sms=from_us(
            _(
                "votre offre « %(title)s » n’est plus en ligne. %(link)s",
                title=data["title"],
                link=link,
            )
        ),
    )
