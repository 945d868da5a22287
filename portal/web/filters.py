"""What every template may use: translation, dates, assets, languages, the visitor."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any
from urllib.parse import quote

from babel.support import LazyProxy
from flask import Flask, g, request
from markupsafe import Markup, escape

from portal.config import Settings
from portal.kernel import i18n
from portal.web import forms, languages, navigation, sign_in
from portal.web.assets import STATIC, asset
from portal.web.page import htmx

_FRENCH_SPACES = re.compile(r"(?<=«) | (?=[?!:;»€%])")
_NUMBER_SPACES = re.compile(r"(?<=\d) (?=\d)")


@cache
def mark() -> str:
    """The icon of the browser's tab, as an address that holds it."""
    return "data:image/svg+xml," + quote((STATIC / "images/mark.svg").read_text())


@cache
def _language_choices(current: i18n.Locale) -> list[dict[str, Any]]:
    """For the switcher: each language in its own script, and how an address asks for it."""
    return [
        {
            "tag": locale.tag,
            "name": locale.name,
            "direction": locale.direction,
            "current": locale == current,
            "url": f"{{here}}{locale.tag}",
        }
        for locale in i18n.LOCALES.values()
    ]


def _tied(text: object) -> str:
    """French punctuation stays on the line of its word: « Autoriser », combien ? The groups of a
    number stay together: an ordinary space lets a right-to-left line put the last one first. The
    messages are written with plain spaces, so that a translator never meets an invisible
    difference.
    """
    plain = _NUMBER_SPACES.sub("\u00a0", str(text))
    if i18n.current().babel == "fr":
        plain = _FRENCH_SPACES.sub("\u00a0", plain)
    return plain


def bound(text: object) -> str:
    """A text that fills a place: tied as above, kept apart if its words are all of the other
    direction. What is markup stays markup.
    """
    plain = _tied(text)
    if isinstance(text, Markup):
        return Markup(plain)  # noqa: S704 - it already was
    return i18n.apart(plain)


def listed(items: Iterable[object]) -> Markup:
    """Items one after the other, with the comma of the current language."""
    return Markup(i18n.comma()).join(escape(i18n.isolate(item)) for item in items)  # noqa: S704 - a comma


@lru_cache(maxsize=4000)
def _sentence(message: str, locale: i18n.Locale) -> Markup:
    """A message of ours in the current language, `locale`."""
    return Markup(_tied(i18n.gettext_(message)))  # noqa: S704 - it comes from our catalogue


def translate(message: str, **values: object) -> str:
    """`_()` of the templates: user values are escaped, messages are ours."""
    deferred = isinstance(message, LazyProxy)
    text = Markup(_tied(message)) if deferred else _sentence(message, i18n.current())  # noqa: S704 - ours
    return text % i18n.isolated(values) if values else text  # Markup escapes what it formats


def translate_plural(singular: str, plural: str, n: int, **values: object) -> str:
    """`ngettext()` of the templates; `%(n)s` is always there."""
    text = _tied(i18n.plural_form(singular, plural, n))
    return Markup(text) % {"n": n, **i18n.isolated(values)}  # noqa: S704 - as above


def install(app: Flask, settings: Settings) -> None:
    app.jinja_env.globals.update(
        _=translate,
        gettext=translate,
        ngettext=translate_plural,
        asset=asset,
        mark=mark(),
        comma=i18n.comma,
        show_date=i18n.show_date,
        show_month=i18n.show_month,
        show_time=i18n.show_time,
        show_number=i18n.show_number,
        csrf_field=forms.csrf_field,
        csrf_token=forms.csrf_token,
        demo=settings.demo,
    )

    app.add_template_filter(bound)
    app.add_template_filter(listed)
    app.add_template_filter(forms.flat)

    @app.context_processor
    def common() -> dict[str, Any]:
        plain = g.get("is_error_page", False)
        visitor = None if plain else sign_in.visitor()
        return {
            "locale": i18n.current(),
            "languages": _language_choices(i18n.current()),
            "here": languages.address_before_language(),
            "request_id": g.get("request_id", ""),
            "links": navigation.links(),
            "nav": () if plain else navigation.nav(visitor is not None),
            "signed_in": sign_in.is_claimed() if plain else visitor is not None,
            "visitor": visitor,
            "place": g.get("place"),
            "is_htmx": bool(htmx),
            "path": request.path,
        }
