"""Languages: one table says tag, direction, own name and Babel locale; `_` works without Flask.

The current locale is a context variable, set by the web for a request and by the message sender
for a message. Source language of the messages: French.
"""

import gettext
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from babel import Locale as BabelLocale
from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.numbers import format_decimal
from babel.support import LazyProxy

from portal.kernel import clock

TRANSLATIONS = Path(__file__).resolve().parents[2] / "translations"


@dataclass(frozen=True)
class Locale:
    """A language of the interface. `tag` is BCP 47; `folder` names its catalogue."""

    tag: str
    name: str
    direction: str
    folder: str
    babel: str

    def __str__(self) -> str:
        return self.tag


LOCALES: dict[str, Locale] = {
    locale.tag: locale
    for locale in (
        Locale("fr", "français", "ltr", "fr", "fr"),
        Locale("fr-x-simple", "français simple", "ltr", "fr_x_simple", "fr"),
        Locale("en", "English", "ltr", "en", "en"),
        Locale("ar", "العربية", "rtl", "ar", "ar"),
        Locale("fa", "فارسی", "rtl", "fa", "fa"),
        Locale("fa-AF", "دری", "rtl", "fa_AF", "fa_AF"),
        Locale("ps", "پښتو", "rtl", "ps", "ps"),
    )
}
DEFAULT = LOCALES["fr"]
# `prs` is what people and phones call Dari; Babel only knows it as Persian of Afghanistan.
ALIASES = {"prs": "fa-AF", "pbt": "ps", "arb": "ar", "pes": "fa"}

_current: ContextVar[Locale] = ContextVar("portal_locale", default=DEFAULT)


def find(tag: str | None) -> Locale | None:
    """The locale for a tag somebody typed or a browser sent, or None."""
    if not tag:
        return None
    wanted = tag.strip().replace("_", "-")
    for known in LOCALES.values():
        if known.tag.lower() == wanted.lower():
            return known
    primary = wanted.split("-")[0].lower()
    return LOCALES.get(ALIASES.get(primary, primary))


def current() -> Locale:
    return _current.get()


def speak(locale: Locale) -> None:
    """Speak this language from now on, in this thread of work; each request sets it anew."""
    _current.set(locale)


@contextmanager
def use(locale: Locale) -> Iterator[Locale]:
    """Speak this language inside the block."""
    token = _current.set(locale)
    try:
        yield locale
    finally:
        _current.reset(token)


@cache
def catalogue(folder: str) -> gettext.NullTranslations:
    """The compiled catalogue; French falls back on the messages themselves."""
    return gettext.translation("messages", TRANSLATIONS, languages=[folder], fallback=True)


# First strong isolate, and the end of it: what stands between disorders nothing around it.
_ISOLATE, _END = "\u2068", "\u2069"
_RIGHT_MARK = "\u200f"
_LATIN = re.compile("[A-Za-zÀ-ÿ]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")


def isolated(values: Mapping[str, object]) -> dict[str, object]:
    """Values ready to stand in a sentence: words of the other direction, or of who knows which, are
    isolated. An address stays as it is, and so does markup, which isolates by itself.
    """
    return {name: isolate(value) for name, value in values.items()}


def isolate(value: object) -> object:
    """The value, kept from disordering what stands around it."""
    if not isinstance(value, str) or hasattr(value, "__html__") or "://" in value or not value:
        return value
    foreign = current().direction == "rtl" or _RIGHT_TO_LEFT.search(value)
    return f"{_ISOLATE}{value}{_END}" if foreign else value


def apart(text: str) -> str:
    """Words that fill a place of their own, all of them of the other direction: « Rives (AURORE) »
    on a right-to-left page keeps its brackets. Words of ours are never all of the other direction.
    """
    latin, arabic = _LATIN.search(text), _RIGHT_TO_LEFT.search(text)
    foreign = latin and not arabic if current().direction == "rtl" else arabic and not latin
    return f"{_ISOLATE}{text}{_END}" if foreign else text


def comma() -> str:
    """What stands between the items of a list: Arabic scripts have a comma of their own."""
    return "، " if current().direction == "rtl" else ", "


def colon() -> str:
    """What stands between a name and what it names: French alone puts a space before it."""
    return "\u00a0: " if current().babel == "fr" else ": "


