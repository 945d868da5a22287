"""Views of the pages about the portal."""

from typing import Any

from flask import Response

from portal.jobs.nomenclatures import RETENTION
from portal.kernel import i18n, nomenclatures
from portal.kernel.errors import NotFound
from portal.spaces.public.about import catalogues, pages
from portal.web.page import render
from portal.web.request import session, settings
from portal.web.space import feature

blueprint = feature("about", __name__)


@blueprint.get("/help")
def show_help() -> Response:
    """How to answer an offer, and who to call."""
    return render("public/about/help.html", **_contact())


@blueprint.get("/accessibility")
def show_accessibility() -> Response:
    return render("public/about/accessibility.html", **_contact())


@blueprint.get("/legal")
def show_legal() -> Response:
    return render("public/about/legal.html", publisher=settings().publisher, **_contact())


@blueprint.get("/privacy")
def show_privacy() -> Response:
    """What is kept, why and how long: the durations are those the jobs obey."""
    terms = nomenclatures.entries(session(), RETENTION)
    return render("public/about/privacy.html", rows=pages.durations(terms), **_contact())


@blueprint.get("/languages")
def show_languages() -> Response:
    """How far each language is translated, and read again by somebody who speaks it."""
    return render("public/about/languages.html", rows=catalogues.coverages())


@blueprint.get("/languages/<tag>")
def show_language(tag: str) -> Response:
    """The sentences of a language that nobody who speaks it has read again yet."""
    locale = i18n.LOCALES.get(tag)
    if locale is None or locale == i18n.DEFAULT:
        raise NotFound
    return render("public/about/language.html", target=locale, **pages.sentences(locale))


def _contact() -> dict[str, Any]:
    return {"email": settings().help_email, "phone": settings().help_phone}
