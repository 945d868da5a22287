"""A translation server, by either of two protocols: LibreTranslate's, and that of Apertium's APy.

What is sent is one French text and the language wanted; nothing says whose it is.
"""

import json
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from portal.config import Translator, TranslatorKind
from portal.languages.enums import DraftError

# A long section takes a small server its time; a job waits, nobody else.
TIMEOUT_SECONDS = 30
_MOST_BYTES = 200_000
# Apertium names languages by three letters; the portal's by their tags.
_THREE_LETTERS = {"en": "eng", "ar": "ara", "fa": "pes", "ps": "pus", "es": "spa"}
# Dari and simple French are no machine's: a Persian text is not given for a Dari one.
_LANGUAGES = frozenset({"en", "ar", "fa", "ps"})
_BUSY, _SERVER = 429, 500


class MachineError(Exception):
    """No draft came. `is_passing`: the same may work in a moment."""

    def __init__(self, reason: DraftError, *, is_passing: bool = False) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.is_passing = is_passing


def can_draft(translator: Translator | None, language: str) -> bool:
    """Whether there is a machine, and it may be asked for this language."""
    return translator is not None and language in _LANGUAGES


def translate(
    translator: Translator, text: str, language: str, timeout: float = TIMEOUT_SECONDS
) -> str:
    """The French text in this language, as the server puts it. Raises MachineError."""
    if translator.kind == TranslatorKind.LIBRETRANSLATE:
        return _libretranslate(translator, text, language, timeout)
    return _apertium(translator, text, language, timeout)


def _libretranslate(translator: Translator, text: str, language: str, timeout: float) -> str:
    asked = {"q": text, "source": "fr", "target": language, "format": "text"}
    if translator.key:
        asked["api_key"] = translator.key
    request = Request(  # noqa: S310 - http or https: `portal.config` refuses any other
        f"{translator.url}/translate",
        data=json.dumps(asked).encode(),
        headers={"Content-Type": "application/json"},
    )
    return _text(_answer(request, timeout), "translatedText")


def _apertium(translator: Translator, text: str, language: str, timeout: float) -> str:
    pair = f"fra|{_THREE_LETTERS.get(language, language)}"
    # Without this, words it does not know are marked with a star.
    asked = urlencode({"langpair": pair, "q": text, "markUnknown": "no"})
    request = Request(f"{translator.url}/translate", data=asked.encode())  # noqa: S310 - as above
    found = _answer(request, timeout)
    data = found.get("responseData") if isinstance(found, dict) else None
    return _text(data, "translatedText")


def _text(found: Any, name: str) -> str:
    text = found.get(name) if isinstance(found, dict) else None
    if not isinstance(text, str) or not text.strip():
        raise MachineError(DraftError.GARBLED)
    return text.strip()


def _answer(request: Request, timeout: float) -> Any:
    try:
        with urlopen(request, timeout=timeout) as answer:  # noqa: S310 - as above
            return json.loads(answer.read(_MOST_BYTES))
    except HTTPError as refusal:
        refusal.close()
        raise _refusal(refusal.code) from refusal
    except (OSError, HTTPException) as silence:
        raise MachineError(DraftError.UNREACHABLE, is_passing=True) from silence
    except ValueError as noise:
        raise MachineError(DraftError.GARBLED) from noise


def _refusal(status: int) -> MachineError:
    """Both protocols answer 400 for a pair of languages they have not."""
    if status == _BUSY:
        return MachineError(DraftError.BUSY, is_passing=True)
    if status >= _SERVER:
        return MachineError(DraftError.UNREACHABLE, is_passing=True)
    return MachineError(DraftError.LANGUAGE if status == 400 else DraftError.REFUSED)
