"""What cannot be true of a training, however unfinished it is."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from portal.kernel import clock, nomenclatures
from portal.kernel.i18n import N_
from portal.languages.nomenclatures import CEFR, FRENCH, LANGUAGE
from portal.organisations import card
from portal.organisations.nomenclatures import DEPARTMENT, REGION, region_of
from portal.trainings.enums import Known, Setting, Subject
from portal.trainings.models import Training
from portal.trainings.nomenclatures import AUDIENCE, NONE, PASSPORT_LINE, PREREQUISITE
from portal.trainings.topics import CODES

_MOST_ROWS = 30
_CHOOSE = N_("Choisissez une des réponses proposées.")
_NUMBER = N_("Ce nombre n’est pas possible ici.")
_PRICE = N_("Écrivez un prix en euros, plus grand que 0 et jusqu’à 50 000.")
_CENTS = N_("Écrivez deux chiffres au plus après la virgule.")
_NOT_FREE = N_("Il y a un prix : la formation n’est pas gratuite. Videz le prix, ou dites non.")

_ONE_CODE = {
    "french_oral": CEFR,
    "french_written": CEFR,
    "department": DEPARTMENT,
    "region": REGION,
}
_CODES = {"prerequisites": PREREQUISITE, "audiences": AUDIENCE}
_LISTED = {"settings": frozenset(Setting), "topics": CODES}
_LANGUAGES = ("languages", "trainer_languages")
# The most that makes sense: five years.
_TOPS = {
    "days": 1000,
    "hours": 5000,
    "weeks": 260,
    "months": 60,
    "internship_weeks": 260,
    "internship_hours_min": 5000,
    "internship_hours_max": 5000,
    "places": 10_000,
}
# More than any of them asks of a person, in euros.
_MOST_EUROS = 50_000
_CONTACT = ("website", "contact_email", "contact_phone")


def tidied(values: Mapping[str, Any], wrong: dict[str, str]) -> dict[str, Any]:
    """The values with how to reach the organiser in canonical writing, and the region of their
    department; what is wrong is added to `wrong`.
    """
    if values.get("department"):
        values = {**values, "region": region_of(values["department"])}
    given = {name: str(values.get(name, "")) for name in _CONTACT}
    canonical = card.contact(wrong, **given)
    return {**values, **{name: canonical[name] for name in _CONTACT if name in values}}


def problems(session: Session, training: Training, values: Mapping[str, Any]) -> dict[str, str]:
    """Field and what is wrong with it, in French; empty if all is well."""
    found = _codes(session, training, values) | _listed(values)
    found |= _numbers(training, values) | _rows(values)
    if (verified := values.get("verified_on")) is not None and verified > clock.today():
        found["verified_on"] = str(N_("Ce jour n’est pas encore venu."))
    return found


def price_problem(free: str, price: float | Decimal) -> str:
    """What cannot be true of what a person pays, in euros; empty if all is well."""
    euros = Decimal(str(price))
    if not (euros.is_finite() and 0 < euros <= _MOST_EUROS):
        return str(_PRICE)
    if euros * 100 != int(euros * 100):
        return str(_CENTS)
    return str(_NOT_FREE) if free == Known.YES else ""


def _codes(session: Session, training: Training, values: Mapping[str, Any]) -> dict[str, str]:
    """A code must hold today, unless the training had it already: old words stay."""
    found = {}
    for field, scheme in _ONE_CODE.items():
        code = values.get(field)
        if code and code != getattr(training, field) and not _holds(session, scheme, [code]):
            found[field] = str(_CHOOSE)
    for field, scheme in _CODES.items():
        new = set(values.get(field) or ()) - set(getattr(training, field) or ())
        if not _holds(session, scheme, new):
            found[field] = str(_CHOOSE)
    asked = set(values.get("prerequisites") or ())
    entries = nomenclatures.all_entries(session, PREREQUISITE)
    if NONE in asked and any(e.code in asked and e.data.get("studies") for e in entries):
        found["prerequisites"] = str(N_("« Aucun » et un diplôme ne vont pas ensemble."))
    for field in _LANGUAGES:
        if not _holds(session, LANGUAGE, set(values.get(field) or ()) - {FRENCH}):
            found[field] = str(_CHOOSE)
    passport = values.get("passport") or {}
    new = set(passport) - set(training.passport or {})
    if not _holds(session, PASSPORT_LINE, new) or not set(passport.values()) <= set(Known):
        found["passport"] = str(_CHOOSE)
    return found


def _listed(values: Mapping[str, Any]) -> dict[str, str]:
    """What is chosen from a list of ours."""
    return {
        field: str(_CHOOSE)
        for field, known in _LISTED.items()
        if not set(values.get(field) or ()) <= known
    }


def _holds(session: Session, scheme: str, codes: Iterable[str]) -> bool:
    return set(codes) <= {entry.code for entry in nomenclatures.entries(session, scheme)}


def _numbers(training: Training, values: Mapping[str, Any]) -> dict[str, str]:
    found = {
        field: str(_NUMBER)
        for field, top in _TOPS.items()
        if (value := values.get(field)) is not None and not 0 < value <= top
    }
    least, most = (
        values[name] if name in values else getattr(training, name)
        for name in ("internship_hours_min", "internship_hours_max")
    )
    if least is not None and most is not None and least > most:
        found["internship_hours_max"] = str(N_("Le maximum est plus petit que le minimum."))
    return found


def _rows(values: Mapping[str, Any]) -> dict[str, str]:
    found = {}
    for field in ("modules", "funding", "contradictions", "selection", "sources", "french_needs"):
        if len(values.get(field) or ()) > _MOST_ROWS:
            found[field] = str(N_("C’est trop : gardez trente lignes au plus."))
    if wrong := next(filter(None, map(_price_of, values.get("funding") or ())), ""):
        found["funding"] = wrong
    if any(row["about"] not in set(Subject) for row in values.get("contradictions") or ()):
        found["contradictions"] = str(_CHOOSE)
    return found


def _price_of(row: Mapping[str, Any]) -> str:
    if row["free"] not in ("", *Known):
        return str(_CHOOSE)
    return price_problem(row["free"], row["amount"]) if "amount" in row else ""
