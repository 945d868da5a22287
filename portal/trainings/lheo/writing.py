"""A published training as LHEO."""

import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from lxml import etree
from sqlalchemy.orm import Session

from portal.kernel import clock, i18n
from portal.kernel.i18n import listed
from portal.trainings import facts, phrases, policy
from portal.trainings.enums import Known, SessionState
from portal.trainings.exchange.columns import APART, Column, columns_of, flat
from portal.trainings.exchange.timetable import PARTS, Sessions, row_of
from portal.trainings.lheo import EXTRAS, FORM, NAMESPACE, STANDS_FOR_UNKNOWN, UNKNOWN
from portal.trainings.lheo.reading import natives
from portal.trainings.lheo.rules import fits, longest
from portal.trainings.lheo.sessions import natives_of_session
from portal.trainings.models import TrainingSession
from portal.trainings.nomenclatures import NONE

Document = Mapping[str, Any]
Dates = Mapping[str, Sequence[TrainingSession]]

# Codes of LHEO's tables (`dict-niveaux`, `dict-modalites-enseignement`, `dict-modalites-es`,
# `dict-etat-recrutement`): no level asked, the level of the « bac »; in a room only, partly at a
# distance; one comes in at fixed days; one may ask to come, or no more. The « bac » is level 4
# since 2019 (decree 2019-14), which 2.3 writes 14; 5 is the level IV of 1969 (decision 0029).
_NO_LEVEL, _BAC = "1", "14"
_IN_A_ROOM, _MIXED = "0", "1"
_FIXED_DAYS = "0"
_OPEN, _CLOSED = "1", "2"
_NO_DATES: Dates = MappingProxyType({})
# How many an element of LHEO may have of them.
_MOST_LINES, _MOST_LANGUAGES = 4, 5
# The namespace without a prefix.
_NAMES: Any = {None: NAMESPACE}
# XML cannot hold these.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_WORDS = {Known.YES.value: "Oui", Known.NO.value: "Non"}


def write(
    session: Session,
    trainings: Iterable[tuple[str, datetime, Document]],
    dates: Dates = _NO_DATES,
) -> bytes:
    """The document of some trainings: address, last change, what its page shows. `dates`: the
    sessions of each address that anybody may read.
    """
    root = etree.Element(f"{{{NAMESPACE}}}lheo", nsmap=_NAMES)
    offers = etree.SubElement(root, f"{{{NAMESPACE}}}offres")
    with i18n.use(i18n.DEFAULT):
        columns = columns_of(session)
        for slug, changed, document in trainings:
            sheet = _Sheet(session, columns, document, dates.get(slug, ()))
            offers.append(sheet.formation(slug, changed))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


