"""What people are told about their organisations, in their language."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal.kernel import jobs, messages
from portal.kernel.i18n import _, show_date
from portal.kernel.messages import Content, from_us, template
from portal.organisations import queries
from portal.organisations.enums import OrganisationKind, Role, Standing
from portal.organisations.models import Invitation, Organisation
from portal.organisations.queries.members import INVITATION
from portal.people.addresses import Address

_SPACES = {
    OrganisationKind.STRUCTURE: "/employer/",
    OrganisationKind.FEDERATION: "/federation/",
}


def home_of(kind: OrganisationKind, slug: str) -> str:
    """The address of an organisation's space."""
    return "/operator" if kind == OrganisationKind.OPERATOR else f"{_SPACES[kind]}{slug}"


def send_invitation(
    session: Session,
    invitation: Invitation,
    address: Address,
    *,
    token: str,
    organisation: Organisation,
    invited_by: str,
    locale: str,
) -> None:
    messages.send(
        session,
        template=INVITATION,
        channel=address.channel,
        address=address.value,
        locale=locale,
        organisation_id=organisation.id,
        about_id=invitation.id,
        data={
            "token": token,
            "organisation": organisation.name,
            "by": invited_by,
            "until": invitation.expires_at.isoformat(),
        },
    )


def tell_administrators(
    session: Session, organisation_id: UUID, name: str, data: dict[str, Any]
) -> None:
    """Write to whoever manages an organisation, each in their language."""
    for member in queries.recipients(session, organisation_id, (Role.ADMINISTRATOR,)):
        messages.send(
            session,
            template=name,
            channel=member.channel,
            address=member.address,
            locale=member.locale,
            data=data,
        )


def tell_request(session: Session, structure: Organisation, federation: Organisation) -> None:
    """A structure waits: its federation is told."""
    tell_administrators(
        session,
        federation.id,
        "organisations.requested",
        {"name": structure.name, "path": f"/federation/{federation.slug}/structures"},
    )


def tell_standing(session: Session, organisation: Organisation) -> None:
    """An organisation was admitted or suspended: whoever manages it is told, with the reason."""
    kind = OrganisationKind(organisation.kind)
    admitted = organisation.standing == Standing.ADMITTED
    tell_administrators(
        session,
        organisation.id,
        "organisations.admitted" if admitted else "organisations.suspended",
        {
            "name": organisation.name,
            "reason": organisation.standing_reason,
            "path": home_of(kind, organisation.slug),
        },
    )


def _url(path: str) -> str:
    return f"{jobs.settings().base_url}{path}"


@template(INVITATION)
def _invitation(data: dict[str, Any]) -> Content:
    url = _url(f"/invitations/{data['token']}")
    who = data["by"] or _("Quelqu’un de l’équipe")
    text = _(
        "%(who)s vous invite à rejoindre l’équipe « %(organisation)s ».",
        who=who,
        organisation=data["organisation"],
    )
    until = _(
        "L’invitation est pour vous seulement. Elle est valable jusqu’au %(date)s.",
        date=show_date(datetime.fromisoformat(data["until"])),
    )
    return Content(
        subject=_("Invitation à rejoindre %(organisation)s", organisation=data["organisation"]),
        paragraphs=(text, until),
        action=(_("Voir l’invitation"), url),
        sms=from_us(f"{text} {url}"),
    )


@template("organisations.requested")
def _requested(data: dict[str, Any]) -> Content:
    text = _("« %(name)s » demande à publier des offres dans votre région.", name=data["name"])
    url = _url(data["path"])
    return Content(
        subject=_("Une structure attend votre validation"),
        paragraphs=(text, _("Vérifiez que cette structure existe, puis validez ou refusez.")),
        action=(_("Voir la demande"), url),
        sms=from_us(f"{text} {url}"),
    )


@template("organisations.admitted")
def _admitted(data: dict[str, Any]) -> Content:
    text = _("« %(name)s » est validée. Vous pouvez publier.", name=data["name"])
    url = _url(data["path"])
    return Content(
        subject=_("%(name)s est validée", name=data["name"]),
        paragraphs=(text,),
        action=(_("Ouvrir votre espace"), url),
        sms=from_us(f"{text} {url}"),
    )


@template("organisations.suspended")
def _suspended(data: dict[str, Any]) -> Content:
    text = _("« %(name)s » ne peut pas publier pour l’instant.", name=data["name"])
    reason = _("La raison donnée : %(reason)s", reason=data["reason"])
    return Content(
        subject=_("%(name)s n’est pas validée", name=data["name"]),
        paragraphs=(
            text,
            reason,
            _("Ses offres sont en pause. Les candidatures déjà reçues restent là : répondez-y."),
        ),
        action=(_("Ouvrir votre espace"), _url(data["path"])),
        sms=from_us(f"{text} {reason}"),
    )
