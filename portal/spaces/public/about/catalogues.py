"""The catalogues of the interface as they are: how much is translated, how much was read again.

A sentence counts as read again once its entry in translations/<locale>/LC_MESSAGES/messages.po
carries a comment that starts with « reviewed », such as `# reviewed: by whom, on which day`. What
has no such comment was written without somebody whose language it is.
"""

import re
from dataclasses import dataclass
from functools import cache

from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from portal.kernel.i18n import DEFAULT, LOCALES, TRANSLATIONS, Locale

_MARK = "reviewed"
_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


@dataclass(frozen=True)
class Sentence:
    french: str
    text: str


@dataclass(frozen=True)
class Coverage:
    """How far a language is. `unread` lists what nobody who speaks it has read again."""

    locale: Locale
    total: int
    translated: int
    unread: tuple[Sentence, ...]

    @property
    def reviewed(self) -> int:
        return self.translated - len(self.unread)


def coverages() -> list[Coverage]:
    return [coverage(locale) for locale in LOCALES.values() if locale != DEFAULT]


@cache
def coverage(locale: Locale) -> Coverage:
    """Read once in a process: catalogues change with a release."""
    path = TRANSLATIONS / locale.folder / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return Coverage(locale, 0, 0, ())
    with path.open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    translated = [message for message in messages if _first(message.string)]
    unread = (
        Sentence(_first(message.id), _first(message.string))
        for message in translated
        if not _is_reviewed(message)
    )
    return Coverage(locale, len(messages), len(translated), tuple(unread))


def _is_reviewed(message: Message) -> bool:
    return any(comment.strip().lower().startswith(_MARK) for comment in message.user_comments)


def _first(forms: object) -> str:
    """The sentence, or the first of its plural forms; « {name} » where a value will stand."""
    text = str(forms[0] if isinstance(forms, (list, tuple)) else forms)
    return _PLACEHOLDER.sub(r"{\1}", text)