def listed(items: Iterable[object]) -> str:
    """« français, arabe »: items one after the other, none disordering its neighbours."""
    return comma().join(str(isolate(str(item))) for item in items)


def ours(text: str) -> str:
    """Words of the current language that may begin with letters of the other direction, such as
    « CDI (…) » in Pashto: marked, so that whoever guesses their direction guesses right.
    """
    return _RIGHT_MARK + text if text and current().direction == "rtl" else text


def gettext_(message: str, **values: object) -> str:
    """The message in the current language, `%(name)s` filled in. A deferred one (`N_`) is said."""
    deferred = isinstance(message, LazyProxy)
    text = str(message) if deferred else catalogue(current().folder).gettext(message)
    return text % isolated(values) if values else text


_ = gettext_


def plural_form(singular: str, plural: str, n: int) -> str:
    """The message the current language wants for `n`, its placeholders not filled in."""
    found = catalogue(current().folder)
    if isinstance(found, gettext.GNUTranslations):
        return found.ngettext(singular, plural, n)
    # French is the source and has no catalogue of its own: 0 and 1 are singular.
    return singular if n < 2 else plural


def ngettext(singular: str, plural: str, n: int, **values: object) -> str:
    """The plural form the current language wants for `n`; `%(n)s` is always available."""
    return plural_form(singular, plural, n) % {"n": n, **isolated(values)}


def N_(message: str) -> Any:  # noqa: N802 - the gettext world's name for a deferred message
    """A message translated each time it is shown: for labels of states, kinds and fields.

    Typed `Any` because it stands wherever a text is expected (WTForms asks for `str`).
    """
    return LazyProxy(gettext_, message, enable_cache=False)


lazy_gettext = N_


@cache
def _parsed(babel: str) -> BabelLocale:
    return BabelLocale.parse(babel)


def babel() -> BabelLocale:
    return _parsed(current().babel)


# Dates are Gregorian with the month in words and Latin digits in every language (product.md).
_EASTERN_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


def show_date(value: date | datetime, *, weekday: bool = False, year: bool = True) -> str:
    """« 1er mars 2027 », with the day of the week if asked, without the year if it is known; an
    instant is shown as of Paris.
    """
    if isinstance(value, datetime):
        value = value.astimezone(clock.PARIS).date()
    day = "d'er'" if value.day == 1 and babel().language == "fr" else "d"
    pattern = ("EEEE " if weekday else "") + day + " MMMM" + (" y" if year else "")
    return _dated(value, pattern, current().babel)


@lru_cache(maxsize=2000)
def _dated(day: date, pattern: str, locale: str) -> str:
    return format_date(day, pattern, locale=locale).translate(_EASTERN_DIGITS)


def show_month(value: date) -> str:
    """« mars 2027 »."""
    return format_date(value, "LLLL y", locale=babel()).translate(_EASTERN_DIGITS)


def show_weekday(value: date, *, short: bool = False) -> str:
    """« lundi », « lu »: the names inside a date, the shortest of each language. Those of Babel for
    a day alone and in short are of whichever language was asked for before.
    """
    text = format_date(value, "EEEEEE" if short else "EEEE", locale=babel())
    return text.translate(_EASTERN_DIGITS)


def show_time(value: datetime) -> str:
    """« 14:05 », Paris time."""
    text = format_time(value.astimezone(clock.PARIS), "HH:mm", locale=babel())
    return text.translate(_EASTERN_DIGITS)


def show_list(items: Iterable[str]) -> str:
    """« Un nom, un numéro et une adresse »."""
    return format_list(list(items), locale=babel())


def show_number(value: float, digits: int = 2) -> str:
    """A number with the separators of the language and Latin digits."""
    return _decimal(value, "#,##0." + "#" * digits if digits else "#,##0")


def show_amount(value: float) -> str:
    """An amount of money without its currency: two decimals wherever there are cents."""
    return _decimal(value, "#,##0" if value == int(value) else "#,##0.00")


def _decimal(value: float, pattern: str) -> str:
    # Unicode writes « 1.950 » in Pashto: read beside Latin digits, less than two euros.
    separators = BabelLocale("fr") if current().tag == "ps" else babel()
    text = format_decimal(value, format=pattern, locale=separators, numbering_system="latn")
    return text.translate(_EASTERN_DIGITS)
