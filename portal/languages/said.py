"""Words somebody wrote, as a page says them: in the reader's language if they were translated."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.kernel import i18n
from portal.kernel.i18n import gettext_ as _
from portal.kernel.i18n import ours, show_date
from portal.languages.enums import Origin

Document = Mapping[str, Any]

# A reader of one is shown the other rather than French.
NEIGHBOURS = {"fa-AF": "fa", "fa": "fa-AF"}
_A_SENTENCE = 4
SIMPLE = "fr-x-simple"


@dataclass(frozen=True)
class Said:
    """Words somebody wrote, in a language; `credit` says who or what translated them, and who read
    them again. `is_draft`: a machine's words, that nobody read.
    """

    text: str
    tag: str = "fr"
    credit: str = ""
    is_stale: bool = False
    is_draft: bool = False

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

    @property
    def is_translated(self) -> bool:
        return self.tag != "fr"

    def __bool__(self) -> bool:
        return bool(self.text)

    def __str__(self) -> str:
        return self.text


def french(document: Document, name: str) -> Said:
    """What was written, as it was written."""
    value = document.get(name)
    return Said("" if value is None else str(value))


def told(document: Document, name: str) -> Said:
    """A section in the reader's language, or else in French."""
    return translation(document, name) or french(document, name)


def told_title(card: Document) -> Said:
    """The title of a card in the reader's language, or else in French."""
    texts = card.get("translations") or {}
    shaped = {
        tag: {name: {"text": text} for name, text in known.items()} for tag, known in texts.items()
    }
    return told({**card, "translations": shaped}, "title")


def translation(document: Document, name: str) -> Said | None:
    """A section in the reader's language, if somebody or something translated it."""
    tag = i18n.current().tag
    for wanted in (tag, NEIGHBOURS.get(tag, tag)):
        if (found := translation_into(document, name, wanted)) is not None:
            return found
    return None


def in_simple_french(document: Document, name: str) -> Said | None:
    """The same in short sentences, for who reads the page in French as it was written."""
    is_french = i18n.current().tag == i18n.DEFAULT.tag
    return translation_into(document, name, SIMPLE) if is_french else None


def is_told(document: Document) -> bool:
    """Whether anything was put into the reader's language: the page says that French decides."""
    known = document.get("translations") or {}
    tag = i18n.current().tag
    return any(known.get(wanted) for wanted in (tag, NEIGHBOURS.get(tag, tag)))


def translation_into(document: Document, name: str, tag: str) -> Said | None:
    """A section in this language, whatever the reader's."""
    found = ((document.get("translations") or {}).get(tag) or {}).get(name)
    if not found or tag not in i18n.LOCALES:
        return None
    is_draft = found.get("origin") == Origin.MACHINE and not found.get("reviewed_by")
    return Said(found["text"], tag, _credit(found, tag), bool(found.get("stale")), is_draft)


def _credit(found: Mapping[str, Any], tag: str) -> str:
    """Who or what translated, and who read it again."""
    if found.get("origin") not in set(Origin):
        return ""
    origin = Origin(found["origin"])
    words = _("Écrit en français simple") if tag == SIMPLE else origin.label
    if found.get("made_by"):
        words = _("%(origin)s : %(name)s", origin=ours(words), name=found["made_by"])
    if not found.get("reviewed_by"):
        return _("%(said)s. Personne d’autre ne l’a encore relu.", said=ours(words))
    if not found.get("reviewed_on"):
        return _("%(origin)s, relu par %(name)s", origin=ours(words), name=found["reviewed_by"])
    day = show_date(date.fromisoformat(found["reviewed_on"]))
    return _(
        "%(origin)s, relu par %(name)s le %(day)s",
        origin=ours(words),
        name=found["reviewed_by"],
        day=day,
    )
