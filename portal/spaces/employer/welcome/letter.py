"""The letter of a mission on paper, in the reader's language; what was written stays as it is."""

from portal.engagements.queries.welcomes import Engagement, MissionLetter
from portal.kernel import clock, i18n, pdf
from portal.kernel.i18n import gettext_ as _
from portal.kernel.i18n import show_date


def letter(structure: str, engagement: Engagement, said: MissionLetter) -> bytes:
    """A PDF of one page, tagged, to sign by hand."""
    facts = (
        (_("Personne"), engagement.name),
        (_("Mission"), engagement.title),
        (_("Poste gardé"), said.post_kept),
        (_("Temps de mission, compris dans le temps de travail"), said.mission_time),
        (_("À partir du"), show_date(engagement.began)),
        (_("À qui s’adresser"), said.contact_name),
    )
    parts = (
        (_("Les missions"), said.missions),
        (_("Formations, sur le temps de travail"), said.trainings),
        (_("Supervision, sur le temps de travail"), said.supervision),
    )
    return pdf.make_pdf(
        "mission_letter.typ",
        i18n.current(),
        {
            "title": _("Lettre de mission"),
            "structure": structure,
            "facts": [{"label": label, "value": value} for label, value in facts if value],
            "parts": [{"label": label, "value": value} for label, value in parts if value],
            "date": _("Le %(date)s", date=show_date(clock.today())),
            "signs": [said.signed_by or structure, engagement.name],
            "portal": _("Portail Travail Pair"),
        },
    )
