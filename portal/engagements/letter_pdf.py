"""The letter of a mission on paper, in the reader's language; what was written stays as it is."""

import unicodedata

from portal.engagements.queries.welcomes import Engagement, MissionLetter
from portal.kernel import clock, i18n, pdf
from portal.kernel.i18n import gettext_ as _
from portal.kernel.i18n import show_date

_RIGHT_TO_LEFT = ("R", "AL")


def _line(label: str, value: str) -> dict[str, str]:
    """Words somebody typed, with the direction of their first letter."""
    strong = (unicodedata.bidirectional(sign) for sign in value)
    first = next((kind for kind in strong if kind in ("L", *_RIGHT_TO_LEFT)), "L")
    direction = "rtl" if first in _RIGHT_TO_LEFT else "ltr"
    return {"label": label, "value": value, "direction": direction}


def letter_pdf(structure: str, engagement: Engagement, said: MissionLetter) -> bytes:
    """A PDF of one page, tagged, to sign by hand."""
    facts = (
        (_("La personne"), engagement.shown_name),
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
    return pdf.make_private_pdf(
        "mission_letter.typ",
        i18n.current(),
        {
            "title": _("Lettre de mission"),
            "structure": structure,
            "facts": [_line(label, value) for label, value in facts if value],
            "parts": [_line(label, value) for label, value in parts if value],
            "date": _("Le %(date)s", date=show_date(clock.today())),
            "signs": [
                _line("", name) for name in (said.signed_by or structure, engagement.shown_name)
            ],
            "portal": _("Portail Travail Pair"),
        },
    )
