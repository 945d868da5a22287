"""What is written when a session changes to those who do not come to it: who trains or welcomes
there, and the employer who was asked for a name, a training and dates.
"""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal.kernel import jobs
from portal.kernel.i18n import _, show_date
from portal.kernel.messages import MAIL, Content, send, template
from portal.trainings import register_links
from portal.trainings.enums import Agreement
from portal.trainings.messages.joining import desk
from portal.trainings.models import Registration, TrainingSession

STAFF_CHANGED, STAFF_CALLED_OFF = "trainings.staff_changed", "trainings.staff_called_off"
EMPLOYER_CHANGED = "trainings.employer_changed"


def tell_employer(session: Session, registration: Registration, dates: TrainingSession) -> None:
    """Other dates than those they were asked about, or none any more. Quiet where nobody was
    asked, or said no; a structure that proposed the session is told apart (`proposing`).
    """
    waits = registration.agreement in (Agreement.ASKED, Agreement.GIVEN)
    if not (waits and registration.employer_email):
        return
    send(
        session,
        template=EMPLOYER_CHANGED,
        channel=MAIL,
        address=registration.employer_email,
        locale="fr",
        data={
            "registration_id": str(registration.id),
            "name": registration.name,
            "training": registration.training_title,
            "from": dates.starts_on.isoformat(),
            "to": dates.ends_on.isoformat(),
            "called_off": dates.is_cancelled,
        },
        organisation_id=registration.organisation_id,
        about_id=registration.id,
        once_key=f"{EMPLOYER_CHANGED}:{registration.id}:r{dates.revision}",
    )


@template(EMPLOYER_CHANGED)
def _employer_changed(data: dict[str, Any]) -> Content:
    named = {"name": data["name"], "training": data["training"]}
    if data["called_off"]:
        return Content(
            subject=_("Une formation n’a pas lieu"),
            paragraphs=[
                _("« %(training)s », que %(name)s demande à suivre, n’a pas lieu.", **named)
            ],
        )
    return Content(
        subject=_("Les dates d’une formation ont changé"),
        paragraphs=[
            _(
                "« %(training)s », que %(name)s demande à suivre, a maintenant lieu du %(first)s"
                " au %(last)s.",
                **named,
                first=show_date(date.fromisoformat(data["from"])),
                last=show_date(date.fromisoformat(data["to"])),
            ),
            _("Si ces dates changent votre réponse, dites-le."),
        ],
        action=(
            _("Voir et répondre"),
            register_links.agreement_address(jobs.settings(), UUID(data["registration_id"])),
        ),
    )


@template(STAFF_CHANGED)
def _staff_changed(data: dict[str, Any]) -> Content:
    day = show_date(date.fromisoformat(data["day"]), weekday=True)
    return Content(
        subject=_("Une session a changé"),
        paragraphs=[
            _("Les dates ou le lieu d’une session où vous êtes ont changé."),
            _("Elle commence le %(day)s. Les personnes qui viennent sont prévenues.", day=day),
        ],
        action=(_("Voir la session"), desk(data)),
    )


@template(STAFF_CALLED_OFF)
def _staff_called_off(data: dict[str, Any]) -> Content:
    return Content(
        subject=_("Une session n’a pas lieu"),
        paragraphs=[
            _("Une session où vous êtes est annulée. Les personnes qui viennent sont prévenues.")
        ],
        action=(_("Voir la session"), desk(data)),
    )
