"""What somebody reads to whom their structure proposes a session. A text message names neither."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal.kernel import jobs
from portal.kernel.i18n import _
from portal.kernel.messages import Content, send, template
from portal.people.reachable import channels
from portal.trainings import register_links
from portal.trainings.models import WorkerProposal

PROPOSED = "trainings.proposed"


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
        sms=_("Portail : on vous propose un rendez-vous. Voir et répondre : %(link)s", link=link),
    )
