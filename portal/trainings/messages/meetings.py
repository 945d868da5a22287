"""What somebody is told of the meeting before a session. Neutral, because a phone may be shared:
neither the training nor with whom.
"""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.kernel.i18n import _, show_date, show_time
from portal.kernel.messages import Content, template
from portal.trainings.messages.joining import link, tell, tell_own_act
from portal.trainings.models import Registration, SelectionInvitation, SelectionSlot

INVITED, CHOSEN, REMOVED = (
    "trainings.meeting_invited",
    "trainings.meeting_chosen",
    "trainings.meeting_removed",
)


def tell_invited(session: Session, registration: Registration) -> None:
    tell(session, registration, INVITED, once="invited")


def tell_chosen(
    session: Session,
    registration: Registration,
    invitation: SelectionInvitation,
    slot: SelectionSlot,
    *,
    own_act: bool,
) -> None:
    """The moment that is kept; by the person's own hand, not without end."""
    once, data = f"r{invitation.revision}", {"at": slot.starts_at.isoformat()}
    say = tell_own_act if own_act else tell
    say(session, registration, CHOSEN, once=once, data=data)


def tell_removed(
    session: Session, registration: Registration, invitation: SelectionInvitation
) -> None:
    tell(session, registration, REMOVED, once=f"r{invitation.revision}")


@template(INVITED)
def _invited(data: dict[str, Any]) -> Content:
    return Content(
        subject=_("Choisissez un rendez-vous"),
        paragraphs=[
            _("L’organisme veut parler avec vous. Choisissez le moment qui vous convient."),
            _("Si aucun ne convient, dites-le : on vous appelle."),
        ],
        action=(_("Choisir un moment"), link(data)),
        sms=_("Portail : choisissez un rendez-vous. Voir les moments : %(link)s", link=link(data)),
    )


@template(CHOSEN)
def _chosen(data: dict[str, Any]) -> Content:
    at = datetime.fromisoformat(data["at"])
    day, hour = show_date(at, weekday=True), show_time(at)
    return Content(
        subject=_("Votre rendez-vous est noté"),
        paragraphs=[
            _("Votre rendez-vous est le %(day)s à %(hour)s.", day=day, hour=hour),
            _("Le lieu est derrière ce lien. Vous pouvez changer de moment."),
        ],
        action=(_("Voir mon rendez-vous"), link(data)),
        sms=_(
            "Portail : rendez-vous le %(day)s à %(hour)s. Voir ou changer : %(link)s",
            day=day,
            hour=hour,
            link=link(data),
        ),
    )


@template(REMOVED)
def _removed(data: dict[str, Any]) -> Content:
    return Content(
        subject=_("Votre rendez-vous n’a pas lieu"),
        paragraphs=[
            _("Le moment que vous aviez choisi n’est plus possible. Ce n’est pas à cause de vous."),
            _("Choisissez un autre moment, ou demandez qu’on vous appelle."),
        ],
        action=(_("Choisir un autre moment"), link(data)),
        sms=_(
            "Portail : votre rendez-vous change. En choisir un autre : %(link)s",
            link=link(data),
        ),
    )
