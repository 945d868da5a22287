"""The convocation of somebody who has a place, to show at the door or to an employer: what, when,
where, whom to ask. Nothing of what they said, and no way to reach them.
"""

from typing import Any

from portal.kernel import clock, i18n, pdf
from portal.kernel.i18n import gettext_ as _
from portal.kernel.i18n import show_date
from portal.trainings import calendar_words
from portal.trainings.models import PublishedTraining, Registration, TrainingSession
from portal.trainings.paper import typed


def convocation_pdf(
    registration: Registration, dates: TrainingSession, published: PublishedTraining | None
) -> bytes:
    """One page, tagged, in the current language; the organiser's own words stay in French."""
    data = _said(registration, dates, published.document if published else {})
    return pdf.make_private_pdf("convocation.typ", i18n.current(), data)


def _said(
    registration: Registration, dates: TrainingSession, document: dict[str, Any]
) -> dict[str, Any]:
    ours = i18n.current().direction
    hours = [f"{day.day} · {day.hours}" for day in calendar_words.days(dates)]
    said = [
        (_("Dates"), calendar_words.begun(calendar_words.when(dates))),
        (_("Heures"), "\n".join(hours)),
        (
            _("À distance"),
            _("Le lien est sur la page de votre inscription.") if dates.online else "",
        ),
    ]
    written = [
        (_("Formation"), registration.training_title),
        (_("Organisme"), document.get("organiser") or ""),
        (_("Lieu"), calendar_words.place(dates)),
        (_("À savoir pour venir"), dates.practical),
        (_("Une question ?"), dates.contact),
    ]
    facts = [typed(label, value) for label, value in written if value]
    own = [{"label": label, "value": value, "direction": ours} for label, value in said if value]
    return {
        "title": _("Convocation"),
        "organisation": document.get("federation", {}).get("name", ""),
        "states": _("Cette personne a une place dans cette formation :"),
        "name": typed("", registration.name),
        "facts": [*facts[:1], *own[:2], *facts[1:], *own[2:]],
        "number": _("Inscription numéro %(reference)s.", reference=registration.reference),
        "made": _("Fait le %(day)s", day=show_date(clock.today())),
        "changes": _("Si une date ou le lieu change, la personne est prévenue."),
        "portal": _("Portail Travail Pair"),
    }
