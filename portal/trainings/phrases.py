"""The facts of a training in the reader's words. An unknown fact is an empty string.

Each takes the plain values of a document or of a card (see `publication`).
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from portal.kernel import nomenclatures
from portal.kernel.i18n import gettext_ as _
from portal.kernel.i18n import listed, ngettext, ours, show_amount, show_date, show_number
from portal.organisations.nomenclatures import DEPARTMENT, REGION
from portal.trainings import facts
from portal.trainings.enums import Known

Document = Mapping[str, Any]


def duration(document: Document) -> str:
    """« 19 jours, 126 heures »; the organiser's words where there is no number."""
    months, weeks = document.get("months"), document.get("weeks")
    days, hours = document.get("days"), document.get("hours")
    found = [
        ngettext("%(n)s mois", "%(n)s mois", months) if months else "",
        ngettext("%(n)s semaine", "%(n)s semaines", weeks) if weeks else "",
        _many_days(days) if days else "",
        _many_hours(hours) if hours else "",
    ]
    return listed(part for part in found if part) or str(document.get("duration_words") or "")


def _many_days(days: float) -> str:
    return ngettext("%(days)s jour", "%(days)s jours", int(days), days=show_number(days, 1))


def _many_hours(hours: float) -> str:
    return ngettext("%(hours)s heure", "%(hours)s heures", int(hours), hours=show_number(hours, 1))


def internship(document: Document) -> str:
    """« 15 semaines, de 210 à 420 heures »."""
    weeks = document.get("internship_weeks")
    least, most = document.get("internship_hours_min"), document.get("internship_hours_max")
    span = ""
    if least and most and least != most:
        least_said, most_said = show_number(least, 0), show_number(most, 0)
        span = _("de %(least)s à %(most)s heures", least=least_said, most=most_said)
    elif least or most:
        span = _many_hours(float(least or most or 0))
    found = [ngettext("%(n)s semaine", "%(n)s semaines", weeks) if weeks else "", span]
    return listed(part for part in found if part) or str(document.get("internship_words") or "")


def place(session: Session, document: Document) -> str:
    """« Angers, Maine-et-Loire », or the region where that is all one knows."""
    city, department = document.get("city") or "", document.get("department") or ""
    region = document.get("region") or ""
    name = nomenclatures.label_of(session, DEPARTMENT, department) if department else ""
    if not name and region:
        name = nomenclatures.label_of(session, REGION, region)
    if city and name and city != name:
        return _("%(city)s (%(department)s)", city=city, department=name)
    return city or name


def cost(document: Document, year: int) -> str:
    """What it costs the person this year; of a year that is over, the year is said."""
    row = facts.funding_now(document.get("funding") or (), year)
    if row is None or not row.get("free"):
        return ""
    free, amount = row["free"] == Known.YES, price(row)
    known_year = row.get("year")
    if known_year is None or (known_year == year and not amount):
        return amount or (_("Gratuite") if free else _("Payante"))
    if known_year == year:
        return _("%(price)s en %(year)s", price=amount, year=str(year))
    if amount:
        return _(
            "%(price)s en %(year)s ; depuis, on ne sait pas", price=amount, year=str(known_year)
        )
    if free:
        return _("Gratuite en %(year)s ; depuis, on ne sait pas", year=str(known_year))
    return _("Payante en %(year)s ; depuis, on ne sait pas", year=str(known_year))


def price(row: Mapping[str, Any]) -> str:
    """« 350 € »: what the person pays for the whole of it, where that is known."""
    amount = row.get("amount")
    return _("%(amount)s €", amount=show_amount(amount)) if amount is not None else ""


def paid(row: Mapping[str, Any]) -> str:
    """« En 2023 : gratuite », « En 2026 : 350 € »; who pays stands beside, in the organiser's
    words.
    """
    free = {Known.YES.value: _("gratuite"), Known.NO.value: _("payante")}.get(row["free"], "")
    said = price(row) or free
    if row.get("year") and said:
        return _("En %(year)s : %(words)s", year=str(row["year"]), words=said)
    if row.get("year"):
        return _("En %(year)s", year=str(row["year"]))
    return said[:1].upper() + said[1:]


def days_of(first: date, last: date) -> str:
    """« du 3 au 12 mars 2027 », or the one day."""
    if first == last:
        return show_date(first)
    return _("du %(first)s au %(last)s", first=show_date(first), last=show_date(last))


def presence(document: Document) -> str:
    """« 5 demi-journées sur 6, 17,5 heures », and the practice."""
    came, out_of = document["half_days"], document["out_of"]
    practice = internship(
        {
            "internship_weeks": document["weeks"],
            "internship_hours_min": document["practice_hours"],
        }
    )
    found = [
        ngettext(
            "%(n)s demi-journée sur %(all)s", "%(n)s demi-journées sur %(all)s", came, all=out_of
        ),
        _many_hours(document["hours"]) if came else "",
        _("stage : %(practice)s", practice=ours(practice)) if practice else "",
    ]
    return listed(part for part in found if part)
