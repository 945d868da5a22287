"""What a read offer is made of: words that know their language, facts, parts, sections."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from portal.jobs.sections import question_section
from portal.kernel import i18n, nomenclatures
from portal.kernel.i18n import gettext_ as _
from portal.languages.enums import Origin

# A reader of one is shown the other rather than French.
_NEIGHBOURS = {"fa-AF": "fa", "fa": "fa-AF"}

Document = Mapping[str, Any]
_A_SENTENCE = 4


@dataclass(frozen=True)
class Said:
    """Words of the structure, in a language; `credit` says who or what translated them."""

    text: str
    tag: str = "fr"
    credit: str = ""
    is_stale: bool = False

    @property
    def direction(self) -> str:
        return i18n.LOCALES[self.tag].direction

    @property
    def is_foreign(self) -> bool:
        """In another language than the page: it says which, and its direction."""
        return self.tag != i18n.current().tag

    @property
    def is_sentence(self) -> bool:
        """French words enough to need their language: a name or an address says itself."""
        return self.tag == "fr" and len(self.text.split()) >= _A_SENTENCE

    def __bool__(self) -> bool:
        return bool(self.text)

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Fact:
    """A name and a value: `Said` where the structure wrote it, text where the words are ours."""

    label: str
    value: Said | str
    icon: str = ""


@dataclass(frozen=True)
class Bullet:
    """A line of a list, and a few words of ours about it."""

    text: Said | str
    note: str = ""


class Kind(StrEnum):
    """How the items of a part are shown: `Said`, `Fact`, `Bullet`, `Mission`, text."""

    TEXT = "text"
    FACTS = "facts"
    BULLETS = "bullets"
    MISSIONS = "missions"
    NOTE = "note"


@dataclass(frozen=True)
class Mission:
    title: Said
    text: Said
    tasks: list[Said]


@dataclass(frozen=True)
class Part:
    """A piece of a section. Where there is a `translation`, it stands before the French items."""

    kind: Kind
    items: list[Any]
    label: str = ""
    translation: Said | None = None

    @property
    def is_in_french_only(self) -> bool:
        """Sentences somebody who reads the page in another language may not read."""
        if self.translation is not None or i18n.current().babel == "fr":
            return False
        return any(said.is_sentence for said in _said_in(self.items))


@dataclass(frozen=True)
class Section:
    key: str
    title: str
    parts: list[Part]


def _said_in(items: Iterable[Any]) -> Iterator[Said]:
    """Everything the structure wrote among the items of a part."""
    for item in items:
        match item:
            case Said():
                yield item
            case Fact(value=Said() as said) | Bullet(text=Said() as said):
                yield said
            case Mission():
                yield from (item.title, item.text, *item.tasks)


def told(document: Document, name: str) -> Said:
    """A section in the reader's language, or else in French."""
    return translation(document, name) or french(document, name)


def told_question(document: Document, row: Mapping[str, Any]) -> Said:
    """A question of the offer in the reader's language, or else as it was written."""
    known = translation(document, question_section(row.get("id")))
    return known or Said(str(row.get("text") or ""))


def told_title(card: Document) -> Said:
    """The title of a card in the reader's language, or else in French."""
    texts = card.get("translations") or {}
    shaped = {
        tag: {name: {"text": text} for name, text in told.items()} for tag, told in texts.items()
    }
    return told({**card, "translations": shaped}, "title")


def french(document: Document, name: str) -> Said:
    """What the structure wrote, as it wrote it."""
    value = document.get(name)
    return Said("" if value is None else str(value))


def translation(document: Document, name: str) -> Said | None:
    """A section in the reader's language, if somebody or something translated it."""
    known = document.get("translations") or {}
    tag = i18n.current().tag
    for wanted in (tag, _NEIGHBOURS.get(tag, tag)):
        found = (known.get(wanted) or {}).get(name)
        if found and wanted in i18n.LOCALES:
            return Said(found["text"], wanted, _credit(found), bool(found.get("stale")))
    return None


def text(document: Document, name: str, label: str = "", *, translated: bool = False) -> Part:
    """A free text; one that nobody wrote has no items and is left out."""
    written = french(document, name)
    known = translation(document, name) if translated else None
    return Part(Kind.TEXT, [written] if written else [], label, known)


def facts(*pairs: tuple[str, Said | str], translated: Said | None = None) -> Part:
    """The facts that are known."""
    known = [Fact(name, value) for name, value in pairs if value]
    return Part(Kind.FACTS, known, translation=translated)


def bullets(items: Iterable[Bullet], label: str = "", translated: Said | None = None) -> Part:
    return Part(Kind.BULLETS, list(items), label, translated)


def note(sentence: str) -> Part:
    return Part(Kind.NOTE, [sentence] if sentence else [])


def label_of(session: Session, scheme: str, code: str | None) -> str:
    return nomenclatures.label_of(session, scheme, code) if code else ""


def enum_label(kind: Any, value: str | None) -> str:
    """The label of an enumeration's value; an unknown one says nothing."""
    return str(kind(value).label) if value in set(kind) else ""


def _credit(found: Mapping[str, Any]) -> str:
    """Who or what translated, and who read it again."""
    words = enum_label(Origin, found.get("origin"))
    if found.get("made_by"):
        words = _("%(origin)s : %(name)s", origin=words, name=found["made_by"])
    if found.get("reviewed_by"):
        words = _("%(origin)s, relu par %(name)s", origin=words, name=found["reviewed_by"])
    return words
