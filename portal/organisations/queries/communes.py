"""The communes somebody may mean by what they typed: a name, a postcode, a department."""

import re
from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from portal.organisations.models import Commune

__all__ = ["Commune"]

# As many as one can read through; who means another writes the postcode.
MOST = 12
_LONGEST, _SHORTEST = 60, 3
_POSTCODE = re.compile(r"\b\d{5}\b")
_DEPARTMENT = re.compile(r"\b(\d{2,3}|2[AB])\b", re.IGNORECASE)


def find_communes(session: Session, typed: str) -> Sequence[Commune]:
    """« Lille », « LILLE (59) », « 59000 », « st denis 93 »; else those whose name begins so."""
    said = typed[:_LONGEST].replace("\x00", "")
    postcode, rest = _POSTCODE.search(said), _POSTCODE.sub(" ", said)
    department, name = _DEPARTMENT.search(rest), _DEPARTMENT.sub(" ", rest)
    rules: list[ColumnElement[bool]] = []
    if postcode:
        rules.append(Commune.postcodes.contains([postcode[0]]))
    if department:
        rules.append(Commune.department == department[0].upper())
    if not any(letter.isalpha() for letter in name):
        return _listed(session, rules) if postcode else []
    folded = func.place_fold(name)
    found = _listed(session, [*rules, Commune.folded == folded])
    if found or len(name.strip()) < _SHORTEST:
        return found
    return _listed(session, [*rules, Commune.folded.like(func.concat(folded, "%"))])


def find_commune(session: Session, code: str) -> Commune | None:
    return session.get(Commune, code)


def find_placed(session: Session, spots: Iterable[str]) -> dict[str, Commune]:
    """The communes of these places of which it is known where they are, by place."""
    asked = {spot for spot in spots if spot}
    known = select(Commune).where(Commune.spot.in_(asked), Commune.latitude.is_not(None))
    return {commune.spot: commune for commune in session.scalars(known)}


def _listed(session: Session, rules: Sequence[ColumnElement[bool]]) -> Sequence[Commune]:
    found = select(Commune).where(*rules).order_by(Commune.folded, Commune.department)
    return session.scalars(found.limit(MOST)).all()
