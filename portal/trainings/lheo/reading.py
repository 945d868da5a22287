"""LHEO as the cells of our columns. A file of another register says what it says, and no more."""

from collections.abc import Sequence
from itertools import chain, islice
from typing import Any

from lxml import etree

from portal.files.errors import FileRefused, Refusal
from portal.files.formats import MAX_ROWS
from portal.trainings.errors import NotLheo
from portal.trainings.exchange.codecs import BAR, escaped
from portal.trainings.exchange.columns import REFERENCE, SESSIONS
from portal.trainings.lheo import NAMESPACE, elements
from portal.trainings.lheo.elements import at, words
from portal.trainings.lheo.faults import Fault, Kind
from portal.trainings.lheo.rules import faults, local
from portal.trainings.lheo.sessions import open_ended, sessions_cell

_COORDINATES = "contact-formation/coordonnees"
_PLACE = "action/lieu-de-formation/coordonnees/adresse"
# Column → where LHEO says it.
PLACES = {
    "title": "intitule-formation",
    "goals": "objectif-formation",
    "outlook": "resultats-attendus",
    "content": "contenu-formation",
    "organiser": "organisme-formation-responsable/nom-organisme",
    "contact_role": f"{_COORDINATES}/nom",
    "contact_phone": f"{_COORDINATES}/telfixe/numtel",
    "contact_email": f"{_COORDINATES}/courriel",
    "website": f"{_COORDINATES}/web/urlweb",
    "rhythm": "action/rythme-formation",
    "audience": "action/info-public-vise",
    "internshipwords": "action/modalites-alternance",
    "prerequisiteswords": "action/conditions-specifiques",
    "venue": f"{_PLACE}/ligne",
    "city": f"{_PLACE}/ville",
    "department": f"{_PLACE}/departement",
    "region": f"{_PLACE}/region",
    "languages": "action/langue-formation",
    "selection": "action/modalites-recrutement",
    "passportwords": "action/acces-handicapes",
    "durationwords": "action/duree-indicative",
    "hours": "action/nombre-heures-centre",
    "internship_hours_max": "action/nombre-heures-entreprise",
}
_LINES = {"selection"}
# Said in several elements, and what stands between two of them in a cell.
_SEVERAL = {"venue": ", ", "languages": f" {BAR} "}
# Of what a file is wrong about, and of a name a stranger gave.
_MOST_REMARKS, _SHOWN = 20, 80


def read_trainings(xml: bytes, keys: Sequence[str]) -> list[dict[str, str]]:
    """{column: cell} of each `formation`, in order; a column is absent where nothing is said.

    `xml` has no document type (see `portal.files.readers.markup`). Raises NotLheo, FileRefused.
    """
    found = _formations(_root(xml))
    if not found:
        raise NotLheo
    if len(found) > MAX_ROWS:
        raise FileRefused(Refusal.TOO_MANY_LINES)
    return [_read(formation, keys) for formation in found]


def remarks(xml: bytes) -> list[list[dict[str, Any]]]:
    """What each `formation` breaks of LHEO 2.3, as `Fault.remark`; what the rest of the file breaks
    is with the first one, and another version of LHEO with each.
    """
    root = _root(xml)
    version = etree.QName(root).namespace or ""
    value = {"value": version[:_SHOWN]}
    other = [Fault(Kind.OTHER_VERSION, values=value)] if version not in ("", NAMESPACE) else []
    is_whole = local(root) == "lheo"
    around = list(islice(faults(root, without=["formation"]), _MOST_REMARKS)) if is_whole else []
    told = []
    for formation in _formations(root):
        every = chain(other, around, open_ended(formation), faults(formation))
        # A hostile file breaks as much as it has room for: nobody reads it all.
        found = list(islice(every, _MOST_REMARKS + 1))
        more = [Fault(Kind.MORE)] if len(found) > _MOST_REMARKS else []
        told.append([one.remark() for one in (*found[:_MOST_REMARKS], *more)])
        around = []
    return told


def natives(formation: etree._Element) -> dict[str, str]:
    """What stands in LHEO's own elements."""
    said = {}
    for key, path in PLACES.items():
        found = at(formation, path)
        if found:
            parts = [part for part in map(words, found) if part]
            text = _SEVERAL[key].join(parts) if key in _SEVERAL else words(found[0])
            known = elements.said(text)
            said[key] = "\n".join(map(_line, known.split("\n"))) if key in _LINES else known
    return said


def _read(formation: etree._Element, keys: Sequence[str]) -> dict[str, str]:
    said = natives(formation)
    own = elements.extras(formation)
    if own is not None:
        # One of ours: what is not said is not known.
        said = dict.fromkeys(keys, "") | said | {key: own[key] for key in keys if key in own}
    if dated := sessions_cell(formation):
        said[SESSIONS] = dated
    said[REFERENCE] = formation.get("numero", "").strip()
    return said


def _line(text: str) -> str:
    return escaped(text.strip(), "")


def _formations(root: etree._Element) -> list[etree._Element]:
    return [element for element in root.iter(etree.Element) if local(element) == "formation"]


def _root(xml: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    return etree.fromstring(xml, parser)
