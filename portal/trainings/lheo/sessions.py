"""The sessions of a `formation`: each takes place where its `action` does."""

from collections.abc import Iterator
from itertools import islice

from lxml import etree

from portal.trainings.exchange.timetable import Sessions, cell
from portal.trainings.lheo import STANDS_FOR_UNKNOWN
from portal.trainings.lheo.elements import at, children, extras, said, words
from portal.trainings.lheo.faults import Fault, Kind
from portal.trainings.lheo.rules import line_of

_PLACE = "lieu-de-formation/coordonnees/adresse"
_UNKNOWN_DAYS = {STANDS_FOR_UNKNOWN["debut"], STANDS_FOR_UNKNOWN["fin"]}
# Parts of a row → where a session says it, where its action does.
_DAYS = {
    "starts_on": "periode/debut",
    "ends_on": "periode/fin",
    "register_until": "periode-inscription/periode/fin",
}
_PLACES = {"address": "ligne", "city": "ville", "department": "departement"}
_REMOTE = {"0": "non", "2": "oui"}


def sessions_cell(formation: etree._Element) -> str:
    """Those whose days are known, as a cell of the column of the sessions. One more than there may
    be is enough to refuse them all.
    """
    return cell(list(islice(_rows(formation), Sessions.most + 1)))


def _rows(formation: etree._Element) -> Iterator[dict[str, str]]:
    for action in children(formation, "action"):
        around = _place(action)
        for session in children(action, "session"):
            row = natives_of_session(session)
            own = extras(session)
            row = around | row if own is None else row | own
            if not _is_open_ended(row):
                yield row


def open_ended(formation: etree._Element) -> Iterator[Fault]:
    """The sessions that have a first day or a last one, not both: they are not read."""
    return (
        Fault(Kind.NO_PERIOD, "session", line=line_of(session))
        for action in children(formation, "action")
        for session in children(action, "session")
        if _is_half_said(natives_of_session(session))
    )


def natives_of_session(session: etree._Element) -> dict[str, str]:
    """What stands in LHEO's own elements of a session."""
    row = {name: _day(_first(session, path)) for name, path in _DAYS.items()}
    row["reference"] = session.get("numero", "").strip()
    return {name: text for name, text in row.items() if text}


def _is_open_ended(row: dict[str, str]) -> bool:
    return not (row.get("starts_on") and row.get("ends_on"))


def _is_half_said(row: dict[str, str]) -> bool:
    return _is_open_ended(row) and bool(row.get("starts_on") or row.get("ends_on"))


def _place(action: etree._Element) -> dict[str, str]:
    row = {name: _first(action, f"{_PLACE}/{path}") for name, path in _PLACES.items()}
    row["address"] = ", ".join(filter(None, map(said, map(words, at(action, f"{_PLACE}/ligne")))))
    row["venue"] = _first(action, f"{_PLACE}/denomination")
    row["online"] = _REMOTE.get(_first(action, "modalites-enseignement"), "")
    return {name: text for name, text in row.items() if text}


def _first(element: etree._Element, path: str) -> str:
    found = at(element, path)
    return said(words(found[0])) if found else ""


def _day(text: str) -> str:
    """« 20270312 » as 2027-03-12; nothing where it stands for a day nobody knows."""
    if text in _UNKNOWN_DAYS:
        return ""
    return f"{text[:4]}-{text[4:6]}-{text[6:]}" if len(text) == 8 and text.isdigit() else text
