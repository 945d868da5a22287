"""What somebody reads to whom their structure proposes a session, and what the structure reads when
that session changes. A text message names neither.
"""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal.kernel import jobs
from portal.kernel.i18n import _, show_date
from portal.kernel.messages import Content, from_us, send, template
from portal.organisations.enums import OrganisationKind
from portal.organisations.messages import home_of
from portal.people.reachable import channels
from portal.trainings import register_links
from portal.trainings.models import WorkerProposal

PROPOSED = "trainings.proposed"
PROPOSED_CHANGED, PROPOSED_CALLED_OFF = (
    "trainings.proposed_changed",
    "trainings.proposed_called_off",
)


def tell_proposed(session: Session, proposal: WorkerProposal) -> None:
    for channel, address in channels(proposal):
        send(
            session,
            template=PROPOSED,
            channel=channel,
            address=address,
            locale=proposal.locale,
            data={
                "proposal_id": str(proposal.id),
                "structure": proposal.structure_name,
                "training": proposal.training_title,
            },
            organisation_id=proposal.organisation_id,
            about_id=proposal.id,
            once_key=f"{PROPOSED}:{proposal.id}:{channel}",
        )


@template(PROPOSED)
def _proposed(data: dict[str, Any]) -> Content:
    link = register_links.proposal_address(jobs.settings(), UUID(data["proposal_id"]))
    return Content(
        subject=_("On vous propose une formation"),
        paragraphs=[
            _(
                "%(structure)s vous propose « %(training)s », sur votre temps de travail.",
                structure=data["structure"],
                training=data["training"],
            ),
            _("Vous décidez. Ce que vous répondez ensuite n’est pas montré à votre employeur."),
        ],
        action=(_("Voir et répondre"), link),
        sms=from_us(_("on vous propose un rendez-vous. Voir et répondre : %(link)s", link=link)),
    )


@template(PROPOSED_CHANGED)
def _proposed_changed(data: dict[str, Any]) -> Content:
    """Nothing of who answered what: the same whatever became of it."""
    link = _their_page(data)
    return Content(
        subject=_("Les dates d’une formation ont changé"),
        paragraphs=[
            _(
                "« %(training)s », que vous avez proposée dans votre équipe, a maintenant lieu du"
                " %(first)s au %(last)s.",
                training=data["training"],
                first=show_date(date.fromisoformat(data["from"])),
                last=show_date(date.fromisoformat(data["to"])),
            ),
            _("Les personnes inscrites sont prévenues par l’organisme. Parlez-en avec les autres."),
        ],
        action=(_("Voir la session"), link),
        sms=from_us(_("un rendez-vous a changé. Voir : %(link)s", link=link)),
    )


@template(PROPOSED_CALLED_OFF)
def _proposed_called_off(data: dict[str, Any]) -> Content:
    link = _their_page(data)
    return Content(
        subject=_("Une formation n’a pas lieu"),
        paragraphs=[
            _(
                "« %(training)s », que vous avez proposée dans votre équipe, n’a pas lieu.",
                training=data["training"],
            ),
            _("Les personnes inscrites sont prévenues par l’organisme. Parlez-en avec les autres."),
        ],
        action=(_("Voir la session"), link),
        sms=from_us(_("un rendez-vous n’a pas lieu. Voir la suite : %(link)s", link=link)),
    )


def _their_page(data: dict[str, Any]) -> str:
    """The session, at the desk of the structure."""
    home = home_of(OrganisationKind.STRUCTURE, data["slug"])
    return f"{jobs.settings().base_url}{home}/trainings/{data['session_id']}"
