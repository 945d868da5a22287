"""A published training as LHEO."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from lxml import etree
from sqlalchemy.orm import Session

from portal.kernel import clock, i18n
from portal.kernel.i18n import listed
from portal.trainings import facts, phrases
from portal.trainings.enums import Known
from portal.trainings.exchange.columns import REFERENCE, VERSION, Column, columns_of, flat
from portal.trainings.lheo import (
    EXTRAS,
    FORM,
    NAMESPACE,
    NO_BEGIN,
    NO_CODE,
    NO_END,
    NO_POSTCODE,
    NOT_SAID,
    UNKNOWN,
)
from portal.trainings.lheo.reading import natives
from portal.trainings.lheo.rules import longest
from portal.trainings.nomenclatures import NONE

Document = Mapping[str, Any]

# Codes of LHEO's tables: no level asked, the level of the « bac »; in a room, in a room and at a
# distance.
_NO_LEVEL, _BAC = "1", "5"
_IN_A_ROOM, _MIXED = "0", "2"
_NO_PUBLIC = "00000"
# The namespace without a prefix.
_NAMES: Any = {None: NAMESPACE}
# XML cannot hold these.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_WORDS = {Known.YES.value: "Oui", Known.NO.value: "Non"}


def write(session: Session, trainings: Iterable[tuple[str, datetime, Document]]) -> bytes:
    """The document of some trainings: address, last change, what its page shows."""
    root = etree.Element(f"{{{NAMESPACE}}}lheo", nsmap=_NAMES)
    offers = etree.SubElement(root, f"{{{NAMESPACE}}}offres")
    with i18n.use(i18n.DEFAULT):
        columns = columns_of(session)
        for slug, changed, document in trainings:
            offers.append(_Sheet(session, columns, document).formation(slug, changed))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


class _Sheet:
    """One training being written, and which required parts nobody knows."""

    def __init__(self, session: Session, columns: Mapping[str, Column], document: Document) -> None:
        self._session, self._columns, self._document = session, columns, document
        self._unknown: list[str] = []

    def formation(self, slug: str, changed: datetime) -> etree._Element:
        told = self._document
        here = etree.Element(f"{{{NAMESPACE}}}formation", nsmap=_NAMES)
        here.set("numero", slug)
        here.set("datemaj", changed.astimezone(clock.PARIS).strftime("%Y%m%d"))
        self._unknown.append(_name(_add(here, "domaine-formation")))
        self._text(here, "intitule-formation", told["title"])
        self._text(here, "objectif-formation", told["goals"])
        self._text(here, "resultats-attendus", told["outlook"])
        self._text(here, "contenu-formation", told["content"])
        self._code(here, "certifiante", "")
        self._contact(_add(_add(here, "contact-formation"), "coordonnees"))
        self._code(here, "parcours-de-formation", "")
        self._code(here, "code-niveau-entree", self._level())
        self._action(_add(here, "action"))
        organiser = _add(here, "organisme-formation-responsable")
        self._text(organiser, "nom-organisme", told["organiser"])
        self._extras(here)
        return here

    def _contact(self, here: etree._Element) -> None:
        told = self._document
        if told["contact_role"]:
            self._text(here, "nom", told["contact_role"])
        if told["contact_phone"]:
            _add(_add(here, "telfixe"), "numtel", told["contact_phone"])
        if told["contact_email"]:
            _add(here, "courriel", told["contact_email"])
        if told["website"]:
            _add(_add(here, "web"), "urlweb", told["website"])

    def _action(self, here: etree._Element) -> None:
        told = self._document
        passport = told["passport"]
        self._text(here, "rythme-formation", told["rhythm"])
        self._code(here, "code-public-vise", "", _NO_PUBLIC)
        self._perhaps(here, "info-public-vise", told["audience"])
        self._code(here, "niveau-entree-obligatoire", self._is_level_asked())
        self._text(here, "modalites-alternance", told["internship_words"])
        remote = {Known.YES.value: _MIXED, Known.NO.value: _IN_A_ROOM}
        self._code(here, "modalites-enseignement", remote.get(passport.get("remote", ""), ""))
        self._text(here, "conditions-specifiques", told["prerequisites_words"])
        row = facts.funding_now(told["funding"], clock.today().year)
        is_paid = row is not None and row["free"] == Known.YES
        self._code(here, "prise-en-charge-frais-possible", "1" if is_paid else "")
        self._address(_add(_add(here, "lieu-de-formation"), "coordonnees"))
        self._code(here, "modalites-entrees-sorties", "")
        self._session_of(_add(here, "session"))
        self._perhaps(here, "restauration", _WORDS.get(passport.get("meals", ""), ""))
        self._perhaps(here, "hebergement", _WORDS.get(passport.get("lodging_help", ""), ""))
        self._perhaps(here, "transport", _WORDS.get(passport.get("travel_help", ""), ""))
        self._perhaps(here, "acces-handicapes", told["passport_words"] or self._access())
        code = next(iter(told["languages"]), "")
        self._perhaps(here, "langue-formation", code if len(code) == 2 else "")
        self._perhaps(here, "modalites-recrutement", "\n".join(told["selection"]))
        self._perhaps(here, "frais-restants", phrases.cost(told, clock.today().year))
        self._perhaps(here, "duree-indicative", told["duration_words"] or phrases.duration(told))
        for name, hours in (
            ("nombre-heures-centre", told["hours"]),
            ("nombre-heures-entreprise", told["internship_hours_max"]),
        ):
            if hours is not None and hours == int(hours):
                _add(here, name, str(int(hours)))

    def _session_of(self, here: etree._Element) -> None:
        """The portal says dates in words: the period is open at both ends."""
        period = _add(here, "periode")
        _add(period, "debut", NO_BEGIN)
        _add(period, "fin", NO_END)
        self._address(_add(here, "adresse-inscription"))
        self._unknown.append("periode")

    def _address(self, here: etree._Element) -> None:
        told = self._document
        address = _add(here, "adresse")
        self._perhaps(address, "ligne", told["venue"])
        _add(address, "codepostal", NO_POSTCODE)
        self._text(address, "ville", told["city"])
        self._perhaps(address, "departement", told["department"])
        self._perhaps(address, "region", told["region"])

    def _extras(self, here: etree._Element) -> None:
        """What the elements above do not give back as it is."""
        kept = natives(here)
        extras = _add(here, "extras")
        extras.set("info", EXTRAS)
        self._extra(extras, FORM, "1")
        self._extra(extras, UNKNOWN, " ".join(dict.fromkeys(self._unknown)))
        values = flat(self._document)
        for key, column in self._columns.items():
            if key in (REFERENCE, VERSION):
                continue
            text = column.codec.write(self._session, values.get(key), coded=True)
            if kept.get(key, "") != text:
                self._extra(extras, key, text)

    def _extra(self, extras: etree._Element, info: str, text: str) -> None:
        _add(extras, "extra", text).set("info", info)

    def _text(self, here: etree._Element, name: str, text: str) -> None:
        """A required text."""
        if not text:
            self._unknown.append(name)
        _add(here, name, _shortened(name, text or NOT_SAID))

    def _perhaps(self, here: etree._Element, name: str, text: str) -> None:
        if text:
            _add(here, name, _shortened(name, text))

    def _code(self, here: etree._Element, name: str, code: str, unknown: str = NO_CODE) -> None:
        """A required code; a yes-or-no has no third answer: the extras name what is unknown."""
        if not code:
            self._unknown.append(name)
        _add(here, name, code or unknown)

    def _level(self) -> str:
        asked = self._document["prerequisites"]
        return _BAC if "bac_daeu" in asked else _NO_LEVEL if NONE in asked else ""

    def _is_level_asked(self) -> str:
        """0 is also « not known »: only a certain one is left out of the unknown ones."""
        asked = self._document["prerequisites"]
        return "1" if "bac_daeu" in asked else "0" if NONE in asked else ""

    def _access(self) -> str:
        """The lines of the passport that are known, in words."""
        answers = self._document["passport"].items()
        said = (
            f"{self._columns[f'passport.{code}'].label} : {_WORDS[answer].lower()}"
            for code, answer in answers
            if f"passport.{code}" in self._columns
        )
        return listed(said)


def _add(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    child = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")
    child.text = printable(text) if text else text
    return child


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname


def printable(text: str) -> str:
    """The text without what no XML document can hold."""
    return _CONTROLS.sub("", text)


def _shortened(name: str, text: str) -> str:
    most = longest(name)
    return text if len(text) <= most else f"{text[: most - 1]}…"
