"""A training as its page shows it, in the reader's words: what is known, and what nobody knows.

Its own texts are in French, which stays authoritative, and in the reader's language where somebody
translated them; labels, numbers and prerequisites are ours.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal.kernel import clock, i18n, nomenclatures
from portal.kernel.i18n import gettext_ as _
from portal.kernel.i18n import listed, ngettext, show_date, show_number
from portal.languages.nomenclatures import CEFR, FRENCH_NEED, language_label
from portal.languages.readings import Aloud, aloud
from portal.languages.said import Document, Said, in_simple_french, told, translation
from portal.trainings import phrases
from portal.trainings.enums import NOT_KNOWN, Known, PassportGroup, Setting, Subject
from portal.trainings.nomenclatures import (
    AUDIENCE,
    NONE,
    PASSPORT_LINE,
    PREREQUISITE,
    TRAINING_TERM,
)
from portal.trainings.sections import SECTIONS
from portal.trainings.topics import topics


@dataclass(frozen=True)
class Fact:
    """`about`: the subject sources differ on, to say so beside the value; empty if they agree.
    `is_written`: the words are the organiser's, in French, and `section` names them where they are
    translated and read aloud; `translation`, where there is one. Not `is_known`: the value says so.
    """

    label: str
    value: str
    icon: str = ""
    about: str = ""
    is_written: bool = False
    is_known: bool = True
    translation: Said | None = None
    section: str = ""

    @property
    def lang(self) -> str:
        """The language of the value where it is not the reader's."""
        return "fr" if self.is_written and i18n.current().babel != "fr" else ""


@dataclass(frozen=True)
class Prerequisite:
    label: str
    plain: str


@dataclass(frozen=True)
class PassportLine:
    """`answer` is yes, no or empty: not known. `said` is the word for it. `source`: who says so,
    where it is not who one would think.
    """

    label: str
    answer: str
    source: str = ""

    @property
    def said(self) -> str:
        return Known(self.answer).label if self.answer else str(NOT_KNOWN)


@dataclass(frozen=True)
class Contradiction:
    """What each source says of one thing."""

    label: str
    said: Sequence[Mapping[str, str]]


@dataclass(frozen=True)
class Section:
    """A text somebody wrote, under its title, and its translation where there is one."""

    key: str
    title: str
    text: str
    translation: Said | None = None


@dataclass(frozen=True)
class Module:
    title: str
    hours: str
    text: str


@dataclass(frozen=True)
class Reading:
    """By its name, `translated` is each section somebody translated into the reader's language, and
    `aloud` each that is read in it.
    `simple`: the summary in simple French, for who reads French.
    """

    title: Said
    summary: Said
    simple: Said | None
    translated: Mapping[str, Said]
    aloud: Mapping[str, Aloud]
    organiser: str
    partners: str
    facts: list[Fact]
    more_facts: list[Fact]
    prerequisites: list[Prerequisite]
    prerequisites_words: str
    selection: list[str]
    audiences: list[str]
    sections: list[Section]
    modules: list[Module]
    topics: list[str]
    funding: list[Fact]
    passport: list[tuple[str, list[PassportLine]]]
    passport_words: str
    french: list[Fact]
    french_needs: list[str]
    contradictions: list[Contradiction]
    doubted: frozenset[str]
    contact: list[Fact]
    website: str
    sources: list[str]
    federation: str
    verified: str
    is_old: bool

    @property
    def is_in_french_only(self) -> bool:
        """The reader wants another language, and nobody translated anything into it."""
        return i18n.current().babel != "fr" and not self.translated

    @property
    def is_passport_known(self) -> bool:
        """Whether anybody said anything of the accessibility."""
        return any(line.answer for _group, lines in self.passport for line in lines)


