"""The sheet people sign: a page for each few half-days, names down, half-days across. They are
those of the page where it is typed in afterwards, and the names come in the same order.
"""

from collections.abc import Sequence

from portal.kernel import i18n, pdf
from portal.kernel.i18n import _, listed, show_date
from portal.spaces.federation.sessions import words
from portal.trainings import half_days
from portal.trainings.half_days import HalfDay
from portal.trainings.queries.sessions import TrainingSession

# More would leave no room to sign.
_ACROSS = 6
# For who comes without being on the list.
_EMPTY_LINES = 3


def make_sheet(dates: TrainingSession, title: str, names: Sequence[str]) -> bytes:
    slots = half_days.of_session(dates)
    pages = [slots[start : start + _ACROSS] for start in range(0, len(slots), _ACROSS)]
    return pdf.make_private_pdf(
        "attendance.typ",
        i18n.current(),
        {
            "title": _("Feuille de présence"),
            "training": title,
            "when": words.when(dates),
            "where": words.full_place(dates) or words.where(dates),
            "name": _("Nom"),
            "trainer": _("Signature de la personne qui forme"),
            "pages": [[_said(slot) for slot in page] for page in pages],
            "names": [*names, *[""] * _EMPTY_LINES],
            "foot": _("Chaque personne signe à chaque demi-journée."),
            "portal": _("Portail Travail Pair"),
        },
    )


def _said(slot: HalfDay) -> str:
    on = slot.day.isoformat()
    if slot.starts and slot.ends:
        hours = {"starts": slot.starts, "ends": slot.ends}
        return words.half_day({"on": on, "half": slot.half.value, **hours})
    return listed([show_date(slot.day, weekday=True, year=False), slot.half.label.lower()])
