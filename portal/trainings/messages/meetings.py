"""What somebody is told of the meeting before a session. Neutral, because a phone may be shared:
neither the training nor with whom.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal.kernel.i18n import _, show_date, show_time
from portal.kernel.messages import Content, from_us, send, template
from portal.organisations.models import Organisation
from portal.organisations.queries.members import Recipient
from portal.trainings.messages.joining import desk, link, tell, tell_own_act
from portal.trainings.models import Registration, SelectionInvitation, SelectionSlot

INVITED, CHOSEN, REMOVED, SOON, YOU_MEET = (
    "trainings.meeting_invited",
    "trainings.meeting_chosen",
    "trainings.meeting_removed",
    "trainings.meeting_soon",
    "trainings.you_meet",
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


def remind(
    session: Session,
    registration: Registration,
    invitation: SelectionInvitation,
    slot: SelectionSlot,
) -> None:
    """The moment comes near. Another one, chosen since, is told anew."""
    once, data = f"r{invitation.revision}", {"at": slot.starts_at.isoformat()}
    tell(session, registration, SOON, once=once, data=data)


def remind_panel(
    session: Session, organisation: Organisation, session_id: UUID, at: datetime, member: Recipient
) -> None:
    """Who will be there hears once when their first interview of a day is, and of nobody's name."""
    send(
        session,
        template=YOU_MEET,
        channel=member.channel,
        address=member.address,
        locale=member.locale,
        data={
            "slug": organisation.slug,
            "session_id": str(session_id),
            "at": at.isoformat(),
        },
        organisation_id=organisation.id,
        about_id=session_id,
        once_key=f"{YOU_MEET}:{session_id}:{at.isoformat()}:{member.person_id}",
    )


@template(INVITED)
def _invited(data: dict[str, Any]) -> Content:
    return Content(
        subject=_("Choisissez un rendez-vous"),
        paragraphs=[
            _("L’organisme veut parler avec vous. Choisissez le moment qui vous convient."),
            _("Si aucun ne convient, dites-le : on vous appelle."),
        ],
        action=(_("Choisir un moment"), link(data)),
        sms=from_us(_("choisissez un rendez-vous. Voir les moments : %(link)s", link=link(data))),
    )


def _day_and_hour(data: dict[str, Any]) -> tuple[str, str]:
    at = datetime.fromisoformat(data["at"])
    return show_date(at, weekday=True), show_time(at)


@template(CHOSEN)
def _chosen(data: dict[str, Any]) -> Content:
    day, hour = _day_and_hour(data)
    return Content(
        subject=_("Votre rendez-vous est noté"),
        paragraphs=[
            _("Votre rendez-vous est le %(day)s à %(hour)s.", day=day, hour=hour),
            _("Le lieu est derrière ce lien. Vous pouvez changer de moment."),
        ],
        action=(_("Voir mon rendez-vous"), link(data)),
        sms=from_us(
            _(
                "rendez-vous le %(day)s à %(hour)s. Voir ou changer : %(link)s",
                day=day,
                hour=hour,
                link=link(data),
            )
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
        sms=from_us(
            _(
                "votre rendez-vous change. En choisir un autre : %(link)s",
                link=link(data),
            )
        ),
    )


@template(SOON)
def _soon(data: dict[str, Any]) -> Content:
    day, hour = _day_and_hour(data)
    return Content(
        subject=_("Un rendez-vous bientôt"),
        paragraphs=[
            _("Nous vous rappelons votre rendez-vous : le %(day)s à %(hour)s.", day=day, hour=hour),
            _("Le lieu est derrière ce lien. Vous pouvez changer de moment."),
        ],
        action=(_("Voir mon rendez-vous"), link(data)),
        sms=from_us(
            _(
                "rappel, rendez-vous le %(day)s à %(hour)s. Voir ou changer : %(link)s",
                day=day,
                hour=hour,
                link=link(data),
            )
        ),
    )


@template(YOU_MEET)
def _you_meet(data: dict[str, Any]) -> Content:
    day, hour = _day_and_hour(data)
    return Content(
        subject=_("Vous avez des entretiens bientôt"),
        paragraphs=[
            _("Le %(day)s, votre premier entretien est à %(hour)s.", day=day, hour=hour),
            _("Les personnes que vous rencontrez et les heures sont derrière ce lien."),
        ],
        action=(_("Voir mes entretiens"), f"{desk(data)}/panel"),
    )
