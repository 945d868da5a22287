"""What every template may use: translation, dates, assets, languages, the visitor."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flask import Flask, g, request
from flask_login import current_user
from markupsafe import Markup

from portal.config import Settings
from portal.kernel import i18n
from portal.web import forms, languages, navigation
from portal.web.page import htmx

_FRENCH_SPACES = re.compile(r"(?<=«) | (?=[?!:;»€%])")
STATIC = Path(__file__).resolve().parents[2] / "static"


@cache
def _manifest() -> dict[str, str]:
    found = STATIC / "built" / "manifest.json"
    names: dict[str, str] = json.loads(found.read_text()) if found.exists() else {}
    return names


def asset(name: str) -> str:
    """Address of a built file by its logical name, such as `portal.css`."""
    return "/static/built/" + _manifest().get(name, name)


@cache
def mark() -> str:
    """The icon of the browser's tab, as an address that holds it."""
    return "data:image/svg+xml," + quote((STATIC / "images/mark.svg").read_text())


def language_choices() -> list[dict[str, Any]]:
    """For the switcher: each language in its own script, and this page in it."""
    return [
        {
            "tag": locale.tag,
            "name": locale.name,
            "direction": locale.direction,
            "current": locale == i18n.current(),
            "url": languages.address_in(locale.tag),
        }
        for locale in i18n.LOCALES.values()
    ]


def bound(text: object) -> str:
    """French punctuation stays on the line of its word: « Autoriser », combien ? The messages are
    written with plain spaces, so that a translator never meets an invisible difference.
    """
    plain = str(text)
    if i18n.current().babel == "fr":
        plain = _FRENCH_SPACES.sub("\u00a0", plain)
    return Markup(plain) if isinstance(text, Markup) else plain  # noqa: S704 - it was one already


def translate(message: str, **values: object) -> str:
    """`_()` of the templates: user values are escaped, messages are ours."""
    text = bound(i18n.gettext_(message))
    if not values:
        return Markup(text)  # noqa: S704 - the message comes from our catalogue
    return Markup(text) % values  # noqa: S704 - Markup escapes the values it formats


def translate_plural(singular: str, plural: str, n: int, **values: object) -> str:
    """`ngettext()` of the templates; `%(n)s` is always there."""
    text = bound(i18n.plural_form(singular, plural, n))
    return Markup(text) % {"n": n, **values}  # noqa: S704 - as above


def install(app: Flask, settings: Settings) -> None:
    app.jinja_env.globals.update(
        _=translate,
        gettext=translate,
        ngettext=translate_plural,
        asset=asset,
        mark=mark(),
        show_date=i18n.show_date,
        show_month=i18n.show_month,
        show_time=i18n.show_time,
        show_number=i18n.show_number,
        csrf_field=forms.csrf_field,
        csrf_token=forms.csrf_token,
        demo=settings.demo,
    )

    app.add_template_filter(bound)

    @app.context_processor
    def common() -> dict[str, Any]:
        away = g.get("database_away") is not None
        return {
            "locale": i18n.current(),
            "languages": language_choices(),
            "request_id": g.get("request_id", ""),
            "links": navigation.links(),
            "nav": [] if away else navigation.nav(),
            "signed_in": not away and bool(current_user.is_authenticated),
            "visitor": None if away or not current_user.is_authenticated else current_user,
            "place": g.get("place"),
            "is_htmx": bool(htmx),
            "path": request.path,
        }
