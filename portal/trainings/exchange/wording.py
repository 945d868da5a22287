"""A row of a session in the reader's words: a line for each thing it says."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from portal.kernel.i18n import gettext_ as _
from portal.kernel.i18n import ngettext, show_date
from portal.trainings import calendar_words
from portal.trainings.exchange.timetable import TEXTS, values_of
from portal.trainings.models import TrainingSession
from portal.trainings.reading import passport_of


def tell_row(session: Session, row: Mapping[str, Any]) -> str:
    """When, until when one may ask to come, how many, where and what differs there."""
    named = {"half_days": (), "passport": {}, "online": False} | dict.fromkeys(TEXTS, "")
    dates = TrainingSession(**{**named, **values_of(row)})
    places = row.get("places")
    online = _("À distance, par internet") if dates.online else ""
    answered = [
        f"{line.label} : {line.said.lower()}"
        for _group, lines in passport_of(session, dates.passport)
        for line in lines
        if line.answer
    ]
    told = [
        calendar_words.begun(calendar_words.when(dates)),
        _("On peut s’inscrire jusqu’au %(day)s.", day=show_date(dates.register_until)),
        ngettext("%(n)s place", "%(n)s places", places) if places else "",
        ", ".join(filter(None, (calendar_words.place(dates), online))),
        *(f"{one.day} : {one.hours}" for one in calendar_words.days(dates)),
        *answered,
        _("L’organisme choisit après avoir parlé avec chaque personne.") if dates.chooses else "",
        _("Si vous travaillez, l’accord de votre employeur est demandé.")
        if dates.asks_employer
        else "",
    ]
    return "\n".join(filter(None, told))
