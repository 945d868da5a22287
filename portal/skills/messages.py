"""What is written about shares: that something waits, never what it says. Phones are shared."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from portal.kernel import jobs
from portal.kernel.i18n import _, show_date
from portal.kernel.jobs import enqueue
from portal.kernel.messages import Content, from_us, template
from portal.people.models import Share

TELL_READER = "skills.tell_reader"


def share_granted(session: Session, share: Share) -> None:
    """The reader is told once the share is kept: whoever shares does not know their addresses."""
    enqueue(
        session,
        TELL_READER,
        share_id=str(share.id),
        person_id=str(share.recipient_person_id or ""),
        organisation_id=str(share.recipient_organisation_id or ""),
    )


@template("skills.shared")
def _shared(data: dict[str, Any]) -> Content:
    url = jobs.settings().base_url + data["path"]
    return Content(
        subject=_("Un document est partagé avec vous"),
        paragraphs=(
            _("Une personne partage un document avec vous sur le portail."),
            _("Elle voit qui l’ouvre et peut arrêter le partage quand elle veut."),
        ),
        action=(_("Ouvrir le document"), url),
        sms=from_us(_("un document est partagé avec vous. %(url)s", url=url)),
    )


@template("skills.record_ends")
def _record_ends(data: dict[str, Any]) -> Content:
    url = jobs.settings().base_url + "/my/record"
    day = show_date(date.fromisoformat(data["day"]))
    return Content(
        subject=_("Votre dossier sur le portail"),
        paragraphs=(
            _("Vous n’êtes pas venu sur le portail depuis longtemps."),
            _("Pour garder votre dossier, connectez-vous avant le %(day)s.", day=day),
            _("Sinon il sera effacé. Votre compte reste ouvert."),
        ),
        action=(_("Garder mon dossier"), url),
        sms=from_us(
            _(
                "connectez-vous avant le %(day)s pour garder votre dossier. %(url)s",
                day=day,
                url=url,
            )
        ),
    )