class _Sheet:
    """One training being written, and which required parts nobody knows."""

    def __init__(
        self,
        session: Session,
        columns: Mapping[str, Column],
        document: Document,
        dates: Sequence[TrainingSession],
    ) -> None:
        self._session, self._columns, self._document = session, columns, document
        self._dates = [one for one in dates if one.state != SessionState.CANCELLED]
        self._unknown: list[str] = []

    def formation(self, slug: str, changed: datetime) -> etree._Element:
        told = self._document
        here = etree.Element(f"{{{NAMESPACE}}}formation", nsmap=_NAMES)
        here.set("numero", slug)
        _date(here, changed)
        self._required(here, "domaine-formation")
        self._required(here, "intitule-formation", told["title"])
        self._required(here, "objectif-formation", told["goals"])
        self._required(here, "resultats-attendus", told["outlook"])
        self._required(here, "contenu-formation", told["content"])
        self._required(here, "certifiante")
        self._contact(_add(_add(here, "contact-formation"), "coordonnees"))
        self._required(here, "parcours-de-formation")
        self._required(here, "code-niveau-entree", self._level())
        self._action(_add(here, "action"))
        self._organiser(_add(here, "organisme-formation-responsable"))
        self._extras(here)
        return here

    def _contact(self, here: etree._Element) -> None:
        told = self._document
        self._perhaps(here, "nom", told["contact_role"])
        if _is_whole("numtel", told["contact_phone"]):
            _add(_add(here, "telfixe"), "numtel", told["contact_phone"])
        if _is_whole("courriel", told["contact_email"]):
            _add(here, "courriel", told["contact_email"])
        if _is_whole("urlweb", told["website"]):
            _add(_add(here, "web"), "urlweb", told["website"])

    def _organiser(self, here: etree._Element) -> None:
        """The portal knows its name; numbers and addresses of its own are not asked."""
        self._required(here, "numero-activite")
        self._required(_add(here, "SIRET-organisme-formation"), "SIRET")
        self._required(here, "nom-organisme", self._document["organiser"])
        self._required(here, "raison-sociale")
        for name in ("coordonnees-organisme", "contact-organisme"):
            _add(self._required(here, name), "coordonnees")

    def _action(self, here: etree._Element) -> None:
        told = self._document
        passport = told["passport"]
        self._required(here, "rythme-formation", told["rhythm"])
        self._required(here, "code-public-vise")
        self._perhaps(here, "info-public-vise", told["audience"])
        self._required(here, "niveau-entree-obligatoire", self._is_level_asked())
        self._required(here, "modalites-alternance", told["internship_words"])
        remote = {Known.YES.value: _MIXED, Known.NO.value: _IN_A_ROOM}
        self._required(here, "modalites-enseignement", remote.get(passport.get("remote", ""), ""))
        self._required(here, "conditions-specifiques", told["prerequisites_words"])
        row = facts.funding_now(told["funding"], clock.today().year)
        is_paid = row is not None and row["free"] == Known.YES
        self._required(here, "prise-en-charge-frais-possible", "1" if is_paid else "")
        self._address(_add(_add(here, "lieu-de-formation"), "coordonnees"))
        self._required(here, "modalites-entrees-sorties", _FIXED_DAYS if self._dates else "")
        known: list[TrainingSession | None] = [*self._dates]
        for dates in known or [None]:
            self._session_of(_add(here, "session"), dates)
        self._perhaps(here, "restauration", _WORDS.get(passport.get("meals", ""), ""))
        self._perhaps(here, "hebergement", _WORDS.get(passport.get("lodging_help", ""), ""))
        self._perhaps(here, "transport", _WORDS.get(passport.get("travel_help", ""), ""))
        self._perhaps(here, "acces-handicapes", told["passport_words"] or self._access())
        languages = [code for code in told["languages"] if fits("langue-formation", code)]
        for code in languages[:_MOST_LANGUAGES]:
            _add(here, "langue-formation", code)
        self._perhaps(here, "modalites-recrutement", "\n".join(told["selection"]))
        self._perhaps(here, "frais-restants", phrases.cost(told, clock.today().year))
        self._perhaps(here, "duree-indicative", told["duration_words"] or phrases.duration(told))
        for name, hours in (
            ("nombre-heures-centre", told["hours"]),
            ("nombre-heures-entreprise", told["internship_hours_max"]),
        ):
            if hours is not None and hours == int(hours):
                _add(here, name, str(int(hours)))

    def _session_of(self, here: etree._Element, dates: TrainingSession | None) -> None:
        """A session, or what LHEO wants where none is known: a period open at both ends."""
        period = _add(here, "periode")
        self._required(period, "debut", _day(dates.starts_on) if dates else "")
        self._required(period, "fin", _day(dates.ends_on) if dates else "")
        # One asks to come on the portal: no address of stone is known.
        self._unknown.append("adresse-inscription")
        address = _add(_add(here, "adresse-inscription"), "adresse")
        for name in ("ligne", "codepostal", "ville"):
            _add(address, name, STANDS_FOR_UNKNOWN[name])
        if dates is None:
            return
        here.set("numero", str(dates.id))
        _date(here, dates.updated_at)
        asking = _add(_add(here, "periode-inscription"), "periode")
        _add(asking, "debut", STANDS_FOR_UNKNOWN["debut"])
        _add(asking, "fin", _day(dates.register_until))
        is_open = policy.takes_registrations(dates, clock.today())
        _add(here, "etat-recrutement", _OPEN if is_open else _CLOSED)
        self._extras_of(here, dates)

    def _extras_of(self, here: etree._Element, dates: TrainingSession) -> None:
        """What its page says of a session and LHEO has no place for."""
        kept = natives_of_session(here)
        parts = Sessions().parts(self._session, row_of(dates), coded=True)
        extras = _add(here, "extras")
        extras.set("info", EXTRAS)
        self._extra(extras, FORM, "1")
        for name, text in zip(PARTS, parts, strict=True):
            if text and kept.get(name, "") != text:
                self._extra(extras, name, text)

    def _address(self, here: etree._Element) -> None:
        told = self._document
        address = _add(here, "adresse")
        for line in _lines(told["venue"]) or [""]:
            self._required(address, "ligne", line)
        self._required(address, "codepostal")
        self._required(address, "ville", told["city"])
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
            if key in APART:
                continue
            text = column.codec.write(self._session, values.get(key), coded=True)
            if kept.get(key, "") != text:
                self._extra(extras, key, text)

    def _extra(self, extras: etree._Element, info: str, text: str) -> None:
        _add(extras, "extra", text).set("info", info)

    def _required(self, here: etree._Element, name: str, text: str = "") -> etree._Element:
        """An element LHEO asks for; what is not known is named in the extras."""
        known = _shortened(name, text)
        if not known:
            self._unknown.append(name)
        return _add(here, name, known or STANDS_FOR_UNKNOWN[name])

    def _perhaps(self, here: etree._Element, name: str, text: str) -> None:
        known = _shortened(name, text)
        if known:
            _add(here, name, known)

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


def _add(parent: etree._Element, name: str, text: str = "") -> etree._Element:
    child = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")
    child.text = printable(text) or None
    return child


def printable(text: str) -> str:
    """The text without what no XML document can hold."""
    return _CONTROLS.sub("", text)


def _date(here: etree._Element, changed: datetime) -> None:
    moment = changed.astimezone(clock.PARIS).isoformat(timespec="seconds")
    here.set("datemaj", moment)
    here.set("horodatage-modification", moment)


def _day(day: date) -> str:
    return day.strftime("%Y%m%d")


def _shortened(name: str, text: str) -> str:
    known, most = printable(text), longest(name)
    return known if len(known) <= most else f"{known[: most - 1]}…"


def _is_whole(name: str, text: str) -> bool:
    """Whether it may be written as it is: half an address is none."""
    return fits(name, printable(text))


def _lines(text: str) -> list[str]:
    """An address in lines as long as LHEO has them, the last one shortened."""
    lines = textwrap.wrap(printable(text), longest("ligne"))
    return [*lines[: _MOST_LINES - 1], " ".join(lines[_MOST_LINES - 1 :])] if lines[3:] else lines