def read(session: Session, document: Document) -> Reading:
    """The document of a training, for one reader."""
    verified = date.fromisoformat(document["verified_on"]) if document["verified_on"] else None
    return Reading(
        title=told(document, "title"),
        summary=told(document, "summary"),
        simple=in_simple_french(document, "summary"),
        translated=_translated(document),
        aloud=aloud(document),
        organiser=document["organiser"],
        partners=document["partners"],
        facts=first_facts(session, document),
        more_facts=[fact for fact in every_fact(document) if fact.value],
        prerequisites=_prerequisites(session, document["prerequisites"]),
        prerequisites_words=_prerequisites_words(session, document),
        selection=document["selection"],
        audiences=[
            nomenclatures.label_of(session, AUDIENCE, code) for code in document["audiences"]
        ],
        sections=_sections(document),
        modules=[_module(row) for row in document["modules"]],
        # Sheets published before anybody could say it have none.
        topics=[label for code, label in topics() if code in document.get("topics", ())],
        funding=[
            Fact(phrases.paid(row), row["words"], is_written=True) for row in document["funding"]
        ],
        passport=passport_of(session, document["passport"]),
        passport_words=document["passport_words"],
        french=french(session, document),
        french_needs=_needs(session, document["french_needs"]),
        contradictions=[
            Contradiction(Subject(row["about"]).label, row["said"])
            for row in document["contradictions"]
        ],
        doubted=_doubted(document),
        contact=_contact(document),
        website=document["website"],
        sources=document["sources"],
        federation=document["federation"]["name"],
        verified=show_date(verified) if verified else "",
        is_old=is_old(session, verified),
    )


def first_facts(session: Session, document: Document) -> list[Fact]:
    """What decides first. Each is always there: what nobody knows is said."""
    unknown, doubted = str(NOT_KNOWN), _doubted(document)

    def fact(
        icon: str,
        label: str,
        value: str,
        about: Subject | None = None,
        *,
        is_written: bool = False,
    ) -> Fact:
        said = about.value if about and about in doubted else ""
        known = bool(value)
        return Fact(label, value or unknown, icon, said, is_written and known, is_known=known)

    needed = _needed(session, document["prerequisites"])
    year, length = clock.today().year, phrases.duration(document)
    is_written = length == document.get("duration_words")
    return [
        fact("clock", _("Durée"), length, Subject.DURATION, is_written=is_written),
        fact("place", _("Lieu"), phrases.place(session, document)),
        fact("euro", _("Prix pour la personne"), phrases.cost(document, year), Subject.COST),
        fact("check", _("Ce qu’il faut avant"), listed(needed), Subject.PREREQUISITES),
    ]


def _doubted(document: Document) -> frozenset[str]:
    """What its sources differ on; a card has the subjects alone."""
    rows = document["contradictions"]
    return frozenset(row if isinstance(row, str) else row["about"] for row in rows)


def _needed(session: Session, codes: Sequence[str]) -> list[str]:
    """Each by its name. « None » is of diplomas: beside another one, that is said."""
    return [
        _("Aucun diplôme demandé")
        if code == NONE and len(codes) > 1
        else nomenclatures.label_of(session, PREREQUISITE, code)
        for code in codes
    ]


def passport_of(
    session: Session, passport: Mapping[str, str]
) -> list[tuple[str, list[PassportLine]]]:
    """Every line of the passport by group: one nobody answered is not known."""
    entries = nomenclatures.entries(session, PASSPORT_LINE)
    return [
        (
            group.label,
            [
                PassportLine(entry.label, passport.get(entry.code, ""))
                for entry in entries
                if entry.data["group"] == group
            ],
        )
        for group in PassportGroup
    ]


def arrangeable(session: Session) -> dict[str, list[tuple[str, str]]]:
    """The lines of the passport somebody may ask for, by group: code and label."""
    found: dict[str, list[tuple[str, str]]] = {}
    for entry in nomenclatures.entries(session, PASSPORT_LINE):
        if entry.data["good"] == Known.YES:
            found.setdefault(entry.data["group"], []).append((entry.code, entry.label))
    return found


def every_fact(document: Document) -> list[Fact]:
    """The rest of the facts; without a value those nobody knows."""
    places, internship = document["places"], phrases.internship(document)
    room = ngettext("%(n)s place", "%(n)s places", places) if places else ""
    doubted = _doubted(document)

    def about(subject: Subject) -> str:
        return subject.value if subject in doubted else ""

    return [
        Fact(_("Stage"), internship, is_written=internship == document["internship_words"]),
        _told_fact(_("Rythme"), document, "rhythm"),
        _told_fact(_("Dates"), document, "period", about(Subject.PERIOD)),
        Fact(
            _("Places"),
            room or document["places_words"],
            about=about(Subject.PLACES),
            is_written=not room,
        ),
        Fact(
            _("Précision sur les places"),
            document["places_words"] if room else "",
            is_written=True,
        ),
        Fact(_("Adresse"), document["venue"], is_written=True),
        Fact(_("Qui est dans la salle"), listed(Setting(s).label for s in document["settings"])),
        Fact(_("Ouverte aux personnes concernées"), _answer(document["open_to_concerned"])),
        Fact(_("Une personne professionnelle forme"), _answer(document["professional_trainers"])),
        Fact(_("Une personne paire forme"), _answer(document["peer_trainers"])),
        Fact(
            _("Précision sur la durée"),
            _besides(document["duration_words"], phrases.duration(document)),
            is_written=True,
        ),
        Fact(
            _("Précision sur le stage"),
            _besides(document["internship_words"], internship),
            is_written=True,
        ),
    ]


