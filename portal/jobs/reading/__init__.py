"""An offer as somebody reads it: in their language where it was translated, in words everywhere.

`read` turns a published document (`publication.document_of`) into what a page, a preview or a
poster shows: the facts one decides by, then sections of parts. Words of the structure know their
language, because a page in Pashto also holds French.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from phonenumbers import NumberParseException
from sqlalchemy.orm import Session

from portal.jobs import phrases
from portal.jobs.enums import OfferNature, Way
from portal.jobs.nomenclatures import ELIGIBILITY
from portal.jobs.reading.parts import Fact, Section, enum_label, label_of
from portal.jobs.reading.sections import SECTIONS
from portal.jobs.sections import way_section
from portal.kernel import i18n
from portal.kernel.i18n import gettext_ as _
from portal.languages.readings import Aloud, aloud
from portal.languages.said import (
    Document,
    Said,
    french,
    in_simple_french,
    is_told,
    told,
    translation,
)
from portal.organisations.nomenclatures import STRUCTURE_TYPE
from portal.people import addresses


@dataclass(frozen=True)
class AcceptedWay:
    """A way to answer, and why the structure asks for it where it must say so."""

    way: Way
    reason: Said


@dataclass(frozen=True)
class Recording:
    """Somebody reads the offer aloud."""

    locale: i18n.Locale
    file_id: str
    read_by: str
    seconds: int


@dataclass(frozen=True)
class Reading:
    """The whole offer, in the language that was current when it was read. `simple`: the summary in
    simple French, for who reads French; `aloud`: what is read in the reader's language, by section.
    """

    title: Said
    summary: Said
    simple: Said | None
    aloud: Mapping[str, Aloud]
    structure: str
    structure_type: str
    website: str
    nature: str
    facts: list[Fact]
    ways: list[AcceptedWay]
    asks_no_diploma: bool
    apply_until: date | None
    answer_days: int
    contact: list[Fact]
    sections: list[Section]
    recordings: list[Recording]
    document: Mapping[str, Any] = field(repr=False)

    @property
    def is_in_french_only(self) -> bool:
        """The reader wants another language and nobody translated the summary into it."""
        return i18n.current().babel != "fr" and self.summary.tag == "fr"

    @property
    def is_translated(self) -> bool:
        """Some of it is in the reader's language by somebody's work: the French decides."""
        return is_told(self.document)

    @property
    def own_recording(self) -> Recording | None:
        """The structure's voice in the language the reader reads, if there is one."""
        spoken = i18n.current().babel
        return next((one for one in self.recordings if one.locale.babel == spoken), None)

    @property
    def other_recordings(self) -> list[Recording]:
        return [one for one in self.recordings if one != self.own_recording]

    @property
    def is_read_in_french(self) -> bool:
        return any(one.locale.babel == "fr" for one in self.recordings)


def read(session: Session, document: Document) -> Reading:
    """The document in the current language."""
    own = document.get("structure") or {}
    built = [
        Section(key, str(title), [part for part in build(session, document) if part.items])
        for key, title, build in SECTIONS
    ]
    return Reading(
        title=told(document, "title"),
        summary=told(document, "summary"),
        simple=in_simple_french(document, "summary"),
        aloud=aloud(document),
        structure=own.get("name") or "",
        structure_type=label_of(session, STRUCTURE_TYPE, document.get("structure_type")),
        website=own.get("website") or "",
        nature=enum_label(OfferNature, document.get("nature")),
        facts=essential_facts(session, document),
        ways=_ways(document),
        asks_no_diploma=document.get("diploma_required") is False,
        apply_until=_day(document.get("apply_until")),
        answer_days=document.get("answer_days") or 0,
        contact=_contact(document),
        sections=[section for section in built if section.parts],
        recordings=_recordings(document),
        document=document,
    )


def essential_facts(session: Session, document: Document) -> list[Fact]:
    """What one decides by: where, how much time, how much money, from when, which contract."""
    get = document.get
    city, department = get("city") or "", get("department") or ""
    pay = phrases.pay(get("pay_min"), get("pay_max"), get("pay_unit"))
    start = phrases.start(bool(get("starts_asap")), get("starts_on"))
    found = [
        Fact(_("Lieu"), phrases.place(session, city, department), "place"),
        Fact(
            _("Temps de travail"),
            phrases.time(get("hours_min"), get("hours_max"), get("time_choice")),
            "clock",
        ),
        Fact(_("Paie"), pay, "euro"),
        Fact(_("Début"), start, "calendar"),
        # Last what is said in words of the trade: it means nothing to many.
        Fact(_("Contrat"), phrases.contract(session, get("contract") or ""), "work"),
        Fact(_("Insertion"), label_of(session, ELIGIBILITY, get("eligibility")), "check"),
    ]
    return [fact for fact in found if fact.value]


def _ways(document: Document) -> list[AcceptedWay]:
    accepted = document.get("ways") or {}
    return [
        AcceptedWay(way, translation(document, way_section(way)) or Said(accepted[way] or ""))
        for way in Way
        if way in accepted
    ]


def _contact(document: Document) -> list[Fact]:
    name, role = french(document, "contact_name"), french(document, "contact_role")
    found = [
        Fact(_("Nom"), name, "user"),
        Fact(_("Rôle"), role, "work"),
        Fact(_("Téléphone"), _telephone(document.get("contact_phone") or ""), "phone"),
        Fact(_("E-mail"), document.get("contact_email") or "", "mail"),
    ]
    return [fact for fact in found if fact.value]


def _telephone(number: str) -> str:
    """In pairs, as people read it aloud; as it stands if it is not a number of any country."""
    try:
        return addresses.shown(number) if number else ""
    except NumberParseException:
        return number


def _recordings(document: Document) -> list[Recording]:
    """Those in a language of the portal, the reader's own first."""
    found = [
        Recording(locale, one["file_id"], one.get("read_by") or "", round(one.get("duration") or 0))
        for one in document.get("recordings") or ()
        if (locale := i18n.find(one["language"])) is not None
    ]
    return sorted(found, key=lambda one: one.locale != i18n.current())


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None
