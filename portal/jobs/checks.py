"""Whether what an offer says can be true: ranges, dates, codes that hold today."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from portal.jobs.completeness import Missing
from portal.jobs.models import Offer
from portal.jobs.nomenclatures import AGREEMENT, CONTRACT, ELIGIBILITY
from portal.jobs.steps import STEP_OF
from portal.kernel import clock, nomenclatures
from portal.kernel.i18n import N_, _
from portal.languages.nomenclatures import CEFR, LANGUAGE
from portal.organisations.models import Establishment

_CODED = {
    "contract": (CONTRACT, N_("Choisissez un contrat de la liste.")),
    "eligibility": (ELIGIBILITY, N_("Choisissez une éligibilité de la liste.")),
    "collective_agreement": (AGREEMENT, N_("Choisissez une convention de la liste.")),
    "french_oral": (CEFR, N_("Choisissez un niveau de la liste.")),
    "french_written": (CEFR, N_("Choisissez un niveau de la liste.")),
}
_MOST_ROWS = 30


def problems(session: Session, offer: Offer, values: Mapping[str, Any]) -> dict[str, str]:
    """Field and what is wrong with it, in French; empty if all is well."""
    found = _codes(session, offer, values) | _ranges(offer, values)
    for field in ("missions", "criteria", "steps", "languages", "questions"):
        if len(values.get(field) or ()) > _MOST_ROWS:
            found[field] = str(N_("C’est trop : gardez trente lignes au plus."))
    until = values.get("apply_until")
    if until is not None and until != offer.apply_until and until < clock.today():
        found["apply_until"] = str(N_("Cette date est passée. Choisissez une date à venir."))
    if values.get("postcode") and not values.get("department"):
        found["postcode"] = str(N_("Ce code postal n’est pas connu. Il a cinq chiffres."))
    return found


def outdated(session: Session, offer: Offer) -> list[Missing]:
    """What was true when it was written and no longer is: a date that passed, a code that ended."""
    found = []
    if offer.apply_until is not None and offer.apply_until < clock.today():
        message = _("La date limite pour répondre est passée. Choisissez une date à venir.")
        found.append(Missing("apply_until", STEP_OF["apply_until"], message))
    for field, (scheme, _choose) in _CODED.items():
        code = getattr(offer, field)
        if code and nomenclatures.find(session, scheme, code) is None:
            message = _ended(session, scheme, code)
            found.append(Missing(field, STEP_OF[field], message))
    return found


def _ended(session: Session, scheme: str, code: str) -> str:
    """What ended, and what took its place if somebody said so."""
    line = nomenclatures.recall(session, scheme, code)
    label = line.label if line else code
    after = line.data.get("followed_by") if line else None
    if after:
        return _(
            "« %(label)s » ne s’applique plus. Choisissez ce qui s’applique aujourd’hui,"
            " par exemple : %(after)s.",
            label=label,
            after=nomenclatures.label_of(session, scheme, after),
        )
    return _("« %(label)s » ne s’applique plus. Choisissez dans la liste.", label=label)


def _codes(session: Session, offer: Offer, values: Mapping[str, Any]) -> dict[str, str]:
    """A code must hold today, unless the offer had it already: old offers keep their words."""
    found = {}
    for field, (scheme, message) in _CODED.items():
        code = values.get(field)
        if not code or code == getattr(offer, field):
            continue
        entry = nomenclatures.find(session, scheme, code)
        if entry is None or entry.data.get("offer") is False:
            found[field] = str(message)
    place = values.get("establishment_id")
    if place is not None and session.get(Establishment, place) is None:
        found["establishment_id"] = str(N_("Choisissez un de vos établissements."))
    known = {entry.code for entry in nomenclatures.entries(session, LANGUAGE)}
    if any(row["language"] not in known for row in values.get("languages") or ()):
        found["languages"] = str(N_("Choisissez une langue de la liste."))
    return found


def _ranges(offer: Offer, values: Mapping[str, Any]) -> dict[str, str]:
    def said(field: str) -> Any:
        return values[field] if field in values else getattr(offer, field)

    found = {}
    for low, high in (("pay_min", "pay_max"), ("hours_min", "hours_max")):
        if low not in values and high not in values:
            continue
        least, most = said(low), said(high)
        if least is not None and most is not None and least > most:
            found[high] = str(N_("Le maximum est plus petit que le minimum."))
        elif least is None and most is not None:
            found[low] = str(N_("Indiquez aussi le minimum."))
    for field, top in (("hours_min", 48), ("hours_max", 48), ("pay_min", 999_999)):
        value = values.get(field)
        if value is not None and not 0 < value <= top:
            found[field] = str(N_("Ce nombre n’est pas possible ici."))
    days = values.get("answer_days")
    if days is not None and not 1 <= days <= 60:
        found["answer_days"] = str(N_("Choisissez entre 1 et 60 jours."))
    positions = values.get("positions")
    if positions is not None and not 1 <= positions <= 99:
        found["positions"] = str(N_("Choisissez entre 1 et 99 postes."))
    return found
