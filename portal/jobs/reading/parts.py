"""What a read offer is made of: words that know their language, facts, parts, sections."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from portal.jobs.sections import question_section
from portal.kernel import i18n, nomenclatures
from portal.languages.said import Document, Said, french, translation


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
    """A piece of a section. Where there is a `translation`, it stands before the French items.
    `heard` are the texts it says that somebody may read aloud: (section, what it is called where
    the part says several).
    """

    kind: Kind
    items: list[Any]
    label: str = ""
    translation: Said | None = None
    heard: tuple[tuple[str, str], ...] = ()

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


def told_question(document: Document, row: Mapping[str, Any]) -> Said:
    """A question of the offer in the reader's language, or else as it was written."""
    known = translation(document, question_section(row.get("id")))
    return known or Said(str(row.get("text") or ""))


def text(document: Document, name: str, label: str = "", *, translated: bool = False) -> Part:
    """A free text; one that nobody wrote has no items and is left out."""
    written = french(document, name)
    known = translation(document, name) if translated else None
    return Part(Kind.TEXT, [written] if written else [], label, known, ((name, ""),))


def facts(
    *pairs: tuple[str, Said | str],
    translated: Said | None = None,
    heard: tuple[tuple[str, str], ...] = (),
) -> Part:
    """The facts that are known."""
    known = [Fact(name, value) for name, value in pairs if value]
    return Part(Kind.FACTS, known, translation=translated, heard=heard)


def bullets(
    items: Iterable[Bullet],
    label: str = "",
    translated: Said | None = None,
    heard: Iterable[tuple[str, str]] = (),
) -> Part:
    return Part(Kind.BULLETS, list(items), label, translated, tuple(heard))


def note(sentence: str) -> Part:
    return Part(Kind.NOTE, [sentence] if sentence else [])


def label_of(session: Session, scheme: str, code: str | None) -> str:
    return nomenclatures.label_of(session, scheme, code) if code else ""


def enum_label(kind: Any, value: str | None) -> str:
    """The label of an enumeration's value; an unknown one says nothing."""
    return str(kind(value).label) if value in set(kind) else ""
