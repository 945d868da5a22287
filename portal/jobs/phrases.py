"""The facts of an offer in the reader's words: hours, pay, start, contract, place.

Each takes the plain values of a published document or card, so that a page, a poster, a feed and a
message say the same thing. An unknown fact is an empty string.
"""

from datetime import date, datetime

from sqlalchemy.orm import Session

from portal.jobs.enums import PayUnit, TimeChoice
from portal.jobs.nomenclatures import CONTRACT
from portal.kernel import nomenclatures
from portal.kernel.i18n import gettext_ as _
from portal.kernel.i18n import ngettext, show_amount, show_date, show_number
from portal.organisations.nomenclatures import DEPARTMENT


def hours(least: float | None, most: float | None) -> str:
    """« De 26 à 35 heures par semaine »."""
    if least is None and most is None:
        return ""
    low = least if least is not None else most
    high = most if most is not None else least
    if low is None or high is None or low == high:
        number = show_number(high or 0)
        return ngettext(
            "%(hours)s heure par semaine",
            "%(hours)s heures par semaine",
            int(high or 0),
            hours=number,
        )
    return _(
        "De %(least)s à %(most)s heures par semaine",
        least=show_number(low),
        most=show_number(high),
    )


def pay(least: float | None, most: float | None, unit: str | None) -> str:
    """« De 1 850 à 1 980 € brut par mois », as a range wherever the structure gave one."""
    if least is None or most is None or unit not in set(PayUnit):
        return ""
    per = PayUnit(unit).label
    if least == most:
        return _("%(amount)s € %(per)s", amount=show_amount(least), per=per)
    return _(
        "De %(least)s à %(most)s € %(per)s",
        least=show_amount(least),
        most=show_amount(most),
        per=per,
    )


def start(asap: bool, on: str | None) -> str:
    """« Dès que possible » or « À partir du 4 janvier 2027 »."""
    if on:
        return _("À partir du %(day)s", day=show_date(date.fromisoformat(on)))
    return _("Dès que possible") if asap else ""


def time(least: float | None, most: float | None, choice: str | None) -> str:
    """« De 26 à 35 heures par semaine, au choix de la personne »."""
    words = hours(least, most)
    label = TimeChoice(choice).label if choice in set(TimeChoice) else ""
    if words and label:
        return _("%(hours)s, %(choice)s", hours=words, choice=label[:1].lower() + label[1:])
    return words or label


def contract(session: Session, code: str) -> str:
    return nomenclatures.label_of(session, CONTRACT, code) if code else ""


def place(session: Session, city: str, department: str) -> str:
    """« Lille (Nord) »; the department alone if no town is said."""
    name = nomenclatures.label_of(session, DEPARTMENT, department) if department else ""
    if city and name and name != city:
        return _("%(city)s (%(department)s)", city=city, department=name)
    return city or name


def whose(session: Session, structure: str, city: str, department: str) -> str:
    """« Offre d’emploi de Toits Ouverts, Lille (Nord) »: what it is, before a title that may be in
    a language the reader does not read.
    """
    where = place(session, city, department)
    if where:
        return _("Offre d’emploi de %(structure)s, %(place)s", structure=structure, place=where)
    return _("Offre d’emploi de %(structure)s", structure=structure)


def untitled(begun: datetime) -> str:
    """An offer nobody gave a title yet, told from another by its day."""
    return _("Offre sans titre, commencée le %(day)s", day=show_date(begun))