def _told_fact(label: str, document: Document, name: str, about: str = "") -> Fact:
    known = translation(document, name)
    return Fact(
        label, document[name], about=about, is_written=True, translation=known, section=name
    )


def _translated(document: Document) -> dict[str, Said]:
    known = {name: translation(document, name) for name in SECTIONS}
    return {name: said for name, said in known.items() if said is not None}


def _besides(words: str, said: str) -> str:
    """What the organiser wrote, unless it is what was said already."""
    return "" if words == said else words


def _answer(value: str | None) -> str:
    return Known(value).label if value else str(NOT_KNOWN)


def _prerequisites(session: Session, codes: Sequence[str]) -> list[Prerequisite]:
    known = (nomenclatures.recall(session, PREREQUISITE, code) for code in codes)
    return [
        Prerequisite(label, i18n.gettext_(entry.data["plain"]))
        for label, entry in zip(_needed(session, codes), known, strict=True)
        if entry
    ]


def _prerequisites_words(session: Session, document: Document) -> str:
    """What the organiser wrote of them, unless a label says the very same: « Aucun »."""
    words = str(document["prerequisites_words"])
    known = (
        nomenclatures.recall(session, PREREQUISITE, code) for code in document["prerequisites"]
    )
    labels = {entry.french.casefold() for entry in known if entry}
    return "" if words.strip(" .").casefold() in labels else words


def _sections(document: Document) -> list[Section]:
    named = (
        ("origin", _("D’où vient cette formation")),
        ("audience", _("Pour qui")),
        ("goals", _("Ce que l’on vise")),
        ("content", _("Ce que l’on y fait")),
        ("trainers", _("Qui forme")),
        ("certification", _("Ce que l’on reçoit à la fin")),
        ("outlook", _("Et après")),
    )
    return [
        Section(key, title, document[key], translation(document, key))
        for key, title in named
        if document[key]
    ]


def _module(row: Mapping[str, Any]) -> Module:
    hours = row["hours"]
    said = (
        ngettext("%(hours)s heure", "%(hours)s heures", int(hours), hours=show_number(hours, 1))
        if hours
        else ""
    )
    return Module(row["title"], said, row["text"])


def french(session: Session, document: Document) -> list[Fact]:
    """How much French, and which languages; what nobody knows is said."""

    def fact(label: str, value: str) -> Fact:
        return Fact(label, value or str(NOT_KNOWN), is_known=bool(value))

    def level(code: str) -> str:
        return nomenclatures.label_of(session, CEFR, code) if code else ""

    def languages(codes: Iterable[str]) -> str:
        return listed(language_label(session, code) for code in codes)

    return [
        fact(_("Français à l’oral"), level(document["french_oral"])),
        fact(_("Français à l’écrit"), level(document["french_written"])),
        fact(_("Langue de la formation"), languages(document["languages"])),
        fact(_("Langues parlées par qui forme"), languages(document["trainer_languages"])),
    ]


def _needs(session: Session, needs: Iterable[str]) -> list[str]:
    """Listed needs in the reader's words; what somebody wrote as they wrote it."""
    return [nomenclatures.label_of(session, FRENCH_NEED, need) for need in needs]


def _contact(document: Document) -> list[Fact]:
    known = [
        Fact(_("À qui s’adresser"), document["contact_role"], is_written=True),
        Fact(_("E-mail"), document["contact_email"], "mail"),
        Fact(_("Téléphone"), document["contact_phone"], "phone"),
        Fact(_("Référent handicap"), document["referent"], is_written=True),
    ]
    return [fact for fact in known if fact.value]


def is_old(session: Session, verified: date | None) -> bool:
    """Whether it was verified so long ago that somebody should look again."""
    term = nomenclatures.find(session, TRAINING_TERM, "verified")
    if term is None or verified is None:
        return False
    return verified + timedelta(days=term.data["days"]) < clock.today()
